using Yagura.Pipeline;
using Yagura.Web.Pages.Rules;

namespace Yagura.Serving;

/// <summary>The rules as the pages show them.</summary>
internal static class RuleLines
{
    public static RuleBoard Of(Spine pipeline) => new(() =>
    {
        var detector = pipeline.Detector;
        var rules = detector.Rules;
        return new RuleBoardView(
            rules.Hash,
            [.. rules.Rules.Select((rule, place) => new RuleLine(rule, detector.NanosecondsOf(place))), .. rules.CorrelationRules.Select(rule => new RuleLine(rule, null))],
            [.. rules.Refusals.Select(refusal => refusal.ToString())],
            rules.Suppressions);
    });
}
