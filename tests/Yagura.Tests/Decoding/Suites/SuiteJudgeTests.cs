using Xunit;
using Yagura.Decoding;
using Yagura.Decoding.Suites;

namespace Yagura.Tests.Decoding.Suites;

public sealed class SuiteJudgeTests
{
    private const string Line = "<34>Mar  5 10:00:01 gate1 sshd[77]: Failed password for root from 192.0.2.7 port 4711 ssh2";

    [Theory]
    [InlineData("""{"source.ip":"192.0.2.7"}""", Verdict.Agrees, true)]
    [InlineData("""{"source.port":"4711.0"}""", Verdict.Agrees, true)]
    [InlineData("""{"event.outcome":"FAILURE"}""", Verdict.Agrees, true)]
    [InlineData("""{"@timestamp":"2026-03-05T10:00:01+09:00"}""", Verdict.Agrees, true)]
    [InlineData("""{"client.ip|source.ip":"192.0.2.7"}""", Verdict.Agrees, true)]
    [InlineData("""{"source.ip":"192.0.2.8"}""", Verdict.Wrong, false)]
    [InlineData("""{"@timestamp":"2026-03-05T10:00:02+09:00"}""", Verdict.Wrong, false)]
    [InlineData("""{"event.category":["authentication","no such"]}""", Verdict.Missing, false)]
    [InlineData("""{"client.ip":"192.0.2.7"}""", Verdict.Elsewhere, true)]
    [InlineData("""{"*":["192.0.2.7"]}""", Verdict.Elsewhere, true)]
    [InlineData("""{"*":["Failed password for"]}""", Verdict.Missing, false)]
    public void An_expected_value_agrees_is_wrong_stands_elsewhere_or_is_missing(string expect, Verdict verdict, bool isPresent)
    {
        var judged = Judge($$"""{"line":"{{Line}}","hint":"openbsd/sshd","expect":{{expect}}}""");
        var value = judged.Values[^1];
        Assert.Equal((verdict, isPresent), (value.Verdict, value.IsPresent));
        Assert.Equal((ParseStatus.Ok, ParseStatus.Ok, "x"), (judged.Status, judged.StatusAlone, judged.Category));
    }

    [Fact]
    public void A_line_of_several_events_has_an_expectation_for_each()
    {
        var judged = Judge("""{"line":"[{\"a\":\"1\"},{\"a\":\"2\"}]","expect":[{"*":["1"]},{"*":["2"]},{"*":["3"]}]}""");
        Assert.Equal([true, true, false], judged.Values.Select(one => one.IsPresent));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"hint":"a/b","expect":{}}""")]
    [InlineData("""{"line":null,"expect":{}}""")]
    [InlineData("""{"line":5,"expect":{}}""")]
    [InlineData("""{"line":"a","expect":"b"}""")]
    [InlineData("""{"line":"a","expect":["b"]}""")]
    [InlineData("""["line"]""")]
    [InlineData("""{"line":"a","expect":{},"expects":{}}""")]
    [InlineData("""{"line":"a","received":"yesterday","expect":{}}""")]
    public void A_line_that_is_no_line_of_a_suite_is_named(string text)
    {
        var refused = Assert.Throws<FormatException>(() => Judge(text));
        Assert.Contains("x.jsonl:1: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("a line is {", refused.Message, StringComparison.Ordinal);
    }

    private static LineJudgement Judge(string text)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var file = Path.Combine(folder.FullName, "x.jsonl");
            File.WriteAllText(file, text);
            return Assert.Single(new SuiteJudge(Lines.All, SourceContext.DefaultZone).Judge(file).ToList());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
