using System.Text;
using Xunit;
using Yagura.Decoding.Envelopes;
using Yagura.Decoding.Plans;
using Yagura.Events;

namespace Yagura.Tests.Decoding;

public sealed class DispatchTests
{
    /// <summary>Over all samples of all decoders, under their own programs and under such as only a star names: whoever recognises a line by its header is among those that its program leaves.</summary>
    [Fact]
    public void Whoever_recognises_a_line_by_its_header_is_among_those_of_its_program()
    {
        var layout = EventLayout.Of(number: 1, Lines.All.FieldNames);
        Plan[] plans = [.. Lines.All.Definitions.Select(one => new PlanBinder(one, layout.Find, layout.Constant, []).Bind())];
        var programs = plans.Zip(Lines.All.Definitions).ToDictionary(one => one.First, one => (IReadOnlyList<string>)[.. one.Second.Recognise.SelectMany(way => way.Programs).Where(name => !name.Contains('*', StringComparison.Ordinal))]);
        var dispatch = new Dispatch(plans, plan => programs[plan]);
        Candidate[] byHeader = [.. plans.SelectMany(plan => plan.Candidates).Where(one => !one.Recogniser.AsksBodyOnly)];
        string[] starred = [.. byHeader.SelectMany(one => one.Recogniser.Programs.Starred).Distinct(StringComparer.Ordinal)];
        Assert.True(starred.Length > 100);
        var line = new Line(plans.Max(plan => plan.PartCount));
        var target = new Event();
        var random = new Random(20261130);
        var (recognised, byStar) = (0, 0);
        foreach (var sample in Lines.All.Definitions.SelectMany(one => one.Samples))
        {
            var other = starred[random.Next(starred.Length)].Replace("*", "x1", StringComparison.Ordinal);
            foreach (var text in new[] { sample.Line, $"<13>Nov 22 12:00:00 h1 {other}: {sample.Line}", $"<13>1 2026-11-22T12:00:00Z h1 {other} 5 - - {sample.Line}", $"<13>Nov 22 12:00:00 h1 nobody1: {sample.Line}" })
            {
                var bytes = Encoding.UTF8.GetBytes(text);
                target.Begin(layout, Lines.Record(bytes), 0);
                line.Target = target;
                line.Effort.Begin();
                SyslogReader.Read(bytes, line.Envelope);
                line.Take(bytes, line.Envelope.Message, Yagura.Decoding.Decoder.MatchedMax);
                var set = dispatch.ByHeader(line);
                var left = Enumerable.Range(0, set.Count).Select(number => set[number]).ToHashSet();
                foreach (var one in byHeader.Where(one => one.Recognises(line)))
                {
                    Assert.True(left.Contains(one), $"{one.Plan.Id} recognises, but is not among those of the program: {text}");
                    recognised++;
                    byStar += one.Recogniser.Programs.HasStars && !programs[one.Plan].Contains(Encoding.UTF8.GetString(line.Envelope.Program.Of(line.Text))) ? 1 : 0;
                }
            }
        }

        Assert.True(recognised > 1000 && byStar > 100, $"{recognised}, {byStar}");
    }
}
