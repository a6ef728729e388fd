using YamlDotNet.RepresentationModel;

namespace Yagura.Detection.Sigma;

/// <summary>A filter: its condition is ANDed with each rule that it names, as the reference implementation does.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Rules">Names or ids of the rules; empty for any rule of its log source.</param>
/// <param name="LogSource">Log source that a rule must have.</param>
/// <param name="Condition">What must hold too, usually <c>not selection</c>.</param>
internal sealed record SigmaFilter(string Id, IReadOnlyList<string> Rules, LogSource LogSource, Condition Condition)
{
    /// <summary>Reads a filter document.</summary>
    /// <exception cref="RefusedException">It cannot be honoured.</exception>
    public static SigmaFilter Read(YamlMappingNode document, RuleReader reader)
    {
        var filter = document.Map("filter");
        var rules = filter.Texts("rules");
        var detection = new YamlMappingNode(filter.Children.Where(child => ((YamlScalarNode)child.Key).Value is not "rules"));
        return new SigmaFilter(
            document.Text("id") ?? document.Text("title") ?? "",
            rules is ["any"] ? [] : rules,
            RuleReader.ReadLogSource(document.Map("logsource")),
            reader.ReadDetection(detection));
    }

    /// <summary>Whether a condition lets through less, as a filter should: it begins with <c>not</c>.</summary>
    public static bool BeginsWithNot(YamlMappingNode document) =>
        document.Map("filter").Texts("condition").All(text => text.TrimStart().StartsWith("not ", StringComparison.OrdinalIgnoreCase));

    /// <summary>The rule with the filter, if it concerns the rule.</summary>
    public SigmaRule Apply(SigmaRule rule)
    {
        if (!(Rules.Count == 0 || Rules.Contains(rule.Id, StringComparer.Ordinal) || (rule.Name is { } name && Rules.Contains(name, StringComparer.Ordinal))))
            return rule;
        var same = Fits(LogSource.Product, rule.LogSource.Product) && Fits(LogSource.Category, rule.LogSource.Category) && Fits(LogSource.Service, rule.LogSource.Service);
        return same ? rule with { Condition = Sigma.Condition.All([rule.Condition, Condition]) } : rule;
    }

    private static bool Fits(string? asked, string? has) => asked is null || string.Equals(asked, has, StringComparison.OrdinalIgnoreCase);
}
