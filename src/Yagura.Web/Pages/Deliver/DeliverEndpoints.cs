using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Yagura.Operations.Adoption;
using Yagura.Operations.Deliverables;
using Yagura.Operations.Store;
using Yagura.Web.Pages.Custody;
using Yagura.Web.Reports;
using Yagura.Web.Wording;

namespace Yagura.Web.Pages.Deliver;

/// <summary>Deliverables and their printed reports.</summary>
internal static class DeliverEndpoints
{
    private const int DaysMax = 31;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/deliverables", ListAsync);
        pages.MapGet("/reports/daily/{date}", DailyAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, PageContexts contexts, OperationsStore store)
    {
        var page = contexts.Of(context);
        var rows = await store.ReadAsync(read => read.Deliverables.Where(row => row.Deliverable == DailyReportDesk.Deliverable).OrderByDescending(row => row.Period).Take(DaysMax).ToListAsync());
        var days = Enumerable.Range(0, DaysMax).Select(back => page.Today.AddDays(-back)).Select(date => new ReportDay(date, rows.Find(row => row.Period == date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))));
        return PageContexts.Show<DeliverablesPage>(page, StatusCodes.Status200OK, (nameof(DeliverablesPage.Days), (IReadOnlyList<ReportDay>)[.. days]));
    }

    private static async Task<IResult> DailyAsync(HttpContext context, PageContexts contexts, ArchiveView archive, CoverageShelf coverage, OperationsStore store, ContractBook book, ReportPrinter printer, string date)
    {
        var page = contexts.Of(context);
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day > page.Today) return Results.NotFound();
        // A day that is over has its issued printing; only a day without one is printed as it stands now.
        if (await new ReportShelf(store).NewestAsync(DailyReportDesk.Deliverable, date, page.Texts.Language.Tag(), context.RequestAborted) is { } issued)
        {
            context.Response.Headers.ContentSecurityPolicy = ReportPolicy.For(issued.Html);
            return Results.Content(issued.Html, "text/html; charset=utf-8");
        }

        var report = await new DailyReportDesk(store, book, coverage.Seals, archive.Checkpoints).BuildAsync(day, page.Now, context.RequestAborted);
        var html = await printer.DailyAsync(report, page.Texts.Language);
        context.Response.Headers.ContentSecurityPolicy = ReportPolicy.For(html);
        return Results.Content(html, "text/html; charset=utf-8");
    }
}
