using Yagura.Detection.Sigma;

namespace Yagura.Detection.Findings;

/// <summary>Rules that threw: how often, what they missed, which are switched off. Bounded by the number of rules.</summary>
internal sealed class BlindRules(RuleSet rules)
{
    /// <summary>Errors after which a rule is switched off until the next load.</summary>
    public const int ErrorsMax = 3;

    private readonly Dictionary<int, int> errors = [];
    private readonly Dictionary<int, BlindRange> ranges = [];
    private readonly Dictionary<int, string> off = [];

    /// <summary>Whether a rule is switched off.</summary>
    public bool IsOff(int rule) => off.Count > 0 && off.ContainsKey(rule);

    /// <summary>Notes that a rule threw on a record.</summary>
    public void Add(int rule, long sequence, Exception error)
    {
        if (IsOff(rule))
            return;
        var count = errors[rule] = errors.GetValueOrDefault(rule) + 1;
        var reason = $"{error.GetType().Name}: {error.Message}";
        ranges[rule] = ranges.TryGetValue(rule, out var range)
            ? range with { LastSequence = sequence }
            : new BlindRange(rules.Rules[rule].Id, sequence, sequence, reason);
        if (count >= ErrorsMax)
            off[rule] = reason;
    }

    /// <summary>Rules that are switched off miss this record too.</summary>
    public void Extend(long sequence)
    {
        if (off.Count == 0)
            return;
        foreach (var (rule, reason) in off)
        {
            ranges[rule] = ranges.TryGetValue(rule, out var range)
                ? range with { LastSequence = sequence }
                : new BlindRange(rules.Rules[rule].Id, sequence, sequence, reason);
        }
    }

    /// <summary>The ranges since the last call.</summary>
    public IReadOnlyList<BlindRange> Take()
    {
        if (ranges.Count == 0)
            return [];
        var taken = ranges.Values.ToList();
        ranges.Clear();
        return taken;
    }
}
