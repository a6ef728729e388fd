using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Forms;

/// <summary>A pattern of a list.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Note">The number that is noted when it matches, so that its constants can be given.</param>
/// <param name="HandsOn">Whether its first part is a sentence itself: a pattern of nothing else only hands the text on.</param>
internal readonly record struct NotedPattern(Pattern Pattern, int Note, bool HandsOn);

/// <summary>The first pattern that matches, of the list that a part's value chooses: a message number leaves only the few sentences that it can be.</summary>
/// <param name="by">Part whose value chooses the list; -1 when there is one list only.</param>
/// <param name="values">Number of the list by value.</param>
/// <param name="lists">The lists; the last one is for all other values.</param>
/// <param name="readsEnd">Whether the end that a pattern passes over is a sentence: no other form takes the text apart.</param>
internal sealed class PatternsForm(int by, KeyTable values, NotedPattern[][] lists, bool readsEnd) : Form
{
    private readonly PatternList[] lists = [.. lists.Select(list => new PatternList(list))];
    private bool hasUnderstood;

    public override bool HasUnderstood => hasUnderstood;

    public override bool Read(Region text, Parts parts)
    {
        var chosen = by < 0 ? -1 : values.Find(parts.Target.Bytes(parts[by]));
        var found = parts.Scratch;
        if (!lists[chosen < 0 ? lists.Length - 1 : chosen].TryFind(text, parts.Starts, found, parts.Effort, out var one))
            return false;
        var (pattern, note, handsOn) = one;
        pattern.Keep(found, parts);
        parts.AddNote(note);
        if (readsEnd && pattern.PassesOverEnd)
            parts.Skip(found[pattern.Count - 1]);
        // A pattern that keeps nothing only asks; of one word that is handed on, its name says all, of several nothing.
        hasUnderstood = !pattern.OnlyAsks && (!pattern.IsBare || handsOn || !text.Bytes.Contains((byte)' '));
        return true;
    }
}

/// <summary>Patterns in the order in which they are tried. One that begins like the pattern before it goes on from where that one failed: optional parts make many that do.</summary>
internal readonly struct PatternList
{
    /// <summary>Patterns that are few enough to be looked at whatever a text begins with.</summary>
    private const int FewMax = 8;

    private readonly Entry[] all;

    /// <summary>Of many patterns, those that allow a text's first byte.</summary>
    private readonly Entry[][]? groups;
    private readonly byte[] groupOf = [];

    public PatternList(NotedPattern[] patterns)
    {
        all = Entries(patterns);
        if (patterns.Length <= FewMax)
            return;
        var allowed = Enumerable.Range(0, 256).ToLookup(first => string.Create(patterns.Length, (patterns, first), static (bits, of) =>
        {
            for (var number = 0; number < bits.Length; number++)
                bits[number] = of.patterns[number].Pattern.CanBegin((byte)of.first) ? '1' : '0';
        })).ToArray();
        groups = [.. allowed.Select(firsts => Entries(patterns.Where(one => one.Pattern.CanBegin((byte)firsts.First()))))];
        groupOf = new byte[256];
        for (var group = 0; group < allowed.Length; group++)
        {
            foreach (var first in allowed[group])
                groupOf[first] = (byte)group;
        }
    }

    /// <summary>The first pattern that matches, with its captured texts; false when none does.</summary>
    /// <param name="text">The text.</param>
    /// <param name="starts">Scratch: where captures begin.</param>
    /// <param name="found">Takes the captured texts.</param>
    /// <param name="effort">What may still be searched.</param>
    /// <param name="matching">The pattern.</param>
    public bool TryFind(Region text, Span<int> starts, Span<Slot> found, Effort effort, out NotedPattern matching)
    {
        var first = FirstBytes.Of(text.Bytes);
        var failed = 0; // capture at which the last pattern that was tried failed
        var shared = 0; // captures that the pattern shares with it
        foreach (ref readonly var entry in (groups is null ? all : groups[groupOf[(byte)first]]).AsSpan())
        {
            shared = Math.Min(shared, entry.Shared);
            if (shared > failed || !entry.Beginning.MayBegin(first))
                continue;
            var pattern = entry.Pattern;
            if (shared == 0)
            {
                if (!text.Bytes.StartsWith(pattern.Beginning))
                    continue;
                starts[0] = pattern.Beginning.Length;
            }

            failed = pattern.MatchFrom(text, shared, starts, found, effort);
            if (failed < 0)
            {
                matching = new NotedPattern(pattern, entry.Note, entry.HandsOn);
                return true;
            }

            shared = int.MaxValue;
        }

        matching = default;
        return false;
    }

    private static Entry[] Entries(IEnumerable<NotedPattern> patterns)
    {
        var before = default(Pattern);
        var entries = new List<Entry>();
        foreach (var one in patterns)
        {
            entries.Add(new Entry(FirstBytes.Asked(one.Pattern.Beginning), one.Pattern, one.Note, (ushort)(before is null ? 0 : one.Pattern.SharedWith(before)), one.HandsOn));
            before = one.Pattern;
        }

        return [.. entries];
    }

    /// <summary>What is to be known before a pattern is tried: how it begins, and how many captures it shares with the one that is looked at before.</summary>
    private readonly record struct Entry(FirstBytes Beginning, Pattern Pattern, int Note, ushort Shared, bool HandsOn);
}
