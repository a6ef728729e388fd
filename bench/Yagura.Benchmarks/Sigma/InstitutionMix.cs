using System.Text;
using Yagura.Decoding;
using Yagura.Detection;
using Yagura.Detection.Sigma;
using Yagura.Events;
using Yagura.Settings;

namespace Yagura.Benchmarks.Sigma;

/// <summary>All rules over what an institution's devices send, as the shipped decoders read it: evaluation alone, on one thread.</summary>
internal static class InstitutionMix
{
    private const int Rounds = 3;
    private const int EventsEach = 400_000;

    /// <summary>The windows samples are left out: the stream measures them.</summary>
    private const string NotOfThePerimeter = "microsoft.windows";

    public static IEnumerable<SigmaFigure> Run(string name, RuleSet rules)
    {
        var decoders = DecoderSet.Load([YaguraSettings.Shipped("decoders")]);
        var layout = EventLayout.Of(number: 1, decoders.FieldNames.Concat(Detector.FieldNamesOf(rules)));
        var events = Decoded(decoders, layout);
        var detector = new Detector(rules, layout, "bench");
        foreach (var one in events)
            detector.Offer(one);
        for (var round = 1; round <= Rounds; round++)
        {
            var before = detector.Counts.Matches;
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var spent = Spent.Now;
            for (var i = 0; i < EventsEach; i++)
                detector.Offer(events[i % events.Count]);
            yield return SigmaFigure.Of(
                $"{name}, round {round}", EventsEach, spent.Wall, spent.Cpu, detector.Counts.Matches - before, (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)EventsEach);
        }
    }

    private static List<Event> Decoded(DecoderSet decoders, EventLayout layout)
    {
        var decoder = decoders.Bind(layout);
        var events = new List<Event>();
        foreach (var sample in decoders.Definitions.Where(one => one.Id != NotOfThePerimeter).SelectMany(one => one.Samples))
        {
            var record = new RawRecord
            {
                ReceivedAt = ReceiveTime.From(DateTimeOffset.UnixEpoch), Source = "bench", Identity = SenderIdentity.None, Via = "bench", Peer = "bench", Payload = Encoding.UTF8.GetBytes(sample.Line),
            };
            decoder.Begin(new StoredRecord(events.Count + 1, record, Repeats: 0), new SourceContext(sample.Hint, sample.Zone));
            for (var next = new Event(); decoder.Next(next); next = new Event())
                events.Add(next);
        }

        return events;
    }
}
