using Yagura.Detection.Values;
using Yagura.Events;

namespace Yagura.Detection.Match;

/// <summary>Offers every value of an event to the scanner of keywords: fields, undeclared keys, the raw message.</summary>
internal static class KeywordScan
{
    /// <summary>Scans what the fields' own scanners do not look through for keywords.</summary>
    public static void Run(FieldScanner keywords, ReadOnlySpan<FieldScanner?> fields, EventView view, RulePlan plan)
    {
        var next = view.Event;
        foreach (var slot in next.Present)
        {
            if (slot < fields.Length && fields[slot]?.SeesKeywords == true)
                continue;
            var count = view.Count(slot);
            for (var i = 0; i < count; i++)
            {
                if (!view.IsObject(slot, i))
                    keywords.Scan(view.Folded(slot, i), plan);
            }
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
        else if (value.Kind is not (ValueKind.Null or ValueKind.Absent or ValueKind.Object))
        {
            keywords.Scan(view.FoldLoose(value), plan);
        }
    }
}
