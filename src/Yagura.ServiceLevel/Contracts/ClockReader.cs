using Yagura.ServiceLevel.Journal;
using YamlDotNet.RepresentationModel;

namespace Yagura.ServiceLevel.Contracts;

/// <summary>Reads a <c>clock:</c> and refuses one that is ambiguous: an unknown kind, a clock that cannot stop.</summary>
internal static class ClockReader
{
    // Depth of any/all in a stop rule; more is a mistake and would only be hard to read.
    private const int DepthMax = 8;

    public static ClockRule? Read(YamlNode node, ClockDefaults defaults, YamlFaults faults)
    {
        var part = new YamlPart(node, "clock", faults);
        var from = part.Need("from");
        var to = part.Get("to");
        if (to is null) faults.Add(node, "clock に to がありません。止まらない時計は契約にできません", "clock lacks to: a clock that cannot stop is refused");
        var once = part.Get("first") is null ? (bool?)null : part.Flag("first", absent: true);
        var start = from is null ? null : Start(from, once, part);
        var stop = to is null ? null : Stop(to, faults, 0);
        var rule = new ClockRule(start ?? new ClockStart(StartChoice.Single, [], Once: true), stop ?? new AnyStop([]), Where(part), part.Text("per"), Kind(part, "needs"))
        {
            RaiseFromDetection = part.Choice("on-raise", "from-detection", "from-raise") == "from-detection",
            LowerKeepsOver = part.Choice("on-lower", "keep-over", "drop") == "keep-over",
            Contact = part.Get("contact") is null ? defaults.Contact : part.Texts("contact"),
            Reuse = part.Duration("reuse") ?? defaults.Reuse,
            BusinessTime = part.Choice("time", "elapsed", "business") == "business",
        };
        part.Done();
        if (start is null || stop is null) return null;
        return CanStop(rule, node, to!, faults) && ClockChecks.Pass(rule, node, faults) ? rule : null;
    }

    private static ClockStart? Start(YamlNode node, bool? once, YamlPart clock)
    {
        var (choice, terms) = node is YamlScalarNode ? (StartChoice.Single, [clock.Text("from")!]) : Combined(node, clock.Faults);
        if (terms.Count == 0)
        {
            clock.Faults.Add(node, "from は種別一つ、または latest / earliest の並びです", "from must be one kind, or a list under latest or earliest");
            return null;
        }
        var good = true;
        foreach (var term in terms)
            if (term != ClockStart.CountsFrom) good &= Known(term, node, clock.Faults);
        var kinds = terms.Where(term => term != ClockStart.CountsFrom).ToList();
        if (kinds.Count == 0)
        {
            clock.Faults.Add(node, "from には種別が一つ以上要ります", "from needs at least one entry kind");
            return null;
        }
        return good ? new ClockStart(choice, terms, once ?? EntryKinds.Find(kinds[0])?.Recurs != true) : null;
    }

    private static (StartChoice Choice, IReadOnlyList<string> Terms) Combined(YamlNode node, YamlFaults faults)
    {
        var part = new YamlPart(node, "from", faults);
        var latest = part.Texts("latest");
        var earliest = part.Texts("earliest");
        part.Done();
        return latest.Count > 0 ? (StartChoice.Latest, latest) : (StartChoice.Earliest, earliest);
    }

    private static StopRule? Stop(YamlNode node, YamlFaults faults, int depth)
    {
        if (node is YamlScalarNode { Value: { } kind }) return Known(kind, node, faults) ? new KindStop(kind) : null;
        if (node is YamlMappingNode { Children.Count: 1 } map && map.Children[0].Key is YamlScalarNode { Value: { } word } && depth < DepthMax)
        {
            var value = map.Children[0].Value;
            if (word is "any" or "all") return Several(word, value, faults, depth);
            if (word.StartsWith("each-", StringComparison.Ordinal) && value is YamlScalarNode { Value: { } done }) return Each(word[5..], done, value, faults);
        }
        faults.Add(node, "to は種別、any: [...]、all: [...]、each-target: 種別 のいずれかです", "to must be a kind, any: [...], all: [...] or each-target: kind");
        return null;
    }

    private static StopRule? Several(string word, YamlNode value, YamlFaults faults, int depth)
    {
        if (value is not YamlSequenceNode { Children.Count: > 0 } list)
        {
            faults.Add(value, $"{word} の並びが空です。止まらない時計は契約にできません", $"{word} is empty: a clock that cannot stop is refused");
            return null;
        }
        var of = list.Children.Select(child => Stop(child, faults, depth + 1)).ToList();
        if (of.Contains(null)) return null;
        return word == "any" ? new AnyStop([.. of.OfType<StopRule>()]) : new AllStop([.. of.OfType<StopRule>()]);
    }

    private static EachStop? Each(string word, string kind, YamlNode node, YamlFaults faults)
    {
        if (!Known(kind, node, faults)) return null;
        var known = EntryKinds.Find(kind)!;
        if (known.Required.Concat(known.Optional).Any(member => member == word || member == word + "s")) return new EachStop(word, kind);
        faults.Add(node, $"{kind} は {word} を名指ししないので each-{word} では止まりません", $"{kind} does not name a {word}, so each-{word} cannot stop");
        return null;
    }

    private static IReadOnlyList<WhereRule> Where(YamlPart part)
    {
        if (part.Get("where") is not { } node) return [];
        if (node is not YamlMappingNode map)
        {
            part.Faults.Add(node, "where は「項目: 値」の並びです", "where must be a mapping of data members to values");
            return [];
        }
        var inner = new YamlPart(node, "where", part.Faults);
        return [.. map.Children.Select(pair => (pair.Key as YamlScalarNode)?.Value ?? "").Select(member => new WhereRule(member, inner.Texts(member)))];
    }

    private static string? Kind(YamlPart part, string key) =>
        part.Text(key) is { } kind && Known(kind, part.Get(key)!, part.Faults) ? kind : null;

    public static bool Known(string kind, YamlNode at, YamlFaults faults)
    {
        if (EntryKinds.Find(kind) is not null) return true;
        var near = string.Join(", ", EntryKinds.Near(kind));
        faults.Add(at, $"「{kind}」という記録の種別はありません（候補: {near}）", $"'{kind}' is not an entry kind (allowed: {near})");
        return false;
    }

    private static bool CanStop(ClockRule rule, YamlNode clock, YamlNode to, YamlFaults faults)
    {
        var starts = rule.Start.Terms.Where(term => term != ClockStart.CountsFrom).ToList();
        var subjects = EntryKinds.Find(starts[0])!.Subjects;
        if (Stops(rule.Stop, starts, subjects)) return true;
        var kinds = string.Join(", ", ClockRule.KindsOf(rule.Stop));
        faults.Add(to, $"{starts[0]} で始まる時計は {kinds} では止まりません（対象が異なるか、開始と同じ記録です）", $"a clock from {starts[0]} cannot stop at {kinds} (another subject, or the entry that starts it)");
        return false;
    }

    private static bool Stops(StopRule stop, List<string> starts, SubjectKinds subjects) => stop switch
    {
        KindStop one => !starts.Contains(one.Kind) && (EntryKinds.Find(one.Kind)!.Subjects & subjects) != SubjectKinds.None,
        EachStop each => !starts.Contains(each.Kind) && (EntryKinds.Find(each.Kind)!.Subjects & subjects) != SubjectKinds.None,
        AnyStop any => any.Of.Any(child => Stops(child, starts, subjects)),
        AllStop all => all.Of.All(child => Stops(child, starts, subjects)),
        _ => false,
    };
}

/// <summary>What <c>defaults:</c> says for every clock.</summary>
internal sealed record ClockDefaults(IReadOnlyList<string> Contact, TimeSpan? Reuse, bool DetectionIsTriage);
