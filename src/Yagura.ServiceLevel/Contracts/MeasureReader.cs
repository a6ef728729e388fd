using Yagura.ServiceLevel.Numbers;
using YamlDotNet.RepresentationModel;

namespace Yagura.ServiceLevel.Contracts;

/// <summary>Reads one measure of the list: exactly one of the forms that there are.</summary>
internal static class MeasureReader
{
    public const string Forms = "clock, coverage-loss, storage-loss, on-time, availability, zero";

    public static Measure? Read(YamlNode node, ClockDefaults defaults, YamlFaults faults)
    {
        var before = faults.List.Count;
        var part = new YamlPart(node, "measure", faults);
        var id = part.Need("id") is { } name ? part.Scalar(name, "id") : null;
        if (id is not null && !Identifier.IsMatch(id)) faults.Add(part.Get("id"), "id は英小文字・数字・ハイフンです", "id must be lower-case letters, digits and hyphens");
        var head = new MeasureHead(id ?? "", part.Text("item") ?? "", part.Title("title", id ?? ""), part.Choice("binding", "binding", "best-effort") == "best-effort", part.Flag("reference", absent: false), (int)node.Start.Line)
        {
            Proposals = part.Texts("proposals"),
        };
        part.Title("note", "");
        part.Text("source");
        var measure = Form(part, head, defaults);
        part.Done();
        return faults.List.Count > before ? null : measure;
    }

    private static readonly System.Text.RegularExpressions.Regex Identifier = new("^[a-z0-9][a-z0-9.-]{0,62}$", System.Text.RegularExpressions.RegexOptions.NonBacktracking);

    private static Measure? Form(YamlPart part, MeasureHead head, ClockDefaults defaults)
    {
        var forms = Forms.Split(", ").Where(form => part.Get(form) is not null).ToList();
        if (forms.Count != 1)
        {
            part.Faults.Add(part.Node, $"測定項目 {head.Id} の形が{(forms.Count == 0 ? "ありません" : "一つに定まりません")}（{Forms} のいずれか一つ）", $"measure {head.Id} must have exactly one form of {Forms}");
            return null;
        }
        return forms[0] switch
        {
            "clock" => Clock(part, head, defaults),
            "coverage-loss" => Coverage(new YamlPart(part.Get("coverage-loss")!, "coverage-loss", part.Faults), head),
            "storage-loss" => Storage(new YamlPart(part.Get("storage-loss")!, "storage-loss", part.Faults), head),
            "on-time" => OnTime(new YamlPart(part.Get("on-time")!, "on-time", part.Faults), head),
            "availability" => Availability(new YamlPart(part.Get("availability")!, "availability", part.Faults), head),
            _ => Zero(new YamlPart(part.Get("zero")!, "zero", part.Faults), head),
        };
    }

    private static ClockMeasure? Clock(YamlPart part, MeasureHead head, ClockDefaults defaults)
    {
        var clock = ClockReader.Read(part.Get("clock")!, defaults, part.Faults);
        if (part.Need("limit") is null) return null;
        var limit = part.Duration("limit");
        var subjects = part.Choice("counts", "span", "subject") == "subject";
        var led = part.Text("led");
        if (led is not null && !ClockReader.Known(led, part.Get("led")!, part.Faults)) return null;
        if (clock is null || limit is null) return null;
        led ??= clock.Kinds.Contains("containment.completed") ? "containment.completed" : null;
        return new ClockMeasure(head, clock, limit.Value, subjects, led);
    }

    private static CoverageMeasure Coverage(YamlPart part, MeasureHead head)
    {
        part.Choice("over", "union");
        part.Choice("unit", "minute");
        part.Choice("unproven", "shown");
        Rational? ratio = null;
        int? minutes = null;
        if (part.Need("limits") is { } limits)
        {
            var inner = new YamlPart(limits, "limits", part.Faults);
            ratio = inner.Percent("ratio");
            minutes = inner.Whole("minutes-per-month", 0, 50_000);
            inner.Done();
            if (ratio is null && minutes is null) part.Faults.Add(limits, "limits に ratio も minutes-per-month もありません", "limits needs ratio, minutes-per-month or both");
        }
        var both = part.Choice("decides", "both", "ratio", "minutes-per-month");
        var measure = new CoverageMeasure(head, both == "minutes-per-month" ? null : ratio, both == "ratio" ? null : minutes, both == "both", part.Choice("compare", "printed", "exact") == "printed", Digits(part));
        part.Done();
        return measure;
    }

    private static StorageMeasure Storage(YamlPart part, MeasureHead head)
    {
        var measure = new StorageMeasure(head, part.Whole("months", 1, 600) ?? 6, part.Percent("limit") ?? new Rational(0, 1), Digits(part));
        part.Done();
        return measure;
    }

    private static OnTimeMeasure OnTime(YamlPart part, MeasureHead head)
    {
        part.Choice("counts", "first-submission");
        part.Choice("period", "covered");
        var measure = new OnTimeMeasure(head, part.Texts("deliverables"), NeedPercent(part), Digits(part));
        part.Done();
        return measure;
    }

    private static AvailabilityMeasure Availability(YamlPart part, MeasureHead head)
    {
        var measure = new AvailabilityMeasure(head, part.Texts("services"), NeedPercent(part), Digits(part));
        part.Done();
        return measure;
    }

    private static ZeroMeasure Zero(YamlPart part, MeasureHead head)
    {
        var criterion = part.Title("grave", "");
        part.Choice("attested", "month");
        var candidates = new ZeroCandidates(null, null, StorageLoss: false, Recorded: true);
        if (part.Get("candidates") is { } node)
        {
            var inner = new YamlPart(node, "candidates", part.Faults);
            candidates = new ZeroCandidates(inner.Duration("outage-over"), inner.Whole("severity", 1, 9), inner.Flag("storage-loss", absent: false), inner.Flag("recorded", absent: true));
            inner.Done();
        }
        part.Done();
        return new ZeroMeasure(head, candidates, criterion);
    }

    private static Rational NeedPercent(YamlPart part) => part.Need("limit") is null ? default : part.Percent("limit") ?? default;

    // A limit on a ratio decides nothing until it is said how the ratio prints.
    private static Digits Digits(YamlPart part)
    {
        var digits = part.Whole("digits", 0, 6);
        var named = part.Get("rounding") is not null;
        if (digits is null || !named)
            part.Faults.Add(part.Node, $"{part.What} の限度に端数処理がありません（digits: 0〜6 と rounding: truncate | half-up | up | half-even）", $"{part.What} has a limit without a rounding (needs digits: 0 to 6 and rounding: truncate | half-up | up | half-even)");
        return new Digits(digits ?? 0, RoundingOf(part.Choice("rounding", "truncate", "half-up", "up", "half-even")));
    }

    public static Rounding RoundingOf(string word) => word switch
    {
        "half-up" => Rounding.HalfUp,
        "up" => Rounding.Up,
        "half-even" => Rounding.HalfEven,
        _ => Rounding.Truncate,
    };
}
