using Yagura.Events;

namespace Yagura.Detection.Indicators;

/// <summary>Looks whether an event holds an indicator. Allocates nothing; one per thread.</summary>
/// <remarks>Of each value the most specific indicator that has not expired at the record's receive time is told, so a replay and a hunt come to the same.</remarks>
internal sealed class IndicatorMatcher
{
    /// <summary>Most hits of one event; further ones are left out.</summary>
    public const int HitsMax = 16;

    private static readonly int UrlField = IndicatorFields.All.Index().First(field => field.Item.Name == "url.full").Index;

    private readonly IndicatorTable table;
    private readonly IndicatorProbe probe;
    private readonly (int Slot, int Field)[] fields;
    private readonly int[] pieces;
    private readonly (int Entry, int Field)[] hits = new (int, int)[HitsMax];
    private readonly byte[] key = new byte[IndicatorReading.KeyBytesMax];
    private readonly byte[] joined = new byte[UrlKey.BytesMax];
    private readonly bool hasUrls;
    private int count;
    private uint at;

    /// <summary>A matcher over events of a layout.</summary>
    public IndicatorMatcher(IndicatorSet set, EventLayout layout)
    {
        table = set.Table;
        probe = new IndicatorProbe(table);
        var kinds = Enumerable.Range(0, table.Count).Select(entry => table[entry].Kind).Distinct().ToHashSet();
        hasUrls = kinds.Contains(IndicatorKind.Url);
        fields = [.. IndicatorFields.All.Index().Select(field => (Slot: layout.Find(field.Item.Name), Field: field.Index)).Where(field => field.Slot >= 0 && IsAsked(IndicatorFields.All[field.Field].Reading, kinds))];
        pieces = [.. IndicatorFields.Pieces.Select(layout.Find)];
    }

    /// <summary>What was found in an event: entries of the table and places in <see cref="IndicatorFields.All"/>; each entry once. Valid until the next call.</summary>
    public ReadOnlySpan<(int Entry, int Field)> Match(Event next)
    {
        count = 0;
        at = (uint)Math.Clamp((next.Stored!.Record.ReceivedAt.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond, 0, uint.MaxValue);
        foreach (var (slot, field) in fields)
        {
            var value = next.Value(slot);
            if (value.Kind is ValueKind.Absent or ValueKind.Null)
                continue;
            if (value.Kind != ValueKind.List)
            {
                Look(next.Bytes(value), field);
                continue;
            }

            foreach (var element in next.Elements(value))
                Look(next.Bytes(element), field);
        }

        if (hasUrls)
            LookAtPieces(next);
        return hits.AsSpan(0, count);
    }

    private static bool IsAsked(FieldReading reading, HashSet<IndicatorKind> kinds) => reading switch
    {
        FieldReading.Address => kinds.Contains(IndicatorKind.Address) || kinds.Contains(IndicatorKind.Network),
        FieldReading.Hash => kinds.Contains(IndicatorKind.Hash),
        FieldReading.Url => kinds.Any(kind => kind is not (IndicatorKind.Hash or IndicatorKind.Mail)),
        FieldReading.Mail => kinds.Contains(IndicatorKind.Mail) || kinds.Contains(IndicatorKind.Domain),
        _ => kinds.Any(kind => kind is IndicatorKind.Domain or IndicatorKind.Address or IndicatorKind.Network),
    };

    private void Look(ReadOnlySpan<byte> value, int field)
    {
        var (kind, length) = Read(value, IndicatorFields.All[field].Reading);
        if (length > 0)
            Tell(probe.Any(kind, key.AsSpan(0, length)), field);
    }

    private (IndicatorKind Kind, int Length) Read(ReadOnlySpan<byte> value, FieldReading reading)
    {
        switch (reading)
        {
            case FieldReading.Address:
                return (IndicatorKind.Address, AddressKey.Write(value, key));
            case FieldReading.Hash:
                return (IndicatorKind.Hash, HashKey.Write(value, key));
            case FieldReading.Mail:
                return (IndicatorKind.Mail, MailKey.Write(value, key, out _));
            case FieldReading.Url:
                // A path alone names no host.
                return value is [(byte)'/', ..] ? default : (IndicatorKind.Url, UrlKey.Write(value, key, out _));
            default:
                // What begins with a digit, a bracket or has a colon may be an address.
                var length = value.IsEmpty || (value[0] > (byte)'9' && !value.Contains((byte)':')) ? 0 : AddressKey.Write(value, key);
                return length > 0 ? (IndicatorKind.Address, length) : (IndicatorKind.Domain, DomainKey.Write(value, key));
        }
    }

    private void LookAtPieces(Event next)
    {
        if (!next.Has(pieces[0]) || !next.Has(pieces[1]))
            return;
        var path = next.Bytes(pieces[1]);
        var query = next.Bytes(pieces[2]);
        var full = path.Length + (query.IsEmpty ? 0 : query.Length + 1);
        if (full > joined.Length)
            return;
        path.CopyTo(joined);
        if (!query.IsEmpty)
        {
            joined[path.Length] = (byte)'?';
            query.CopyTo(joined.AsSpan(path.Length + 1));
        }

        var length = UrlKey.Write(next.Bytes(pieces[0]), joined.AsSpan(0, full), key);
        if (length == 0)
            return;
        var first = table.Find(IndicatorKind.Url, key.AsSpan(0, length), IndicatorHash.Of(IndicatorKind.Url, key.AsSpan(0, length)));
        if (first >= 0)
            Add(table.Best(first, at), UrlField);
    }

    private void Tell(ReadOnlySpan<int> found, int field)
    {
        foreach (var first in found)
        {
            if (table.Best(first, at) is var best and >= 0)
            {
                Add(best, field);
                return;
            }
        }
    }

    private void Add(int entry, int field)
    {
        if (entry < 0 || count == HitsMax)
            return;
        for (var i = 0; i < count; i++)
        {
            if (hits[i].Entry == entry)
                return;
        }

        hits[count++] = (entry, field);
    }
}
