using Yagura.Archive.Reading;
using Yagura.Archive.Seal;
using Yagura.Archive.Spool;
using Yagura.Decoding;
using Yagura.Decoding.Shapes;
using Yagura.Detection;
using Yagura.Detection.Findings;
using Yagura.Events;
using Yagura.Operations.Incidents;
using Yagura.Operations.Sources;

namespace Yagura.Pipeline;

/// <summary>Spool (or evidence, when further behind) → decode → detect → incident desk, with the cursor committed with its output.</summary>
internal sealed class AnalyseStage
{
    // One transaction of the store takes at most so many records, so that a page never waits long for the writer: as many as are decoded together.
    private const int StretchRecordsMax = BatchDecoder.RecordsMax;

    private readonly RecordSpool spool;
    private readonly RecordReader reader;
    private readonly IncidentDesk desk;
    private readonly SourceFeed sources;
    private readonly CanaryWatch canaries;
    private SourceTally tally = new();
    private readonly SequenceDesk sequences;
    private readonly string node;
    private readonly Action<string> alarm;
    private readonly StateFile state;
    private readonly Dictionary<string, SourceContext> contexts;
    private readonly SourceContext unregistered = SourceContext.Of(null);
    private readonly Event current = new();
    private AnalyseBench bench;
    private AnalysedCursor analysed;
    private RulesExchange? exchange;
    // Completed when somebody brings another rule set while no record comes.
    private TaskCompletionSource woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long cursor;
    private long counted;
    // False while records were offered that are not committed: then the detector is ahead of the cursor.
    private bool isSettled;

    public AnalyseStage(RecordSpool spool, RecordReader reader, Knowledge knowledge, AnalyseOutlets outlets, AnalyseSetup setup)
    {
        (this.spool, this.reader) = (spool, reader);
        (desk, sources, sequences, canaries) = (outlets.Desk, outlets.Sources, outlets.Sequences, outlets.Canaries);
        (node, alarm, state) = (setup.Node, setup.Alarm, setup.State);
        bench = AnalyseBench.Of(knowledge, node);
        analysed = new AnalysedCursor(0, knowledge.Rules.Hash);
        // Bounded by the configuration: one context a registered source.
        contexts = setup.Sources.ToDictionary(source => source.Id, SourceContext.Of, StringComparer.Ordinal);
    }

    /// <summary>How far analysis is durable: the seal's <c>analysed</c> line.</summary>
    public AnalysedCursor Analysed => Volatile.Read(ref analysed);

    /// <summary>What is loaded: decoders, the rule set in force, contracts.</summary>
    public Knowledge Knowledge => Volatile.Read(ref bench).Knowledge;

    /// <summary>How the correlations came to stand where they stand, for the log; empty before the first record.</summary>
    public string Restored { get; private set; } = "";

    /// <summary>Rules that were refused when they were loaded: what they would have found, nobody looked for.</summary>
    public IReadOnlyList<string> FailedRules => [.. Knowledge.Rules.Refusals.Select(refusal => refusal.File).Distinct(StringComparer.Ordinal)];

    /// <summary>The detector in force, for what it says of its rules.</summary>
    public Detector Detector => Volatile.Read(ref bench).Detector;

    /// <summary>What was offered and found since the start.</summary>
    public DetectorCounts Counts => bench.Detector.Counts;

    /// <summary>Reads the cursor and lets correlations see again what they stood on when it was committed. Forgets what was seen and not committed.</summary>
    public async Task OpenAsync(SealFolder seals, CancellationToken stop)
    {
        var (sequence, ruleSet) = await desk.CursorAsync(stop);
        Volatile.Write(ref cursor, sequence);
        var knowledge = bench.Knowledge;
        Volatile.Write(ref analysed, new AnalysedCursor(sequence, ruleSet.Length > 0 ? ruleSet : knowledge.Rules.Hash));
        counted = await sources.CursorAsync(stop);
        await sequences.OpenAsync(stop);
        tally = new SourceTally();
        bench = AnalyseBench.Of(knowledge, node);
        await desk.RulesLoadedAsync(knowledge.Rules.Hash, sequence + 1, knowledge.Rules.Rules.Length, "machine", stop);
        Restored = sequence > 0 ? Restore(sequence, seals, isSame: ruleSet == knowledge.Rules.Hash) : "";
        isSettled = true;
    }

    /// <summary>Puts another rule set in the place of the one in force, between two records: none is left out and none is offered twice. Returns the first sequence that it sees.</summary>
    /// <remarks>Its correlations first read their windows from evidence. When that or the journal's entry fails, the old set stays in force.</remarks>
    public async Task<long> ExchangeAsync(Knowledge next, SealFolder seals, CancellationToken stop)
    {
        var wanted = new RulesExchange(next, seals, new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
        if (Interlocked.CompareExchange(ref exchange, wanted, null) is not null)
            throw new InvalidOperationException("another rule set is being put in place");
        Volatile.Read(ref woken).TrySetResult();
        return await wanted.Done.Task.WaitAsync(stop);
    }

    /// <summary>Keeps the state of a stop in good order, so that the next start reads nothing again.</summary>
    public void Close() => Keep(cursor);

    /// <summary>Waits for a record, then analyses one stretch: pages move between the stretches of a backlog.</summary>
    public async Task StepAsync(CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var more = spool.WaitForMore(cursor, either.Token);
        await Task.WhenAny(more, Volatile.Read(ref woken).Task);
        if (!more.IsCompleted)
            await either.CancelAsync();
        stop.ThrowIfCancellationRequested();
        await StretchAsync(stop);
    }

    /// <summary>Analyses one stretch; false when there was nothing to analyse.</summary>
    public async Task<bool> StretchAsync(CancellationToken stop)
    {
        await sequences.OpenAsync(stop);
        await ExchangeAsync(stop);
        var through = cursor;
        isSettled = false;
        var findings = new List<Finding>();
        var alerts = new List<SandboxAlert>();
        foreach (var stored in bench.Batch.Walk(reader.Read(cursor + 1, Unreadable).Take(StretchRecordsMax), SourceOf))
        {
            through = stored.Sequence;
            if (stored.Record.Source == ReservedSources.Canary)
            {
                Canary(stored);
                continue;
            }

            var (read, unread) = Detect(stored, findings, alerts);
            // A crash between the two commits leaves the counts ahead of detection: those records are counted already.
            if (stored.Sequence > counted)
                tally.Add(stored, read, unread);
        }

        if (through == cursor)
        {
            isSettled = true;
            return false;
        }

        await sequences.CommitAsync(stop);
        await sources.TakeAsync(tally, stop);
        counted = Math.Max(counted, through);
        await desk.TakeAsync(
            new DetectionBatch
            {
                Through = through,
                RuleSet = bench.Knowledge.Rules.Hash,
                Node = node,
                Findings = findings,
                SandboxAlerts = alerts,
                Overflow = bench.Detector.TakeOverflow(),
                Blind = bench.Detector.TakeBlind(),
            },
            stop);
        Volatile.Write(ref cursor, through);
        Volatile.Write(ref analysed, new AnalysedCursor(through, bench.Knowledge.Rules.Hash));
        isSettled = true;
        if (state.IsDue)
            Keep(through);
        return true;
    }

    private (ReadAs Read, UnreadLine? Unread) Detect(StoredRecord stored, List<Finding> findings, List<SandboxAlert> alerts)
    {
        var read = ReadAs.Parsed;
        UnreadLine? unread = null;
        while (bench.Batch.Next(current))
        {
            read = Worse(read, bench.Batch.Status);
            if (stored.Sequence > counted)
                unread ??= Unread();
            sequences.Observe(current);
            findings.AddRange(bench.Detector.Offer(current));
            if (bench.Sandbox.Read(current) is { } alert)
                alerts.Add(alert);
        }

        return (read, unread);
    }

    /// <summary>What a person needs to begin a decoder: only for lines that nobody understood, which are few or will be.</summary>
    private UnreadLine? Unread()
    {
        var form = bench.Batch.DecoderId is "generic/json" or "generic/kv";
        return bench.Batch.Status == ParseStatus.Failed || form
            ? new UnreadLine(current.Text(bench.Program) ?? "", LineShape.Of(bench.Batch.DecoderId, current.Bytes(WellKnown.Message)), form)
            : null;
    }

    // Expected as an event, so it is decoded like any record; no rule, no count and no figure sees it.
    private void Canary(StoredRecord stored)
    {
        var line = System.Text.Encoding.ASCII.GetString(stored.Record.Payload.Span);
        while (bench.Batch.Next(current))
            canaries.Analysed(line[(line.LastIndexOf(' ') + 1)..], stored.Sequence);
        if (stored.Sequence > counted)
            tally.Pass(stored.Sequence);
    }

    private static ReadAs Worse(ReadAs so, ParseStatus status) => status switch
    {
        ParseStatus.Failed => ReadAs.Unparsed,
        ParseStatus.Partial when so == ReadAs.Parsed => ReadAs.Partial,
        _ => so,
    };

    /// <summary>The source of a record that is decoded; null for one that is nobody's log.</summary>
    private SourceContext? SourceOf(StoredRecord stored) =>
        stored.Record.Source == ReservedSources.Refused ? null : contexts.GetValueOrDefault(stored.Record.Source, unregistered);

    private async Task ExchangeAsync(CancellationToken stop)
    {
        if (Volatile.Read(ref exchange) is not { } wanted)
            return;
        Volatile.Write(ref woken, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            var next = AnalyseBench.Of(wanted.Next, node);
            if (cursor > 0)
                GoOn(next, wanted.Seals);
            await desk.RulesLoadedAsync(wanted.Next.Rules.Hash, cursor + 1, wanted.Next.Rules.Rules.Length, "machine", stop);
            Volatile.Write(ref bench, next);
            Keep(cursor);
            Volatile.Write(ref exchange, null);
            wanted.Done.SetResult(cursor + 1);
        }
        catch (Exception failed)
        {
            // Best effort ends here: the set in force goes on, and who asked is told.
            Volatile.Write(ref exchange, null);
            wanted.Done.SetException(failed);
            stop.ThrowIfCancellationRequested();
        }
    }

    /// <summary>With the same rules, correlations and limits stand as they stood; else the windows of the new ones are read from evidence.</summary>
    private void GoOn(AnalyseBench next, SealFolder seals)
    {
        if (next.Detector.TakeFrom(bench.Detector))
            return;
        ReplayWindow(next, cursor, seals);
        // Its replay counted what the set before did not look for: that is told when it is met next.
        next.Detector.TakeFrom(bench.Detector);
    }

    private void Keep(long through)
    {
        if (!isSettled || through == 0)
            return;
        if (state.Write(new StateStands(node, bench.Knowledge.Rules.Hash, through), bench.Detector.WriteState) is { } trouble)
            alarm(trouble);
    }

    /// <summary>Lets the correlations stand as they stood at the cursor: from the snapshot and what came after it, else from the longest window of evidence.</summary>
    private string Restore(long through, SealFolder seals, bool isSame)
    {
        if (state.Read(new StateStands(node, bench.Knowledge.Rules.Hash, through), bench.Detector.ReadState, out var reason) is { } snapshot)
            return $"correlations go on from their snapshot at record {snapshot}; {ReplayRange(bench, snapshot + 1, through)} records since were read again";
        bench = AnalyseBench.Of(bench.Knowledge, node);
        var read = ReplayWindow(bench, through, seals);
        if (!isSame)
            bench.Detector.ForgetIndicators();
        return $"no snapshot of the correlations could be used ({reason}): {read} records of the longest window, {bench.Detector.ReplaySpan}, were read again";
    }

    private long ReplayWindow(AnalyseBench into, long through, SealFolder seals)
    {
        if (reader.Read(through, Unreadable).FirstOrDefault() is not { } last)
            return 0;
        var since = new ReceiveTime(last.Record.ReceivedAt.UtcTicks - into.Detector.ReplaySpan.Ticks);
        return ReplayRange(into, FirstSealedSince(seals, since, through), through);
    }

    private long ReplayRange(AnalyseBench into, long from, long through)
    {
        var count = 0L;
        var records = reader.Read(from, Unreadable).TakeWhile(stored => stored.Sequence <= through).Where(stored => ReservedSources.IsLog(stored.Record.Source));
        foreach (var _ in into.Batch.Walk(records, SourceOf))
        {
            count++;
            while (into.Batch.Next(current))
                into.Detector.Replay(current);
        }

        return count;
    }

    /// <summary>The first record of the seal that holds an instant, or of the spool when nothing that old is sealed.</summary>
    private long FirstSealedSince(SealFolder seals, ReceiveTime since, long otherwise)
    {
        var first = Math.Min(spool.FirstSequence, otherwise);
        for (var seal = seals.Newest(); seal is not null; seal = seals.Before(seal))
        {
            if (seal.Content.Count > 0)
                first = Math.Min(first, seal.Content.First);
            if (seal.Content.From <= since)
                break;
        }

        return first;
    }

    private void Unreadable(UnreadableRange range) => alarm($"{range.Path}: records {range.First} to {range.Last} cannot be read: {range.Reason}; they stay unanalysed");
}

/// <summary>Where the analysis commits what it found.</summary>
internal sealed record AnalyseOutlets(IncidentDesk Desk, SourceFeed Sources, SequenceDesk Sequences, CanaryWatch Canaries);

/// <summary>What the analysis is told.</summary>
internal sealed record AnalyseSetup(string Node, IReadOnlyList<Source> Sources, Action<string> Alarm, StateFile State);

/// <summary>A rule set on its way into force.</summary>
internal sealed record RulesExchange(Knowledge Next, SealFolder Seals, TaskCompletionSource<long> Done);
