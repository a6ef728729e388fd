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
    // One transaction of the store takes at most so many records, so that a page never waits long for the writer.
    private const int StretchRecordsMax = 5_000;

    private readonly RecordSpool spool;
    private readonly RecordReader reader;
    private readonly Knowledge knowledge;
    private readonly IncidentDesk desk;
    private readonly SourceFeed sources;
    private readonly CanaryWatch canaries;
    private SourceTally tally = new();
    private readonly SequenceDesk sequences;
    private readonly string node;
    private readonly Action<string> alarm;
    private readonly Decoder decoder;
    private readonly SandboxReader sandbox;
    private readonly Dictionary<string, SourceContext> contexts;
    private readonly SourceContext unregistered = SourceContext.Of(null);
    private readonly Event current = new();
    private readonly int program;
    private Detector detector;
    private long cursor;
    private long counted;

    public AnalyseStage(RecordSpool spool, RecordReader reader, Knowledge knowledge, AnalyseOutlets outlets, AnalyseSetup setup)
    {
        (this.spool, this.reader, this.knowledge) = (spool, reader, knowledge);
        (desk, sources, sequences, canaries) = (outlets.Desk, outlets.Sources, outlets.Sequences, outlets.Canaries);
        (node, alarm) = (setup.Node, setup.Alarm);
        decoder = knowledge.Decoders.Bind(knowledge.Layout);
        detector = new Detector(knowledge.Rules, knowledge.Layout, node);
        sandbox = new SandboxReader(knowledge.Layout, node);
        program = knowledge.Layout.Find("log.syslog.appname");
        // Bounded by the configuration: one context a registered source.
        contexts = setup.Sources.ToDictionary(source => source.Id, SourceContext.Of, StringComparer.Ordinal);
    }

    /// <summary>How far analysis is durable: the seal's <c>analysed</c> line.</summary>
    public AnalysedCursor Analysed => new(Volatile.Read(ref cursor), knowledge.Rules.Hash);

    /// <summary>Rules that were refused when they were loaded: what they would have found, nobody looked for.</summary>
    public IReadOnlyList<string> FailedRules => [.. knowledge.Rules.Refusals.Select(refusal => refusal.File).Distinct(StringComparer.Ordinal)];

    /// <summary>Mean nanoseconds that a rule takes of one event; see <see cref="Detector.NanosecondsOf"/>.</summary>
    public double NanosecondsOf(int rule) => detector.NanosecondsOf(rule);

    /// <summary>What was offered and found since the start.</summary>
    public DetectorCounts Counts => detector.Counts;

    /// <summary>Reads the cursor and lets correlations see again what they stood on when it was committed. Forgets what was seen and not committed.</summary>
    public async Task OpenAsync(SealFolder seals, CancellationToken stop)
    {
        var (sequence, _) = await desk.CursorAsync(stop);
        Volatile.Write(ref cursor, sequence);
        counted = await sources.CursorAsync(stop);
        await sequences.OpenAsync(stop);
        tally = new SourceTally();
        detector = new Detector(knowledge.Rules, knowledge.Layout, node);
        await desk.RulesLoadedAsync(knowledge.Rules.Hash, sequence + 1, knowledge.Rules.Rules.Length, "machine", stop);
        Replay(sequence, seals);
    }

    /// <summary>Waits for a record, then analyses one stretch: pages move between the stretches of a backlog.</summary>
    public async Task StepAsync(CancellationToken stop)
    {
        await spool.WaitForMore(cursor, stop);
        await StretchAsync(stop);
    }

    /// <summary>Analyses one stretch; false when there was nothing to analyse.</summary>
    public async Task<bool> StretchAsync(CancellationToken stop)
    {
        await sequences.OpenAsync(stop);
        var through = cursor;
        var findings = new List<Finding>();
        var alerts = new List<SandboxAlert>();
        foreach (var stored in reader.Read(cursor + 1, Unreadable).Take(StretchRecordsMax))
        {
            through = stored.Sequence;
            if (stored.Record.Source == ReservedSources.Canary)
            {
                Canary(stored);
                continue;
            }

            var (read, unread) = ReservedSources.IsLog(stored.Record.Source) ? Detect(stored, findings, alerts) : (ReadAs.Parsed, null);
            // A crash between the two commits leaves the counts ahead of detection: those records are counted already.
            if (stored.Sequence > counted)
                tally.Add(stored, read, unread);
        }

        if (through == cursor)
            return false;
        await sequences.CommitAsync(stop);
        await sources.TakeAsync(tally, stop);
        counted = Math.Max(counted, through);
        await desk.TakeAsync(
            new DetectionBatch
            {
                Through = through,
                RuleSet = knowledge.Rules.Hash,
                Node = node,
                Findings = findings,
                SandboxAlerts = alerts,
                Overflow = detector.TakeOverflow(),
                Blind = detector.TakeBlind(),
            },
            stop);
        Volatile.Write(ref cursor, through);
        return true;
    }

    private (ReadAs Read, UnreadLine? Unread) Detect(StoredRecord stored, List<Finding> findings, List<SandboxAlert> alerts)
    {
        var read = ReadAs.Parsed;
        UnreadLine? unread = null;
        foreach (var _ in Decode(stored))
        {
            read = Worse(read, decoder.Status);
            if (stored.Sequence > counted)
                unread ??= Unread();
            sequences.Observe(current);
            findings.AddRange(detector.Offer(current));
            if (sandbox.Read(current) is { } alert)
                alerts.Add(alert);
        }

        return (read, unread);
    }

    /// <summary>What a person needs to begin a decoder: only for lines that nobody understood, which are few or will be.</summary>
    private UnreadLine? Unread()
    {
        var form = decoder.DecoderId is "generic/json" or "generic/kv";
        return decoder.Status == ParseStatus.Failed || form
            ? new UnreadLine(current.Text(program) ?? "", LineShape.Of(decoder.DecoderId, current.Bytes(WellKnown.Message)), form)
            : null;
    }

    // Expected as an event, so it is decoded like any record; no rule, no count and no figure sees it.
    private void Canary(StoredRecord stored)
    {
        var line = System.Text.Encoding.ASCII.GetString(stored.Record.Payload.Span);
        foreach (var _ in Decode(stored))
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

    private IEnumerable<Event> Decode(StoredRecord stored)
    {
        decoder.Begin(stored, contexts.GetValueOrDefault(stored.Record.Source, unregistered));
        while (decoder.Next(current))
            yield return current;
    }

    private void Replay(long through, SealFolder seals)
    {
        if (through == 0)
            return;
        var last = reader.Read(through, Unreadable).FirstOrDefault();
        if (last is null)
            return;
        var since = new ReceiveTime(last.Record.ReceivedAt.UtcTicks - detector.ReplaySpan.Ticks);
        foreach (var stored in reader.Read(FirstSealedSince(seals, since, through), Unreadable).TakeWhile(stored => stored.Sequence <= through).Where(stored => ReservedSources.IsLog(stored.Record.Source)))
        {
            foreach (var next in Decode(stored))
                detector.Replay(next);
        }
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
internal sealed record AnalyseSetup(string Node, IReadOnlyList<Source> Sources, Action<string> Alarm);
