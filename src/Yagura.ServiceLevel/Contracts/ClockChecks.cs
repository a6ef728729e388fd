using Yagura.ServiceLevel.Journal;
using YamlDotNet.RepresentationModel;

namespace Yagura.ServiceLevel.Contracts;

/// <summary>Refuses what would make a clock say less than its contract seems to: a word that no entry names, a key without effect.</summary>
internal static class ClockChecks
{
    private const int NearLengthMin = 5;
    private const int NearDistanceMax = 2;

    private static readonly SortedSet<string> Catalogue = [.. EntryKinds.All.SelectMany(kind => kind.Required.Concat(kind.Optional))];

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
        Members(rule, clock, faults);
        return faults.List.Count == before;
    }

    // A contract may ask for a member of its own; one that differs by a letter or two from one of the catalogue would only find nothing.
    private static void Members(ClockRule rule, YamlNode clock, YamlFaults faults)
    {
        foreach (var where in rule.Where.Where(where => !Catalogue.Contains(where.Member)))
        {
            if (Catalogue.FirstOrDefault(member => Math.Min(member.Length, where.Member.Length) >= NearLengthMin && Distance(member, where.Member) <= NearDistanceMax) is { } near)
                faults.Add(clock, $"where の「{where.Member}」という項目はありません（{near} のことですか）", $"where: no entry has a member {where.Member} (do you mean {near}?)");
        }
    }

    // Levenshtein.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
                (corner, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, corner + (left[i - 1] == right[j - 1] ? 0 : 1)));
        }
        return row[^1];
    }

    private static bool Names(string kind, string word) =>
        EntryKinds.Find(kind) is { } known && known.Required.Concat(known.Optional).Any(member => member == word || member == word + "s");

    private static bool Given(YamlNode clock, string key) => clock is YamlMappingNode map && map.Children.ContainsKey(new YamlScalarNode(key));
}
