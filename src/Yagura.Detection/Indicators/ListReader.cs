using System.Text;

namespace Yagura.Detection.Indicators;

/// <summary>A plain list: one value a line, <c>#</c> comments; lines <c># key: value</c> before the first value say what holds for all.</summary>
/// <remarks>
/// <code>
/// # source: example-cert
/// # confidence: 80
/// # expires: 2027-03-31
/// # kind: domain
/// # allow: private, wide
/// evil.example        # seen in the mail of 22 November
/// 0.0.0.0 ads.example   (a line of a hosts file is the name)
/// </code>
/// </remarks>
internal static class ListReader
{
    /// <summary>Reads the lines.</summary>
    public static void Read(LineSplitter lines, IndicatorFile file)
    {
        var isHead = true;
        while (lines.Next(out var line, out var isCut))
        {
            if (isCut)
            {
                file.Refuse(lines.Line, $"the line is longer than {LineSplitter.LineBytesMax} bytes");
                continue;
            }

            line = line.Trim(" \t"u8);
            if (line.IsEmpty)
                continue;
            if (line[0] is (byte)'#' or (byte)';')
            {
                if (isHead)
                    IndicatorHead.Read(Encoding.UTF8.GetString(line[1..]), lines.Line, file);
                continue;
            }

            isHead = false;
            file.Add(Value(line), lines.Line);
        }
    }

    /// <summary>The value of a line: without a comment behind it, and without the address that hosts files send names to.</summary>
    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> line)
    {
        for (var i = 1; i < line.Length; i++)
        {
            if (line[i] == '#' && line[i - 1] is (byte)' ' or (byte)'\t')
            {
                line = line[..i].TrimEnd(" \t"u8);
                break;
            }
        }

        var space = line.IndexOfAny((byte)' ', (byte)'\t');
        return space > 0 && (line[..space].SequenceEqual("0.0.0.0"u8) || line[..space].SequenceEqual("127.0.0.1"u8)) ? line[space..].Trim(" \t"u8) : line;
    }
}
