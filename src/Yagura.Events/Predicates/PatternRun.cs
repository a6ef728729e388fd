using System.Collections.Immutable;
using System.Text;

namespace Yagura.Events.Predicates;

/// <summary>What stands between two stars of a pattern: literals and wildcards of exactly one character.</summary>
internal sealed class PatternRun
{
    private readonly ImmutableArray<(PatternPartKind Kind, byte[] Bytes)> steps;

    private PatternRun(ImmutableArray<(PatternPartKind Kind, byte[] Bytes)> steps) => this.steps = steps;

    /// <summary>The bytes when the run is one literal and nothing else; null otherwise.</summary>
    public byte[]? Literal => steps.Length == 1 && steps[0].Kind == PatternPartKind.Literal ? steps[0].Bytes : null;

    /// <summary>The longest literal of the run; empty when it has none.</summary>
    public byte[] LongestLiteral => steps.Select(step => step.Bytes).MaxBy(bytes => bytes.Length) ?? [];

    /// <summary>The runs of a pattern, stars left out; neighbouring literals become one.</summary>
    public static ImmutableArray<PatternRun> Split(IReadOnlyList<PatternPart> parts, bool cased)
    {
        var runs = ImmutableArray.CreateBuilder<PatternRun>();
        var current = ImmutableArray.CreateBuilder<(PatternPartKind, byte[])>();
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            if (part.Kind == PatternPartKind.Literal)
            {
                text.Append(part.Text);
                continue;
            }

            EndLiteral(text, current, cased);
            if (part.Kind == PatternPartKind.Star)
                EndRun(current, runs);
            else
                current.Add((part.Kind, []));
        }

        EndLiteral(text, current, cased);
        EndRun(current, runs);
        return runs.ToImmutable();
    }

    /// <summary>Where the run ends when it matches at <paramref name="at"/>; -1 when it does not.</summary>
    public int MatchAt(ReadOnlySpan<byte> value, int at)
    {
        foreach (var (kind, bytes) in steps)
        {
            var rest = value[at..];
            var length = kind switch
            {
                PatternPartKind.Literal => rest.StartsWith(bytes) ? bytes.Length : 0,
                PatternPartKind.Dash => DashLength(rest),
                _ => CharacterLength(rest),
            };
            if (length == 0)
                return -1;
            at += length;
        }

        return at;
    }

    /// <summary>Where the leftmost match from <paramref name="from"/> on ends; -1 when there is none.</summary>
    public int FindFrom(ReadOnlySpan<byte> value, int from)
    {
        for (var at = NextStart(value, from); at >= 0; at = NextStart(value, at + 1))
        {
            var end = MatchAt(value, at);
            if (end >= 0)
                return end;
        }

        return -1;
    }

    /// <summary>Whether a match that begins at <paramref name="from"/> or later ends with the value.</summary>
    public bool EndsAtEnd(ReadOnlySpan<byte> value, int from)
    {
        for (var at = NextStart(value, from); at >= 0; at = NextStart(value, at + 1))
        {
            if (MatchAt(value, at) == value.Length)
                return true;
        }

        return false;
    }

    private int NextStart(ReadOnlySpan<byte> value, int from)
    {
        if (from > value.Length)
            return -1;
        if (steps[0].Kind == PatternPartKind.Literal)
        {
            var found = value[from..].IndexOf(steps[0].Bytes);
            return found < 0 ? -1 : from + found;
        }

        while (from < value.Length && IsContinuation(value[from]))
            from++;
        return from;
    }

    private static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;

    private static int CharacterLength(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return 0;
        Rune.DecodeFromUtf8(text, out _, out var consumed);
        return consumed;
    }

    private static int DashLength(ReadOnlySpan<byte> text) => text switch
    {
        [(byte)'-', ..] or [(byte)'/', ..] => 1,
        [0xE2, 0x80, 0x93, ..] or [0xE2, 0x80, 0x94, ..] or [0xE2, 0x80, 0x95, ..] => 3,
        _ => 0,
    };

    private static void EndLiteral(StringBuilder text, ImmutableArray<(PatternPartKind, byte[])>.Builder steps, bool cased)
    {
        if (text.Length == 0)
            return;
        steps.Add((PatternPartKind.Literal, cased ? Encoding.UTF8.GetBytes(text.ToString()) : TextFold.Fold(text.ToString())));
        text.Clear();
    }

    private static void EndRun(ImmutableArray<(PatternPartKind, byte[])>.Builder steps, ImmutableArray<PatternRun>.Builder runs)
    {
        if (steps.Count > 0)
            runs.Add(new PatternRun(steps.ToImmutable()));
        steps.Clear();
    }
}
