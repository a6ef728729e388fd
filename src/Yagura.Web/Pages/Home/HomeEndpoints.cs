using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Yagura.Web.Pages.Custody;
using Yagura.Web.Pages.Sources;

namespace Yagura.Web.Pages.Home;

/// <summary>The overview: the state of the clocks first.</summary>
internal static class HomeEndpoints
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/", async (HttpContext context, PageContexts contexts, OverviewQuery query, CoverageShelf coverage, ArchiveView archive, ListenerBoard board) =>
    {
        var page = contexts.Of(context);
        return PageContexts.Show<OverviewPage>(page, StatusCodes.Status200OK, (nameof(OverviewPage.Model), await query.ReadAsync(page) with
        {
            Month = await coverage.MonthAsync(page, context.RequestAborted), Fingerprint = archive.Fingerprint(), CanariesMissing = board.Missing(),
        }));
    });
}
