namespace Yagura.Detection.Indicators;

/// <summary>Which lengths the blocks of addresses have, and which beginnings of addresses any block covers: most addresses are done with after one look.</summary>
internal sealed class NetworkLengths
{
    private const int FirstBits = 16;

    private readonly ulong[] covered4 = new ulong[1024];
    private readonly ulong[] covered6 = new ulong[1024];

    /// <summary>Lengths of IPv4 blocks, longest first.</summary>
    public List<byte> V4 { get; } = [];

    /// <summary>Lengths of IPv6 blocks, longest first.</summary>
    public List<byte> V6 { get; } = [];

    /// <summary>Takes a block in: its address and one byte of length.</summary>
    public void Add(ReadOnlySpan<byte> key)
    {
        var bits = key[^1];
        var lengths = key.Length == 5 ? V4 : V6;
        if (!lengths.Contains(bits))
        {
            lengths.Add(bits);
            lengths.Sort((left, right) => right.CompareTo(left));
        }

        var covered = key.Length == 5 ? covered4 : covered6;
        var first = (key[0] << 8) | key[1];
        for (var place = first; place < first + (1 << Math.Max(0, FirstBits - bits)); place++)
            covered[place >> 6] |= 1UL << (place & 63);
    }

    /// <summary>The lengths that an address may be in a block of; none for most.</summary>
    public List<byte>? Of(ReadOnlySpan<byte> address)
    {
        var lengths = address.Length == 4 ? V4 : V6;
        if (lengths.Count == 0)
            return null;
        var first = (address[0] << 8) | address[1];
        return ((address.Length == 4 ? covered4 : covered6)[first >> 6] & (1UL << (first & 63))) != 0 ? lengths : null;
    }
}
