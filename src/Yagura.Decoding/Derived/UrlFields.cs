using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Derived;

/// <summary>Takes <c>url.original</c> (or <c>url.full</c>) apart into the pieces that no decoder set: ECS asks for them, and every web, proxy and WAF line has them.</summary>
/// <remarks>
/// <c>https://user@www.example.jp:8443/a/b.html?q=1#top</c> (RFC 3986 section 3), <c>/a/b.html?q=1</c> (a request's path),
/// <c>www.example.jp:443</c>, <c>[2001:db8::7]:443</c> (CONNECT, RFC 9110 section 9.3.6), <c>www.example.jp/a</c> (devices that leave the scheme out).
/// What is none of these gives nothing.
/// </remarks>
internal sealed class UrlFields(EventLayout layout)
{
    /// <summary>The fields, in the order in which they are numbered below.</summary>
    public static readonly string[] Names =
        ["url.original", "url.full", "url.scheme", "url.username", "url.domain", "url.port", "url.path", "url.query", "url.fragment", "url.extension"];

    /// <summary>Those that are read.</summary>
    public static readonly string[] Asked = ["url.original", "url.full", "url.path"];

    /// <summary>Longest file extension, in bytes; a longer one is part of a name.</summary>
    private const int ExtensionMax = 12;

    /// <summary>Longest scheme, in bytes.</summary>
    private const int SchemeMax = 16;

    private readonly int[] slots = [.. Names.Select(layout.Find)];

    /// <summary>Fills what is empty.</summary>
    public void Fill(Event target)
    {
        var value = target.Value(slots[0]);
        if (value.Kind == ValueKind.Absent)
            value = target.Value(slots[1]);
        if (value.Kind == ValueKind.Absent && target.Has(slots[6]))
            Extension(target, Region.Of(target, target.Value(slots[6])));
        if (value.Kind != ValueKind.Text || value.Length == 0)
            return;
        var text = Region.Of(target, value);
        var scheme = text.Bytes.IndexOf("://"u8);
        if (scheme is > 0 and <= SchemeMax && !text.Bytes[..scheme].ContainsAnyExceptInRange((byte)'+', (byte)'z'))
        {
            Put(target, 1, text, ValueKind.Text);
            Put(target, 2, text.Slice(0, scheme), ValueKind.Text);
            text = Authority(target, text.Slice(scheme + 3));
        }
        else if (text.Bytes[0] != '/')
        {
            if (!BeginsWithHost(text.Bytes))
                return;
            text = Authority(target, text);
        }

        Path(target, text);
    }

    /// <summary>A name or address before a port or a path: <c>www.example.jp:443</c>, <c>www.example.jp/a</c>.</summary>
    private static bool BeginsWithHost(ReadOnlySpan<byte> text)
    {
        var host = BracketedAddress(text);
        var isBracketed = host > 0;
        var isDotted = isBracketed;
        while (!isBracketed && host < text.Length && (Scan.IsLetter(text[host]) || Scan.IsDigit(text[host]) || text[host] is (byte)'.' or (byte)'-' or (byte)'_'))
            isDotted |= text[host++] == '.';
        if (host == 0 || host == text.Length)
            return false;
        if (text[host] == '/')
            return isDotted;
        var digits = Scan.Digits(text, host + 1);
        var end = host + 1 + digits;
        return text[host] == ':' && digits is > 0 and <= 5 && (end == text.Length || text[end] == '/');
    }

    /// <summary>Length of <c>[2001:db8::7]</c> at the beginning, or 0.</summary>
    private static int BracketedAddress(ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)'[', ..])
            return 0;
        var end = text.IndexOf((byte)']');
        return end > 1 && Scan.IsAddress(text[1..end]) ? end + 1 : 0;
    }

    /// <summary><c>user:secret@host:port</c>; what follows it comes back. The secret is left where it stands.</summary>
    private Region Authority(Event target, Region text)
    {
        var end = text.Bytes.IndexOfAny((byte)'/', (byte)'?', (byte)'#');
        var authority = text.Slice(0, end < 0 ? text.Length : end);
        var rest = text.Slice(authority.Length);
        var at = authority.Bytes.LastIndexOf((byte)'@');
        if (at >= 0)
        {
            var colon = authority.Bytes[..at].IndexOf((byte)':');
            Put(target, 3, authority.Slice(0, colon < 0 ? at : colon), ValueKind.Text);
            authority = authority.Slice(at + 1);
        }

        var bracket = authority.Bytes.LastIndexOf((byte)']');
        var port = authority.Bytes.LastIndexOf((byte)':');
        if (port > bracket)
        {
            if (port + 1 < authority.Length && authority.Length - port <= 6 && Scan.AllDigits(authority.Bytes[(port + 1)..]))
                Put(target, 5, authority.Slice(port + 1), ValueKind.Integer);
            authority = authority.Slice(0, port);
        }

        if (bracket > 0 && authority.Bytes[0] == '[')
            authority = authority.Slice(1, bracket - 1);
        Put(target, 4, authority, ValueKind.Text);
        return rest;
    }

    private void Path(Event target, Region text)
    {
        var fragment = text.Bytes.IndexOf((byte)'#');
        if (fragment >= 0)
        {
            Put(target, 8, text.Slice(fragment + 1), ValueKind.Text);
            text = text.Slice(0, fragment);
        }

        var query = text.Bytes.IndexOf((byte)'?');
        if (query >= 0)
        {
            Put(target, 7, text.Slice(query + 1), ValueKind.Text);
            text = text.Slice(0, query);
        }

        Put(target, 6, text, ValueKind.Text);
        Extension(target, text);
    }

    private void Extension(Event target, Region text)
    {
        var name = text.Bytes[(text.Bytes.LastIndexOf((byte)'/') + 1)..];
        var point = name.LastIndexOf((byte)'.');
        if (point >= 0 && name.Length - point - 1 is > 0 and <= ExtensionMax && IsPlain(name[(point + 1)..]))
            Put(target, 9, text.Slice(text.Length - (name.Length - point - 1)), ValueKind.Text);
    }

    private static bool IsPlain(ReadOnlySpan<byte> text)
    {
        foreach (var value in text)
        {
            if (!Scan.IsLetter(value) && !Scan.IsDigit(value))
                return false;
        }

        return true;
    }

    private void Put(Event target, int field, Region text, ValueKind kind)
    {
        if (!text.IsEmpty && !target.Has(slots[field]))
            target.SetSlot(slots[field], text.Slot(kind));
    }
}
