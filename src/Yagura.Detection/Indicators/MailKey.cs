namespace Yagura.Detection.Indicators;

/// <summary>The text of a mail address → its key: lower case throughout, the domain as <see cref="DomainKey"/> writes it.</summary>
/// <remarks><c>Name &lt;a@b.example&gt;</c> and <c>&lt;a@b.example&gt;</c> are the address between the brackets. RFC 5321 lets a local part mind its case; no mail server of note does, and attackers would.</remarks>
internal static class MailKey
{
    /// <summary>Most bytes of a key (RFC 5321: 64 + 1 + 253).</summary>
    public const int BytesMax = 320;

    private const int LocalMax = 64;

    /// <summary>Writes the address; its length, or 0 when the text is none. <paramref name="domain"/> is where its domain begins in the key.</summary>
    public static int Write(ReadOnlySpan<byte> text, Span<byte> key, out int domain)
    {
        domain = 0;
        if (text is [.., (byte)'>'] && text.LastIndexOf((byte)'<') is var open and >= 0)
            text = text[(open + 1)..^1];
        var at = text.LastIndexOf((byte)'@');
        if (at is < 1 or > LocalMax)
            return 0;
        for (var i = 0; i < at; i++)
        {
            var value = text[i];
            if (value <= ' ')
                return 0;
            key[i] = value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value | 0x20) : value;
        }

        key[at] = (byte)'@';
        domain = at + 1;
        var length = DomainKey.Write(text[(at + 1)..], key[domain..]);
        return length == 0 ? 0 : domain + length;
    }
}
