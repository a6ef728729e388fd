using Yagura.ServiceLevel.Journal;
using YamlDotNet.RepresentationModel;

namespace Yagura.ServiceLevel.Contracts;

/// <summary>Refuses what would make a clock say less than its contract seems to: a word that no entry names, a key without effect.</summary>
internal static class ClockChecks
{
    public static bool Pass(ClockRule rule, YamlNode clock, YamlFaults faults)
    {
        var before = faults.List.Count;
        var stops = ClockRule.KindsOf(rule.Stop);
        IEnumerable<string> all = [.. rule.Start.Terms.Where(term => term != ClockStart.CountsFrom), .. stops, .. rule.Needs is { } needs ? [needs] : Array.Empty<string>()];
        if (rule.Per is { } per && !all.Any(kind => Names(kind, per)))
            faults.Add(clock, $"per: {per} を名指しする種別がこの時計にありません", $"no kind of this clock names a {per}, so per: {per} would find nothing");
        if (rule.Contact.Count > 0 && Given(clock, "contact") && !stops.Contains("incident.contacted"))
            faults.Add(clock, "contact は incident.contacted で止まる時計だけの項目です", "contact is only for a clock that stops at incident.contacted");
        if (rule.Reuse is not null && Given(clock, "reuse") && !stops.Contains("judgement.reused"))
            faults.Add(clock, "reuse は judgement.reused で止まる時計だけの項目です", "reuse is only for a clock that stops at judgement.reused");
        foreach (var severity in rule.Where.Where(where => where.Member == "severity").SelectMany(where => where.Values))
            if (!severity.All(char.IsAsciiDigit)) faults.Add(clock, $"危険度は数です（「{severity}」は不可）", $"a severity is a number (not '{severity}')");
        return faults.List.Count == before;
    }

    private static bool Names(string kind, string word) =>
        EntryKinds.Find(kind) is { } known && known.Required.Concat(known.Optional).Any(member => member == word || member == word + "s");

    private static bool Given(YamlNode clock, string key) => clock is YamlMappingNode map && map.Children.ContainsKey(new YamlScalarNode(key));
}
