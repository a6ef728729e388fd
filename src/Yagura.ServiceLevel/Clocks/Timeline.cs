using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Journal;

namespace Yagura.ServiceLevel.Clocks;

/// <summary>A value of a subject and from when it held.</summary>
internal sealed record Held(DateTimeOffset From, string Value, Fact Fact);

/// <summary>How a data member of a subject changed: severity by each severity-set, other members by their latest mention.</summary>
internal static class Timeline
{
    /// <summary>Whether a member ever had one of the values: most subjects of a measure's kinds belong to another severity.</summary>
    public static bool Ever(History history, WhereRule where, DateTimeOffset now)
    {
        foreach (var fact in history.Facts)
        {
            if (fact.Time > now) break;
            if (Sets(fact, history, where.Member) && fact.Data.Text(where.Member) is { } value && where.Values.Contains(value)) return true;
        }
        return false;
    }

    public static List<Held> Of(History history, string member, DateTimeOffset now)
    {
        List<Held> held = [];
        foreach (var fact in history.Facts)
        {
            if (fact.Time > now) break;
            if (!Sets(fact, history, member)) continue;
            if (fact.Data.Text(member) is not { } value) continue;
            if (held.Count == 0 || held[^1].Value != value) held.Add(new Held(fact.Time, value, fact));
        }
        return held;
    }

    /// <summary>Whether a fact says a value that counts for a subject.</summary>
    public static bool Sets(Fact fact, History history, string member)
    {
        if (member == "severity" && fact.Kind is not ("incident.severity-set" or "incident.opened" or "incident.detected" or "incident.reported")) return false;
        if (history.RefusedLowerings?.Contains(fact.Number) == true) return false;
        // A merged incident's own severity ended with the merge; the survivor's counts, unless it has none.
        return history.Absorbed.Count == 0 || fact.Subject == history.Subject || !history.Own.Any(own => own.Data.Text(member) is not null);
    }
}
