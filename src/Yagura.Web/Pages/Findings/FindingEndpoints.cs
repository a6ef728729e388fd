using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Yagura.Operations.Incidents;
using Yagura.Operations.Store;
using Yagura.Web.Parts;

namespace Yagura.Web.Pages.Findings;

/// <summary>Findings of hunts and imports: they open nothing until a person accepts them (FIGURES 2).</summary>
internal static class FindingEndpoints
{
    private const int RowsMax = 100;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/findings", (HttpContext context, PageContexts contexts, OperationsStore store) => ShowAsync(contexts.Of(context), store, TypedAct.None));
        var acts = pages.MapGroup("").RequireAuthorization(policy => policy.RequireRole(Roles.Analyst, Roles.Client, Roles.Administrator));
        acts.MapPost("/findings/{id:long}/accept", AcceptAsync);
        acts.MapPost("/findings/{id:long}/reject", RejectAsync);
    }

    private static async Task<IResult> ShowAsync(PageContext page, OperationsStore store, TypedAct typed)
    {
        var rows = await store.ReadAsync(read => read.Findings.Where(row => row.State == FindingStates.Queued).OrderByDescending(row => row.Id).Take(RowsMax).ToListAsync());
        return PageContexts.Show<FindingsPage>(page, typed.Errors.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK,
            (nameof(FindingsPage.Rows), rows), (nameof(FindingsPage.Typed), typed));
    }

    private static async Task<IResult> AcceptAsync(HttpContext context, PageContexts contexts, OperationsStore store, long id, IFormCollection form)
    {
        var (page, typed) = (contexts.Of(context), Acting.Typed($"accept-{id}", form));
        var severity = int.TryParse(typed["severity"], NumberStyles.None, CultureInfo.InvariantCulture, out var chosen) ? chosen : 0;
        var subject = "";
        return await Acting.RecordAsync(page, typed,
            async () => subject = await Desk(store).AcceptAsync(id, severity, StatedTimes.By(page, "", null), context.RequestAborted),
            () => contexts.GoOn(context, $"/incidents/{subject}", page.Texts.Recorded(page.Texts.FindingAccept)),
            refused => ShowAsync(page, store, refused));
    }

    private static async Task<IResult> RejectAsync(HttpContext context, PageContexts contexts, OperationsStore store, long id, IFormCollection form)
    {
        var (page, typed) = (contexts.Of(context), Acting.Typed($"reject-{id}", form));
        return await Acting.RecordAsync(page, typed,
            () => Desk(store).RejectAsync(id, typed["reason"], StatedTimes.By(page, "", null), context.RequestAborted),
            () => contexts.GoOn(context, "/findings", page.Texts.Recorded(page.Texts.FindingReject)),
            refused => ShowAsync(page, store, refused));
    }

    // Accepting and rejecting ask no contract: the person names the severity.
    private static IncidentDesk Desk(OperationsStore store) => new(store, new DeskRules(_ => null, null));
}
