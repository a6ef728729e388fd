using Xunit;
using Yagura.Decoding;
using Yagura.Decoding.Suites;

namespace Yagura.Tests.Decoding.Suites;

/// <summary>The project's own suites against the shares that the decoders are to reach on lines that nobody here has seen.</summary>
/// <remarks>The decoders were mended by these lines, so this holds what was reached; it forecasts nothing. The first, blind measures stand in docs/adr/0040.</remarks>
public sealed class SuiteTests(ITestOutputHelper output)
{
    private static readonly string[] Categories = ["firewall", "ids", "waf", "sandbox-av", "dns", "proxy", "web", "mail", "auth-vpn", "network-device", "windows", "linux", "cloud"];

    [Fact]
    public void Decoders_agree_with_the_authors_of_the_suites()
    {
        var judge = new SuiteJudge(Lines.All, SourceContext.DefaultZone);
        var lines = Directory.EnumerateFiles(Path.Combine(TestData.Root, "tests", "suites"), "*.jsonl").Order(StringComparer.Ordinal).SelectMany(judge.Judge).ToList();
        Assert.Equal(Categories.Order(StringComparer.Ordinal), lines.Select(Category).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(lines.GroupBy(Category, StringComparer.Ordinal), group => Holds(group.Key, [.. group], agree: 0.80));
        Holds("all", lines, agree: 0.85);
        Assert.True(lines.Count(line => line.StatusAlone == ParseStatus.Failed) <= lines.Count * 0.01, "more than 1 % of the lines are not decoded without a hint");
    }

    private void Holds(string name, List<LineJudgement> lines, double agree)
    {
        var all = lines.SelectMany(line => line.Values).ToList();
        var values = all.Where(value => !value.IsAnywhere).ToList();
        var (agrees, wrong) = (Share(values, value => value.Verdict == Verdict.Agrees), Share(values, value => value.Verdict == Verdict.Wrong));
        var present = Share(all, value => value.IsPresent);
        var failed = lines.Count(line => line.Status == ParseStatus.Failed);
        output.WriteLine($"{name}: {lines.Count} lines, {failed} not decoded, {values.Count} values, {agrees:P1} agree, {wrong:P1} wrong, {present:P1} present");
        Assert.True(agrees >= agree, $"{name}: {agrees:P1} agree");
        Assert.True(wrong <= 0.02, $"{name}: {wrong:P1} wrong");
        Assert.True(present >= 0.95, $"{name}: {present:P1} present");
        Assert.True(failed <= lines.Count * 0.01, $"{name}: {failed} of {lines.Count} lines are not decoded");
    }

    /// <summary>A further suite of a category has a number: <c>dns-2</c>.</summary>
    private static string Category(LineJudgement line) => line.Category.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').TrimEnd('-');

    private static double Share(List<ValueJudgement> values, Func<ValueJudgement, bool> which) => (double)values.Count(which) / values.Count;
}
