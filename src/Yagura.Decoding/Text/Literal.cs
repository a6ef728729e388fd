namespace Yagura.Decoding.Text;

/// <summary>A text that is searched for, by its rarest byte: a row of its first bytes, which a hostile line is made of in no time, must not be looked at place by place.</summary>
internal sealed class Literal
{
    /// <summary>What looking at a place in vain costs, in bytes that are searched.</summary>
    private const int PlaceCost = 128;

    /// <summary>Shorter literals are searched for as they are: of these no place is looked at in vain, or few.</summary>
    private const int AnchoredMin = 4;

    private readonly byte[] bytes;
    private readonly int anchor;

    public Literal(byte[] bytes)
    {
        this.bytes = bytes;
        for (var at = 1; at < bytes.Length; at++)
            anchor = Rarity(bytes[at]) > Rarity(bytes[anchor]) ? at : anchor;
    }

    /// <summary>Where the literal begins in the text; -1 when it does not, or when nothing may be searched any more.</summary>
    public int In(ReadOnlySpan<byte> text, Effort effort)
    {
        if (bytes.Length < AnchoredMin)
        {
            var place = text.IndexOf(bytes);
            return effort.TrySearch(place < 0 ? text.Length : place) ? place : -1;
        }

        var from = anchor;
        while (from < text.Length)
        {
            var step = text[from..].IndexOf(bytes[anchor]);
            if (!effort.TrySearch((step < 0 ? text.Length - from : step) + PlaceCost) || step < 0)
                return -1;
            var start = from + step - anchor;
            if (text[start..].StartsWith(bytes))
                return start;
            from += step + 1;
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
}
