using System.Security.Cryptography;

namespace Yagura.Detection.Indicators;

/// <summary>A file line by line in bounded memory, hashed on the way: a line that is too long is told and skipped to its end.</summary>
internal sealed class LineSplitter(Stream stream)
{
    /// <summary>Longest line, in bytes.</summary>
    public const int LineBytesMax = 8_192;

    private const int BufferBytes = 1 << 16;

    private readonly byte[] buffer = new byte[BufferBytes];
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int start;
    private int end;
    private bool isAtEnd;

    /// <summary>Number of the line last returned, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>SHA-256 of what was read; the whole file once the last line was.</summary>
    public byte[] Hash() => hash.GetCurrentHash();

    /// <summary>The next line without its end; false after the last. <paramref name="isCut"/> says that it was too long: then it is only its beginning.</summary>
    public bool Next(out ReadOnlySpan<byte> line, out bool isCut)
    {
        line = default;
        isCut = false;
        while (true)
        {
            var rest = buffer.AsSpan(start, end - start);
            var feed = rest.IndexOf((byte)'\n');
            if (feed >= 0 || (isAtEnd && !rest.IsEmpty))
            {
                line = feed >= 0 ? rest[..feed] : rest;
                start += feed >= 0 ? feed + 1 : rest.Length;
                Line++;
                isCut |= line.Length > LineBytesMax;
                line = line.Length > LineBytesMax ? line[..LineBytesMax] : line;
                if (Line == 1 && line.StartsWith("\uFEFF"u8))
                    line = line[3..];
                line = line is [.., (byte)'\r'] ? line[..^1] : line;
                return true;
            }

            if (isAtEnd)
                return false;
            if (rest.Length > LineBytesMax)
            {
                // Its first bytes stay to be shown; what follows up to the line's end is passed over.
                isCut = true;
                rest[..LineBytesMax].CopyTo(buffer);
                (start, end) = (0, LineBytesMax);
                SkipToEnd();
            }
            else
            {
                rest.CopyTo(buffer);
                (start, end) = (0, rest.Length);
                end += Fill(end);
            }
        }
    }

    private void SkipToEnd()
    {
        while (!isAtEnd)
        {
            var read = Fill(LineBytesMax);
            var feed = buffer.AsSpan(LineBytesMax, read).IndexOf((byte)'\n');
            if (feed < 0)
                continue;
            buffer.AsSpan(LineBytesMax + feed, read - feed).CopyTo(buffer.AsSpan(LineBytesMax));
            end = LineBytesMax + read - feed;
            return;
        }
    }

    private int Fill(int from)
    {
        var read = stream.Read(buffer, from, buffer.Length - from);
        isAtEnd = read == 0;
        hash.AppendData(buffer, from, read);
        return read;
    }
}
