using Yagura.ServiceLevel.Journal;

namespace Yagura.ServiceLevel.Contracts;

/// <summary>A measure explained in a sentence of each language, from the contract's own data.</summary>
public static class ContractWords
{
    /// <summary>What a measure measures, and its limit.</summary>
    /// <param name="measure">Any measure.</param>
    public static Bilingual Explain(Measure measure)
    {
        var sentence = measure switch
        {
            ClockMeasure clock => Clock(clock),
            CoverageMeasure coverage => Coverage(coverage),
            StorageMeasure storage => new Bilingual($"保存した日数のうち、{storage.Months}か月以内に失われた日の割合を{Percent(storage.Limit)}以下とします。", $"Of all days, the share whose stored logs were lost within {storage.Months} months must be at most {Percent(storage.Limit)}."),
            OnTimeMeasure onTime => new Bilingual($"納品物（{Names(onTime.Deliverables, "すべて")}）のうち納期までに最初に提出された割合を{Percent(onTime.Limit)}以上とします。", $"Of the deliverables ({Names(onTime.Deliverables, "all")}), the share first submitted by its due time must be at least {Percent(onTime.Limit)}."),
            AvailabilityMeasure availability => new Bilingual($"サービス（{Names(availability.Services, "すべて")}）の稼働率を{Percent(availability.Limit)}以上とします。計画停止は除きます。", $"Availability of the services ({Names(availability.Services, "all")}) must be at least {Percent(availability.Limit)}, planned outages left out."),
            ZeroMeasure zero => new Bilingual($"重大なもの（{zero.Criterion.Ja}）を0件とします。候補すべての判定と月ごとの証明があるときだけ0件と表示します。", $"None may be grave ({zero.Criterion.En}); zero prints only when every candidate is graded and every month attested."),
            _ => new Bilingual("", ""),
        };
        return Suffixed(measure.Head, sentence);
    }

    private static Bilingual Suffixed(MeasureHead head, Bilingual sentence)
    {
        var ja = (head.BestEffort ? "（努力目標）" : "") + (head.Reference ? "（参考値）" : "") + (head.Proposals.Count > 0 ? $"（提案: {string.Join("、", head.Proposals)}）" : "");
        var en = (head.BestEffort ? " (as far as possible)" : "") + (head.Reference ? " (reference value)" : "") + (head.Proposals.Count > 0 ? $" (proposals: {string.Join(", ", head.Proposals)})" : "");
        return new Bilingual(sentence.Ja + ja, sentence.En + en);
    }

    private static Bilingual Clock(ClockMeasure measure)
    {
        var clock = measure.Clock;
        var start = Start(clock.Start);
        var stop = Stop(clock.Stop);
        var limit = Durations.Print(measure.Limit);
        var where = string.Concat(clock.Where.Select(rule => $"（{Member(rule.Member).Ja} {string.Join("・", rule.Values)} のもの）"));
        var whereEn = string.Concat(clock.Where.Select(rule => $" (where {Member(rule.Member).En} is {string.Join(" or ", rule.Values)})"));
        var per = clock.Per is null ? new Bilingual("", "") : new Bilingual($"{Member(clock.Per).Ja}ごとに、", $"for each {clock.Per}, ");
        var time = clock.BusinessTime ? new Bilingual("業務時間で", " of business time") : new Bilingual("", "");
        var needs = clock.Needs is null ? new Bilingual("", "") : new Bilingual($"{Kind(clock.Needs).Ja}のものに限り、", $"only after {Kind(clock.Needs).En}, ");
        return new Bilingual(
            $"{needs.Ja}{per.Ja}{start.Ja}{where}から{stop.Ja}まで、{time.Ja}{limit.Ja}以内（ちょうどを含む）とします。",
            $"{needs.En}{per.En}from {start.En}{whereEn} until {stop.En} at most {limit.En}{time.En}, inclusive.");
    }

    private static Bilingual Coverage(CoverageMeasure measure)
    {
        List<string> ja = [];
        List<string> en = [];
        if (measure.Ratio is { } ratio)
        {
            ja.Add($"時間の{Percent(ratio)}以下");
            en.Add($"at most {Percent(ratio)} of the time");
        }
        if (measure.MinutesPerMonth is { } minutes)
        {
            ja.Add($"月{minutes}分以下");
            en.Add($"at most {minutes} minutes a month");
        }
        var printed = measure.ComparePrinted ? new Bilingual("割合は表示値で比べます。", " The ratio is compared as printed.") : new Bilingual("割合は端数のまま比べます。", " The ratio is compared exactly.");
        return new Bilingual($"ログを分析できずに失った時間を{string.Join("、かつ", ja)}とします。{printed.Ja}", $"Time for which logs were lost without being analysed must be {string.Join(" and ", en)}.{printed.En}");
    }

    private static Bilingual Start(ClockStart start)
    {
        var terms = start.Terms.Select(Kind).ToList();
        var first = start.Once ? new Bilingual("最初の", "the first ") : new Bilingual("", "each ");
        return start.Choice switch
        {
            StartChoice.Latest => Join(terms, "と", "のうち最も遅い時点", "the latest of ", ", "),
            StartChoice.Earliest => Join(terms, "と", "のうち最も早い時点", "the earliest of ", ", "),
            _ => new Bilingual($"{first.Ja}「{terms[0].Ja}」", $"{first.En}'{terms[0].En}'"),
        };
    }

    private static Bilingual Stop(StopRule stop) => stop switch
    {
        KindStop one => new Bilingual($"「{Kind(one.Kind).Ja}」", $"'{Kind(one.Kind).En}'"),
        EachStop each => new Bilingual($"名指しされたすべての{Member(each.Word).Ja}の「{Kind(each.Kind).Ja}」", $"'{Kind(each.Kind).En}' for every {each.Word} named"),
        AnyStop any => Join([.. any.Of.Select(Stop)], "または", "", "", " or "),
        AllStop all => Wrapped(Join([.. all.Of.Select(Stop)], "および", "", "", " and ")),
        _ => new Bilingual("", ""),
    };

    private static Bilingual Wrapped(Bilingual text) => new($"（{text.Ja}）", $"({text.En})");

    private static Bilingual Join(IReadOnlyList<Bilingual> parts, string ja, string jaEnd, string enBegin, string en) =>
        new(string.Join(ja, parts.Select(part => part.Ja)) + jaEnd, enBegin + string.Join(en, parts.Select(part => part.En)));

    private static Bilingual Kind(string term) =>
        term == ClockStart.CountsFrom ? new Bilingual("計上の開始日", "the day from which figures count") : EntryKinds.Find(term)?.Text ?? new Bilingual(term, term);

    private static Bilingual Member(string name) => name switch
    {
        "severity" => new("危険度", "severity"),
        "target" => new("遮断対象", "target"),
        "server" => new("サーバ", "server"),
        _ => new(name, name),
    };

    private static string Names(IReadOnlyList<string> ids, string all) => ids.Count == 0 ? all : string.Join(", ", ids);

    private static string Percent(Numbers.Rational ratio)
    {
        var text = ratio.PrintPercent(6, Numbers.Rounding.Truncate)[..^1].TrimEnd('0').TrimEnd('.');
        return text + "%";
    }
}
