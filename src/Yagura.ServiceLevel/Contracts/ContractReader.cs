using System.Security.Cryptography;
using System.Text;
using Yagura.ServiceLevel.Calendar;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Yagura.ServiceLevel.Contracts;

/// <summary>A contract that was read, and what is wrong with the file.</summary>
/// <param name="Contract">Null when the file is not a contract at all; else what could be read (a wrong measure is left out).</param>
/// <param name="Faults">With file and line; <c>contract check</c> refuses the file when there is one.</param>
public sealed record ContractReading(Contract? Contract, IReadOnlyList<Fault> Faults);

/// <summary>Reads a contract's YAML strictly (FIGURES 7): unknown keys, unknown kinds and ambiguity are refused with file, line and what is allowed.</summary>
public static class ContractReader
{
    /// <summary>Bytes of the largest contract file.</summary>
    public const int FileBytesMax = 1024 * 1024;

    /// <summary>Reads a file's bytes; never throws for bad text.</summary>
    /// <param name="file">The name that faults carry; its stem is the id when the file names none.</param>
    /// <param name="bytes">UTF-8.</param>
    public static ContractReading Read(string file, ReadOnlySpan<byte> bytes)
    {
        var faults = new YamlFaults(file);
        if (bytes.Length > FileBytesMax)
        {
            faults.Add(null, $"契約ファイルが大きすぎます（上限 {FileBytesMax} バイト）", $"the contract file is too large (at most {FileBytesMax} bytes)");
            return new ContractReading(null, faults.List);
        }
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(Encoding.UTF8.GetString(bytes)));
        }
        catch (YamlException broken)
        {
            faults.List.Add(new Fault(file, (int)broken.Start.Line, new Bilingual($"YAML として読めません: {broken.Message}", $"not YAML: {broken.Message}"), LeftOut: true));
            return new ContractReading(null, faults.List);
        }
        if (yaml.Documents.Count != 1 || yaml.Documents[0].RootNode is not YamlMappingNode root)
        {
            faults.Add(null, "契約ファイルは「キー: 値」の並び一つです", "a contract file is one mapping");
            return new ContractReading(null, faults.List);
        }
        return new ContractReading(Contract(new YamlPart(root, "contract", faults), Stem(file), sha256), faults.List);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="file">The name that faults carry.</param>
    /// <param name="text">YAML.</param>
    public static ContractReading Read(string file, string text) => Read(file, Encoding.UTF8.GetBytes(text));

    private static Contract Contract(YamlPart part, string stem, string sha256)
    {
        var id = part.Text("id") ?? stem;
        var zone = ZoneOf(part);
        var period = Period(part);
        var defaults = Defaults(part);
        var business = Business(part);
        var deliverables = part.Items("deliverables").Select(node => DeliverableReader.Read(node, part.Faults)).OfType<Deliverable>().ToList();
        if (deliverables.GroupBy(known => known.Id).FirstOrDefault(same => same.Count() > 1) is { } twice)
            part.Faults.Add(part.Get("deliverables"), $"納品物 {twice.Key} が二つあります", $"deliverable {twice.Key} is there twice");
        var measures = Measures(part, defaults, deliverables);
        if (measures.Count == 0 && part.Faults.List.Count == 0) part.Faults.Add(part.Get("measures"), "測定項目がありません", "there is no measure");
        var contract = new Contract(id, part.Text("version") ?? "1", sha256, part.Title("title", id), part.Date("effective") ?? period.From, zone, period,
            measures, deliverables, Severities(part), Costs(part), business)
        {
            Parties = part.Texts("parties"),
            DetectionIsTriage = defaults.DetectionIsTriage,
        };
        part.Text("attribution");
        part.Title("note", "");
        part.Done();
        return contract;
    }

    private static string Stem(string file)
    {
        var name = file[(file.LastIndexOfAny(['/', '\\']) + 1)..];
        var dot = name.LastIndexOf('.');
        return dot > 0 ? name[..dot] : name;
    }

    private static Zone ZoneOf(YamlPart part)
    {
        if (part.Text("time-zone") is not { } name) return Zone.Tokyo;
        if (Zone.Find(name) is { } zone) return zone;
        part.Faults.Add(part.Get("time-zone"), $"時間帯「{name}」はありません（例: Asia/Tokyo）", $"there is no time zone '{name}' (for example Asia/Tokyo)");
        return Zone.Tokyo;
    }

    private static ContractPeriod Period(YamlPart part)
    {
        if (part.Need("period") is not { } node) return new ContractPeriod(DateOnly.MinValue, DateOnly.MaxValue, DateOnly.MinValue);
        var inner = new YamlPart(node, "period", part.Faults);
        DateOnly? from = null;
        DateOnly? to = null;
        if (inner.Need("contract") is { } span && inner.Scalar(span, "contract") is { } text)
        {
            var ends = text.Split("..");
            if (ends.Length == 2)
            {
                from = inner.Date(span, "contract", ends[0]);
                to = inner.Date(span, "contract", ends[1]);
            }
            else part.Faults.Add(span, "contract は 2019-11-20..2023-03-31 の形です", "contract must be like 2019-11-20..2023-03-31");
        }
        if (from > to) part.Faults.Add(node, "契約期間の終わりが始まりより前です", "the contract's period ends before it begins");
        var counts = inner.Date("counts-from") ?? from ?? DateOnly.MinValue;
        if (counts < from || counts > to) part.Faults.Add(node, "counts-from が契約期間の外にあります", "counts-from lies outside the contract's period");
        inner.Done();
        return new ContractPeriod(from ?? DateOnly.MinValue, to ?? DateOnly.MaxValue, counts);
    }

    private static ClockDefaults Defaults(YamlPart part)
    {
        if (part.Get("defaults") is not { } node) return new ClockDefaults([], null, DetectionIsTriage: false);
        var inner = new YamlPart(node, "defaults", part.Faults);
        inner.Choice("counts-in", "start");
        inner.Choice("limit-is", "inclusive");
        inner.Choice("round", "once");
        var defaults = new ClockDefaults(inner.Texts("contact"), inner.Duration("reuse"), inner.Choice("detection", "finding", "triage") == "triage");
        inner.Done();
        return defaults;
    }

    private static List<Measure> Measures(YamlPart part, ClockDefaults defaults, List<Deliverable> deliverables)
    {
        List<Measure> measures = [];
        if (part.Need("measures") is null) return measures;
        foreach (var node in part.Items("measures"))
        {
            if (MeasureReader.Read(node, defaults, part.Faults) is not { } measure) continue;
            if (measures.Any(other => other.Id == measure.Id))
            {
                part.Faults.Add(node, $"測定項目 {measure.Id} が二つあります", $"measure {measure.Id} is there twice");
                continue;
            }
            if (measure is OnTimeMeasure onTime && onTime.Deliverables.FirstOrDefault(id => deliverables.All(known => known.Id != id)) is { } unknown)
                part.Faults.Add(node, $"納品物 {unknown} は deliverables にありません", $"deliverable {unknown} is not among deliverables");
            measures.Add(measure);
        }
        return measures;
    }

    private static List<SeverityRule> Severities(YamlPart part)
    {
        List<SeverityRule> rules = [];
        foreach (var node in part.Items("severities"))
        {
            var inner = new YamlPart(node, "severities", part.Faults);
            rules.Add(new SeverityRule(inner.Text("folder"), inner.Texts("rules"), inner.Texts("tags"), inner.Texts("levels"), inner.Text("severity") == "none" ? null : inner.Whole("severity", 1, 3)));
            inner.Done();
        }
        return rules;
    }

    private static BusinessCalendar Business(YamlPart part)
    {
        if (part.Get("business-days") is not { } node) return BusinessCalendar.Japan;
        var inner = new YamlPart(node, "business-days", part.Faults);
        List<DayOfWeek> weekend = [];
        foreach (var name in inner.Texts("weekend"))
        {
            if (Enum.TryParse<DayOfWeek>(name, ignoreCase: true, out var day)) weekend.Add(day);
            else part.Faults.Add(node, $"曜日「{name}」はありません（saturday など）", $"there is no day '{name}' (saturday, …)");
        }
        List<DateOnly> closed = [.. inner.Items("closed").Select(item => inner.Scalar(item, "closed") is { } text ? inner.Date(item, "closed", text) : null).OfType<DateOnly>()];
        var calendar = new BusinessCalendar(weekend, inner.Choice("holidays", "japan", "none") == "japan", closed, inner.Clock("opens") ?? TimeOnly.MinValue, inner.Clock("closes") ?? TimeOnly.MinValue);
        if (calendar.Closes != TimeOnly.MinValue && calendar.Closes <= calendar.Opens)
            part.Faults.Add(node, "closes が opens より後ではありません。業務時間のない時計は止まりません", "closes is not after opens: there would be no business time");
        inner.Done();
        return calendar;
    }

    private static CostComparison? Costs(YamlPart part)
    {
        if (part.Get("costs") is not { } node) return null;
        var before = part.Faults.List.Count;
        var costs = CostReader.Read(new YamlPart(node, "costs", part.Faults));
        return part.Faults.List.Count > before ? null : costs;
    }
}
