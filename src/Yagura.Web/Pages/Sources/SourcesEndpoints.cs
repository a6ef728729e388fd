using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Yagura.Operations.Store;

namespace Yagura.Web.Pages.Sources;

/// <summary>The senders of logs: who sends, who fell silent, what was lost or not read.</summary>
internal static class SourcesEndpoints
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/sources", ListAsync);
        pages.MapGet("/sources/{id}", OneAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, PageContexts contexts, OperationsStore store)
    {
        var page = contexts.Of(context);
        var lines = await store.ReadAsync(read => SourcesQuery.ListAsync(read, page));
        return PageContexts.Show<SourcesPage>(page, StatusCodes.Status200OK, (nameof(SourcesPage.Lines), lines));
    }

    private static async Task<IResult> OneAsync(HttpContext context, PageContexts contexts, OperationsStore store, string id)
    {
        var page = contexts.Of(context);
        return await store.ReadAsync(read => SourcesQuery.OneAsync(read, page, id)) is { } model
            ? PageContexts.Show<SourcePage>(page, StatusCodes.Status200OK, (nameof(SourcePage.Model), model))
            : Results.NotFound();
    }
}
