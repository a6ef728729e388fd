using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Yagura.Web.Pages.Find;

/// <summary>Search in raw records: a plain, unindexed scan, one bounded page at a time.</summary>
internal static class SearchEndpoints
{
    private static readonly ScanLimits Limits = new(LinesMax: 100, RecordsMax: 500_000);

    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/search", async (HttpContext context, PageContexts contexts, PlainScan scan) =>
    {
        var page = contexts.Of(context);
        var term = page.Address.Value("q").Trim();
        var from = long.TryParse(page.Address.Value("from"), NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? Math.Max(1, first) : 1;
        var model = term.Length == 0 ? new SearchModel("", [], 0, null) : await scan.RunAsync(term, from, Limits, context.RequestAborted);
        return PageContexts.Show<SearchPage>(page, StatusCodes.Status200OK, (nameof(SearchPage.Model), model));
    });
}
