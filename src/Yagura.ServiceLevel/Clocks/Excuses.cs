using Yagura.ServiceLevel.Journal;

namespace Yagura.ServiceLevel.Clocks;

/// <summary>Excuses (免責): requested by one party, granted or refused by the other; attribution contractor cannot be granted (FIGURES 3).</summary>
internal sealed class Excuses
{
    // Bounded by the journal's excuses.
    private readonly Dictionary<string, List<Fact>> granted = [];
    private readonly List<Exclusion> exclusions = [];

    public IReadOnlyList<Exclusion> Exclusions => exclusions;

    public static Excuses Of(Histories histories, DateTimeOffset now)
    {
        var result = new Excuses();
        var subjects = histories.With("excuse.granted").Concat(histories.With("excuse.requested")).Distinct();
        foreach (var history in subjects) result.Read(history, now);
        return result;
    }

    /// <summary>Whether a granted excuse covers a measure's span on a subject.</summary>
    /// <remarks>An excuse for named targets is no excuse for the others: the span of the whole subject is covered only when each of its targets is.</remarks>
    public bool Covers(History history, string measure, string? target)
    {
        if (granted.Count == 0) return false;
        IReadOnlyCollection<string> targets = target is not null ? [target] : [.. history.Facts.Where(fact => StopFinder.Names(fact.Kind)).SelectMany(fact => fact.Data.Named("target"))];
        return Covers(history.Subject, measure, targets) || history.Absorbed.Any(other => Covers(other.Subject, measure, targets));
    }

    /// <summary>Whether a granted excuse covers a measure on a subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="measure">The measure's id.</param>
    /// <param name="targets">Every target that it is about; none when it is about no target.</param>
    public bool Covers(string subject, string measure, IReadOnlyCollection<string> targets) =>
        granted.TryGetValue(subject, out var list) && list.Exists(fact =>
            fact.Data.Text("measure") is var named && (named is null || named == measure)
            && fact.Data.Named("target") is var excused && (excused.Count == 0 || targets.All(excused.Contains)));

    private void Read(History history, DateTimeOffset now)
    {
        List<Fact> standing = [];
        List<Fact> requests = [];
        foreach (var fact in history.Facts.Where(fact => fact.Time <= now && fact.Subject == history.Subject))
        {
            if (fact.Kind == "excuse.requested") requests.Add(fact);
            else if (fact.Kind == "excuse.refused" && Actor.Role(Decider(fact)) is "client") standing.RemoveAll(other => Same(other, fact));
            else if (fact.Kind == "excuse.granted" && Grant(fact, requests)) standing.Add(fact);
        }
        foreach (var request in requests.Where(request => !standing.Exists(fact => Same(fact, request))))
            exclusions.Add(Exclusion.Of("excuse", request, "免責の申請（承認されていません）", "an excuse was requested and is not granted", unconfirmed: true, refused: false));
        if (standing.Count > 0) granted[history.Subject] = standing;
    }

    private static string? Decider(Fact fact) => Actor.IsClient(fact.Entry.Actor) ? fact.Entry.Actor : fact.Data.Text("approver") ?? fact.Entry.Actor;

    private static bool Same(Fact left, Fact right) => left.Data.Text("measure") is var named && (named is null || right.Data.Text("measure") is null || named == right.Data.Text("measure"));

    private bool Grant(Fact fact, List<Fact> requests)
    {
        var request = requests.FindLast(request => Same(request, fact));
        var attribution = fact.Data.Text("attribution") ?? request?.Data.Text("attribution");
        if (Objection(fact, request, attribution) is { } reason)
        {
            exclusions.Add(new Exclusion("excuse", fact.Subject, [fact.Number], reason, Unconfirmed: true, Refused: true));
            return false;
        }
        exclusions.Add(Exclusion.Of("excuse", fact, $"免責（帰責: {attribution ?? "記載なし"}、理由: {fact.Data.Text("reason") ?? request?.Data.Text("reason") ?? "記載なし"}、承認: {Decider(fact)}）",
            $"excused (attribution: {attribution ?? "not stated"}, reason: {fact.Data.Text("reason") ?? request?.Data.Text("reason") ?? "not stated"}, approved by {Decider(fact)})", unconfirmed: !OfTheOther(fact, request), refused: false));
        return true;
    }

    // Granted by an entry of the other party's own, or of the client; that the requester names an approver is only his word, until the client confirms it.
    private static bool OfTheOther(Fact fact, Fact? request) =>
        Actor.IsClient(fact.Entry.Actor) || fact.Provenance == Provenance.Confirmed || (request is not null && Actor.Role(request.Entry.Actor) != Actor.Role(fact.Entry.Actor));

    private static Bilingual? Objection(Fact fact, Fact? request, string? attribution)
    {
        if (attribution is null) return new Bilingual("帰責の記載がない免責は認められません", "an excuse without an attribution cannot be granted");
        if (attribution == "contractor") return new Bilingual("帰責が受託者の免責は認められません", "attribution contractor cannot be granted");
        var role = Actor.Role(Decider(fact));
        if (request is not null && Actor.Role(request.Entry.Actor) == role) return new Bilingual("申請した側は承認できません", "the party that requested it cannot grant it");
        if (role != Actor.Client && (request is null || !Actor.IsClient(request.Entry.Actor))) return new Bilingual("免責の承認者は発注者です", "an excuse is granted by the client");
        return null;
    }
}
