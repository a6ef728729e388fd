using System.Security.Cryptography;
using System.Text;
using Yagura.Detection.Indicators;
using Yagura.Detection.Sigma;
using Yagura.Events;

namespace Yagura.Detection.Findings;

/// <summary>Indicators found in events → findings: a value is told once an hour while it goes on, further matches are counted on its group.</summary>
/// <remarks>Hours are those of the clock (of receive time), so a replay that begins an hour earlier decides the same. Not thread-safe.</remarks>
internal sealed class IndicatorFindings
{
    /// <summary>Values told in one hour; further ones are only counted.</summary>
    public const int ToldMax = 65_536;

    /// <summary>How long a value that was told is only counted, at most.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromHours(1);

    private const int TitleValueMax = 200;

    private readonly IndicatorSet set;
    private readonly IndicatorMatcher matcher;
    private readonly Dictionary<string, SigmaRule> heads;
    // Bounded by ToldMax; empty at each new hour.
    private readonly Dictionary<int, string> told = [];
    private long hour;

    /// <summary>Indicators of a rule set over events of a layout.</summary>
    public IndicatorFindings(RuleSet rules, EventLayout layout)
    {
        set = rules.Indicators;
        matcher = new IndicatorMatcher(set, layout);
        heads = rules.IndicatorRules.ToDictionary(rule => rule.Id, StringComparer.Ordinal);
    }

    /// <summary>What was found in an event.</summary>
    public ReadOnlySpan<(int Entry, int Field)> Match(Event next)
    {
        var now = next.Stored!.Record.ReceivedAt.UtcTicks / Span.Ticks;
        if (now != hour)
            told.Clear();
        hour = now;
        return matcher.Match(next);
    }

    /// <summary>The rule whose findings an indicator makes.</summary>
    public SigmaRule RuleOf(int entry) => heads[IndicatorSource.RulePrefix + set.SourceOf(entry)];

    /// <summary>The group of a value that was told within the hour; null when it is to be told.</summary>
    public string? ToldAs(int entry) => told.TryGetValue(entry, out var group) ? group : null;

    /// <summary>Notes that a value was told.</summary>
    public void Told(int entry)
    {
        if (told.Count < ToldMax)
            told[entry] = GroupOf(entry);
    }

    /// <summary>The finding of an indicator in a field: rule, identity and level are the indicator's own.</summary>
    /// <param name="plain">A finding of its rule about the event.</param>
    /// <param name="entry">The indicator.</param>
    /// <param name="field">Place of the field.</param>
    public Finding Of(Finding plain, int entry, int field)
    {
        var match = IndicatorMatch.Of(set, entry, IndicatorFields.All[field].Name);
        var value = match.Value.Length > TitleValueMax ? match.Value[..TitleValueMax] + "…" : match.Value;
        return plain with
        {
            RuleHash = HashOf(match),
            Title = $"Indicator {match.Kind} {value} ({match.Source})",
            TitleJapanese = $"脅威指標に一致: {value}（{match.Source}）",
            Level = LevelOf(match.Confidence),
            Tags = ["indicator", $"indicator.{match.Kind}"],
            GroupKey = GroupOf(entry),
            Indicator = match,
        };
    }

    /// <summary>Which level a confidence has.</summary>
    public static string LevelOf(int? confidence) => confidence switch
    {
        null => "medium",
        >= 75 => "high",
        >= 40 => "medium",
        > 0 => "low",
        _ => "informational",
    };

    /// <summary>Lets what another told count as told: after an exchange nothing is told twice in the hour, and what is new is told at once.</summary>
    public void TakeFrom(IndicatorFindings before)
    {
        told.Clear();
        hour = before.hour;
        foreach (var entry in before.told.Keys)
        {
            if (set.EntryOf(before.set.Table[entry].Kind, before.set.Table.Key(entry), before.set.SourceOf(entry)) is var own and >= 0)
                Told(own);
        }
    }

    /// <summary>Forgets what was told: the next match of each value is.</summary>
    public void Forget() => told.Clear();

    /// <summary>Writes what the next decisions depend on.</summary>
    public void WriteTo(BinaryWriter writer)
    {
        writer.Write(hour);
        writer.Write(told.Count);
        foreach (var entry in told.Keys.Order())
        {
            writer.Write((byte)set.Table[entry].Kind);
            writer.Write(set.SourceOf(entry));
            writer.Write(set.Table.Key(entry).Length);
            writer.Write(set.Table.Key(entry));
        }
    }

    /// <summary>Takes what <see cref="WriteTo"/> wrote; values that the set does not have are left out.</summary>
    public void ReadFrom(BinaryReader reader)
    {
        hour = reader.ReadInt64();
        told.Clear();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var kind = (IndicatorKind)reader.ReadByte();
            var source = reader.ReadString();
            var key = reader.ReadBytes(Math.Clamp(reader.ReadInt32(), 0, IndicatorReading.KeyBytesMax));
            if (set.EntryOf(kind, key, source) is var entry and >= 0)
                Told(entry);
        }
    }

    private string GroupOf(int entry)
    {
        var value = IndicatorReading.Text(set.Table[entry].Kind, set.Table.Key(entry)).Replace('|', '¦');
        return value.Length <= GroupKeys.LengthMax ? value : value[..GroupKeys.LengthMax];
    }

    // The indicator as it stands in the list, without place and field: a list that grows makes no other rule of it.
    private static string HashOf(IndicatorMatch match) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes($"{match.Kind} {match.Value}\n{match.Source} {match.Confidence} {match.Expires}\n")));
}
