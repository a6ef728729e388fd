using Yagura.Decoding;
using Yagura.Events;
using Yagura.Intake;
using Yagura.Intake.Files;
using Yagura.Operations.Coverage;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Importing;

/// <summary>Whether the lines of a file are those that a gap misses. Looked at to the end before the first one is stored: a file is taken whole or not at all.</summary>
/// <remarks>
/// A resend repairs the minutes of its device times for the gap that it names (CUSTODY 2), so each line must carry a number that is
/// missing, in the gap's own scope, and a time between the last number before and the first after.
/// </remarks>
internal sealed class GapCheck
{
    private const int AtATime = 1;

    private readonly Fact gap;
    private readonly Decoder decoder;
    private readonly SourceContext context;
    private readonly Event current = new();
    private readonly int timestamp;

    private GapCheck(Fact gap, DecoderSet decoders, EventLayout layout, SourceContext context)
    {
        (this.gap, this.context) = (gap, context);
        decoder = decoders.Bind(layout);
        timestamp = layout.Find("@timestamp");
    }

    /// <summary>Refuses a file of which a line does not belong to the gap that it is said to repair. Nothing is asked of old logs.</summary>
    /// <param name="store">Has the gap's entry.</param>
    /// <param name="decoders">How lines are read.</param>
    /// <param name="layout">Where their fields are.</param>
    /// <param name="sources">The configuration's.</param>
    /// <param name="origin">The file.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="ImportException">The gap is none, or a line is not of it; the message names file and line.</exception>
    public static async Task RunAsync(OperationsStore store, DecoderSet decoders, EventLayout layout, IReadOnlyList<Source> sources, FileOrigin origin, CancellationToken stop)
    {
        if (origin.Gap is null)
            return;
        var of = await GapAsync(store, origin, stop);
        new GapCheck(of, decoders, layout, SourceContext.Of(sources.FirstOrDefault(source => source.Id == origin.Source))).Read(origin, stop);
    }

    private static async Task<Fact> GapAsync(OperationsStore store, FileOrigin origin, CancellationToken stop)
    {
        var refused = $"--gap {origin.Gap} is refused: ";
        if (!long.TryParse(origin.Gap, out var number) || await new JournalStore(store).EntryAsync(number, stop) is not { } entry)
            throw new ImportException($"{refused}the journal has no entry of this number");
        if (entry.Kind != "log.gap")
            throw new ImportException($"{refused}entry {number} is {entry.Kind}, not log.gap");
        if (entry.Subject != $"source:{origin.Source}")
            throw new ImportException($"{refused}entry {number} is a gap of {entry.Subject}, not of source:{origin.Source}");
        return CoverageFeed.Effective(await new JournalStore(store).OfSubjectAsync(entry.Subject, stop)).FirstOrDefault(fact => fact.Number == number)
            ?? throw new ImportException($"{refused}entry {number} was retracted");
    }

    private void Read(FileOrigin origin, CancellationToken stop)
    {
        var limits = new IntakeLimits();
        using var lines = FileLines.Open(origin, 0, limits);
        var clock = new ReceiveClock(TimeProvider.System);
        var records = new List<RawRecord>(AtATime);
        for (; lines.Read(records, AtATime, clock); records.Clear())
        {
            stop.ThrowIfCancellationRequested();
            if (Objection(records[0]) is { } objection)
                throw new ImportException($"{origin.Path}, line {lines.Line}: {objection}; it is not of gap {gap.Number}, so nothing of this file was stored. Leave it out, or import it without --gap");
        }
    }

    private string? Objection(RawRecord record)
    {
        decoder.Begin(new StoredRecord(1, record, 0), context);
        while (decoder.Next(current))
        {
            if ((OfNumber() ?? OfTime()) is { } objection)
                return objection;
        }

        return null;
    }

    private string? OfNumber()
    {
        if (gap.Data.Text("scope") is not { } scope)
            return null;
        if (!long.TryParse(current.Text(WellKnown.SequenceValue), out var number))
            return $"it carries no number of {Shown(scope)}";
        var own = current.Text(WellKnown.SequenceScope) ?? "";
        if (own != scope)
            return $"its number is one of {Shown(own)}, the gap is one of {Shown(scope)}";
        return gap.Data.Count("first") is { } first && gap.Data.Count("last") is { } last && (number < first || number > last)
            ? $"its number {number} is not among the missing {first} to {last}"
            : null;
    }

    private string? OfTime()
    {
        if (IsoTime.Read(gap.Data.Text("from"), out var from, out _) != IsoTimeResult.Instant || IsoTime.Read(gap.Data.Text("to"), out var to, out _) != IsoTimeResult.Instant)
            return null;
        if (current.Text(WellKnown.TimeSource) == "receiver" || IsoTime.Read(current.Text(timestamp), out var time, out _) != IsoTimeResult.Instant)
            return "it carries no time of its own";
        return time < from || time > to ? $"its time {time:O} lies outside {from:O} to {to:O}" : null;
    }

    private static string Shown(string scope) => scope.Length == 0 ? "the source" : Web.Guard.OutsideText.Show(scope);
}
