using Microsoft.EntityFrameworkCore;
using Yagura.Operations.Store;
using Yagura.Web.Parts;

namespace Yagura.Web.Pages.Rules;

/// <summary>The rules with what they found.</summary>
internal static class RulesQuery
{
    public static async Task<IReadOnlyList<RuleLine>> CountedAsync(StoreContext context, RuleBoardView board)
    {
        var rows = await context.Findings.GroupBy(row => row.RuleId).Select(group => new { Rule = group.Key, Count = group.LongCount(), Last = group.Max(row => row.ReceivedAt) }).ToDictionaryAsync(found => found.Rule);
        var counted = await context.FindingCounts.GroupBy(row => row.RuleId).Select(group => new { Rule = group.Key, Count = group.Sum(row => row.Count), Last = group.Max(row => row.Minute) }).ToDictionaryAsync(found => found.Rule);
        return
        [
            .. board.Rules.Select(line =>
            {
                var (row, more) = (rows.GetValueOrDefault(line.Rule.Id), counted.GetValueOrDefault(line.Rule.Id));
                return line with { Findings = row?.Count ?? 0, Counted = more?.Count ?? 0, Last = Newest(row?.Last, more?.Last) };
            }),
        ];
    }

    /// <summary>The lines that a filter asks for, in the order that it asks for.</summary>
    public static IReadOnlyList<RuleLine> Chosen(IReadOnlyList<RuleLine> lines, PageAddress address)
    {
        var (text, level, technique) = (address.Value("q"), address.Value("level"), address.Value("technique"));
        var chosen = lines.Where(line => (level.Length == 0 || line.Rule.Level == level)
            && (technique.Length == 0 || AttackPicture.TechniquesOf(line.Rule).Contains(technique))
            && (text.Length == 0 || Says(line, text)));
        return address.Value("sort") switch
        {
            "title" => [.. chosen.OrderBy(line => line.Rule.Title, StringComparer.Ordinal)],
            "cost" => [.. chosen.OrderByDescending(line => line.Nanoseconds ?? -1).ThenBy(line => line.Rule.Title, StringComparer.Ordinal)],
            "last" => [.. chosen.OrderByDescending(line => line.Last).ThenBy(line => line.Rule.Title, StringComparer.Ordinal)],
            _ => [.. chosen.OrderByDescending(line => line.Findings + line.Counted).ThenBy(line => line.Rule.Title, StringComparer.Ordinal)],
        };
    }

    private static bool Says(RuleLine line, string text) =>
        new[] { line.Rule.Title, line.Rule.TitleJapanese, line.Rule.Id, line.Rule.File, line.Rule.Author, line.Rule.LogSource.ToString(), string.Join(' ', line.Rule.Tags) }
            .Any(part => part?.Contains(text, StringComparison.OrdinalIgnoreCase) == true);

    private static DateTimeOffset? Newest(DateTimeOffset? left, DateTimeOffset? right) => left is null || right > left ? right : left;
}
