using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Journal;

namespace Yagura.ServiceLevel.Clocks;

/// <summary>The pure clock function: (contract's measure, histories, now) → a state per subject and span (FIGURES 3).</summary>
internal sealed class ClockEvaluator(ClockMeasure measure, Contract contract, Histories histories, Excuses excuses, DateTimeOffset now)
{
    private readonly ClockRule rule = measure.Clock;

    /// <summary>Kinds that start this clock, with detection by triage where the contract says so.</summary>
    private readonly string[] startKinds = [.. measure.Clock.Start.Terms.Where(term => term != ClockStart.CountsFrom).Select(term => Term(term, contract))];

    public List<ClockState> All()
    {
        List<ClockState> states = [];
        foreach (var history in Candidates())
            Add(history, states);
        return states;
    }

    private IEnumerable<History> Candidates()
    {
        var kinds = new List<string> { Term(rule.Start.Terms.First(term => term != ClockStart.CountsFrom)) };
        if (rule.Needs is { } needs) kinds = [needs];
        else kinds.AddRange(ClockRule.KindsOf(rule.Stop));
        if (rule.Start.Choice == StartChoice.Earliest) kinds.AddRange(startKinds);
        string[] wanted = [.. kinds.Distinct()];
        for (var index = 0; index < wanted.Length; index++)
        {
            foreach (var history in histories.With(wanted[index]))
            {
                // A subject with several of the kinds was met at the first.
                if (!HasAny(history, wanted.AsSpan(0, index))) yield return history;
            }
        }
    }

    private static bool HasAny(History history, ReadOnlySpan<string> kinds)
    {
        foreach (var kind in kinds)
            if (history.Has(kind)) return true;
        return false;
    }

    public List<ClockState> Of(History history)
    {
        List<ClockState> states = [];
        Add(history, states);
        return states;
    }

    private void Add(History history, List<ClockState> into)
    {
        if (history.MergedBy is { } merged) MergedAway(history, merged, into);
        else if (rule.Per is not null) foreach (var key in Keys(history)) Spans(history, key, Keyed(history, key), into);
        else if (!StartedElsewhere(history)) Spans(history, null, history.Facts, into);
    }

    // Most subjects that have a stop of this clock were started by another measure's start: nothing to say here.
    private bool StartedElsewhere(History history)
    {
        var other = false;
        foreach (var fact in history.Facts)
        {
            if (startKinds.Contains(fact.Kind)) return false;
            other |= fact.Kind is "incident.detected" or "incident.reported" or "sandbox.detected";
        }
        return other;
    }

    private void MergedAway(History history, Fact merged, List<ClockState> into)
    {
        if (Start(history.Facts) is not { } start) return;
        if (WhereAtStart(history, start.Facts[0]) is false) return;
        into.Add(new ClockState(measure, history.Subject, null, ClockStatus.Superseded)
        {
            Start = contract.Zone.In(start.Time),
            PeriodStart = start.Time,
            Merged = true,
            Drill = history.Drill,
            Entries = [start.Facts[0].Number, merged.Number],
            Notes = [new Bilingual($"{merged.Data.Text("into")} に統合", $"merged into {merged.Data.Text("into")}")],
        });
    }

    private IEnumerable<string> Keys(History history)
    {
        var naming = rule.Needs is { } needs ? history.Facts.Where(fact => fact.Kind == needs) : history.Facts.Where(Reads);
        return naming.SelectMany(fact => fact.Data.Named(rule.Per!)).Distinct();
    }

    private bool Reads(Fact fact) => rule.Kinds.Contains(fact.Kind) || startKinds.Contains(fact.Kind);

    // Entries that name nobody are about everybody; server:<id> is where a server's own entries stand.
    private List<Fact> Keyed(History history, string key)
    {
        var own = history.Facts.Where(fact => fact.Data.Named(rule.Per!) is var named && (named.Count == 0 || named.Contains(key)));
        if (histories.Find($"{rule.Per}:{key}") is { } other) own = own.Concat(other.Facts.Where(fact => Reads(fact) || fact.Kind == "takedown.scope-removed"));
        var elsewhere = startKinds.Skip(1).SelectMany(kind => histories.With(kind).Where(other => other != history && other.Subject != $"{rule.Per}:{key}" && !StartsOwn(other))
            .SelectMany(other => other.Facts.Where(fact => fact.Kind == kind && fact.Data.Named(rule.Per!).Contains(key))));
        return [.. own.Concat(elsewhere).OrderBy(fact => fact.Time.UtcTicks).ThenBy(fact => fact.Number)];
    }

    // A further start term (a server's scope) may stand on a subject of its own; what stands on another vulnerability is about that one.
    private bool StartsOwn(History other) => other.Has(Term(rule.Start.Terms.First(term => term != ClockStart.CountsFrom)));

    private void Spans(History history, string? key, IReadOnlyList<Fact> facts, List<ClockState> into)
    {
        if (rule.Needs is { } needs && !facts.Any(fact => fact.Kind == needs && fact.Time <= now)) return;
        var finder = new StopFinder(rule, facts, histories, contract.Zone);
        if (rule.Start.Once || rule.Start.Choice != StartChoice.Single)
        {
            if (Start(facts) is not { } start)
            {
                if (WithoutStart(history, key, facts, finder) is { } odd) into.Add(odd);
                return;
            }
            var stop = finder.Find(rule.Stop, null, now);
            Judge(history, key, facts, finder, start, stop, 0, into);
            return;
        }
        Recurring(history, key, facts, finder, into);
    }

    private void Recurring(History history, string? key, IReadOnlyList<Fact> facts, StopFinder finder, List<ClockState> into)
    {
        var occurrence = 0;
        DateTimeOffset? stopped = null;
        var open = false;
        var kind = Term(rule.Start.Terms[0]);
        foreach (var fact in facts)
        {
            if (fact.Kind != kind) continue;
            var start = Mark.Of(fact, contract.Zone);
            if (start.Time > now || open || start.Time < stopped) continue;
            var stop = finder.Find(rule.Stop, start.Time, now);
            Judge(history, key, facts, finder, start, stop, occurrence++, into);
            stopped = stop?.Time;
            open = stop is null;
        }
    }

    private string Term(string term) => Term(term, contract);

    private static string Term(string term, Contract contract) => term == "incident.detected" && contract.DetectionIsTriage ? "finding.triaged" : term;

    private Mark? Start(IReadOnlyList<Fact> facts)
    {
        if (rule.Start.Choice == StartChoice.Single) return Earliest(startKinds[0], facts);
        List<Mark> marks = [];
        foreach (var term in rule.Start.Terms)
        {
            var mark = term == ClockStart.CountsFrom
                ? new Mark(contract.Zone.StartOf(contract.Period.CountsFrom), TimePrecision.Second, [])
                : Earliest(Term(term), facts);
            if (mark is not null) marks.Add(mark);
            else if (marks.Count == 0 && rule.Start.Choice != StartChoice.Earliest) return null;
        }
        if (marks.Count == 0) return null;
        var chosen = rule.Start.Choice == StartChoice.Latest ? marks.MaxBy(mark => mark.Time.UtcTicks)! : marks.MinBy(mark => mark.Time.UtcTicks)!;
        if (chosen.Time > now) return null;
        // All terms are printed, whichever decided.
        return chosen with { Facts = [.. marks.SelectMany(mark => mark.Facts)], Note = marks.Select(mark => mark.Note).FirstOrDefault(note => note is not null) };
    }

    private Mark? Earliest(string kind, IReadOnlyList<Fact> facts)
    {
        Mark? first = null;
        foreach (var fact in facts)
        {
            if (kind == "takedown.scope-added" && fact.Kind == "takedown.scope-removed" && fact.ClientNamed) first = null;
            if (fact.Kind != kind) continue;
            var mark = Mark.Of(fact, contract.Zone);
            if (mark.Time <= now && (first is null || mark.Time < first.Time)) first = mark;
        }
        return first;
    }

    private ClockState? WithoutStart(History history, string? key, IReadOnlyList<Fact> facts, StopFinder finder)
    {
        foreach (var fact in facts)
            if (startKinds.Contains(fact.Kind)) return null;
        if (finder.Find(rule.Stop, null, now) is not { Facts.Count: > 0 } stop || FinalMatches(history, stop.Facts[0]) != true) return null;
        return new ClockState(measure, history.Subject, key, ClockStatus.NotComputable)
        {
            Stop = contract.Zone.In(stop.Time),
            Drill = history.Drill,
            Entries = [.. stop.Facts.Select(fact => fact.Number)],
            Notes = [new Bilingual("開始の記録がありません", "there is no entry that starts it")],
        };
    }

    private void Judge(History history, string? key, IReadOnlyList<Fact> facts, StopFinder finder, Mark start, Mark? stop, int occurrence, List<ClockState> into)
    {
        var first = start.Facts.Count > 0 ? start.Facts[0] : facts[0];
        var (matched, changed, left) = Where(history, first, now);
        if (!matched)
        {
            // The survivor never was of the measure's severity, but an incident that was merged into it was over.
            if (Carried(history, key, null) is { } over) into.Add(over with { Occurrence = occurrence });
            return;
        }
        if (!rule.RaiseFromDetection && changed is { } raised && raised.From > start.Time)
            start = start with { Time = raised.From, Precision = raised.Fact.Entry.Precision, Facts = [.. start.Facts, raised.Fact] };
        var (state, elapsed, deadline) = Span.Measure(start, stop, now, measure, contract);
        var main = State(history, key, start, stop, state, elapsed, deadline, occurrence);
        if (left is { } leaving) main = Left(main, start, finder, leaving);
        if (!main.Over && Carried(history, key, start.Time) is { } carried) main = carried with { Occurrence = occurrence };
        if (history.WithdrawnBy is { } withdrawn) main = main with { State = ClockStatus.Withdrawn, Entries = [.. main.Entries, withdrawn.Number] };
        into.Add(main);
        if (rule.Stop is AnyStop or EachStop && stop is not null && key is null && main.State is not (ClockStatus.Withdrawn or ClockStatus.Superseded))
            LaterTargets(history, facts, start, stop, occurrence, into);
    }

    private ClockState State(History history, string? key, Mark start, Mark? stop, ClockStatus state, Elapsed elapsed, Deadline deadline, int occurrence)
    {
        List<Fact> used = new(start.Facts.Count + (stop?.Facts.Count ?? 0));
        used.AddRange(start.Facts);
        foreach (var fact in stop?.Facts ?? [])
            if (!used.Contains(fact)) used.Add(fact);
        return new ClockState(measure, history.Subject, key, state)
        {
            Start = contract.Zone.In(start.Time),
            PeriodStart = start.Time,
            Stop = stop is null ? null : contract.Zone.In(stop.Time),
            Elapsed = elapsed,
            Deadline = deadline,
            Drill = history.Drill,
            Excused = excuses.Covers(history, measure.Id, key),
            Occurrence = occurrence,
            Led = measure.Led is { } led && history.Has(led),
            Reused = stop?.Facts.Any(fact => fact.Kind == "judgement.reused") == true,
            Unconfirmed = used.Count(fact => fact.Unconfirmed),
            RecordedLater = used.Any(fact => fact.Entry.RecordedLater),
            Entries = Numbers(used),
            Notes = Notes(start, stop),
        };
    }

    private static long[] Numbers(List<Fact> used)
    {
        if (used.TrueForAll(fact => fact.Amendments.Count == 0))
        {
            var numbers = new long[used.Count];
            for (var index = 0; index < numbers.Length; index++) numbers[index] = used[index].Number;
            Array.Sort(numbers);
            return numbers;
        }
        return [.. used.SelectMany(fact => fact.Amendments.Prepend(fact.Number)).Distinct().Order()];
    }

    private static IReadOnlyList<Bilingual> Notes(Mark start, Mark? stop)
    {
        if (start.Note is null && (stop is null || stop.Time >= start.Time)) return [];
        List<Bilingual> notes = [];
        if (start.Note is { } note) notes.Add(note);
        if (stop is not null && stop.Time < start.Time) notes.Add(new Bilingual("開始より前に停止しています", "it stopped before it started"));
        return notes;
    }

    // The judgement changed: superseded before the deadline, an over stays after it.
    private ClockState Left(ClockState state, Mark start, StopFinder finder, Held leaving)
    {
        var then = Span.Measure(start, finder.Find(rule.Stop, rule.Start.Once ? null : start.Time, leaving.From), leaving.From, measure, contract).State;
        var over = then is ClockStatus.Overdue or ClockStatus.Late;
        var entries = state.Entries.Append(leaving.Fact.Number).Distinct().Order().ToList();
        if (over && rule.LowerKeepsOver)
            return state with { Entries = entries, Notes = [.. state.Notes, new Bilingual($"超過した後に {leaving.Value} に変更。超過は残ります", $"changed to {leaving.Value} after it was over: the over stays")] };
        return state with { State = ClockStatus.Superseded, Entries = entries, Notes = [.. state.Notes, new Bilingual($"超過する前に {leaving.Value} に変更。件数に含めません", $"changed to {leaving.Value} before it was over: not counted")] };
    }

    // A merge keeps any over: each incident is also judged as it stood alone until they became one.
    private ClockState? Carried(History history, string? key, DateTimeOffset? begins)
    {
        if (history.Absorbed.Count == 0) return null;
        var joined = Min(history.Absorbed.Min(other => other.MergedBy!.Time), now);
        foreach (var (part, until) in history.Absorbed.Select(other => (other, Min(other.MergedBy!.Time, now))).Prepend((history.Alone(), joined)))
        {
            var facts = key is null ? part.Facts : Keyed(part, key);
            if (rule.Needs is { } needs && !facts.Any(fact => fact.Kind == needs && fact.Time <= until)) continue;
            if (Start(facts) is not { } own || own.Time > until) continue;
            var (matched, _, left) = Where(part, own.Facts.Count > 0 ? own.Facts[0] : facts[0], until);
            if (!matched) continue;
            var stop = new StopFinder(rule, facts, histories, contract.Zone).Find(rule.Stop, null, until);
            var (state, elapsed, deadline) = Span.Measure(own, stop, until, measure, contract);
            if (state is not (ClockStatus.Overdue or ClockStatus.Late)) continue;
            var carried = State(history, key, own, stop, ClockStatus.Late, elapsed, deadline, 0);
            if (left is { } leaving && Left(carried, own, new StopFinder(rule, facts, histories, contract.Zone), leaving).State == ClockStatus.Superseded) continue;
            return carried with { PeriodStart = begins ?? own.Time, Notes = [.. carried.Notes, new Bilingual("統合前の超過を引き継ぎました", "carries an over from before the merge")] };
        }
        return null;
    }

    private static DateTimeOffset Min(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;

    /// <summary>A target named after the clock stopped starts its own span from its decision.</summary>
    private void LaterTargets(History history, IReadOnlyList<Fact> facts, Mark start, Mark stop, int occurrence, List<ClockState> into)
    {
        if (Each(rule.Stop) is not { } each) return;
        if (facts[^1].Time < stop.Time) return;
        // After means in the order of entries: of equal instants the number decides, so nothing falls between the two spans.
        var last = stop.Facts.Count > 0 ? stop.Facts.Max(fact => fact.Number) : long.MaxValue;
        var known = facts.Where(fact => !After(fact, stop.Time, last) && (StopFinder.Names(fact.Kind) || fact.Kind == each.Kind)).SelectMany(fact => fact.Data.Named(each.Word)).ToHashSet();
        foreach (var named in facts.Where(fact => StopFinder.Names(fact.Kind) && fact.Time <= now && After(fact, stop.Time, last)))
        {
            foreach (var target in named.Data.Named(each.Word))
            {
                if (!known.Add(target)) continue;
                var own = facts.Where(fact => fact.Data.Named(each.Word) is var names && (names.Count == 0 || names.Contains(target))).ToList();
                var from = new Mark(named.Time, named.Entry.Precision, [named]);
                var until = DoneBefore(own, named, each.Kind)
                    ?? new StopFinder(rule, [.. own.Where(fact => fact == named || After(fact, named.Time, named.Number))], histories, contract.Zone).Find(rule.Stop, named.Time, now);
                var (state, elapsed, deadline) = Span.Measure(from, until, now, measure, contract);
                into.Add(State(history, target, from, until, state, elapsed, deadline, occurrence) with { LaterTarget = true, PeriodStart = start.Time });
            }
        }
    }

    private static bool After(Fact fact, DateTimeOffset time, long number) => fact.Time > time || (fact.Time == time && fact.Number > number);

    // Done before it was decided, and not released since: stop before start.
    private static Mark? DoneBefore(List<Fact> own, Fact named, string kind)
    {
        Fact? done = null;
        foreach (var fact in own.Where(fact => !After(fact, named.Time, named.Number)))
        {
            if (fact.Kind == kind) done = fact;
            else if (fact.Kind.EndsWith(".released", StringComparison.Ordinal)) done = null;
        }
        return done is null ? null : new Mark(done.Time, done.Entry.Precision, [done]);
    }

    private static EachStop? Each(StopRule stop) => stop switch
    {
        EachStop each => each,
        AnyStop any => any.Of.OfType<EachStop>().FirstOrDefault(),
        _ => null,
    };

    /// <summary>Whether the subject ever belonged to the measure; since when it does; and when it left, if it did.</summary>
    private (bool Matched, Held? Since, Held? Left) Where(History history, Fact start, DateTimeOffset until)
    {
        Held? since = null;
        Held? left = null;
        foreach (var where in rule.Where)
        {
            if (where.Member != "severity" && start.Data.Text(where.Member) is { } own)
            {
                if (!where.Values.Contains(own)) return (false, null, null);
                continue;
            }
            if (!Timeline.Ever(history, where, until)) return (false, null, null);
            var held = Timeline.Of(history, where.Member, until);
            var last = held.FindLastIndex(value => where.Values.Contains(value.Value));
            if (last < 0) return (false, null, null);
            if (last < held.Count - 1) left ??= held[last + 1];
            while (last > 0 && where.Values.Contains(held[last - 1].Value)) last--;
            since ??= held[last];
        }
        return (true, since, left);
    }

    private bool? FinalMatches(History history, Fact start) => Where(history, start, now) is { Matched: true, Left: null };

    private bool? WhereAtStart(History history, Fact start) => Where(history, start, now).Matched;
}
