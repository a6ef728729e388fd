using Yagura.Events;

namespace Yagura.Decoding.Text;

/// <summary>Tells the algorithm of a hash by its length: many products have one key for whatever they computed.</summary>
internal static class Hashes
{
    private static readonly (string Ending, int Digits)[] Algorithms = [(".hash.md5", 32), (".hash.sha1", 40), (".hash.sha256", 64), (".hash.sha512", 128)];

    /// <summary>Hexadecimal digits of what the field holds; 0 when it is no hash.</summary>
    public static int Digits(string field) => Array.Find(Algorithms, one => field.EndsWith(one.Ending, StringComparison.Ordinal)).Digits;

    /// <summary>Whether the text is a hash, but not one of so many digits.</summary>
    public static bool IsOther(ReadOnlySpan<byte> text, int digits)
    {
        if (text.Length == digits || text.Length is not (32 or 40 or 64 or 128))
            return false;
        foreach (var value in text)
        {
            if (!Scan.IsHex(value))
                return false;
        }

        return true;
    }

    /// <summary>A hash with colons between its bytes, as fingerprints of certificates are printed, without them: lists of hashes have none. Anything else stays as it is.</summary>
    public static Slot WithoutColons(Slot value, Event target)
    {
        var text = target.Bytes(value);
        if (text.Length is not (47 or 59 or 95 or 191))
            return value;
        for (var at = 0; at < text.Length; at++)
        {
            if (at % 3 == 2 ? text[at] != ':' : !Scan.IsHex(text[at]))
                return value;
        }

        var room = target.Reserve(text.Length);
        var count = 0;
        foreach (var one in text)
        {
            if (one != ':')
                room[count++] = one;
        }

        return target.Keep(count, ValueKind.Text);
    }
}
