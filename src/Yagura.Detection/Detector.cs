using Yagura.Detection.Correlate;
using Yagura.Detection.Fields;
using Yagura.Detection.Findings;
using Yagura.Detection.Match;
using Yagura.Detection.Sigma;
using Yagura.Events;

namespace Yagura.Detection;

/// <summary>Offers events to every rule of a rule set. Best effort by design (STYLE 6): a rule that throws is isolated, counted and told.</summary>
/// <remarks>Not thread-safe: one per node, fed in sequence order. Replaced together with the layout at a reload.</remarks>
public sealed class Detector
{
    // The name under which an error in the look for indicators is told.
    private const string IndicatorsRule = "indicators";

    private readonly RuleMatcher matcher;
    private readonly KindFinder kinds;
    private readonly List<RulePlan?> plans = [];
    private readonly FindingLimiter limiter = new();
    private readonly BlindRules blind = new();
    private readonly GroupKeys groups;
    private readonly Correlators correlators;
    private readonly Suppressor suppressor;
    private readonly IndicatorFindings? indicators;
    private readonly List<Finding> findings = [];
    private readonly List<Firing> firings = [];
    private readonly string node;
    private bool isKindKnown;
    private long sequence;
    private (KindTable Table, int Number) kind;

    /// <summary>A detector for events of one layout.</summary>
    /// <param name="rules">The rule set.</param>
    /// <param name="layout">The layout of the events; it should have slots for <see cref="FieldNamesOf"/>.</param>
    /// <param name="node">Id of the node that received the records.</param>
    public Detector(RuleSet rules, EventLayout layout, string node)
    {
        this.node = node;
        Rules = rules;
        groups = new GroupKeys(layout);
        correlators = new Correlators(rules, layout);
        suppressor = new Suppressor(rules, layout);
        indicators = rules.Indicators.Count == 0 ? null : new IndicatorFindings(rules, layout);
        kinds = new KindFinder(KindTable.Shipped, layout);
        matcher = new RuleMatcher(rules, layout) { Threw = (rule, error) => blind.Add(rules.Rules[rule].Id, sequence, error) };
    }

    /// <summary>The rule set.</summary>
    public RuleSet Rules { get; }

    /// <summary>What was offered and found since the start.</summary>
    public DetectorCounts Counts { get; } = new();

    /// <summary>Mean nanoseconds that a rule takes of one event, measured on one event of many since the start; 0 for a correlation, or before the first.</summary>
    /// <param name="rule">Its place in <see cref="RuleSet.Rules"/>.</param>
    public double NanosecondsOf(int rule) => matcher.Costs.NanosecondsOf(rule);

    /// <summary>How far before the cursor a replay must begin, so that correlations and limits stand as they stood.</summary>
    public TimeSpan ReplaySpan => (indicators is not null && correlators.ReplaySpan < IndicatorFindings.Span ? IndicatorFindings.Span : correlators.ReplaySpan) + (2 * EventTime.ApartMax) + TimeSpan.FromMinutes(1);

    /// <summary>Groups of correlations let go for want of room while they could still have mattered, since the start.</summary>
    public long GroupsEvicted => correlators.Evicted;

    /// <summary>Events that a correlation could not take: too late for the window, or without a group-by field.</summary>
    public long CorrelationSkipped => correlators.Skipped;

    /// <summary>The field names that a layout needs for a rule set: the rules' own and those that the field tables lead to.</summary>
    public static IReadOnlyList<string> FieldNamesOf(RuleSet rules) =>
        [.. rules.FieldNames.Concat(KindTable.Shipped.SelectMany(table => NamesIn(table, rules))).Distinct(StringComparer.Ordinal)];

    /// <summary>Offers an event to every rule of its kind. The findings that become rows; valid until the next call.</summary>
    /// <remarks>Repeats are skipped; only the live lane feeds correlations (CUSTODY 2).</remarks>
    public IReadOnlyList<Finding> Offer(Event next)
    {
        findings.Clear();
        var stored = next.Stored ?? throw new ArgumentException("the event has no record", nameof(next));
        if (stored.Repeats != 0)
        {
            Counts.Repeats++;
            return findings;
        }

        Counts.Events++;
        sequence = stored.Sequence;
        blind.Extend(sequence);
        if (PlanOf(next) is { } plan)
        {
            foreach (var rule in matcher.Match(plan, next, fullScan: false))
                Found(Rules.Rules[rule], next);
        }

        if (indicators is not null)
            FindIndicators(indicators, next);
        return findings;
    }

    /// <summary>Offers an event that was analysed before the crash: state follows, nothing comes out.</summary>
    public void Replay(Event next)
    {
        Offer(next);
        findings.Clear();
        limiter.TakeOverflow();
    }

    /// <summary>Writes the state that later findings depend on, as it is between two events. Rules that threw are tried again: a start is a load.</summary>
    public void WriteState(BinaryWriter writer)
    {
        correlators.WriteTo(writer);
        limiter.WriteTo(writer);
        writer.Write(indicators is not null);
        indicators?.WriteTo(writer);
    }

    /// <summary>Takes the state that a detector of the same rule set wrote; this one must be new, and is spoilt when it throws.</summary>
    /// <exception cref="InvalidDataException">It is another rule set's.</exception>
    /// <exception cref="IOException">It is cut.</exception>
    public void ReadState(BinaryReader reader)
    {
        correlators.ReadFrom(reader);
        limiter.ReadFrom(reader);
        if (reader.ReadBoolean())
            (indicators ?? new IndicatorFindings(Rules, EventLayout.Of(number: 0, []))).ReadFrom(reader);
    }

    /// <summary>Goes on from a detector of another rule set at the same record. With the same rules everything stands as it stood and true is returned; else only what indicators were told, and the windows must be read from evidence before.</summary>
    public bool TakeFrom(Detector before)
    {
        if (before.Rules.RulesHash != Rules.RulesHash)
        {
            indicators?.Forget();
            if (before.indicators is { } known)
                indicators?.TakeFrom(known);
            return false;
        }

        using var state = new MemoryStream();
        using var writer = new BinaryWriter(state);
        before.WriteState(writer);
        writer.Flush();
        state.Position = 0;
        using var reader = new BinaryReader(state);
        ReadState(reader);
        return true;
    }

    /// <summary>Forgets which indicators were told: after a replay of records that another set saw, so that what is new is told at once.</summary>
    public void ForgetIndicators() => indicators?.Forget();

    /// <summary>Findings that were counted on their group instead of becoming rows, since the last call.</summary>
    public IReadOnlyList<FindingOverflow> TakeOverflow() => limiter.TakeOverflow();

    /// <summary>What rules that threw did not see, since the last call; to be journalled as <c>rule.blind</c>.</summary>
    public IReadOnlyList<BlindRange> TakeBlind() => blind.Take();

    private static IEnumerable<string> NamesIn(KindTable table, RuleSet rules) => rules.Rules
        .Where(rule => rule.LogSource.Covers(table.Kind))
        .SelectMany(rule => ConditionFields.Of(rule.Condition))
        .Concat(rules.SuppressedFields())
        .Distinct(StringComparer.Ordinal)
        .Select(table.NameOf)
        .Concat(table.When.Select(when => when.Field));

    private RulePlan? PlanOf(Event next)
    {
        if (kinds.Find(next) is not { } found)
        {
            Counts.UnknownKinds++;
            isKindKnown = false;
            return null;
        }

        (kind, isKindKnown) = (found, true);

        while (plans.Count <= kind.Number)
            plans.Add(null);
        return plans[kind.Number] ??= matcher.PlanFor(kind.Table.Kind, kind.Table.NameOf);
    }

    private void Found(SigmaRule rule, Event next)
    {
        if (blind.IsOff(rule.Id))
            return;
        Counts.Matches++;
        if (!rule.Silent && !Suppressed(rule, next))
            Admit(FindingOf(rule, next, groups.Of(rule.Entity, next)));
        if (next.Stored!.Record.Lane == Lane.Live && correlators.IsFed(rule.Id))
            CorrelateIsolated(rule, next);
    }

    private void FindIndicators(IndicatorFindings found, Event next)
    {
        if (blind.IsOff(IndicatorsRule))
            return;
        try
        {
            foreach (var (entry, field) in found.Match(next))
                TellIndicator(found, entry, field, next);
        }
        catch (Exception error)
        {
            blind.Add(IndicatorsRule, sequence, error);
        }
    }

    private void TellIndicator(IndicatorFindings found, int entry, int field, Event next)
    {
        Counts.Matches++;
        Counts.IndicatorMatches++;
        var rule = found.RuleOf(entry);
        if (isKindKnown && Suppressed(rule, next))
            return;
        if (found.ToldAs(entry) is { } group)
        {
            limiter.Count(rule.Id, group, sequence);
            Counts.Overflowed++;
        }
        else if (Admit(found.Of(FindingOf(rule, next, ""), entry, field)))
        {
            found.Told(entry);
        }
    }

    private void CorrelateIsolated(SigmaRule rule, Event next)
    {
        try
        {
            Correlate(rule, next);
        }
        catch (Exception error)
        {
            blind.Add(rule.Id, sequence, error);
        }
    }

    private void Correlate(SigmaRule rule, Event next)
    {
        firings.Clear();
        correlators.Feed(rule.Id, next, EventTime.Of(next), firings);
        foreach (var firing in firings)
        {
            Counts.Matches++;
            if (!firing.Correlation.Rule.Silent && !Suppressed(firing.Correlation.Rule, next))
                Admit(FindingOf(firing.Correlation.Rule, next, firing.GroupKey) with { Evidence = firing.Evidence, Measured = firing.Measured });
        }
    }

    private bool Suppressed(SigmaRule rule, Event next)
    {
        if (suppressor.Of(rule, next, kind.Table, kind.Number) is not { } by)
            return false;
        Counts.Suppressed++;
        limiter.Count(rule.Id, $"suppressed:{by.Id}", sequence);
        return true;
    }

    private bool Admit(Finding finding)
    {
        var isRow = limiter.Admit(finding);
        if (isRow)
            findings.Add(finding);
        else
            Counts.Overflowed++;
        return isRow;
    }

    private Finding FindingOf(SigmaRule rule, Event next, string groupKey)
    {
        var stored = next.Stored!;
        return new Finding
        {
            RuleId = rule.Id,
            RuleHash = rule.Hash,
            RuleFolder = rule.Folder,
            Title = rule.Title,
            TitleJapanese = rule.TitleJapanese,
            Level = rule.Level,
            Tags = rule.Tags,
            Author = rule.Author,
            Licence = rule.Licence,
            Node = node,
            TriggerSequence = stored.Sequence,
            Item = next.Item,
            GroupKey = groupKey,
            Source = stored.Record.Source,
            ReceivedAt = stored.Record.ReceivedAt,
            Lane = stored.Record.Lane,
            Evidence = [stored.Sequence],
        };
    }
}
