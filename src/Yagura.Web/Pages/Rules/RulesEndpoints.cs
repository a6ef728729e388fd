using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Yagura.Operations.Store;
using Yagura.Web.Parts;

namespace Yagura.Web.Pages.Rules;

/// <summary>The rules in force: what each found, what it costs, who wrote it, and which techniques are looked for.</summary>
internal static class RulesEndpoints
{
    private const int FindingsMax = 50;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/rules", ListAsync);
        pages.MapGet("/rules/{id}", OneAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, PageContexts contexts, OperationsStore store, RuleBoard board)
    {
        var page = contexts.Of(context);
        var view = board.Read();
        var lines = await store.ReadAsync(read => RulesQuery.CountedAsync(read, view));
        var chosen = RulesQuery.Chosen(lines, page.Address);
        var paging = new Paging(Paging.IndexOf(page.Address), Paging.RowsMax, chosen.Count);
        return PageContexts.Show<RulesPage>(page, StatusCodes.Status200OK,
            (nameof(RulesPage.Board), view), (nameof(RulesPage.Picture), AttackPicture.Of(lines)), (nameof(RulesPage.Lines), (IReadOnlyList<RuleLine>)[.. chosen.Skip(paging.Skip).Take(paging.Size)]), (nameof(RulesPage.Paging), paging));
    }

    private static async Task<IResult> OneAsync(HttpContext context, PageContexts contexts, OperationsStore store, RuleBoard board, string id)
    {
        var page = contexts.Of(context);
        var view = board.Read();
        if (view.Rules.All(line => line.Rule.Id != id)) return Results.NotFound();
        var lines = await store.ReadAsync(read => RulesQuery.CountedAsync(read, view with { Rules = [.. view.Rules.Where(line => line.Rule.Id == id)] }));
        var findings = await store.ReadAsync(read => read.Findings.Where(row => row.RuleId == id).OrderByDescending(row => row.ReceivedAt).Take(FindingsMax).ToListAsync());
        return PageContexts.Show<RulePage>(page, StatusCodes.Status200OK,
            (nameof(RulePage.Line), lines[0]), (nameof(RulePage.Findings), findings),
            (nameof(RulePage.Suppressions), (IReadOnlyList<Yagura.Detection.Sigma.Suppression>)[.. view.Suppressions.Where(one => one.Rules.Contains(id) || (lines[0].Rule.Name is { } name && one.Rules.Contains(name)))]));
    }
}
