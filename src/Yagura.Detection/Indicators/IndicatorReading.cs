using System.Globalization;
using System.Text;

namespace Yagura.Detection.Indicators;

/// <summary>A value as a list writes it → kind and key.</summary>
internal static class IndicatorReading
{
    /// <summary>Most bytes of any key.</summary>
    public const int KeyBytesMax = UrlKey.BytesMax + 8;

    private static readonly TimeSpan Japan = TimeSpan.FromHours(9);

    /// <summary>Kind and key of a value.</summary>
    /// <param name="text">The value, trimmed.</param>
    /// <param name="wanted">Its kind when the file says it.</param>
    /// <param name="key">Takes the key.</param>
    /// <param name="reason">Why it is none, when the length is 0.</param>
    public static (IndicatorKind Kind, int Length) Read(ReadOnlySpan<byte> text, IndicatorKind wanted, Span<byte> key, out string reason)
    {
        if (!IsDefanged(text))
            return ReadPlain(text, wanted, key, out reason);
        var plain = Refang(text);
        return ReadPlain(plain, wanted, key, out reason);
    }

    /// <summary>Reads an expiry: a time with an offset, or a date, whose day in Japan is the last one on which it holds. Seconds since 1970.</summary>
    public static bool TryExpiry(string text, out uint expires)
    {
        expires = 0;
        text = text.Trim();
        DateTimeOffset time;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            time = day == DateOnly.MaxValue ? DateTimeOffset.MaxValue : new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), Japan);
        else if (text.Length < 17 || !HasOffset(text) || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time))
            return false;
        expires = (uint)Math.Clamp(time.ToUnixTimeSeconds(), 1, uint.MaxValue);
        return true;
    }

    /// <summary>The value of a key as people write it.</summary>
    public static string Text(IndicatorKind kind, ReadOnlySpan<byte> key) => kind switch
    {
        IndicatorKind.Address => AddressKey.Text(key),
        IndicatorKind.Network => AddressKey.NetworkText(key),
        IndicatorKind.Hash => Convert.ToHexStringLower(key),
        _ => Encoding.UTF8.GetString(key),
    };

    private static bool HasOffset(string text) => text[^1] is 'Z' or 'z' || text.AsSpan(10).IndexOfAny('+', '-') >= 0;

    private static (IndicatorKind Kind, int Length) ReadPlain(ReadOnlySpan<byte> text, IndicatorKind wanted, Span<byte> key, out string reason)
    {
        reason = "";
        var kind = wanted == IndicatorKind.Unknown ? Guess(text) : wanted;
        if (kind is IndicatorKind.Address or IndicatorKind.Network)
            kind = text.Contains((byte)'/') ? IndicatorKind.Network : IndicatorKind.Address;
        if (kind == IndicatorKind.Domain && text.StartsWith("*."u8))
            text = text[2..];
        var length = kind switch
        {
            IndicatorKind.Address => AddressKey.Write(text, key),
            IndicatorKind.Network => AddressKey.WriteNetwork(text, key),
            IndicatorKind.Domain => DomainKey.Write(text, key),
            IndicatorKind.Url => UrlKey.Write(text, key, out _),
            IndicatorKind.Hash => HashKey.Write(text, key),
            _ => MailKey.Write(text, key, out _),
        };
        if (length == 0)
            reason = $"'{Shown(text)}' is no {IndicatorKinds.Name(kind)}{Hint(kind, text)}";
        return (kind, length);
    }

    private static string Hint(IndicatorKind kind, ReadOnlySpan<byte> text) => kind switch
    {
        IndicatorKind.Hash => ": MD5, SHA-1, SHA-256 and SHA-512 are taken, in hex",
        IndicatorKind.Address or IndicatorKind.Domain when text.LastIndexOf((byte)':') > 0 => ": ports are not looked at, write the host alone",
        IndicatorKind.Url when text.Length > UrlKey.BytesMax => $": longer than {UrlKey.BytesMax} bytes",
        _ => "",
    };

    private static IndicatorKind Guess(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("://"u8) > 0)
            return IndicatorKind.Url;
        Span<byte> scratch = stackalloc byte[HashKey.BytesMax];
        if (AddressKey.Write(text, scratch) > 0 || AddressKey.WriteNetwork(text, scratch) > 0 || AddressKey.Resembles(text))
            return IndicatorKind.Address;
        if (HashKey.Write(text, scratch) > 0)
            return IndicatorKind.Hash;
        if (text.Contains((byte)'@') && !text.Contains((byte)'/'))
            return IndicatorKind.Mail;
        return text.Contains((byte)'/') ? IndicatorKind.Url : IndicatorKind.Domain;
    }

    // Written so that nobody clicks on it: hxxp://evil[.]example, user[@]evil(.)example, evil[dot]example.
    private static bool IsDefanged(ReadOnlySpan<byte> text) =>
        text.IndexOf("[."u8) >= 0 || text.IndexOf(".]"u8) >= 0 || text.IndexOf("(.)"u8) >= 0 || text.IndexOf("[:"u8) >= 0 || text.IndexOf("[@]"u8) >= 0
        || ((text.Contains((byte)'[') || text.Contains((byte)'(')) && HasWord(text))
        || (text.Length > 5 && (text[0] | 0x20) is 'h' && (text[1] | 0x20) is 'x' && (text[2] | 0x20) is 'x' && (text[3] | 0x20) is 'p')
        || (text.Length > 4 && (text[0] | 0x20) is 'f' && (text[1] | 0x20) is 'x' && (text[2] | 0x20) is 'p');

    private static bool HasWord(ReadOnlySpan<byte> text) =>
        Contains(text, "[dot]"u8) || Contains(text, "(dot)"u8) || Contains(text, "[at]"u8) || Contains(text, "(at)"u8);

    private static bool Contains(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part)
    {
        for (var i = 0; i + part.Length <= text.Length; i++)
        {
            if (Ascii.EqualsIgnoreCase(text.Slice(i, part.Length), part))
                return true;
        }

        return false;
    }

    private static byte[] Refang(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        if (text.StartsWith("hxxp", StringComparison.OrdinalIgnoreCase))
            text = "http" + text[4..];
        else if (text.StartsWith("fxp", StringComparison.OrdinalIgnoreCase))
            text = "ftp" + text[3..];
        // [::1] is an address in brackets, not a defanged colon.
        foreach (var (written, meant) in new[] { ("[://]", "://"), ("[:]//", "://"), ("[:]", ":"), ("[.]", "."), ("(.)", "."), ("[dot]", "."), ("(dot)", "."), ("[@]", "@"), ("[at]", "@"), ("(at)", "@"), ("[.", "."), (".]", ".") })
            text = text.Replace(written, meant, StringComparison.OrdinalIgnoreCase);
        return Encoding.UTF8.GetBytes(text);
    }

    private static string Shown(ReadOnlySpan<byte> text)
    {
        const int ShownMax = 80;
        var shown = Encoding.UTF8.GetString(text.Length > ShownMax ? text[..ShownMax] : text);
        return text.Length > ShownMax ? shown + "…" : shown;
    }
}
