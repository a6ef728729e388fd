using System.Diagnostics;
using Yagura.Archive.Disk;
using Yagura.Archive.Reading;
using Yagura.Archive.Seal;
using Yagura.Decoding;
using Yagura.Detection;
using Yagura.Detection.Findings;
using Yagura.Detection.Indicators;
using Yagura.Detection.Sigma;
using Yagura.Events;
using Yagura.Operations.Incidents;
using Yagura.Settings;

namespace Yagura.Pipeline;

/// <summary>遡及調査: rules over the sealed archive. What it finds waits for acceptance; it opens nothing.</summary>
/// <param name="disk">The archive's disk.</param>
/// <param name="archive">The archive's folder.</param>
/// <param name="knowledge">Decoders.</param>
/// <param name="settings">Node and sources.</param>
/// <param name="desk">Where findings wait.</param>
internal sealed class HuntRun(IDisk disk, string archive, Knowledge knowledge, YaguraSettings settings, IncidentDesk desk)
{
    /// <summary>Findings handed on at once.</summary>
    private const int QueuedAtOnce = 500;

    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(1);

    private readonly List<Finding> found = [];
    private readonly List<UnreadableRange> unreadable = [];
    private readonly Event current = new();
    private readonly Dictionary<string, SourceContext> contexts = settings.Sources.ToDictionary(source => source.Id, SourceContext.Of, StringComparer.Ordinal);
    private readonly SourceContext unregistered = SourceContext.Of(null);
    private long findings;
    private long stored;

    /// <summary>Reads every sealed record of the time and, before it, as much as the correlations need.</summary>
    /// <param name="request">What to hunt, and when.</param>
    /// <param name="finding">Told each finding.</param>
    /// <param name="progress">Told about once a second.</param>
    /// <param name="stop">Ends it; what was found until then stays recorded, and no entry is written.</param>
    /// <exception cref="IOException">A rule folder is not there.</exception>
    /// <exception cref="InvalidDataException">The values of a rule folder are wrong.</exception>
    public async Task<HuntOutcome> RunAsync(HuntRequest request, Func<Finding, Task> finding, Func<HuntProgress, Task> progress, CancellationToken stop)
    {
        var rules = RuleSet.Load(request.Rules).With(IndicatorSet.Load(request.Indicators));
        var bench = Bench(rules);
        var (from, to) = (ReceiveTime.From(request.From), ReceiveTime.From(request.To));
        var warm = new ReceiveTime(from.UtcTicks - bench.Detector.ReplaySpan.Ticks);
        var (first, last) = Range(warm, to);
        var (seen, overflow, fromSequence, toSequence) = (0L, 0L, 0L, 0L);
        var clock = Stopwatch.StartNew();
        var records = first == 0 ? [] : new RecordReader(disk, archive, _ => []).Read(first, unreadable.Add)
            .TakeWhile(record => record.Record.ReceivedAt < to)
            .Where(record => ReservedSources.IsLog(record.Record.Source) && record.Record.ReceivedAt >= warm);
        foreach (var record in bench.Batch.Walk(records, SourceOf))
        {
            stop.ThrowIfCancellationRequested();
            var counts = record.Record.ReceivedAt >= from;
            if (counts)
                (seen, fromSequence, toSequence) = (seen + 1, fromSequence == 0 ? record.Sequence : fromSequence, record.Sequence);
            Offer(bench, counts);
            overflow += counts ? bench.Detector.TakeOverflow().Sum(group => group.Count) : 0;
            if (found.Count >= QueuedAtOnce)
                await HandOnAsync(request, finding, stop);
            if (clock.Elapsed < ProgressEvery)
                continue;
            clock.Restart();
            await progress(new HuntProgress(record.Sequence, last, record.Record.ReceivedAt.ToString(), findings + found.Count));
        }

        await HandOnAsync(request, finding, stop);
        var blind = bench.Detector.TakeBlind();
        var outcome = new HuntOutcome(rules.Hash, fromSequence, toSequence, seen, findings, stored, overflow)
        {
            Rules = rules.Rules.Length,
            Correlations = rules.CorrelationCount,
            Indicators = rules.Indicators.Count,
            Refused = [.. rules.Refusals.Select(refusal => refusal.ToString())],
            Failed = [.. blind.Select(range => $"{range.RuleId}: {range.Reason}")],
            Unreadable = [.. unreadable.Select(range => $"{range.Path}: records {range.First} to {range.Last}: {range.Reason}")],
        };
        return request.Dry || seen == 0 ? outcome : await RecordAsync(outcome, rules, blind, request, stop);
    }

    private AnalyseBench Bench(RuleSet rules)
    {
        var layout = EventLayout.Of(number: 1, knowledge.Decoders.FieldNames.Concat(Detector.FieldNamesOf(rules)).Concat(SandboxReader.FieldNames));
        return AnalyseBench.Of(knowledge with { Rules = rules, Layout = layout }, settings.Node);
    }

    private SourceContext SourceOf(StoredRecord record) => contexts.GetValueOrDefault(record.Record.Source, unregistered);

    private void Offer(AnalyseBench bench, bool counts)
    {
        while (bench.Batch.Next(current))
        {
            if (counts)
                found.AddRange(bench.Detector.Offer(current));
            else
                bench.Detector.Replay(current);
        }
    }

    private async Task HandOnAsync(HuntRequest request, Func<Finding, Task> finding, CancellationToken stop)
    {
        if (found.Count == 0)
            return;
        if (!request.Dry)
            stored += await desk.QueueAsync(found, stop);
        foreach (var one in found)
            await finding(one);
        findings += found.Count;
        found.Clear();
    }

    private async Task<HuntOutcome> RecordAsync(HuntOutcome outcome, RuleSet rules, IReadOnlyList<BlindRange> blind, HuntRequest request, CancellationToken stop)
    {
        // A rule closes what it missed only when it saw all of it now.
        var sound = unreadable.Count > 0 ? [] : rules.Rules.Select(rule => rule.Id).Except(blind.Select(range => range.RuleId), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        var hunted = await desk.HuntedAsync(
            new HuntFacts(settings.Node, rules.Hash, outcome.FromSequence, outcome.ToSequence) { From = request.From, To = request.To, Findings = outcome.Findings, Stored = outcome.Stored, Sound = sound },
            stop);
        return outcome with { Entry = hunted.Entry, Closed = hunted.Closed };
    }

    /// <summary>The first record of the oldest seal that reaches into the time, and the last of the newest; zeros when there is none.</summary>
    private (long First, long Last) Range(ReceiveTime from, ReceiveTime to)
    {
        var (first, last) = (0L, 0L);
        var seals = new SealFolder(disk, archive);
        for (var seal = seals.Newest(); seal is not null && seal.Content.To >= from; seal = seals.Before(seal))
        {
            if (seal.Content.Count == 0 || seal.Content.From >= to)
                continue;
            first = seal.Content.First;
            last = Math.Max(last, seal.Content.Last);
        }

        return (first, last);
    }
}

/// <summary>What to hunt.</summary>
/// <param name="Rules">Folders of rules.</param>
/// <param name="From">Receive time of the first record.</param>
/// <param name="To">Receive time before which the last record came.</param>
/// <param name="Dry">Only says what it finds.</param>
internal sealed record HuntRequest(IReadOnlyList<string> Rules, DateTimeOffset From, DateTimeOffset To, bool Dry)
{
    /// <summary>Folders of indicators.</summary>
    public IReadOnlyList<string> Indicators { get; init; } = [];
}

/// <summary>Where a hunt stands.</summary>
/// <param name="Sequence">The record just read.</param>
/// <param name="Last">The last one to read.</param>
/// <param name="At">Its receive time.</param>
/// <param name="Findings">Found so far.</param>
internal sealed record HuntProgress(long Sequence, long Last, string At, long Findings);

/// <summary>What a hunt came to.</summary>
/// <param name="Hash">The rule set.</param>
/// <param name="FromSequence">The first record offered; 0 for none.</param>
/// <param name="ToSequence">The last.</param>
/// <param name="Records">How many were offered.</param>
/// <param name="Findings">How many findings there were.</param>
/// <param name="Stored">How many of them were new and now wait for acceptance.</param>
/// <param name="Overflow">Findings that were only counted, beyond the limits.</param>
internal sealed record HuntOutcome(string Hash, long FromSequence, long ToSequence, long Records, long Findings, long Stored, long Overflow)
{
    /// <summary>Rules in the set.</summary>
    public int Rules { get; init; }

    /// <summary>Correlations in the set.</summary>
    public int Correlations { get; init; }

    /// <summary>Indicators in the set.</summary>
    public int Indicators { get; init; }

    /// <summary>Rules that were refused.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>Rules that threw.</summary>
    public IReadOnlyList<string> Failed { get; init; } = [];

    /// <summary>Evidence that could not be read.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];

    /// <summary>Number of the journal's entry; null for a dry hunt.</summary>
    public long? Entry { get; init; }

    /// <summary>Blind ranges that it closed.</summary>
    public int Closed { get; init; }
}
