namespace Yagura.Detection.Findings;

/// <summary>Decides which findings become rows: at most 100 a second and 10 a rule a minute, by receive time (FIGURES 2).</summary>
/// <remarks>
/// Seconds and minutes are those of the clock, not sliding: a replay that begins at least a minute earlier decides the same.
/// Bounded: one entry a rule, and at most <see cref="GroupsMax"/> groups between two calls of <see cref="TakeOverflow"/>.
/// </remarks>
internal sealed class FindingLimiter
{
    /// <summary>Findings a second that become rows.</summary>
    public const int RowsPerSecondMax = 100;

    /// <summary>Findings of a rule a minute that become rows.</summary>
    public const int RowsPerRuleMinuteMax = 10;

    /// <summary>Groups counted between two takes; the findings of further groups count on their rule's group "".</summary>
    public const int GroupsMax = 10_000;

    private readonly Dictionary<string, (long Minute, int Rows)> rules = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Rule, string Group), FindingOverflow> overflow = [];
    private long second;
    private int rowsInSecond;

    /// <summary>True when the finding becomes a row; false when it was counted on its group.</summary>
    public bool Admit(Finding finding)
    {
        var ticks = finding.ReceivedAt.UtcTicks;
        if (ticks / TimeSpan.TicksPerSecond != second)
        {
            second = ticks / TimeSpan.TicksPerSecond;
            rowsInSecond = 0;
        }

        var minute = ticks / TimeSpan.TicksPerMinute;
        var rule = rules.GetValueOrDefault(finding.RuleId);
        var rows = rule.Minute == minute ? rule.Rows : 0;
        if (rowsInSecond >= RowsPerSecondMax || rows >= RowsPerRuleMinuteMax)
        {
            Count(finding.RuleId, finding.GroupKey, finding.TriggerSequence);
            return false;
        }

        rowsInSecond++;
        rules[finding.RuleId] = (minute, rows + 1);
        return true;
    }

    /// <summary>Writes what the next decisions depend on.</summary>
    public void WriteTo(BinaryWriter writer)
    {
        writer.Write(second);
        writer.Write(rowsInSecond);
        writer.Write(rules.Count);
        foreach (var (rule, (minute, rows)) in rules)
        {
            writer.Write(rule);
            writer.Write(minute);
            writer.Write(rows);
        }
    }

    /// <summary>Takes what <see cref="WriteTo"/> wrote.</summary>
    public void ReadFrom(BinaryReader reader)
    {
        second = reader.ReadInt64();
        rowsInSecond = reader.ReadInt32();
        for (var left = reader.ReadInt32(); left > 0; left--)
            rules[reader.ReadString()] = (reader.ReadInt64(), reader.ReadInt32());
    }

    /// <summary>What was counted since the last call.</summary>
    public IReadOnlyList<FindingOverflow> TakeOverflow()
    {
        if (overflow.Count == 0)
            return [];
        var taken = overflow.Values.ToList();
        overflow.Clear();
        return taken;
    }

    /// <summary>Counts a finding that becomes no row on a group of its rule.</summary>
    public void Count(string rule, string group, long sequence)
    {
        var key = (RuleId: rule, GroupKey: group);
        if (!overflow.ContainsKey(key) && overflow.Count >= GroupsMax)
            key.GroupKey = "";
        overflow[key] = overflow.TryGetValue(key, out var known)
            ? known with { Count = known.Count + 1, LastSequence = sequence }
            : new FindingOverflow(key.RuleId, key.GroupKey, 1, sequence, sequence);
    }
}
