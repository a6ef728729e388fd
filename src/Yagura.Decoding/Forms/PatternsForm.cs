using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Forms;

/// <summary>A pattern of a list, with the number that is noted when it matches so that its constants can be given.</summary>
internal readonly record struct NotedPattern(Pattern Pattern, int Note);

/// <summary>The first pattern that matches, of the list that a part's value chooses: a message number leaves only the few sentences that it can be.</summary>
/// <param name="by">Part whose value chooses the list; -1 when there is one list only.</param>
/// <param name="values">Number of the list by value.</param>
/// <param name="lists">The lists; the last one is for all other values.</param>
/// <param name="sentences">Parts that are sentences themselves, to which a pattern of nothing else only hands the text on.</param>
/// <param name="readsEnd">Whether the end that a pattern passes over is a sentence: no other form takes the text apart.</param>
internal sealed class PatternsForm(int by, KeyTable values, NotedPattern[][] lists, IReadOnlySet<int> sentences, bool readsEnd) : Form
{
    private readonly PatternList[] lists = [.. lists.Select(list => new PatternList(list))];
    private bool hasUnderstood;

    public override bool HasUnderstood => hasUnderstood;

    public override bool Read(Region text, Parts parts)
    {
        var chosen = by < 0 ? -1 : values.Find(parts.Target.Bytes(parts[by]));
        var list = lists[chosen < 0 ? lists.Length - 1 : chosen];
        var found = parts.Scratch;
        var number = list.Find(text, parts.Starts, found, parts.Effort);
        if (number < 0)
            return false;
        var (pattern, note) = list[number];
        pattern.Keep(found, parts);
        parts.AddNote(note);
        if (readsEnd && pattern.PassesOverEnd)
            parts.Skip(found[pattern.Count - 1]);
        // A pattern that keeps nothing only asks; of one word that is handed on, its name says all, of several nothing.
        hasUnderstood = !pattern.OnlyAsks && (!pattern.IsBare || sentences.Contains(pattern.FirstPart) || !text.Bytes.Contains((byte)' '));
        return true;
    }
}

/// <summary>Patterns in the order in which they are tried. One that begins like the pattern before it goes on from where that one failed: optional parts make many that do.</summary>
internal sealed class PatternList
{
    /// <summary>Patterns that are few enough to be looked at whatever a text begins with.</summary>
    private const int FewMax = 8;

    private readonly NotedPattern[] patterns;

    /// <summary>What is looked at of a text that begins with a byte: of few patterns all, of many those that allow it.</summary>
    private readonly Entry[][] groups;
    private readonly byte[]? groupOf;

    public PatternList(NotedPattern[] patterns)
    {
        this.patterns = patterns;
        int[] all = [.. Enumerable.Range(0, patterns.Length)];
        if (patterns.Length <= FewMax)
        {
            groups = [Entries(all)];
            return;
        }

        var allowed = Enumerable.Range(0, 256).ToLookup(first => string.Join(' ', all.Where(number => patterns[number].Pattern.CanBegin((byte)first)))).ToArray();
        groups = [.. allowed.Select(firsts => Entries([.. all.Where(number => patterns[number].Pattern.CanBegin((byte)firsts.First()))]))];
        groupOf = new byte[256];
        for (var group = 0; group < allowed.Length; group++)
        {
            foreach (var first in allowed[group])
                groupOf[first] = (byte)group;
        }
    }

    public NotedPattern this[int number] => patterns[number];

    /// <summary>Number of the first pattern that matches, with its captured texts; -1 when none does.</summary>
    /// <param name="text">The text.</param>
    /// <param name="starts">Scratch: where captures begin.</param>
    /// <param name="found">Takes the captured texts.</param>
    /// <param name="effort">What may still be searched.</param>
    public int Find(Region text, Span<int> starts, Span<Slot> found, Effort effort)
    {
        var first = FirstBytes.Of(text.Bytes);
        var failed = 0; // capture at which the last pattern that was tried failed
        var shared = 0; // captures that the pattern shares with it
        foreach (ref readonly var entry in groups[groupOf is null ? 0 : groupOf[(byte)first]].AsSpan())
        {
            shared = Math.Min(shared, entry.Shared);
            if (shared > failed || !entry.Beginning.MayBegin(first))
                continue;
            var pattern = patterns[entry.Number].Pattern;
            if (shared == 0)
            {
                if (!text.Bytes.StartsWith(pattern.Beginning))
                    continue;
                starts[0] = pattern.Beginning.Length;
            }

            failed = pattern.MatchFrom(text, shared, starts, found, effort);
            if (failed < 0)
                return entry.Number;
            shared = int.MaxValue;
        }

        return -1;
    }

    private Entry[] Entries(int[] numbers) => [.. numbers.Select((number, at) => new Entry(
        FirstBytes.Asked(patterns[number].Pattern.Beginning), number, at == 0 ? 0 : patterns[number].Pattern.SharedWith(patterns[numbers[at - 1]].Pattern)))];

    /// <summary>What is to be known before a pattern is tried: how it begins, and how many captures it shares with the one that is looked at before.</summary>
    private readonly record struct Entry(FirstBytes Beginning, int Number, int Shared);
}
