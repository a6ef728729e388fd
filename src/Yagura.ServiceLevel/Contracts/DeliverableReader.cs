using YamlDotNet.RepresentationModel;

namespace Yagura.ServiceLevel.Contracts;

/// <summary>Reads one of <c>deliverables:</c>.</summary>
internal static class DeliverableReader
{
    public static Deliverable? Read(YamlNode node, YamlFaults faults)
    {
        var before = faults.List.Count;
        var part = new YamlPart(node, "deliverable", faults);
        var id = part.Need("id") is { } name ? part.Scalar(name, "id") ?? "" : "";
        var title = part.Title("title", id);
        part.Title("note", "");
        Deliverable? deliverable = null;
        if (part.Need("due") is { } due)
        {
            var inner = new YamlPart(due, "due", faults);
            inner.Need("after");
            inner.Need("at");
            var covers = Enum.Parse<CoveredPeriod>(inner.Choice("after", "day", "week", "month", "quarter", "year"), ignoreCase: true);
            var business = inner.Whole("business-days", 1, 60);
            var days = inner.Whole("days", 1, 366);
            if (business is not null && days is not null) faults.Add(due, "days と business-days は一方だけです", "give days or business-days, not both");
            deliverable = new Deliverable(id, title, covers, business ?? days ?? 1, business is not null, inner.Clock("at") ?? TimeOnly.MinValue, inner.Choice("holidays", "same-day", "next-business-day") == "next-business-day");
            inner.Done();
        }
        part.Done();
        return faults.List.Count > before ? null : deliverable;
    }
}
