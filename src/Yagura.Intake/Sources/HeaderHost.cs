namespace Yagura.Intake.Sources;

/// <summary>Finds the host name in a syslog header, for declared relays only. Cheap: it looks at the first tokens, not at the message.</summary>
/// <remarks>
/// <c>&lt;34&gt;1 2026-11-22T03:00:00Z host …</c> (RFC 5424) · <c>&lt;34&gt;Nov 22 03:00:00 host …</c> (RFC 3164) ·
/// <c>&lt;34&gt;Nov 22 2026 03:00:00 host …</c> and <c>&lt;34&gt;2026-11-22T03:00:00+09:00 host …</c> (usual deviations).
/// </remarks>
internal static class HeaderHost
{
    private const int HostLengthMax = 255;
    private const int HeaderLengthMax = 512;

    /// <summary>The host as written; empty when there is none, or it is the nil value.</summary>
    internal static ReadOnlySpan<byte> Read(ReadOnlySpan<byte> line)
    {
        var rest = AfterPriority(line[..Math.Min(line.Length, HeaderLengthMax)]);
        var first = Token(ref rest);
        if (first.IsEmpty) return default;
        if (IsNumber(first, 3)) Token(ref rest);
        else if (IsMonth(first)) SkipClock(ref rest);
        else if (!IsIsoTime(first)) return default;
        return Valid(Token(ref rest));
    }

    private static ReadOnlySpan<byte> AfterPriority(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty || line[0] != (byte)'<') return line;
        var end = line[..Math.Min(line.Length, 6)].IndexOf((byte)'>');
        return end > 0 ? line[(end + 1)..] : default;
    }

    // Day, then perhaps a year, then the time.
    private static void SkipClock(scoped ref ReadOnlySpan<byte> rest)
    {
        Token(ref rest);
        if (IsNumber(Token(ref rest), 4)) Token(ref rest);
    }

    private static ReadOnlySpan<byte> Token(scoped ref ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimStart((byte)' ');
        var end = rest.IndexOf((byte)' ');
        var token = end < 0 ? rest : rest[..end];
        rest = rest[token.Length..];
        return token;
    }

    private static bool IsNumber(ReadOnlySpan<byte> token, int digitsMax) =>
        token.Length <= digitsMax && !token.IsEmpty && !token.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static bool IsMonth(ReadOnlySpan<byte> token) =>
        token.Length == 3 && "JanFebMarAprMayJunJulAugSepOctNovDec"u8.IndexOf(token) % 3 == 0;

    private static bool IsIsoTime(ReadOnlySpan<byte> token) =>
        token.Length >= 19 && IsNumber(token[..4], 4) && token[4] == (byte)'-' && token[10] == (byte)'T';

    private static ReadOnlySpan<byte> Valid(ReadOnlySpan<byte> host)
    {
        if (host.Length > 1 && host[^1] == (byte)':') host = host[..^1];
        if (host.IsEmpty || host.Length > HostLengthMax || host.ContainsAnyExceptInRange((byte)'!', (byte)'~')) return default;
        return host.SequenceEqual("-"u8) ? default : host;
    }
}
