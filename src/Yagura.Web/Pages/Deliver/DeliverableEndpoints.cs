using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Yagura.Operations.Deliverables;
using Yagura.Operations.Store;
using Yagura.Web.Parts;
using Yagura.Web.Reports;
using Yagura.Web.Wording;

namespace Yagura.Web.Pages.Deliver;

/// <summary>One deliverable: its due time, what was recorded, its stored versions, and the acts on it.</summary>
internal static class DeliverableEndpoints
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/deliverables/{id}/{period}", (HttpContext context, PageContexts contexts, DeliverableQuery query, string id, string period) =>
            ShowAsync(contexts.Of(context), query, (id, period), null, context.RequestAborted));
        pages.MapGet("/reports/stored/{id}/{period}/{language}/{version:int}", StoredAsync);
        pages.MapPost("/deliverables/{id}/{period}/{act}", ActAsync).RequireAuthorization(policy => policy.RequireRole(Roles.Analyst, Roles.Client, Roles.Administrator));
    }

    private static async Task<IResult> ShowAsync(PageContext page, DeliverableQuery query, (string Id, string Period) of, TypedAct? typed, CancellationToken stop) =>
        await query.ReadAsync(page, of.Id, of.Period, stop) is { } model
            ? PageContexts.Show<DeliverablePage>(page, typed is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity, (nameof(DeliverablePage.Model), model), (nameof(DeliverablePage.Typed), typed ?? Acting.Opened(page)))
            : Results.NotFound();

    private static async Task<IResult> StoredAsync(HttpContext context, OperationsStore store, string id, string period, string language, int version)
    {
        if (await new ReportShelf(store).VersionAsync(id, period, language, version, context.RequestAborted) is not { } row) return Results.NotFound();
        context.Response.Headers.ContentSecurityPolicy = ReportPolicy.For(row.Html);
        context.Response.Headers["X-Content-SHA256"] = row.Sha256;
        return Results.Content(row.Html, "text/html; charset=utf-8");
    }

    private static Task<IResult> ActAsync(HttpContext context, PageContexts contexts, DeliverableQuery query, DeliverableActs acts, string id, string period, string act, IFormCollection form)
    {
        var (page, typed) = (contexts.Of(context), Acting.Typed(act, form));
        return Acting.RecordAsync(page, typed,
            () => RecordAsync(page, acts, DeliverableActs.SubjectOf(id, period), typed, context.RequestAborted),
            () => contexts.GoOn(context, $"/deliverables/{Uri.EscapeDataString(id)}/{Uri.EscapeDataString(period)}", page.Texts.Recorded(NameOf(act, page.Texts))),
            refused => ShowAsync(page, query, (id, period), refused, context.RequestAborted));
    }

    private static string NameOf(string act, Texts texts) => act switch { "submit" => texts.SubmitIt, "accept" => texts.AcceptIt, "reject" => texts.RejectIt, "move" => texts.MoveIt, _ => texts.WaiveIt };

    private static Task RecordAsync(PageContext page, DeliverableActs acts, string subject, TypedAct typed, CancellationToken stop)
    {
        var by = StatedTimes.By(page, typed["at"], long.TryParse(typed["version-seen"], NumberStyles.None, CultureInfo.InvariantCulture, out var seen) && seen > 0 ? seen : null);
        var agreed = page.Visitor!.IsClient ? page.Visitor.Actor : typed["agreedBy"].StartsWith("client:", StringComparison.Ordinal) ? typed["agreedBy"] : $"client:{typed["agreedBy"]}";
        return typed.Dialog switch
        {
            "submit" => acts.SubmitAsync(subject, int.TryParse(typed["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 1, Refusals.Typed(typed["receipt"]), by, stop),
            "accept" => acts.AcceptAsync(subject, by, stop),
            "reject" => acts.RejectAsync(subject, typed["reason"], by, stop),
            "move" => acts.MoveDueAsync(subject, StatedTimes.By(page, typed["due"], null).Stated?.Time ?? throw new RefusedException(Texts.Japanese.AtWrong, Texts.English.AtWrong), typed["reason"], agreed, by, stop),
            "waive" => acts.WaiveAsync(subject, typed["reason"], agreed, by, stop),
            _ => throw new RefusedException("その操作はありません。", "There is no such act."),
        };
    }
}
