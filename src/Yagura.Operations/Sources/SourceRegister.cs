using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Yagura.Events;
using Yagura.Operations.Store;

namespace Yagura.Operations.Sources;

/// <summary>The configured sources as facts of the journal: registered, changed, retired.</summary>
public sealed class SourceRegister(OperationsStore store)
{
    /// <summary>The journal subject of a source.</summary>
    public static string SubjectOf(string source) => $"source:{source}";

    /// <summary>Compares the configuration with what is recorded and records the difference. Returns the entries written.</summary>
    /// <param name="configured">All sources of the configuration; those missing from it are retired.</param>
    /// <param name="actor">Who changed the configuration; <c>machine</c> at a start.</param>
    /// <param name="stop">Gives up waiting.</param>
    public Task<int> AdoptAsync(IReadOnlyList<Source> configured, string actor, CancellationToken stop) => store.WriteAsync(
        async transaction =>
        {
            var rows = await transaction.Context.Sources.ToDictionaryAsync(row => row.Id, stop);
            foreach (var source in configured) Adopt(transaction, rows.GetValueOrDefault(source.Id), source, actor);
            var kept = configured.Select(source => source.Id).ToHashSet(StringComparer.Ordinal);
            foreach (var row in rows.Values.Where(row => row.State == SourceStates.Registered && !kept.Contains(row.Id)))
            {
                (row.State, row.RetiredAt, row.SilentSince, row.SilenceExplained) = (SourceStates.Retired, transaction.Now, null, null);
                transaction.Append(new JournalDraft("source.retired", SubjectOf(row.Id), actor, null, new Dictionary<string, object?> { ["reason"] = "no longer in the configuration" }));
                await CloseSilenceAsync(transaction, row.Id, stop);
            }

            return transaction.Appended;
        },
        stop);

    private static void Adopt(StoreTransaction transaction, SourceRow? row, Source source, string actor)
    {
        var definition = Definition(source);
        if (row is { State: SourceStates.Registered } && row.Definition == definition) return;
        var (kind, before) = ("source.registered", row?.Definition);
        if (row is null) transaction.Context.Sources.Add(row = new SourceRow { Id = source.Id });
        if (row.State == SourceStates.Registered) kind = "source.changed";
        else (row.RegisteredAt, row.RetiredAt) = (transaction.Now, null);
        (row.State, row.Definition, row.Counts) = (SourceStates.Registered, definition, source.Counts);
        row.CadenceSeconds = source.Cadence is { } cadence ? (long)cadence.TotalSeconds : null;
        transaction.Append(new JournalDraft(kind, SubjectOf(source.Id), actor, null, kind == "source.changed"
            ? new Dictionary<string, object?> { ["what"] = "declaration", ["before"] = before, ["after"] = definition, ["counts"] = source.Counts }
            : new Dictionary<string, object?> { ["counts"] = source.Counts, ["decoder"] = source.Decoder, ["time_zone"] = source.TimeZone, ["definition"] = definition }));
    }

    private static async Task CloseSilenceAsync(StoreTransaction transaction, string source, CancellationToken stop)
    {
        foreach (var silence in await transaction.Context.Silences.Where(row => row.Source == source && row.To == null).ToListAsync(stop)) silence.To = transaction.Now;
    }

    private static string Definition(Source source)
    {
        var members = Members(source);
        // Only where one is declared: sources without a rate keep the definition that they were recorded with.
        if (source.RateBytes is { } rate) members["rate_bytes"] = rate;
        return JsonSerializer.Serialize(members);
    }

    private static SortedDictionary<string, object?> Members(Source source) => new(StringComparer.Ordinal)
    {
        ["cadence"] = source.Cadence?.ToString(), ["counts"] = source.Counts, ["decoder"] = source.Decoder, ["relay"] = source.Relay, ["time_zone"] = source.TimeZone,
        ["match_host"] = source.Match.Host, ["match_listener"] = source.Match.Listener, ["match_peer"] = source.Match.Peer?.ToString(), ["match_via"] = source.Match.Via,
    };
}
