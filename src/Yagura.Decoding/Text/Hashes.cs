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
}
