using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Incidents;

/// <summary>The journal's part of a hunt: what was looked through, and which blind ranges are closed by it (FIGURES 4).</summary>
internal static class HuntDesk
{
    /// <summary>Writes the entry and closes the blind ranges inside.</summary>
    public static async Task<HuntRecorded> RecordAsync(StoreTransaction transaction, HuntFacts hunt, CancellationToken stop)
    {
        var entry = transaction.Append(new JournalDraft("rules.hunted", "rules", Actor.Machine, null, new Dictionary<string, object?>
        {
            ["hash"] = hunt.RuleSet, ["node"] = hunt.Node, ["from_seq"] = hunt.FirstSequence, ["to_seq"] = hunt.LastSequence,
            ["from"] = hunt.From.ToString("o", CultureInfo.InvariantCulture), ["to"] = hunt.To.ToString("o", CultureInfo.InvariantCulture), ["findings"] = hunt.Findings, ["new"] = hunt.Stored,
        }));
        var open = await OpenAsync(transaction, stop);
        var closed = 0;
        foreach (var blind in open.Where(blind => Covers(hunt, blind)))
        {
            closed++;
            transaction.Append(new JournalDraft("rule.blind-closed", blind.Subject, Actor.Machine, null, new Dictionary<string, object?>
            {
                ["blind"] = blind.Number, ["hunt"] = entry.Number,
            }));
        }

        return new HuntRecorded(entry.Number, closed);
    }

    private static async Task<IReadOnlyList<JournalEntry>> OpenAsync(StoreTransaction transaction, CancellationToken stop)
    {
        var lines = await transaction.Context.Journal.Where(row => row.Kind == "rule.blind" || row.Kind == "rule.blind-closed").OrderBy(row => row.Number).Select(row => row.Line).ToListAsync(stop);
        var entries = JournalRead.Entries(lines);
        var closed = entries.Where(entry => entry.Kind == "rule.blind-closed").Select(entry => entry.Data.Count("blind")).ToHashSet();
        return [.. entries.Where(entry => entry.Kind == "rule.blind" && !closed.Contains(entry.Number))];
    }

    private static bool Covers(HuntFacts hunt, JournalEntry blind) =>
        hunt.Sound.Contains(blind.Data.Text("rule") ?? "") && (blind.Data.Text("node") ?? hunt.Node) == hunt.Node
        && blind.Data.Count("from") is { } from && blind.Data.Count("to") is { } to && from >= hunt.FirstSequence && to <= hunt.LastSequence;
}

/// <summary>What a hunt looked through.</summary>
/// <param name="Node">Whose archive.</param>
/// <param name="RuleSet">Hash of the rule set.</param>
/// <param name="FirstSequence">First record offered.</param>
/// <param name="LastSequence">Last record offered.</param>
public sealed record HuntFacts(string Node, string RuleSet, long FirstSequence, long LastSequence)
{
    /// <summary>Begin of the time that was asked for.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Its end.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Findings in all.</summary>
    public required long Findings { get; init; }

    /// <summary>Findings that were new.</summary>
    public required long Stored { get; init; }

    /// <summary>Ids of the rules that saw every record of it.</summary>
    public required IReadOnlySet<string> Sound { get; init; }
}

/// <summary>What was written about a hunt.</summary>
/// <param name="Entry">Number of its entry.</param>
/// <param name="Closed">Blind ranges closed.</param>
public sealed record HuntRecorded(long Entry, int Closed);
