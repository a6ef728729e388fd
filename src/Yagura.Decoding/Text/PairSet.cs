namespace Yagura.Decoding.Text;

/// <summary>Which pairs of neighbouring bytes a text holds, folded into 4,096 bits: says in a few steps that a literal is surely not in it.</summary>
/// <remarks>A decoder is one of more than a hundred, and most of them ask for words that the line does not hold. Not thread-safe.</remarks>
internal sealed class PairSet
{
    /// <summary>Bytes of the longest text that is folded; a longer one holds nearly every pair, and is said to hold all.</summary>
    private const int BytesMax = 4096;

    // Pairs of one set of literals that are looked for: a few suffice, since each that is missing decides.
    private const int NumbersMax = 8;

    private readonly ulong[] words = new ulong[64];
    private bool holdsAll = true;

    /// <summary>Numbers of pairs that a text holds when it holds all of the literals; empty when they are too short to say.</summary>
    public static ushort[] Of(IEnumerable<byte[]> literals)
    {
        var numbers = literals.SelectMany(literal => Enumerable.Range(0, Math.Max(0, literal.Length - 1)).Select(at => (ushort)Number(literal[at], literal[at + 1]))).Distinct().ToArray();
        return numbers.Length <= NumbersMax ? numbers : [.. Enumerable.Range(0, NumbersMax).Select(at => numbers[at * numbers.Length / NumbersMax])];
    }

    /// <summary>Takes another text.</summary>
    public void Take(ReadOnlySpan<byte> text)
    {
        holdsAll = text.Length > BytesMax;
        if (holdsAll)
            return;
        Array.Clear(words);
        for (var at = 1; at < text.Length; at++)
        {
            var number = Number(text[at - 1], text[at]);
            words[number >> 6] |= 1UL << (number & 63);
        }
    }

    /// <summary>False when the text surely lacks one of the pairs.</summary>
    public bool MayHold(ushort[] numbers)
    {
        if (holdsAll)
            return true;
        foreach (var number in numbers)
        {
            if ((words[number >> 6] & (1UL << (number & 63))) == 0)
                return false;
        }

        return true;
    }

    private static int Number(byte first, byte second) => ((first * 37) + second) & 4095;
}
