using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Yagura.Archive.Seal;
using Yagura.Operations.Coverage;
using Yagura.Operations.Sources;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Upkeep;

/// <summary>Sealed drops against the sources' own numbers: where they show that nothing of a source is missing, a <c>log.drop-cleared</c> entry says so, and the minute is proven (CUSTODY 2, FIGURES 4).</summary>
/// <remarks>
/// Proven is a minute only when every scope of the source went on without a hole from before it to after it, and the source sends
/// no line without a number. What was missing and came again closes its hole, so a resend proves the minute too.
/// </remarks>
public sealed class DropDesk(OperationsStore store, SealFolder folder)
{
    /// <summary>Dropped minutes that wait for their proof, at most: the oldest stay unproven.</summary>
    public const int OpenMax = 10_000;

    private const string Key = "drops";

    // A source that sent a line without a number within so long before the minute may have sent another in it.
    private static readonly TimeSpan UnnumberedMemory = TimeSpan.FromDays(1);

    /// <summary>Takes in the seals written since the last call, and records what the numbers prove. Entries and cursor are one transaction.</summary>
    /// <param name="stop">Gives up waiting.</param>
    /// <exception cref="ArchiveException">A seal cannot be read.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var state = await store.ReadAsync(async context => await context.Settings.Where(row => row.Key == Key).Select(row => row.Value).SingleOrDefaultAsync(stop)) is { } json
            ? JsonSerializer.Deserialize<DropState>(json)!
            : new DropState("", []);
        var (next, isNew) = Follow(state, stop);
        if (next.Open.Count == 0 && !isNew) return;
        await store.WriteAsync(
            async transaction =>
            {
                var proven = next.Open.Count == 0 ? [] : await ProvenAsync(transaction.Context, next.Open, stop);
                if (proven.Count == 0 && !isNew) return 0;
                foreach (var draft in Drafts(proven)) transaction.Append(draft);
                var row = await transaction.Context.Settings.FindAsync([Key], stop);
                if (row is null) transaction.Context.Settings.Add(row = new SettingRow { Key = Key });
                (row.Value, row.At) = (JsonSerializer.Serialize(next with { Open = Remaining(next.Open, proven) }), transaction.Now);
                return 0;
            },
            stop);
    }

    // Each seal is read once. One that cannot be read stops this here, and until it can be, later drops stay unproven.
    private (DropState Next, bool IsNew) Follow(DropState state, CancellationToken stop)
    {
        var open = state.Open.ToList();
        var known = open.Select(drop => (drop.Where, drop.Minute)).ToHashSet();
        var newest = state.Seal;
        // After an accepted rollback the seal may be gone: from the first again, nothing is recorded twice.
        var last = newest.Length > 0 && folder.Disk.Exists($"{folder.Archive}/{newest}") ? folder.Read($"{folder.Archive}/{newest}") : null;
        for (var seal = last is null ? First() : folder.Following(last); seal is not null; seal = folder.Following(seal))
        {
            stop.ThrowIfCancellationRequested();
            newest = seal.Path(ArchivePaths.Seal)[(folder.Archive.Length + 1)..];
            open.AddRange(seal.Content.Lost.Select(lost => new OpenDrop(lost.Where, lost.Minute.Instant, [])).Where(drop => known.Add((drop.Where, drop.Minute))));
            if (open.Count > OpenMax) open.RemoveRange(0, open.Count - OpenMax);
        }

        return (new DropState(newest, open), newest != state.Seal);
    }

    private SealFolder.Found? First() =>
        ArchivePaths.DayFolders(folder.Disk, folder.Archive).Select(folder.FirstIn).FirstOrDefault(first => first is not null);

    private static async Task<List<Proof>> ProvenAsync(StoreContext context, IReadOnlyList<OpenDrop> open, CancellationToken stop)
    {
        var scopes = (await SequenceDesk.ReadAsync(context, stop)).ToLookup(followed => followed.Source, StringComparer.Ordinal);
        if (scopes.Count == 0) return [];
        var entries = JournalRead.Entries(await context.Journal.Where(row => CoverageFeed.Kinds.Contains(row.Kind)).OrderBy(row => row.Number).Select(row => row.Line).ToListAsync(stop));
        var effective = CoverageFeed.Effective(entries);
        var cleared = new ClearedDrops(effective);
        var sources = CoveredSources.Of(effective);
        return
        [
            .. from drop in open
               from source in Concerned(drop.Where, sources)
               where !drop.Cleared.Contains(source.Id) && !cleared.Has(source.Id, drop.Where, drop.Minute) && IsWhole(scopes[source.Id], drop.Minute)
               select new Proof(source.Id, drop.Where, drop.Minute, scopes[source.Id].Count()),
        ];
    }

    private static IEnumerable<CoveredSource> Concerned(string where, IReadOnlyList<CoveredSource> sources) =>
        sources.Any(source => source.Id == where)
            ? sources.Where(source => source.Counts && source.Id == where)
            : sources.Where(source => source.Counts && (source.Listener is null || source.Listener == where));

    private static bool IsWhole(IEnumerable<FollowedScope> scopes, DateTimeOffset minute) =>
        scopes.Any() && scopes.All(followed => followed.Track.IsWholeOver(minute) && !(followed.Unnumbered > minute - UnnumberedMemory));

    private static List<OpenDrop> Remaining(IReadOnlyList<OpenDrop> open, List<Proof> proven)
    {
        var cleared = proven.ToLookup(proof => (proof.Where, proof.Minute), proof => proof.Source);
        return [.. open.Select(drop => drop with { Cleared = [.. drop.Cleared, .. cleared[(drop.Where, drop.Minute)]] }).Where(drop => !drop.Cleared.Contains(drop.Where))];
    }

    // Minutes in a row are one entry.
    private static IEnumerable<JournalDraft> Drafts(List<Proof> proven)
    {
        foreach (var group in proven.GroupBy(proof => (proof.Source, proof.Where, proof.Scopes)))
        {
            var minutes = group.Select(proof => proof.Minute).Distinct().Order().ToList();
            for (int first = 0, last = 0; first < minutes.Count; first = ++last)
            {
                while (last + 1 < minutes.Count && minutes[last + 1] == minutes[last].AddMinutes(1)) last++;
                yield return new JournalDraft("log.drop-cleared", SourceRegister.SubjectOf(group.Key.Source), Actor.Machine, null, new Dictionary<string, object?>
                {
                    ["where"] = group.Key.Where, ["from"] = minutes[first].ToString("O"), ["to"] = minutes[last].AddMinutes(1).ToString("O"), ["scopes"] = group.Key.Scopes,
                    ["reason"] = "番号が欠けずに続いています / the source's own numbers go on without a hole",
                });
            }
        }
    }

    private sealed record Proof(string Source, string Where, DateTimeOffset Minute, int Scopes);

    private sealed record DropState(string Seal, IReadOnlyList<OpenDrop> Open);

    private sealed record OpenDrop(string Where, DateTimeOffset Minute, IReadOnlyList<string> Cleared);
}
