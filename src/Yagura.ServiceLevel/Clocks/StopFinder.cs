using Yagura.ServiceLevel.Calendar;
using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Journal;

namespace Yagura.ServiceLevel.Clocks;

/// <summary>Finds when a stop rule first held among a subject's facts.</summary>
/// <param name="rule">The clock.</param>
/// <param name="facts">In order; those of one target only where the clock is per target.</param>
/// <param name="histories">For judgements of other alerts.</param>
/// <param name="zone">The contract's.</param>
internal sealed class StopFinder(ClockRule rule, IReadOnlyList<Fact> facts, Histories histories, Zone zone)
{
    /// <summary>The first time that the rule held, at or after an instant (null: whenever) and by another.</summary>
    public Mark? Find(StopRule stop, DateTimeOffset? notBefore, DateTimeOffset until) => stop switch
    {
        KindStop one => FindKind(one.Kind, notBefore, until),
        EachStop each => FindEach(each, notBefore, until),
        AnyStop any => FindAny(any, notBefore, until),
        AllStop all => FindAll(all, notBefore, until),
        _ => null,
    };

    private Mark? FindAny(AnyStop any, DateTimeOffset? notBefore, DateTimeOffset until)
    {
        Mark? first = null;
        foreach (var child in any.Of)
            if (Find(child, notBefore, until) is { } mark && (first is null || mark.Time < first.Time)) first = mark;
        return first;
    }

    private bool Has(string kind)
    {
        foreach (var fact in facts)
            if (fact.Kind == kind) return true;
        return false;
    }

    private Mark? FindAll(AllStop all, DateTimeOffset? notBefore, DateTimeOffset until)
    {
        Mark? latest = null;
        List<Fact> used = [];
        foreach (var child in all.Of)
        {
            if (Find(child, notBefore, until) is not { } mark) return null;
            used.AddRange(mark.Facts);
            if (latest is null || mark.Time > latest.Time) latest = mark;
        }
        return latest is null ? null : latest with { Facts = used };
    }

    private Mark? FindKind(string kind, DateTimeOffset? notBefore, DateTimeOffset until)
    {
        var declining = kind.EndsWith(".declined", StringComparison.Ordinal);
        Mark? best = null;
        foreach (var fact in facts)
        {
            if (!Accepts(kind, fact)) continue;
            var mark = Mark.Of(fact, zone);
            if (mark.Time > until || mark.Time < notBefore) continue;
            if (declining && Open("target", fact).Count > 0) continue;
            if (best is null || mark.Time < best.Time) best = mark;
        }
        return best;
    }

    // At least one done and none named open, for the first time.
    private Mark? FindEach(EachStop each, DateTimeOffset? notBefore, DateTimeOffset until)
    {
        if (!Has(each.Kind)) return null;
        // A handful of targets: lists are smaller than sets.
        List<string> open = [];
        List<string> done = [];
        List<Fact> used = [];
        foreach (var fact in facts)
        {
            if (fact.Time > until) break;
            if (Names(fact.Kind))
            {
                foreach (var name in fact.Data.Named(each.Word))
                    if (!done.Contains(name) && !open.Contains(name)) open.Add(name);
            }
            else if (fact.Kind.EndsWith(".declined", StringComparison.Ordinal)) Decline(fact, each.Word, open);
            if (fact.Kind != each.Kind) continue;
            Complete(fact, each.Word, open, done);
            used.Add(fact);
            if (open.Count == 0 && !(fact.Time < notBefore)) return Mark.Of(fact, zone) with { Facts = [.. used] };
        }
        return null;
    }

    private static void Complete(Fact fact, string word, List<string> open, List<string> done)
    {
        var names = fact.Data.Named(word);
        if (names.Count == 0) open.Clear();
        foreach (var name in names)
        {
            open.Remove(name);
            if (!done.Contains(name)) done.Add(name);
        }
    }

    private static void Decline(Fact fact, string word, List<string> open)
    {
        var names = fact.Data.Named(word);
        if (names.Count == 0) open.Clear();
        open.RemoveAll(names.Contains);
    }

    /// <summary>What is named and neither done nor declined after a fact: declining one target does not stop the clock of another.</summary>
    private List<string> Open(string word, Fact upTo)
    {
        List<string> open = [];
        foreach (var fact in facts)
        {
            if (Names(fact.Kind)) open = [.. open.Union(fact.Data.Named(word))];
            else if (fact.Kind.EndsWith(".completed", StringComparison.Ordinal)) open.RemoveAll(fact.Data.Named(word).Contains);
            else if (fact.Kind.EndsWith(".declined", StringComparison.Ordinal)) Decline(fact, word, open);
            if (ReferenceEquals(fact, upTo)) break;
        }
        return open;
    }

    /// <summary>Kinds that name what must be done.</summary>
    public static bool Names(string kind) => kind.EndsWith(".decided", StringComparison.Ordinal) && kind != "evaluation.decided" || kind == "takedown.required";

    private bool Accepts(string kind, Fact fact)
    {
        if (kind == "incident.contacted" && rule.Contact.Count > 0) return Contacted(fact);
        if (fact.Kind != kind) return false;
        return kind switch
        {
            // FIGURES 3, A4: a person's judgement stops the clock.
            "judgement.made" => fact.Entry.Actor != Actor.Machine,
            "judgement.reused" => Reusable(fact),
            _ => true,
        };
    }

    // Contact with a person, or delivery on a channel that the contract lists.
    private bool Contacted(Fact fact)
    {
        if (fact.Kind is not ("incident.contacted" or "incident.contact-attempted")) return false;
        var channel = fact.Data.Text("channel");
        var result = fact.Data.Text("result");
        if (channel is not null && (rule.Contact.Contains($"{channel}-{result}") || rule.Contact.Contains(channel))) return true;
        if (fact.Kind != "incident.contacted") return false;
        return channel is null or "person" or "in-person" or "meeting" || (result is null && rule.Contact.Any(listed => listed.StartsWith(channel + "-", StringComparison.Ordinal)));
    }

    // FIGURES 3, A4: a person's judgement of the same hash, made at most `reuse` before. What does not name such a judgement stops nothing.
    private bool Reusable(Fact fact)
    {
        if (Hash(facts) is not { } hash || Original(fact) is not { } original || Hash(original.Facts) != hash) return false;
        return original.Facts.Any(made => made.Kind == "judgement.made" && made.Entry.Actor != Actor.Machine && made.Time <= fact.Time && (rule.Reuse is not { } span || fact.Time - made.Time <= span));
    }

    // `of` names the alert (with or without the prefix of its subject) or the number of the judgement's entry.
    private History? Original(Fact fact)
    {
        if (fact.Data.Count("of") is { } number) return histories.With("judgement.made").FirstOrDefault(history => history.Facts.Exists(made => made.Number == number));
        return fact.Data.Text("of") is { } of ? histories.Find(of) ?? histories.Find("detection:" + of) : null;
    }

    private static string? Hash(IReadOnlyList<Fact> facts)
    {
        foreach (var fact in facts)
            if (fact.Kind == "sandbox.detected" && fact.Data.Text("hash") is { } hash) return hash;
        return null;
    }
}
