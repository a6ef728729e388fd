using System.Text;
using Xunit;
using Yagura.Decoding;
using Yagura.Decoding.Envelopes;
using Yagura.Decoding.Plans;
using Yagura.Events;

namespace Yagura.Tests.Decoding;

public sealed class CandidateSetTests
{
    /// <summary>Choosing may only save work: over all samples of all decoders, cut and changed too, whoever recognises a line is among those that are asked.</summary>
    [Fact]
    public void Whoever_recognises_a_line_is_asked_and_most_others_are_not()
    {
        var layout = EventLayout.Of(number: 1, Lines.All.FieldNames);
        Plan[] plans = [.. Lines.All.Definitions.Select(one => new PlanBinder(one, layout.Find, layout.Constant, []).Bind())];
        Candidate[] everybody = [.. plans.SelectMany(plan => plan.Candidates)];
        CandidateSet[] sets = [new(everybody.Where(one => one.Recogniser.AsksBodyOnly)), .. everybody.Where(one => !one.Recogniser.AsksBodyOnly).Chunk(60).Select(some => new CandidateSet(some))];
        var line = new Line(plans.Max(plan => plan.PartCount));
        var target = new Event();
        var random = new Random(20261128);
        long lines = 0, asked = 0;
        foreach (var text in Lines.All.Definitions.SelectMany(one => one.Samples).SelectMany(sample => Changed(Encoding.UTF8.GetBytes(sample.Line), random)))
        {
            var record = Lines.Record(text);
            target.Begin(layout, record, 0);
            line.Target = target;
            line.Effort.Begin();
            SyslogReader.Read(text, line.Envelope);
            line.Take(text, line.Envelope.Message, Yagura.Decoding.Decoder.MatchedMax);
            foreach (var set in sets)
            {
                var found = new HashSet<int>();
                var at = 0;
                for (var number = set.Next(line, ref at); number >= 0; number = set.Next(line, ref at))
                    found.Add(number);
                foreach (var number in Enumerable.Range(0, set.Count).Where(number => !found.Contains(number)))
                    Assert.False(set[number].Recognises(line), $"{set[number].Plan.Id} recognises, but is not asked about: {Encoding.UTF8.GetString(text)}");
                asked += found.Count;
            }

            lines++;
        }

        Assert.True(asked < lines * everybody.Length / 20, $"{asked} of {lines} × {everybody.Length}");
    }

    private static IEnumerable<byte[]> Changed(byte[] line, Random random)
    {
        yield return line;
        yield return line[..random.Next(line.Length + 1)];
        yield return [.. "  "u8, .. line];
        yield return [.. Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(line).Replace(" ", "  ", StringComparison.Ordinal))];
        var flipped = line.ToArray();
        if (flipped.Length > 0)
            flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
        yield return flipped;
    }
}
