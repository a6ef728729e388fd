namespace Yagura.Tests.Decoding;

/// <summary>Makes bad lines of good ones: cut, doubled, with flipped bits, nested without end, a megabyte long, and what makes searching slow.</summary>
internal static class LineMutator
{
    /// <summary>Longest value that is put in, in bytes.</summary>
    public const int Long = 1024 * 1024;

    /// <summary>The longest line that decoders read whole, in bytes.</summary>
    public const int Short = 64 * 1024;

    /// <summary>What forms and patterns stop at, look back from or count.</summary>
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "{", "[", "{\"a\":", "[{\"a\":", "{\"a\":[", "\"a\":1,", "\"a\":\"\",", "\"", "\\", "\\\"", "\\u0041", "'", "=", "a=", "a=b ", "a=\"\" ", " ", "\t", ",", ",,", "\",\"", "|", ":", ": ", "::",
            "%", "%A-1-B: ", "<", "<1>", "<a>", "</a>", "<a b='", "&#x41;", "[a \"", "[a]", "(", "]", "} ", "1", "1.", "1.1.1.1", "::1 ", "/", "//", "-", "- ", "--", "a", "aa ", "ab", "a b", ".", ". ",
            "CEF:0|a|b|c|d|e|f|", "cs1Label=a cs1=b ", "LEEF:2.0|a|b|c|d|x09|", "Nov 22 03:00:00 ", "2026-11-22T03:00:00Z ", "1 2026-11-22T03:00:00Z a b c d [a b=\"c\"] ", "\0", "\u001D", "あ", "\u202E", "Account Name: ",
            "http://a/", "?a=b", "#", "@", "user ", " from ", " for ", " to ", " port ", "; ", " -> ",
        }.Select(System.Text.Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4], [0xE3, 0x81],
    ];

    /// <summary>One bad line.</summary>
    /// <param name="line">A good one.</param>
    /// <param name="other">Another good one, of which pieces are taken.</param>
    /// <param name="random">Chooses what is done.</param>
    public static byte[] Mutate(byte[] line, byte[] other, Random random)
    {
        var bytes = line;
        for (var times = random.Next(4) == 0 ? 3 : 1; times > 0 && bytes.Length <= Long; times--)
            bytes = Once(bytes, other, random);
        return bytes;
    }

    private static byte[] Once(byte[] line, byte[] other, Random random)
    {
        var at = random.Next(line.Length + 1);
        var length = random.Next(line.Length - at + 1);
        return random.Next(10) switch
        {
            0 => line[..at],
            1 => [.. line, .. line],
            2 => Flip(line, random),
            3 => [.. line[..at], .. line[(at + length)..]],
            4 => [.. line[..at], .. Piece(random), .. line[at..]],
            5 => [.. line[..at], .. other.AsSpan(random.Next(other.Length + 1)), .. line[at..]],
            6 => Repeated(line, at, line.AsSpan(at, length), random),
            7 => Repeated(line, at, line.AsSpan(at, Math.Min(length, 4)), random),
            8 => Repeated(line, at, Piece(random), random),
            _ => Repeated(line, AfterSign(line, at), Piece(random), random),
        };
    }

    /// <summary>A piece again and again, mostly up to what decoders read whole, seldom a megabyte.</summary>
    private static byte[] Repeated(byte[] line, int at, ReadOnlySpan<byte> piece, Random random)
    {
        if (piece.IsEmpty)
            piece = "a"u8;
        var room = random.Next(8) switch { 0 => Long, <= 4 => Short - line.Length, _ => random.Next(Short) };
        var bytes = new byte[line.Length + Math.Max(1, room / piece.Length) * piece.Length];
        line.AsSpan(0, at).CopyTo(bytes);
        var end = at;
        for (; end < bytes.Length - (line.Length - at); end += piece.Length)
            piece.CopyTo(bytes.AsSpan(end));
        line.AsSpan(at).CopyTo(bytes.AsSpan(end));
        return bytes;
    }

    /// <summary>Where a value begins: behind the next sign after which one can stand.</summary>
    private static int AfterSign(byte[] line, int at)
    {
        var sign = line.AsSpan(at).IndexOfAny("=:\"|,"u8);
        return sign < 0 ? at : at + sign + 1;
    }

    private static byte[] Flip(byte[] line, Random random)
    {
        byte[] bytes = [.. line];
        for (var times = random.Next(1, 9); times > 0 && bytes.Length > 0; times--)
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }

    private static byte[] Piece(Random random) => Pieces[random.Next(Pieces.Length)];
}
