using System.Text;

namespace Yagura.Detection.Indicators;

/// <summary>Comma-separated values with a line of names: <c>value</c> and, where given, <c>kind</c>, <c>source</c>, <c>confidence</c>, <c>expires</c>. Other columns are for people. One record a line; quotes as RFC 4180 writes them.</summary>
internal static class CsvReader
{
    private const int ColumnsMax = 64;

    private static readonly string[][] Names =
    [
        ["value", "indicator", "ioc", "observable"], ["kind", "type", "indicator_type", "ioc_type"], ["source", "feed", "provider"], ["confidence", "score"], ["expires", "valid_until", "expiration", "expiry"],
    ];

    /// <summary>Reads the lines; those with <c>#</c> before the names are the head, as in a list.</summary>
    public static void Read(LineSplitter lines, IndicatorFile file)
    {
        int[]? columns = null;
        var cells = new List<string>();
        while (lines.Next(out var line, out var isCut))
        {
            if (isCut || (columns is not null && line is [(byte)'#', ..]))
            {
                if (isCut)
                    file.Refuse(lines.Line, $"the line is longer than {LineSplitter.LineBytesMax} bytes");
                continue;
            }

            if (line.Trim(" \t"u8).IsEmpty)
                continue;
            if (line[0] == '#')
            {
                IndicatorHead.Read(Encoding.UTF8.GetString(line[1..]), lines.Line, file);
                continue;
            }

            Cells(Encoding.UTF8.GetString(line), cells);
            if (columns is not null)
            {
                Take(cells, columns, lines.Line, file);
                continue;
            }

            columns = [.. Names.Select(names => cells.FindIndex(cell => names.Contains(cell.Trim().ToLowerInvariant())))];
            if (columns[0] < 0)
            {
                file.Break(lines.Line, "the first line must name the columns, one of them value (or indicator, ioc, observable)");
                return;
            }
        }
    }

    private static void Take(List<string> cells, int[] columns, int line, IndicatorFile file)
    {
        string Cell(int column) => columns[column] >= 0 && columns[column] < cells.Count ? cells[columns[column]].Trim() : "";
        var kind = file.Kind;
        if (Cell(1) is { Length: > 0 } word && (kind = IndicatorKinds.Read(word)) == IndicatorKind.Unknown)
        {
            file.RefuseGrouped($"the kind '{(word.Length > 40 ? word[..40] : word)}' cannot be matched", line, $"line {line}");
            return;
        }

        var (confidence, expires) = (file.Confidence, file.Expires);
        if (Cell(3) is { Length: > 0 } trust && !(byte.TryParse(trust, out confidence) && confidence <= 100))
        {
            file.Warn(line, $"confidence '{trust}' is not allowed; allowed: 0 to 100");
            confidence = file.Confidence;
        }

        if (Cell(4) is { Length: > 0 } until && !IndicatorReading.TryExpiry(until, out expires))
        {
            file.Warn(line, $"expires '{until}' is not allowed; allowed: 2027-03-31 or 2027-03-31T12:00:00+09:00");
            expires = file.Expires;
        }

        if (Cell(2) is { Length: > 0 } source && source != file.Source && !file.TrySource(source) && !file.TrySource(IndicatorFile.Slug(source)))
            file.Warn(line, $"source '{source}' is not allowed");
        file.Add(Encoding.UTF8.GetBytes(Cell(0)), kind, line, confidence, expires);
    }

    private static void Cells(string line, List<string> cells)
    {
        cells.Clear();
        var cell = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var letter = line[i];
            if (letter == '"' && isQuoted && i + 1 < line.Length && line[i + 1] == '"')
                cell.Append(line[i++]);
            else if (letter == '"' && (isQuoted || cell.Length == 0))
                isQuoted = !isQuoted;
            else if (letter == ',' && !isQuoted && cells.Count < ColumnsMax)
                cells.Add(Taken(cell));
            else
                cell.Append(letter);
        }

        cells.Add(Taken(cell));
    }

    private static string Taken(StringBuilder cell)
    {
        var text = cell.ToString();
        cell.Clear();
        return text;
    }
}
