using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Yagura.Detection.Indicators;
using Yagura.Operations.Store;

namespace Yagura.Web.Pages.Indicators;

/// <summary>The indicators in force: sources, what they found, what is refused, and where one value stands.</summary>
internal static class IndicatorsEndpoints
{
    private const int ValueMax = 2_048;

    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/indicators", ListAsync);

    private static async Task<IResult> ListAsync(HttpContext context, PageContexts contexts, OperationsStore store, IndicatorBoard board)
    {
        var page = contexts.Of(context);
        var view = board.Read();
        var lines = await store.ReadAsync(read => LinesAsync(read, view));
        var value = page.Address.Value("value").Trim();
        var reason = "";
        var hits = value.Length == 0 ? null : view.Set.Find(value.Length > ValueMax ? value[..ValueMax] : value, out reason);
        return PageContexts.Show<IndicatorsPage>(page, StatusCodes.Status200OK,
            (nameof(IndicatorsPage.Board), view), (nameof(IndicatorsPage.Lines), lines), (nameof(IndicatorsPage.Value), value), (nameof(IndicatorsPage.Hits), hits), (nameof(IndicatorsPage.IsNoValue), reason.Length > 0));
    }

    private static async Task<IReadOnlyList<IndicatorLine>> LinesAsync(StoreContext context, IndicatorBoardView view)
    {
        var rows = await context.Findings.Where(row => row.RuleId.StartsWith(IndicatorSource.RulePrefix)).GroupBy(row => row.RuleId)
            .Select(group => new { Rule = group.Key, Count = group.LongCount(), Last = group.Max(row => row.ReceivedAt) }).ToDictionaryAsync(found => found.Rule);
        var counted = await context.FindingCounts.Where(row => row.RuleId.StartsWith(IndicatorSource.RulePrefix)).GroupBy(row => row.RuleId)
            .Select(group => new { Rule = group.Key, Count = group.Sum(row => row.Count), Last = group.Max(row => row.Minute) }).ToDictionaryAsync(found => found.Rule);
        // A server that never answered has no file yet and is shown all the same.
        var silent = view.Polls.Where(poll => view.Set.Sources.All(source => source.Name != poll.Source))
            .Select(poll => new IndicatorSource(poll.Source, [.. IndicatorKinds.All.Select(_ => 0)], default));
        return
        [
            .. view.Set.Sources.Concat(silent).Select(source =>
            {
                var (row, more) = (rows.GetValueOrDefault(source.RuleId), counted.GetValueOrDefault(source.RuleId));
                var last = new[] { row?.Last, more?.Last }.Max();
                return new IndicatorLine(source, view.Polls.FirstOrDefault(poll => poll.Source == source.Name)) { Matches = (row?.Count ?? 0) + (more?.Count ?? 0), Last = last };
            }).OrderByDescending(line => line.Matches).ThenBy(line => line.Source.Name, StringComparer.Ordinal),
        ];
    }
}
