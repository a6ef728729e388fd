using System.Text.Json;
using Yagura.Detection.Findings;

namespace Yagura.Pipeline;

/// <summary>A hunt as lines of JSON: what the control socket carries and what <c>--json</c> prints.</summary>
internal static class HuntLines
{
    /// <summary>One finding.</summary>
    public static string Of(Finding finding) => Line("finding", new
    {
        rule = finding.RuleId,
        title = finding.Title,
        titleJa = finding.TitleJapanese,
        level = finding.Level,
        author = finding.Author,
        licence = finding.Licence,
        ruleHash = finding.RuleHash,
        node = finding.Node,
        sequence = finding.TriggerSequence,
        item = finding.Item,
        group = finding.GroupKey,
        source = finding.Source,
        at = finding.ReceivedAt.ToString(),
        measured = finding.Measured,
        evidence = finding.Evidence,
        indicator = finding.Indicator,
    });

    /// <summary>Where it stands.</summary>
    public static string Of(HuntProgress progress) => Line("progress", progress);

    /// <summary>What it came to.</summary>
    public static string Of(HuntOutcome outcome) => Line("hunt", outcome);

    private static string Line<T>(string name, T value) => $"{{\"{name}\":{JsonSerializer.Serialize(value, JsonSerializerOptions.Web)}}}";
}
