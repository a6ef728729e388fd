namespace Yagura.Decoding.Text;

/// <summary>Which pairs of neighbouring bytes a text holds, folded into 4,096 places: says in a few steps that a literal is surely not in it.</summary>
/// <remarks>
/// A decoder is one of more than a hundred, and most of them ask for words that the line does not hold. A place holds the number of the last text that had the pair,
/// so that taking a text writes once for each byte and clears nothing. Not thread-safe.
/// </remarks>
internal sealed class PairSet
{
    /// <summary>Pairs that are asked for at once: four places in one number, sixteen bits each.</summary>
    private const int AskedMax = 4;

    /// <summary>The place that every text holds: what is asked when literals have fewer pairs.</summary>
    private const ushort Always = 4096;

    private readonly byte[] places = new byte[4097];
    private byte current;

    /// <summary>The four rarest pairs that a text holds when it holds all of the literals.</summary>
    public static ulong Of(IEnumerable<byte[]> literals)
    {
        var rarest = literals.SelectMany(literal => Enumerable.Range(0, Math.Max(0, literal.Length - 1)).Select(at => (First: literal[at], Second: literal[at + 1])))
            .OrderByDescending(pair => Rarity(pair.First) + Rarity(pair.Second)).Select(pair => (ushort)Place(pair.First, pair.Second)).Distinct();
        return rarest.Concat(Enumerable.Repeat(Always, AskedMax)).Take(AskedMax).Aggregate(0UL, (asked, place) => (asked << 16) | place);
    }

    /// <summary>Takes another text.</summary>
    public void Take(ReadOnlySpan<byte> text)
    {
        if (++current == 0)
        {
            Array.Clear(places);
            current = 1;
        }

        var mark = current;
        var held = places;
        held[Always] = mark;
        if (text.IsEmpty)
            return;
        var before = text[0] * 37;
        foreach (var value in text[1..])
        {
            held[(before + value) & 4095] = mark;
            before = value * 37;
        }
    }

    /// <summary>False when the text surely lacks one of the pairs.</summary>
    public bool MayHold(ulong asked) =>
        places[(int)(asked >> 48)] == current && places[(int)(asked >> 32) & 0xFFFF] == current && places[(int)(asked >> 16) & 0xFFFF] == current && places[(int)asked & 0xFFFF] == current;

    private static int Place(byte first, byte second) => ((first * 37) + second) & 4095;

    /// <summary>How seldom logs write a byte, roughly: only the order matters.</summary>
    private static int Rarity(byte value) => value switch
    {
        (byte)' ' or (byte)'e' or (byte)'t' or (byte)'a' or (byte)'o' or (byte)'n' or (byte)'i' or (byte)'r' or (byte)'s' => 0,
        (byte)'"' or (byte)':' or (byte)'.' or (byte)',' or (byte)'=' or (byte)'-' or (byte)'_' or (byte)'/' => 1,
        (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9') => 2,
        >= (byte)'A' and <= (byte)'Z' => 4,
        _ => 5,
    };
}
