namespace Yagura.Detection.Indicators;

/// <summary>The text of a URL → its key. Lists and events go through the same function, so what it leaves out is left out on both sides.</summary>
/// <remarks>
/// <c>HTTP://User@Evil.Example.:80/A/%7eb?q=1#top</c> → <c>evil.example/A/~b?q=1</c>. Left out: the scheme (a proxy sees https, a web server http), who signs in,
/// the port 80 of http and 443 of https (and both where no scheme is written), the fragment. The host is written as <see cref="DomainKey"/> or an address writes it.
/// In path and query %xx of a character that needs no escaping (RFC 3986 section 2.3) becomes the character, the others get upper-case digits; nothing else changes.
/// </remarks>
internal static class UrlKey
{
    /// <summary>Most bytes of a key; a longer URL is refused in a list and not matched in an event.</summary>
    public const int BytesMax = 2_048;

    /// <summary>Writes the URL; its length, or 0 when the text is none. <paramref name="host"/> is the length of the host in it.</summary>
    public static int Write(ReadOnlySpan<byte> text, Span<byte> key, out int host)
    {
        host = 0;
        var scheme = text.IndexOf("://"u8);
        var (isHttp, isHttps) = (true, true);
        if (scheme is > 0 and <= 16)
        {
            isHttp = System.Text.Ascii.EqualsIgnoreCase(text[..scheme], "http"u8);
            isHttps = System.Text.Ascii.EqualsIgnoreCase(text[..scheme], "https"u8);
            text = text[(scheme + 3)..];
        }

        var end = text.IndexOfAny("/?#"u8);
        var authority = end < 0 ? text : text[..end];
        var rest = end < 0 ? default : text[end..];
        if (authority.LastIndexOf((byte)'@') is var user and >= 0)
            authority = authority[(user + 1)..];
        var length = WriteAuthority(authority, key, (isHttp, isHttps), out host);
        return length == 0 ? 0 : WriteRest(rest, key, length);
    }

    /// <summary>Writes a URL of a host and a path that an event has apart.</summary>
    public static int Write(ReadOnlySpan<byte> domain, ReadOnlySpan<byte> path, Span<byte> key)
    {
        var length = WriteAuthority(domain, key, (true, true), out _);
        return length == 0 ? 0 : WriteRest(path, key, length);
    }

    private static int WriteAuthority(ReadOnlySpan<byte> authority, Span<byte> key, (bool Http, bool Https) scheme, out int host)
    {
        host = 0;
        var bracket = authority.LastIndexOf((byte)']');
        var colon = authority.LastIndexOf((byte)':');
        var name = colon > bracket ? authority[..colon] : authority;
        var port = colon > bracket ? authority[(colon + 1)..] : default;
        host = WriteHost(name, key);
        if (host == 0 || port.Length > 5 || port.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
            return 0;
        if (port.IsEmpty || (scheme.Http && port.SequenceEqual("80"u8)) || (scheme.Https && port.SequenceEqual("443"u8)))
            return host;
        key[host] = (byte)':';
        port.CopyTo(key[(host + 1)..]);
        return host + 1 + port.Length;
    }

    private static int WriteHost(ReadOnlySpan<byte> name, Span<byte> key)
    {
        Span<byte> address = stackalloc byte[AddressKey.BytesMax];
        var bytes = AddressKey.Write(name, address);
        if (bytes == 0)
            return DomainKey.Write(name, key);
        if (bytes == 4)
            return name.ContainsAny((byte)':', (byte)'[') ? WriteText(address[..4], key) : CopyText(name, key);
        return WriteText(address, key);
    }

    private static int CopyText(ReadOnlySpan<byte> text, Span<byte> key)
    {
        text.CopyTo(key);
        return text.Length;
    }

    // Only for hosts that are IPv6 addresses: rare in URLs, and the canonical text is long to write.
    private static int WriteText(ReadOnlySpan<byte> address, Span<byte> key) => System.Text.Encoding.ASCII.GetBytes(AddressKey.Text(address), key);

    private static int WriteRest(ReadOnlySpan<byte> rest, Span<byte> key, int length)
    {
        if (rest.IndexOf((byte)'#') is var fragment and >= 0)
            rest = rest[..fragment];
        if (rest is not [(byte)'/', ..])
            key[length++] = (byte)'/';
        if (length + rest.Length > BytesMax)
            return 0;
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] != '%' || i + 2 >= rest.Length || !char.IsAsciiHexDigit((char)rest[i + 1]) || !char.IsAsciiHexDigit((char)rest[i + 2]))
            {
                key[length++] = rest[i];
                continue;
            }

            var value = (byte)((Digit(rest[i + 1]) << 4) | Digit(rest[i + 2]));
            if (char.IsAsciiLetterOrDigit((char)value) || value is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~')
            {
                key[length++] = value;
            }
            else
            {
                key[length++] = (byte)'%';
                key[length++] = Upper(rest[i + 1]);
                key[length++] = Upper(rest[i + 2]);
            }

            i += 2;
        }

        return length;
    }

    private static byte Upper(byte digit) => digit >= 'a' ? (byte)(digit - 0x20) : digit;

    private static int Digit(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
