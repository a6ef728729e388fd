using System.Collections.Frozen;
using Yagura.Events;
using Yagura.ServiceLevel.Calendar;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Custody;

/// <summary>保全: evidence of a span of time must stay, whatever the policy says.</summary>
/// <param name="Subject">The hold's subject in the journal.</param>
/// <param name="From">First instant; null for the beginning.</param>
/// <param name="To">Last instant; null for no end.</param>
internal sealed record LegalHold(string Subject, DateTimeOffset? From, DateTimeOffset? To)
{
    /// <summary>The holds in force: placed, and not lifted since. Corrections and retractions count as everywhere.</summary>
    /// <param name="entries">Every entry of the subjects <c>hold:…</c>.</param>
    /// <param name="zone">Days begin at its midnight.</param>
    /// <param name="now">As of when.</param>
    public static IReadOnlyList<LegalHold> InForce(IReadOnlyList<JournalEntry> entries, Zone zone, DateTimeOffset now)
    {
        // Bounded by the holds that people placed.
        var holds = new Dictionary<string, LegalHold>(StringComparer.Ordinal);
        foreach (var fact in EffectiveJournal.Of(entries, now, FrozenSet<string>.Empty).Facts.OrderBy(fact => fact.Number))
        {
            if (fact.Kind == "hold.placed") holds[fact.Subject] = new LegalHold(fact.Subject, Start(fact.Data, zone), End(fact.Data, zone));
            else if (fact.Kind == "hold.lifted") holds.Remove(fact.Subject);
        }

        return [.. holds.Values];
    }

    /// <summary>Whether the hold covers any of a span.</summary>
    public bool Covers(ReceiveTime earliest, ReceiveTime latest) =>
        (From is not { } from || latest.Instant >= from) && (To is not { } to || earliest.Instant <= to);

    private static DateTimeOffset? Start(EntryData data, Zone zone) => Read(data, "from", zone, DateTimeOffset.MinValue)?.First;

    private static DateTimeOffset? End(EntryData data, Zone zone) => Read(data, "to", zone, DateTimeOffset.MaxValue)?.Last;

    /// <summary>A date names its whole day. What cannot be read holds everything: a hold is never lost by its form.</summary>
    private static (DateTimeOffset First, DateTimeOffset Last)? Read(EntryData data, string member, Zone zone, DateTimeOffset unreadable)
    {
        if (!data.Has(member))
            return null;
        return IsoTime.Read(data.Text(member), out var time, out _) switch
        {
            IsoTimeResult.Instant => (time, time),
            IsoTimeResult.DateOnly => (zone.StartOf(DateOnly.FromDateTime(time.Date)), zone.StartOf(DateOnly.FromDateTime(time.Date).AddDays(1))),
            _ => (unreadable, unreadable),
        };
    }
}
