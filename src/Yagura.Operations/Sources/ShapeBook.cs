using Yagura.Decoding.Shapes;
using Yagura.Events;
using Yagura.Operations.Store;

namespace Yagura.Operations.Sources;

/// <summary>The unread lines of one source by shape. Bounded: sentences that differ in names become one, and what finds no place any more is counted together.</summary>
/// <remarks>
/// A flood of lines that nobody understands must not hold detection up: a line meets only the sentences of its program
/// with its number of words and its first word.
/// </remarks>
internal sealed class ShapeBook
{
    /// <summary>Shapes of a source; the rest is counted under the empty shape.</summary>
    public const int ShapesMax = 200;

    /// <summary>Newest sequences that a shape remembers.</summary>
    public const int SamplesMax = 5;

    // All bounded by ShapesMax; a row whose shape took a capture is found by its earlier shapes too, as many as it has words.
    private readonly List<UnparsedRow> rows = [];
    private readonly Dictionary<(string Program, string Shape), UnparsedRow> same = [];
    private readonly Dictionary<(string Program, int Words, string First), List<(UnparsedRow Row, string[] Words)>> alike = [];

    /// <summary>A book of what is known already.</summary>
    public ShapeBook(IEnumerable<UnparsedRow> known)
    {
        foreach (var row in known) Enter(row);
    }

    public IReadOnlyList<UnparsedRow> Rows => rows;

    public static UnparsedRow RowOf(StoredRecord stored, UnreadLine unread) => new()
    {
        Source = stored.Record.Source,
        Program = unread.Program,
        Shape = unread.Shape,
        FormOnly = unread.FormOnly,
        Records = 1,
        FirstSeen = stored.Record.ReceivedAt.Instant,
        LastSeen = stored.Record.ReceivedAt.Instant,
        Samples = stored.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>Adds lines of one shape; the row that now counts them, and whether it is new.</summary>
    public (UnparsedRow Row, bool New) Add(UnparsedRow lines)
    {
        if (Known(lines) is { } known)
        {
            Count(known, lines);
            return (known, false);
        }
        // An empty line has a program still, and there are as many programs as somebody cares to invent.
        if (rows.Count >= ShapesMax && (lines.Program, lines.Shape) != ("", ""))
        {
            (lines.Program, lines.Shape) = ("", "");
            return Add(lines);
        }
        Enter(lines);
        return (lines, true);
    }

    private void Enter(UnparsedRow row)
    {
        rows.Add(row);
        same.TryAdd((row.Program, row.Shape), row);
        if (LineShape.IsForm(row.Shape)) return;
        var words = row.Shape.Split(' ');
        var key = (row.Program, words.Length, words[0]);
        if (!alike.TryGetValue(key, out var sentences)) alike[key] = sentences = [];
        sentences.Add((row, words));
    }

    private UnparsedRow? Known(UnparsedRow lines)
    {
        if (same.TryGetValue((lines.Program, lines.Shape), out var known)) return known;
        if (LineShape.IsForm(lines.Shape)) return null;
        var words = lines.Shape.Split(' ');
        if (!alike.TryGetValue((lines.Program, words.Length, words[0]), out var sentences)) return null;
        foreach (var (row, own) in sentences)
        {
            if (!LineShape.Merge(own, words)) continue;
            row.Shape = string.Join(' ', own);
            same.TryAdd((row.Program, row.Shape), row);
            return row;
        }
        return null;
    }

    private static void Count(UnparsedRow row, UnparsedRow lines)
    {
        row.Records += lines.Records;
        row.FormOnly &= lines.FormOnly;
        if (lines.FirstSeen < row.FirstSeen) row.FirstSeen = lines.FirstSeen;
        if (lines.LastSeen > row.LastSeen) row.LastSeen = lines.LastSeen;
        row.Samples = string.Join(' ', $"{row.Samples} {lines.Samples}".Split(' ').TakeLast(SamplesMax));
    }
}
