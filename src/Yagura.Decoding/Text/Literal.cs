namespace Yagura.Decoding.Text;

/// <summary>A text that is searched for, by its rarest byte: a row of its first bytes, which a hostile line is made of in no time, must not be looked at place by place.</summary>
/// <remarks>Literals that are asked for one after another are packed into one run of bytes, so that they stand near each other in the memory.</remarks>
/// <param name="Start">Where it begins among the packed bytes.</param>
/// <param name="Length">Length in bytes.</param>
/// <param name="Anchor">Place of its rarest byte.</param>
internal readonly record struct Literal(int Start, int Length, int Anchor)
{
    /// <summary>What looking at a place in vain costs, in bytes that are searched.</summary>
    private const int PlaceCost = 128;

    /// <summary>Shorter literals are searched for as they are: of these no place is looked at in vain, or few.</summary>
    private const int AnchoredMin = 4;

    /// <summary>Packs texts into one run of bytes.</summary>
    public static Literal[] Pack(IReadOnlyList<byte[]> texts, out byte[] packed)
    {
        packed = [.. texts.SelectMany(text => text)];
        var literals = new Literal[texts.Count];
        for (var (i, start) = (0, 0); i < literals.Length; start += texts[i++].Length)
            literals[i] = new Literal(start, texts[i].Length, RarestOf(texts[i]));
        return literals;
    }

    /// <summary>Its bytes.</summary>
    public ReadOnlySpan<byte> Of(byte[] packed) => packed.AsSpan(Start, Length);

    /// <summary>What a search costs that went over some bytes and looked at some places, in bytes that are searched.</summary>
    public int Cost(int bytes, int looked) => Length < AnchoredMin ? bytes : bytes + (looked * PlaceCost);

    /// <summary>Where the literal begins in the text; -1 when it does not, or when nothing may be searched any more.</summary>
    public int In(ReadOnlySpan<byte> text, byte[] packed, Effort effort)
    {
        if (Length < AnchoredMin)
        {
            var place = Length == 1 ? Scan.IndexOf(text, 0, packed[Start]) : text.IndexOf(Of(packed));
            return effort.TrySearch(Cost(place < 0 ? text.Length : place, looked: 1)) ? place : -1;
        }

        var from = Anchor;
        while (from < text.Length)
        {
            var place = Scan.IndexOf(text, from, packed[Start + Anchor]);
            if (!effort.TrySearch(Cost((place < 0 ? text.Length : place) - from, looked: 1)) || place < 0)
                return -1;
            if (text[(place - Anchor)..].StartsWith(Of(packed)))
                return place - Anchor;
            from = place + 1;
        }

        return -1;
    }

    /// <summary>How seldom logs write a byte, roughly: only the order matters.</summary>
    public static int Rarity(byte value) => value switch
    {
        (byte)' ' or (byte)'e' or (byte)'t' or (byte)'a' or (byte)'o' or (byte)'n' or (byte)'i' or (byte)'r' or (byte)'s' => 0,
        (byte)'"' or (byte)':' or (byte)'.' or (byte)',' or (byte)'=' or (byte)'-' or (byte)'_' or (byte)'/' => 1,
        (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9') => 2,
        >= (byte)'A' and <= (byte)'Z' => 4,
        _ => 5,
    };

    private static int RarestOf(byte[] text)
    {
        var anchor = 0;
        for (var at = 1; at < text.Length; at++)
            anchor = Rarity(text[at]) > Rarity(text[anchor]) ? at : anchor;
        return anchor;
    }
}
