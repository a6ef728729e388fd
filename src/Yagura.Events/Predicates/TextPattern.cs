using System.Collections.Immutable;

namespace Yagura.Events.Predicates;

/// <summary>A text with wildcards, matched against a whole value as UTF-8 bytes.</summary>
/// <remarks>
/// Immutable. A pattern that ignores case holds folded literals (<see cref="TextFold"/>) and must be given folded values.
/// It never backtracks further than the last star, so that it runs in at most needle × value steps.
/// </remarks>
public sealed class TextPattern
{
    private readonly ImmutableArray<PatternRun> runs;
    private readonly bool openStart;
    private readonly bool openEnd;

    /// <summary>A pattern of its parts in order.</summary>
    /// <param name="parts">Literals, stars, one-character wildcards, dashes.</param>
    /// <param name="cased">True when values are compared as they are, false when folded.</param>
    public TextPattern(IReadOnlyList<PatternPart> parts, bool cased)
    {
        Cased = cased;
        openStart = parts.Count > 0 && parts[0].Kind == PatternPartKind.Star;
        openEnd = parts.Count > 0 && parts[^1].Kind == PatternPartKind.Star;
        runs = PatternRun.Split(parts, cased);
        Shape = ShapeOf();
    }

    /// <summary>Whether values are compared as they are.</summary>
    public bool Cased { get; }

    /// <summary>What the pattern comes down to.</summary>
    public PatternShape Shape { get; }

    /// <summary>The one literal of a pattern whose shape is not general; empty for the empty text.</summary>
    public ReadOnlySpan<byte> Literal => runs.Length == 1 ? runs[0].Literal : default;

    /// <summary>The longest literal that every match holds; empty when there is none.</summary>
    public ReadOnlySpan<byte> LongestLiteral
    {
        get
        {
            byte[] longest = [];
            foreach (var run in runs)
            {
                if (run.LongestLiteral.Length > longest.Length)
                    longest = run.LongestLiteral;
            }

            return longest;
        }
    }

    /// <summary>Whether the whole value matches. Give a folded value unless <see cref="Cased"/>.</summary>
    public bool IsMatch(ReadOnlySpan<byte> value) => Shape switch
    {
        PatternShape.Anything => true,
        PatternShape.Equal => value.SequenceEqual(Literal),
        PatternShape.Prefix => value.StartsWith(Literal),
        PatternShape.Suffix => value.EndsWith(Literal),
        PatternShape.Within => value.IndexOf(Literal) >= 0,
        _ => MatchRuns(value),
    };

    private PatternShape ShapeOf() => runs.Length switch
    {
        0 => openStart ? PatternShape.Anything : PatternShape.Equal,
        1 when runs[0].Literal is not null => (openStart, openEnd) switch
        {
            (false, false) => PatternShape.Equal,
            (false, true) => PatternShape.Prefix,
            (true, false) => PatternShape.Suffix,
            (true, true) => PatternShape.Within,
        },
        _ => PatternShape.General,
    };

    private bool MatchRuns(ReadOnlySpan<byte> value)
    {
        var first = 0;
        var last = runs.Length;
        var from = 0;
        if (!openStart)
        {
            from = runs[0].MatchAt(value, 0);
            if (from < 0)
                return false;
            if (runs.Length == 1)
                return openEnd || from == value.Length;
            first = 1;
        }

        if (!openEnd)
            last--;
        for (var i = first; i < last; i++)
        {
            from = runs[i].FindFrom(value, from);
            if (from < 0)
                return false;
        }

        return openEnd || runs[^1].EndsAtEnd(value, from);
    }
}
