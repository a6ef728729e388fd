namespace Yagura.Detection.Findings;

/// <summary>Rules that threw: how often, what they missed, which are switched off. Bounded by the number of rules.</summary>
internal sealed class BlindRules
{
    /// <summary>Errors after which a rule is switched off until the next load.</summary>
    public const int ErrorsMax = 3;

    private readonly Dictionary<string, int> errors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BlindRange> ranges = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> off = new(StringComparer.Ordinal);

    /// <summary>Whether a rule is switched off.</summary>
    public bool IsOff(string rule) => off.Count > 0 && off.ContainsKey(rule);

    /// <summary>Notes that a rule threw on a record.</summary>
    public void Add(string rule, long sequence, Exception error)
    {
        if (IsOff(rule))
            return;
        var count = errors[rule] = errors.GetValueOrDefault(rule) + 1;
        var reason = $"{error.GetType().Name}: {error.Message}";
        ranges[rule] = ranges.TryGetValue(rule, out var range)
            ? range with { LastSequence = sequence }
            : new BlindRange(rule, sequence, sequence, reason);
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
                : new BlindRange(rule, sequence, sequence, reason);
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
