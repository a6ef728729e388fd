using Yagura.Events;
using Yagura.Intake.Canaries;
using Yagura.Intake.Counting;
using Yagura.Intake.Gate;
using Yagura.Intake.Rates;
using Yagura.Intake.Sources;

namespace Yagura.Intake.Listeners;

/// <summary>What all listeners share: one gate, one directory, one clock, one book of counts, one ledger of losses, one time for rates.</summary>
public sealed record Reception(IntakeGate Gate, SourceDirectory Sources, ReceiveClock Clock, IntakeCounts Counts, LossLedger Losses, IntakeLimits Limits, TimeProvider Time)
{
    /// <summary>The synthetic records on their way.</summary>
    public CanaryBook Canaries { get; } = new();

    /// <summary>From whom and how fast this listener takes.</summary>
    internal ListenerTerms Terms { get; private init; } = ListenerTerms.Open;

    /// <summary>Byte rates of this listener.</summary>
    internal ListenerRates Rates { get; private init; } = new(Sources, Limits, rate: null, sourceRate: null, Time);

    /// <summary>A reception with everything in it.</summary>
    /// <exception cref="ArgumentException">The limits do not fit together.</exception>
    public static Reception Open(IReadOnlyList<Source> sources, IntakeLimits limits, TimeProvider time)
    {
        limits = limits.Checked();
        var losses = new LossLedger(limits);
        return new Reception(new IntakeGate(limits, losses), new SourceDirectory(sources, limits), new ReceiveClock(time), new IntakeCounts(limits), losses, limits, time);
    }

    /// <summary>The same reception under the terms of one listener.</summary>
    /// <exception cref="ArgumentException">The limits do not fit together.</exception>
    public Reception For(ListenerTerms terms)
    {
        var limits = terms.Within(Limits);
        return this with { Limits = limits, Terms = terms, Rates = new ListenerRates(Sources, limits, terms.RateBytes, terms.SourceRateBytes, Time) };
    }

    /// <summary>Counts what was put into the gate, and what of it was not.</summary>
    /// <param name="counts">The listener's counts.</param>
    /// <param name="records">The records that were offered.</param>
    /// <param name="admitted">How many of them, from the first, were put in.</param>
    /// <param name="otherwise">Why the rest was not.</param>
    public void Count(ListenerCounts counts, IReadOnlyList<RawRecord> records, int admitted, RejectReason otherwise)
    {
        long bytes = 0;
        long cut = 0;
        for (int from = 0, next; from < admitted; from = next)
        {
            // Neighbours mostly share their source: one addition a run, because all connections of a source add to the same numbers.
            var source = records[from].Source;
            long runBytes = 0;
            long runCut = 0;
            for (next = from; next < admitted && records[next].Source == source; next++)
            {
                runBytes += records[next].Payload.Length;
                if (records[next].CutFrom > 0) runCut++;
            }
            Counts.Of(counts.Listener, source).Accepted(next - from, runBytes, runCut, records[next - 1].ReceivedAt);
            bytes += runBytes;
            cut += runCut;
        }
        for (var i = admitted; i < records.Count; i++) Counts.Of(counts.Listener, records[i].Source).Rejected(1);
        if (cut > 0) counts.Cut(cut);
        counts.Framed(records.Count);
        counts.Accepted(admitted, bytes);
        if (admitted < records.Count) counts.Rejected(otherwise, records.Count - admitted);
    }
}
