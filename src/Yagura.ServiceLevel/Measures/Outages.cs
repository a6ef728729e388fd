using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Journal;

namespace Yagura.ServiceLevel.Measures;

/// <summary>A stretch of one service's time.</summary>
internal readonly record struct Stretch(DateTimeOffset From, DateTimeOffset To)
{
    public long Seconds => To > From ? (To - From).Ticks / TimeSpan.TicksPerSecond : 0;

    public Stretch Within(Stretch other) => new(From > other.From ? From : other.From, To < other.To ? To : other.To);
}

/// <summary>One service's down, unknown and planned stretches, as its entries say.</summary>
internal sealed class Outages
{
    private readonly List<Exclusion> exclusions = [];

    public List<Stretch> Down { get; } = [];

    public List<Stretch> Unknown { get; } = [];

    public List<Stretch> Planned { get; private set; } = [];

    public List<long> Entries { get; } = [];

    public IReadOnlyList<Exclusion> Exclusions => exclusions;

    public static Outages Of(History history, DateTimeOffset asOf)
    {
        var result = new Outages();
        result.ReadStates(history, asOf);
        result.ReadPlanned(history, asOf);
        return result;
    }

    /// <summary>Down seconds in a period: outside planned outages (an overrun is down) and outside unknown time.</summary>
    public (long Planned, long Down, long Unknown) Seconds(Stretch period)
    {
        var planned = Joined(Planned.Select(outage => outage.Within(period)));
        var unknown = Without(Joined(Unknown.Select(stretch => stretch.Within(period))), planned);
        var down = Without(Joined(Down.Select(stretch => stretch.Within(period))), planned);
        return (planned.Sum(outage => outage.Seconds), down.Sum(stretch => stretch.Seconds), unknown.Sum(stretch => stretch.Seconds));
    }

    private void ReadStates(History history, DateTimeOffset asOf)
    {
        var state = "service.restored";
        var since = DateTimeOffset.MinValue;
        foreach (var fact in history.Facts.Where(fact => fact.Time <= asOf && !history.Drill))
        {
            if (fact.Kind is not ("service.down" or "service.unknown" or "service.restored" or "service.degraded")) continue;
            Entries.Add(fact.Number);
            // A degraded service serves; down stays down until it is restored.
            if (fact.Kind == "service.degraded" && state == "service.down" || fact.Kind == state) continue;
            Close(state, since, fact.Time);
            (state, since) = (fact.Kind, fact.Time);
        }
        Close(state, since, asOf);
    }

    private void Close(string state, DateTimeOffset since, DateTimeOffset until)
    {
        if (state == "service.down") Down.Add(new Stretch(since, until));
        if (state == "service.unknown") Unknown.Add(new Stretch(since, until));
    }

    private void ReadPlanned(History history, DateTimeOffset asOf)
    {
        foreach (var fact in history.Facts.Where(fact => fact.Kind == "outage.planned" && fact.Time <= asOf))
        {
            if (IsoTime.Read(fact.Data.Text("from"), out var from, out _) != IsoTimeResult.Instant || IsoTime.Read(fact.Data.Text("to"), out var to, out _) != IsoTimeResult.Instant) continue;
            if (fact.Entry.At >= from)
            {
                exclusions.Add(Exclusion.Of("planned-outage", fact, "開始後に記録された計画停止は認めません", "a planned outage recorded after it began is refused", unconfirmed: true, refused: true));
                continue;
            }
            if (history.Facts.Any(other => other.Kind == "outage.cancelled" && other.Number > fact.Number && other.Time <= asOf && Cancels(other, fact))) continue;
            Planned.Add(new Stretch(from, to));
            Entries.Add(fact.Number);
            exclusions.Add(Exclusion.Of("planned-outage", fact, "計画停止", "planned outage", unconfirmed: !fact.ClientNamed, refused: false));
        }
    }

    private static bool Cancels(Fact cancelled, Fact planned)
    {
        if (cancelled.Data.Count("of") is { } number) return number == planned.Number;
        if (cancelled.Data.Text("of") is { } id) return id == planned.Data.Text("id");
        return cancelled.Data.Text("from") is not { } from || from == planned.Data.Text("from");
    }

    private static List<Stretch> Joined(IEnumerable<Stretch> stretches)
    {
        List<Stretch> joined = [];
        foreach (var next in stretches.Where(stretch => stretch.To > stretch.From).OrderBy(stretch => stretch.From.UtcTicks))
        {
            if (joined.Count > 0 && next.From <= joined[^1].To) joined[^1] = new Stretch(joined[^1].From, next.To > joined[^1].To ? next.To : joined[^1].To);
            else joined.Add(next);
        }
        return joined;
    }

    private static List<Stretch> Without(List<Stretch> stretches, List<Stretch> taken)
    {
        List<Stretch> left = [];
        foreach (var stretch in stretches)
        {
            var from = stretch.From;
            foreach (var hole in taken)
            {
                if (hole.To <= from || hole.From >= stretch.To) continue;
                if (hole.From > from) left.Add(new Stretch(from, hole.From));
                from = hole.To;
            }
            if (from < stretch.To) left.Add(new Stretch(from, stretch.To));
        }
        return left;
    }
}
