using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Yagura.Operations.Adoption;
using Yagura.ServiceLevel.Measures;
using Yagura.Web.Pages.Custody;
using Yagura.Web.Parts;

namespace Yagura.Web.Pages.Service;

/// <summary>Service levels: target, occurrences, over, running; each number leads to its entries.</summary>
internal static class ServiceEndpoints
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/service-levels", async (HttpContext context, PageContexts contexts, EvaluationShelf shelf, ContractBook book) =>
        {
            var page = contexts.Of(context);
            var (from, to) = Period(page, book);
            return PageContexts.Show<ServiceLevelsPage>(page, StatusCodes.Status200OK, (nameof(ServiceLevelsPage.Result), await shelf.OfAsync(page, from, to, context.RequestAborted)));
        });
        pages.MapGet("/service-levels/{measure}", async (HttpContext context, PageContexts contexts, EvaluationShelf shelf, CoverageShelf coverage, ContractBook book, string measure) =>
        {
            var page = contexts.Of(context);
            var (from, to) = Period(page, book);
            var result = await shelf.OfAsync(page, from, to, context.RequestAborted);
            return result?.Measures.FirstOrDefault(figure => figure.Head.Id == measure) is { } found
                ? PageContexts.Show<MeasurePage>(page, StatusCodes.Status200OK, (nameof(MeasurePage.Figure), found), (nameof(MeasurePage.Month), found is LossFigure ? await coverage.MonthAsync(page, context.RequestAborted) : null))
                : Results.NotFound();
        });
    }

    // The fiscal year, from April, up to today; a contract that begins later begins it.
    private static (DateOnly From, DateOnly To) Period(PageContext page, ContractBook book)
    {
        var today = page.Today;
        var april = new DateOnly(today.Month >= 4 ? today.Year : today.Year - 1, 4, 1);
        var starts = book.At(page.Now)?.Period.CountsFrom ?? april;
        return (starts > april && starts <= today ? starts : april, today);
    }
}
