using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Xunit;
using Yagura.Detection.Check;
using Yagura.Detection.Sigma;
using Yagura.Detection.Tests;

namespace Yagura.Tests.Detection;

/// <summary>The vectors of the specification, the maintainers' recordings, the whole rule corpus and a stream of real events.</summary>
public sealed class SigmaDataTests
{
    private const int StreamEvents = 5_000;

    /// <summary>All of the stream when a soak is asked for.</summary>
    private static readonly int StreamEventsTaken = Environment.GetEnvironmentVariable("YAGURA_SOAK") is null ? StreamEvents : int.MaxValue;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_vector_of_the_specification_has_its_answer(bool fullScan) =>
        AssertCases(Path.Combine(TestData.Shared("sigma"), "spec"), "rules", fullScan, atLeast: 280);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_recording_of_the_maintainers_is_found(bool fullScan) =>
        AssertCases(Path.Combine(TestData.Shared("sigma"), "regression"), Path.Combine("..", "rules"), fullScan, atLeast: 111);

    [Fact]
    public void Of_the_whole_corpus_only_rules_with_unresolved_placeholders_are_refused()
    {
        var rules = RuleSet.Load([Path.Combine(TestData.Shared("sigma"), "rules")]);
        var refused = rules.Refusals.Where(refusal => !refusal.Reason.Contains("placeholder %", StringComparison.Ordinal)).ToList();
        Assert.True(refused.Count <= 20, string.Join('\n', refused));
        Assert.True(rules.Rules.Length >= 3_750, $"only {rules.Rules.Length} rules were read");
        Assert.All(rules.Refusals, refusal => Assert.True(refusal.Line > 0 && refusal.File.Length > 0));
    }

    [Fact]
    public void On_real_events_the_index_finds_what_a_full_scan_finds()
    {
        var folder = TestData.Shared("sigma");
        var rules = RuleSet.Load([Path.Combine(folder, "rules")]);
        var events = FirstLines(Path.Combine(folder, "otrf_60k.jsonl.gz"), StreamEventsTaken);
        var full = Run(rules, fullScan: true, events);
        Assert.True(full.Count > 1_000, "the stream should match some rules");
        Assert.Equal(full, Run(rules, fullScan: false, events));
    }

    [Fact]
    public void A_regular_expression_that_waits_to_be_built_is_one_that_the_engine_takes()
    {
        var rules = RuleSet.Load([Path.Combine(TestData.Shared("sigma"), "rules")]);
        var patterns = rules.Rules.SelectMany(rule => ConditionFields.TestsOf(rule.Condition)).OfType<RegexTest>().ToList();
        Assert.True(patterns.Count(test => test.Regex.IsWaiting) > patterns.Count / 2, "most patterns are plain");
        foreach (var test in patterns)
            test.Regex.IsMatch("C:\\Windows\\x.exe -enc"u8);
    }

    private static void AssertCases(string folder, string rulesFolder, bool fullScan, int atLeast)
    {
        var rules = RuleSet.Load([Path.Combine(folder, rulesFolder)]);
        var cases = File.ReadAllLines(Path.Combine(folder, "cases.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var lines = cases.Select(one => one.TryGetProperty("logsource", out var kind)
            ? $$"""{"logsource":{{kind.GetRawText()}},"event":{{one.GetProperty("event").GetRawText()}}}"""
            : one.GetProperty("event").GetRawText());
        var found = Run(rules, fullScan, Encoding.UTF8.GetBytes(string.Join('\n', lines))).ToHashSet();
        var wrong = cases.Where((one, line) => one.GetProperty("expect").GetBoolean() != found.Contains((line, one.GetProperty("rule_id").GetString()!))).ToList();
        Assert.True(cases.Count >= atLeast);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Select(one => one.GetRawText())));
    }

    private static List<(long Line, string Rule)> Run(RuleSet rules, bool fullScan, byte[] events)
    {
        var found = new List<(long, string)>();
        new RulesTest(rules, fullScan).Run(new MemoryStream(events), result => found.Add((result.Line, result.RuleId ?? throw new InvalidDataException(result.Reason))));
        return found;
    }

    private static byte[] FirstLines(string file, int count)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        var lines = new StringBuilder();
        for (var i = 0; i < count && text.ReadLine() is { } line; i++)
            lines.Append(line).Append('\n');
        return Encoding.UTF8.GetBytes(lines.ToString());
    }
}
