using Yagura.Decoding.Text;

namespace Yagura.Decoding.Forms;

/// <summary>What the first eight words of a text look like, or may look like: eight kinds, a byte of bits for each word, the first one lowest.</summary>
/// <param name="Kinds">The bits.</param>
internal readonly record struct FirstWords(ulong Kinds)
{
    /// <summary>Words that are looked at.</summary>
    private const int WordsMax = 8;

    /// <summary>Bytes in which they are looked for.</summary>
    private const int BytesMax = 256;

    private const byte Number = 1, Hyphen = 2, Colon = 4, Point = 8, Slash = 16, OtherNumber = 32, HexOrColon = 64, Other = 128;

    private const byte AnyNumber = Number | Hyphen | Colon | Point | Slash | OtherNumber;

    /// <summary>Words of any kind.</summary>
    public static FirstWords Any => new(ulong.MaxValue);

    /// <summary>The words of a text. Of those that the bound cut, and of the last one, nothing is said.</summary>
    /// <param name="text">The text.</param>
    /// <param name="words">How many are looked at; of the others nothing is said.</param>
    public static FirstWords Of(ReadOnlySpan<byte> text, int words = WordsMax)
    {
        text = text[..Math.Min(text.Length, BytesMax)];
        ulong kinds = 0;
        for (var (word, at) = (0, 0); word < words; word++)
        {
            var length = text[at..].IndexOf((byte)' ');
            if (length < 0)
                break;
            kinds |= (ulong)KindOf(text.Slice(at, length)) << (8 * word);
            at += length + 1;
            while (at < text.Length && text[at] == ' ')
                at++;
        }

        return new FirstWords(kinds);
    }

    /// <summary>Whether words of these kinds are allowed.</summary>
    public bool Allow(FirstWords words) => (words.Kinds & ~Kinds) == 0;

    /// <summary>With other kinds for a word; words behind the eighth may be of any.</summary>
    public FirstWords With(int word, byte kinds) => word >= WordsMax ? this : new FirstWords((Kinds & ~(0xFFUL << (8 * word))) | ((ulong)kinds << (8 * word)));

    /// <summary>Kinds of words that begin with a byte.</summary>
    public static byte Beginning(byte first) => Scan.IsDigit(first) || first == '-' ? (byte)(AnyNumber | Other) : IsHexOrColon(first) ? HexOrColon : Other;

    /// <summary>Kinds of words that begin with a capture, by its check and by what follows it.</summary>
    public static byte Beginning(CaptureCheck check, ReadOnlySpan<byte> next) => check switch
    {
        CaptureCheck.Int => next.IsEmpty ? AnyNumber : next[0] switch
        {
            (byte)' ' => Number,
            (byte)'-' => Hyphen,
            (byte)':' => Colon,
            (byte)'.' => Point,
            (byte)'/' => Slash,
            _ => AnyNumber,
        },
        CaptureCheck.Number => AnyNumber,
        CaptureCheck.Ip => Colon | Point | OtherNumber | HexOrColon,
        _ => byte.MaxValue,
    };

    private static byte KindOf(ReadOnlySpan<byte> word)
    {
        if (word.IsEmpty)
            return Other;
        var at = word[0] == '-' ? 1 : 0;
        var digits = Scan.Digits(word, at);
        if (digits == 0)
            return IsHexOrColon(word[0]) ? HexOrColon : Other;
        at += digits;
        return at == word.Length ? Number : word[at] switch
        {
            (byte)'-' => Hyphen,
            (byte)':' => Colon,
            (byte)'.' => Point,
            (byte)'/' => Slash,
            _ => OtherNumber,
        };
    }

    private static bool IsHexOrColon(byte value) => value == ':' || (uint)((value | 0x20) - 'a') <= 5;
}
