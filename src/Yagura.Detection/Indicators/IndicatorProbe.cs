namespace Yagura.Detection.Indicators;

/// <summary>Asks the table for one value: as itself, as part of a block, as a name below a domain. The places found, the most specific first.</summary>
/// <remarks>Not thread-safe; allocates nothing. What was found is valid until the next call.</remarks>
internal sealed class IndicatorProbe(IndicatorTable table)
{
    /// <summary>Most entries that one value may find: itself, and blocks or domains around it.</summary>
    private const int FoundMax = 160;

    private readonly int[] found = new int[FoundMax];
    private int count;

    /// <summary>First entries of what was found.</summary>
    public ReadOnlySpan<int> Found => found.AsSpan(0, count);

    /// <summary>Looks for a value of any kind.</summary>
    public ReadOnlySpan<int> Any(IndicatorKind kind, ReadOnlySpan<byte> key)
    {
        count = 0;
        switch (kind)
        {
            case IndicatorKind.Address:
                AddAddress(key);
                break;
            case IndicatorKind.Domain:
                AddDomain(key);
                break;
            case IndicatorKind.Url:
                AddUrl(key);
                break;
            case IndicatorKind.Mail:
                AddExact(kind, key);
                AddDomain(key[(key.LastIndexOf((byte)'@') + 1)..]);
                break;
            default:
                AddExact(kind, key);
                break;
        }

        return Found;
    }

    private void AddUrl(ReadOnlySpan<byte> key)
    {
        AddExact(IndicatorKind.Url, key);
        var end = key.IndexOf((byte)'/');
        var authority = end < 0 ? key : key[..end];
        Span<byte> address = stackalloc byte[AddressKey.BytesMax];
        // An IPv6 host stands in the key without brackets: its last colon may be its own, and then it is tried whole first.
        var length = AddressKey.Write(authority, address);
        if (length == 0 && authority.LastIndexOf((byte)':') is var port and > 0)
        {
            authority = authority[..port];
            length = AddressKey.Write(authority, address);
        }

        if (length > 0)
            AddAddress(address[..length]);
        else
            AddDomain(authority);
    }

    private void AddExact(IndicatorKind kind, ReadOnlySpan<byte> key) => Add(table.Find(kind, key, IndicatorHash.Of(kind, key)));

    private void AddAddress(ReadOnlySpan<byte> key)
    {
        AddExact(IndicatorKind.Address, key);
        if (table.Networks.Of(key) is not { } lengths)
            return;
        Span<byte> block = stackalloc byte[AddressKey.BytesMax + 1];
        key.CopyTo(block);
        // From the longest on: each step clears more bits of the same copy.
        foreach (var bits in lengths)
        {
            AddressKey.Clear(block[..key.Length], bits);
            block[key.Length] = bits;
            AddExact(IndicatorKind.Network, block[..(key.Length + 1)]);
        }
    }

    private void AddDomain(ReadOnlySpan<byte> key)
    {
        var first = count;
        var state = IndicatorHash.DomainSeed;
        for (var i = key.Length - 1; i >= 0; i--)
        {
            if (key[i] == '.')
                Add(table.Find(IndicatorKind.Domain, key[(i + 1)..], IndicatorHash.Finish(state)));
            state = IndicatorHash.Domain(state, key[i]);
        }

        Add(table.Find(IndicatorKind.Domain, key, IndicatorHash.Finish(state)));
        found.AsSpan(first, count - first).Reverse();
    }

    private void Add(int entry)
    {
        if (entry >= 0 && count < FoundMax)
            found[count++] = entry;
    }
}
