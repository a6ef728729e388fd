using Yagura.Decoding.Shapes;
using Yagura.Events;
using Yagura.Operations.Store;

namespace Yagura.Operations.Sources;

/// <summary>The unread lines of one source by shape. Bounded: sentences that differ in names become one, and what finds no place any more is counted together.</summary>
/// <param name="rows">What is known already; new shapes are added to it.</param>
internal sealed class ShapeBook(List<UnparsedRow> rows)
{
    /// <summary>Shapes of a source; the rest is counted under the empty shape.</summary>
    public const int ShapesMax = 200;

    /// <summary>Newest sequences that a shape remembers.</summary>
    public const int SamplesMax = 5;

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
        if (rows.Count >= ShapesMax && lines.Shape.Length > 0)
        {
            (lines.Program, lines.Shape) = ("", "");
            return Add(lines);
        }
        rows.Add(lines);
        return (lines, true);
    }

    private UnparsedRow? Known(UnparsedRow lines)
    {
        foreach (var row in rows)
            if (row.Program == lines.Program && row.Shape == lines.Shape) return row;
        foreach (var row in rows)
        {
            if (row.Program != lines.Program || LineShape.Merged(row.Shape, lines.Shape) is not { } merged) continue;
            row.Shape = merged;
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
