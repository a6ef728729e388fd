using System.Text;
using Xunit;
using Yagura.Detection.Check;
using Yagura.Detection.Sigma;

namespace Yagura.Tests.Detection;

/// <summary>What is refused, with file, line and reason, and the answers that the specification leaves open (docs/formats/sigma.md).</summary>
public sealed class SigmaReadingTests
{
    [Theory]
    [InlineData("  a: {A: x}\n  condition: b", 7, "names 'b'")]
    [InlineData("  a: {A: x}\n  condition: a | count() > 5", 7, "pipe aggregation")]
    [InlineData("  a: {A: x}\n  condition: 2 of them", 7, "'2 of' is not allowed")]
    [InlineData("  a: {A: x}\n  condition: 1 of b*", 7, "selects no search identifier")]
    [InlineData("  a: {A: x}\n  condition: (a", 7, "closing parenthesis")]
    [InlineData("  a: {A: x}\n  condition: a and", 7, "ends where")]
    [InlineData("  a: {A: x}\n  condition: a a", 7, "'a' where something else")]
    [InlineData("  a: {A|nosuch: x}\n  condition: a", 6, "modifier 'nosuch' is unknown")]
    [InlineData("  a: {A|cidr: 10.0.0.0/33}\n  condition: a", 6, "no network")]
    [InlineData("  a: {A|re: '(a)\\1'}\n  condition: a", 6, "without backtracking")]
    [InlineData("  a: {A|re: '('}\n  condition: a", 6, "without backtracking or is wrong")]
    [InlineData("  a: {A|expand: '%admins%'}\n  condition: a", 6, "%admins% has no values")]
    [InlineData("  a: {A|lt: x}\n  condition: a", 6, "a number is needed")]
    [InlineData("  a: {A|base64: 'x*'}\n  condition: a", 6, "cannot encode wildcards")]
    [InlineData("  a: {A|wide|contains: x}\n  condition: a", 6, "must be followed by 'base64'")]
    [InlineData("  a: {A: []}\n  condition: a", 6, "empty list")]
    [InlineData("  a: {A|exists: maybe}\n  condition: a", 6, "true or false")]
    [InlineData("  a: {A: x}\n  timeframe: 5m\n  condition: a", 7, "'timeframe'")]
    public void A_rule_that_cannot_be_honoured_is_refused_with_line_and_reason(string detection, int line, string reason)
    {
        var rules = Some.Rules(Some.Rule(detection));
        var refusal = Assert.Single(rules.Refusals);
        Assert.Empty(rules.Rules);
        Assert.Equal(("rule0.yml", line), (refusal.File, refusal.Line));
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_rule_of_the_same_id_is_refused()
    {
        var rules = Some.Rules(Some.Rule("  a: {A: x}\n  condition: a"), Some.Rule("  a: {A: y}\n  condition: a"));
        Assert.Single(rules.Rules);
        Assert.Contains("already taken by rule0.yml", Assert.Single(rules.Refusals).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_yaml_refuses_its_file_and_no_other()
    {
        var rules = Some.Rules("a: [", Some.Rule("  a: {A: x}\n  condition: a"));
        Assert.Single(rules.Rules);
        Assert.Contains("no YAML", Assert.Single(rules.Refusals).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_changes_with_any_rule()
    {
        var one = Some.Rules(Some.Rule("  a: {A: x}\n  condition: a"));
        Assert.Equal(one.Hash, Some.Rules(Some.Rule("  a: {A: x}\n  condition: a")).Hash);
        Assert.NotEqual(one.Hash, Some.Rules(Some.Rule("  a: {A: y}\n  condition: a")).Hash);
    }

    [Theory]
    [InlineData("  a: {A|neq: x}\n  condition: a", """{"A":"y"}""", true)]
    [InlineData("  a: {A|neq: x}\n  condition: a", """{"B":"y"}""", false)]
    [InlineData("  a: {A|neq: [x, y]}\n  condition: a", """{"A":["z","y"]}""", false)]
    [InlineData("  a: {A|exists: true}\n  condition: a", """{"A":null}""", true)]
    [InlineData("  a: {A: null}\n  condition: a", """{"A":[]}""", true)]
    [InlineData("  a: {A: 4688}\n  condition: a", """{"A":4688.0}""", true)]
    [InlineData("  a: {A|hour: 3}\n  condition: a", """{"A":"2026-01-02T12:04:05+09:00"}""", true)]
    [InlineData("  a: {A|week: 1}\n  condition: a", """{"A":"2026-01-02T12:04:05Z"}""", true)]
    [InlineData("  a: {A.B: x}\n  condition: a", """{"A":[{"B":"y"},{"B":"x"}]}""", true)]
    [InlineData("  a: {ThreatName: x}\n  condition: a", """{"Threat Name":"x"}""", true)]
    [InlineData("  a: {Threat Name: x}\n  condition: a", """{"ThreatName":"x"}""", true)]
    [InlineData("  a: {A|startswith|cased: Ab}\n  condition: a", """{"A":"abc"}""", false)]
    [InlineData("  a: {A|contains|windash: 'x -a -b'}\n  condition: a", """{"A":"X /a –b"}""", true)]
    [InlineData("  a: {A|fieldref|endswith: B}\n  condition: a", """{"A":"xyz","B":"YZ"}""", true)]
    [InlineData("  a: {A|contains: 'ab?de'}\n  condition: a", """{"A":"xabあdey"}""", true)]
    [InlineData("  a: ['evil']\n  condition: a", """{"z":{"y":["an EVIL one"]}}""", true)]
    [InlineData("  a: ['evil']\n  condition: a", """{"evil":"no"}""", false)]
    [InlineData("  a: {A|utf16be|base64offset|contains: Inv}\n  condition: a", """{"A":"AEkAbgB2"}""", true)]
    [InlineData("  a: ['evil']\n  condition: a", """{"z":{"evil":"no"}}""", false)]
    [InlineData("  a: ['evil']\n  b: {z: none}\n  condition: a and not b", """{"z":{"evil":"no"}}""", false)]
    [InlineData("  a: ['evil']\n  b: {z|contains: none}\n  condition: a and not b", """{"z":[{"evil":"no"},{"evil":"no"}]}""", false)]
    [InlineData("  a: ['evil']\n  b: {z|contains: none}\n  condition: a and not b", """{"z":"an EVIL one"}""", true)]
    [InlineData("  a: {'|re': 'ev[i]l'}\n  condition: a", """{"z":{"y":["an evil one","b"]}}""", true)]
    [InlineData("  a: {'|re': 'ev[i]l'}\n  b: {z: none}\n  condition: a and not b", """{"z":{"evil":"no"}}""", false)]
    [InlineData("  a: {A: ''}\n  condition: a", """{"A":[null,"x"]}""", false)]
    [InlineData("  a: {A: null}\n  condition: a", """{"A":[null,null]}""", true)]
    [InlineData("  a: {A: null}\n  condition: a", """{"A":[null,"x"]}""", false)]
    [InlineData("  a: {A|contains: '\ud83d\ude00 tail'}\n  condition: a", """{"A":"\ud83d\ude00 tail"}""", true)]
    [InlineData("  a: {A|contains: tail}\n  condition: a", """{"A":"cut \ud83d tail","B\udc00":"\udc00"}""", true)]
    [InlineData("  a: {A|endswith: '\\b\\x'}\n  condition: a", """{"\u0041":"a\\b\\x"}""", true)]
    [InlineData("  a: {A|re: '^.{1000,}$'}\n  condition: a", """{"A":"short"}""", false)]
    [InlineData("  a: {A: x}\n  condition: a", "\uFEFF{\"A\":\"x\"}", true)]
    [InlineData("  a: {A: x}\n  condition: a", """{"n":1,"logsource":{"product":"other"},"event":{"A":"x"}}""", false)]
    [InlineData("  a: {A: x}\n  condition: a", """{"n":1,"event":{"A":"x"},"logsource":{"product":["other","test"],"category":[]}}""", true)]
    [InlineData("  a: {A: x}\n  condition: a", """{"logsource":{},"event":{"A":"x"}}""", true)]
    [InlineData("  a: {logsource: x}\n  condition: a", """{"logsource":"x"}""", true)]
    [InlineData("  a: {A: x}\n  _b: {B: y}\n  condition: all of them", """{"A":"x"}""", true)]
    [InlineData("  a: {A: x}\n  b: {B: y}\n  condition: [a, b]", """{"B":"y"}""", true)]
    public void What_the_specification_leaves_open_is_decided_once(string detection, string json, bool expected)
    {
        var rules = Some.Rules(Some.Rule(detection));
        Assert.Empty(rules.Refusals);
        foreach (var fullScan in new[] { true, false })
        {
            var matches = 0;
            new RulesTest(rules, fullScan).Run(new MemoryStream(Encoding.UTF8.GetBytes(json)), _ => matches++);
            Assert.Equal(expected ? 1 : 0, matches);
        }
    }

    [Fact]
    public void A_values_file_resolves_placeholders()
    {
        var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["admins"] = ["root", "adm*"] };
        var folder = Directory.CreateTempSubdirectory("yagura-rules-");
        File.WriteAllText(Path.Combine(folder.FullName, "a.yml"), Some.Rule("  a: {A|expand: 'x-%admins%'}\n  condition: a"));
        var rules = RuleSet.Load([folder.FullName], values);
        folder.Delete(recursive: true);
        var found = new List<long>();
        new RulesTest(rules, fullScan: false).Run(new MemoryStream("""
            {"A":"x-root"}
            {"A":"x-admin1"}
            {"A":"root"}
            """u8.ToArray()), result => found.Add(result.Line));
        Assert.Equal([0, 1], found);
    }

    [Fact]
    public void A_filter_is_anded_with_its_rule_and_warned_about_without_a_not()
    {
        const string filter = "title: f\nid: f1\nlogsource: {product: test}\nfilter:\n  rules: [r1]\n  selection: {B: y}\n  condition: not selection\n";
        var rules = Some.Rules(Some.Rule("  a: {A: x}\n  condition: a"), filter);
        Assert.Empty(rules.Refusals);
        Assert.Empty(rules.Warnings);
        var found = new List<long>();
        new RulesTest(rules, fullScan: false).Run(new MemoryStream("""
            {"A":"x"}
            {"A":"x","B":"y"}
            """u8.ToArray()), result => found.Add(result.Line));
        Assert.Equal([0], found);
        Assert.Single(Some.Rules(Some.Rule("  a: {A: x}\n  condition: a"), filter.Replace("not selection", "selection", StringComparison.Ordinal)).Warnings);
    }
}
