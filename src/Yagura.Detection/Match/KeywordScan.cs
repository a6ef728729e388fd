using Yagura.Detection.Values;
using Yagura.Events;

namespace Yagura.Detection.Match;

/// <summary>Offers every value of an event to the scanner of keywords: fields, undeclared keys, the raw message.</summary>
internal static class KeywordScan
{
    /// <summary>Scans one event.</summary>
    public static void Run(FieldScanner keywords, EventView view, RulePlan plan)
    {
        var next = view.Event;
        for (var slot = 0; slot < next.Layout.Count; slot++)
        {
            var count = view.Count(slot);
            for (var i = 0; i < count; i++)
                keywords.Scan(view.Folded(slot, i), plan);
        }

        for (var i = 0; i < next.UndeclaredCount; i++)
            ScanLoose(keywords, view, next.Undeclared(i).Value, plan);
    }

    private static void ScanLoose(FieldScanner keywords, EventView view, Slot value, RulePlan plan)
    {
        if (value.Kind == ValueKind.List)
        {
            foreach (var element in view.Event.Elements(value))
                ScanLoose(keywords, view, element, plan);
        }
        else if (value.Kind is not (ValueKind.Null or ValueKind.Absent))
        {
            keywords.Scan(view.FoldLoose(value), plan);
        }
    }
}
