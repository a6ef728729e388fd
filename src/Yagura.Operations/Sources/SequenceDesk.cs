using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Yagura.Events;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Coverage;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Sources;

/// <summary>The sources' own numbers: holes become <c>log.gap</c> entries, late and resent records repair them. Fed by the analysis, with a cursor of its own; not thread-safe.</summary>
public sealed class SequenceDesk(OperationsStore store, EventLayout layout)
{
    /// <summary>The cursor's stage.</summary>
    public const string Stage = "sequence";

    /// <summary>Scopes followed, at most; numbers of further ones are not followed, and <see cref="ScopesLeftOut"/> counts their records.</summary>
    public const int ScopesMax = 10_000;

    private const string Prefix = "sequence:";

    private readonly int timestamp = layout.Find("@timestamp");
    // Bounded by ScopesMax; read from the store when it is first needed, and again after a failed commit.
    private Dictionary<string, FollowedScope>? tracks;
    // The first scope of each source that has one: it keeps when a line without a number came. Bounded by ScopesMax.
    private Dictionary<string, string> firstScopes = [];
    private readonly List<(string Key, SequenceHole Hole)> repaired = [];
    private readonly HashSet<string> changed = new(StringComparer.Ordinal);
    private DateTimeOffset now;
    private long cursor;
    private long through;

    /// <summary>Records whose scope was one too many, since the start.</summary>
    public long ScopesLeftOut { get; private set; }

    /// <summary>Reads where it stands.</summary>
    public async Task OpenAsync(CancellationToken stop)
    {
        if (tracks is not null) return;
        var rows = await store.ReadAsync(context => context.Settings.Where(row => row.Key.StartsWith(Prefix)).Select(row => new { row.Key, row.Value }).ToListAsync(stop));
        cursor = await store.ReadAsync(async context => await context.Cursors.Where(row => row.Stage == Stage).Select(row => row.Sequence).SingleOrDefaultAsync(stop));
        tracks = rows.ToDictionary(row => row.Key, row => FollowedScope.Read(row.Value), StringComparer.Ordinal);
        firstScopes = tracks.GroupBy(pair => pair.Value.Source, StringComparer.Ordinal).ToDictionary(scopes => scopes.Key, scopes => scopes.First().Key, StringComparer.Ordinal);
        (through, now) = (cursor, default);
        repaired.Clear();
        changed.Clear();
    }

    /// <summary>Looks at one event; events without a number of their source's own only move the time.</summary>
    public void Observe(Event next)
    {
        if (tracks is null || next.Stored is not { } stored || stored.Sequence <= cursor) return;
        through = stored.Sequence;
        if (stored.Record.ReceivedAt.Instant > now) now = stored.Record.ReceivedAt.Instant;
        if (stored.Repeats != 0 || stored.Record.Lane == Lane.Import) return;
        if (!long.TryParse(next.Text(WellKnown.SequenceValue), out var number))
        {
            Unnumbered(stored.Record);
            return;
        }

        var scope = next.Text(WellKnown.SequenceScope) ?? "";
        var key = $"{Prefix}{stored.Record.Source}:{scope}";
        if (!tracks.TryGetValue(key, out var followed))
        {
            if (tracks.Count >= ScopesMax)
            {
                ScopesLeftOut++;
                return;
            }

            tracks[key] = followed = new FollowedScope(stored.Record.Source, scope, new SequenceTrack());
            firstScopes.TryAdd(stored.Record.Source, key);
        }

        var device = IsoTime.Read(next.Text(timestamp), out var time, out _) == IsoTimeResult.Instant ? time : stored.Record.ReceivedAt.Instant;
        if (followed.Track.Observe(number, device, stored.Record.ReceivedAt.Instant, stored.Record.Lane == Lane.Resend) is { } closed) repaired.Add((key, closed));
        changed.Add(key);
    }

    /// <summary>Every scope that is followed, as the store has it.</summary>
    public static async Task<IReadOnlyList<FollowedScope>> ReadAsync(StoreContext context, CancellationToken stop) =>
        [.. (await context.Settings.Where(row => row.Key.StartsWith(Prefix)).Select(row => row.Value).ToListAsync(stop)).Select(FollowedScope.Read)];

    // To the minute: a source that mixes both must not write its row anew with every line.
    private void Unnumbered(RawRecord record)
    {
        if (record.Lane != Lane.Live || !firstScopes.TryGetValue(record.Source, out var key)) return;
        var followed = tracks![key];
        var received = record.ReceivedAt.Instant;
        if (received - followed.Unnumbered < TimeSpan.FromMinutes(1)) return;
        followed.Unnumbered = received;
        changed.Add(key);
    }

    /// <summary>Commits what was observed: holes past the reordering window, repairs, the state and the cursor in one transaction.</summary>
    public async Task CommitAsync(CancellationToken stop)
    {
        if (tracks is null || through == cursor) return;
        var due = tracks.SelectMany(pair => pair.Value.Track.Due(now).Select(hole => (pair.Key, Hole: hole))).ToList();
        if (due.Count == 0 && repaired.Count == 0 && changed.Count == 0)
        {
            // Nothing was numbered: the cursor need not move for it.
            return;
        }

        try
        {
            await store.WriteAsync(
                async transaction =>
                {
                    foreach (var (key, hole) in due) hole.Entry = transaction.Append(Gap(tracks[key], hole)).Number;
                    foreach (var (key, hole) in repaired) transaction.Append(Repair(tracks[key], hole));
                    await ClearSilencesAsync(transaction, stop);
                    foreach (var key in changed.Concat(due.Select(one => one.Key)).ToHashSet(StringComparer.Ordinal)) await KeepAsync(transaction, key, tracks[key], stop);
                    await transaction.MoveCursorAsync(Stage, through, "");
                    return 0;
                },
                stop);
        }
        catch
        {
            // What is in memory is ahead of the store now.
            tracks = null;
            throw;
        }

        cursor = through;
        repaired.Clear();
        changed.Clear();
    }

    // Silence is only suspected: where every scope of the source went on counting over it, the numbers clear it (FIGURES 4).
    private async Task ClearSilencesAsync(StoreTransaction transaction, CancellationToken stop)
    {
        var sources = changed.Select(key => tracks![key].Source).Distinct().ToList();
        foreach (var silence in await transaction.Context.Silences.Where(row => row.To != null && row.ExplainedAs == null && sources.Contains(row.Source)).ToListAsync(stop))
        {
            var scopes = tracks!.Values.Where(followed => followed.Source == silence.Source).ToList();
            if (!scopes.TrueForAll(followed => followed.Track.IsContinuous(silence.From, silence.To!.Value))) continue;
            silence.ExplainedAs = "quiet";
            transaction.Append(new JournalDraft("log.silence-explained", SourceRegister.SubjectOf(silence.Source), Actor.Machine, null, new Dictionary<string, object?>
            {
                ["as"] = "quiet", ["from"] = silence.From.ToString("O"), ["to"] = silence.To!.Value.ToString("O"), ["scopes"] = scopes.Count,
                ["reason"] = "番号が欠けずに続いています / the source's own numbers go on without a hole",
            }));
        }
    }

    private static async Task KeepAsync(StoreTransaction transaction, string key, FollowedScope followed, CancellationToken stop)
    {
        var row = await transaction.Context.Settings.FindAsync([key], stop);
        if (row is null) transaction.Context.Settings.Add(row = new SettingRow { Key = key });
        (row.Value, row.At) = (JsonSerializer.Serialize(followed), transaction.Now);
    }

    private static JournalDraft Gap(FollowedScope followed, SequenceHole hole) => new("log.gap", SourceRegister.SubjectOf(followed.Source), Actor.Machine, null, new Dictionary<string, object?>
    {
        ["scope"] = followed.Scope, ["from"] = hole.From.ToString("O"), ["to"] = hole.To.ToString("O"), ["count"] = hole.Count,
        ["first"] = hole.Missing.Count > 0 ? hole.Missing[0].First : null, ["last"] = hole.Missing.Count > 0 ? hole.Missing[^1].Last : null, ["reason"] = hole.Reason,
    });

    private static JournalDraft Repair(FollowedScope followed, SequenceHole hole) => new("log.gap-repaired", SourceRegister.SubjectOf(followed.Source), Actor.Machine, null, new Dictionary<string, object?>
    {
        ["gap"] = hole.Entry, ["from"] = hole.From.ToString("O"), ["to"] = hole.To.ToString("O"),
    });
}
