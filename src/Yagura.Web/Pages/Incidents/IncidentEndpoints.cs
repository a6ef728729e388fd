using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Yagura.Operations.Incidents;
using Yagura.Operations.Store;
using Yagura.Web.Parts;

namespace Yagura.Web.Pages.Incidents;

/// <summary>Incidents and the acts on them. An act is one form and one journal entry; refused, it comes back with what was typed.</summary>
internal static class IncidentEndpoints
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/incidents", (HttpContext context, PageContexts contexts, IncidentsQuery query) =>
            ShowListAsync(contexts.Of(context), query, new ReportForm(), []));
        pages.MapGet("/incidents/{subject}", (HttpContext context, PageContexts contexts, IncidentsQuery query, string subject, string? act, string? target) =>
            ShowAsync(contexts.Of(context), query, subject, new RefusedAct(IncidentForms.IsAct(act) ? act! : "", new ActForm { Target = target }, [])));
        pages.MapGet("/incidents/{subject}/severity-preview", PreviewAsync);
        var acts = pages.MapGroup("").RequireAuthorization(policy => policy.RequireRole(Roles.Analyst, Roles.Client, Roles.Administrator));
        acts.MapPost("/incidents", ReportAsync);
        acts.MapPost("/incidents/{subject}/group/{act}", GroupAsync);
        acts.MapPost("/incidents/{subject}/{act}", ActAsync);
    }

    private static async Task<IResult> ShowListAsync(PageContext page, IncidentsQuery query, ReportForm typed, IReadOnlyList<string> errors) =>
        PageContexts.Show<IncidentsPage>(page, errors.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK,
            (nameof(IncidentsPage.Model), await query.ListAsync(page)), (nameof(IncidentsPage.Typed), typed), (nameof(IncidentsPage.Errors), errors));

    private static async Task<IResult> ShowAsync(PageContext page, IncidentsQuery query, string subject, RefusedAct refused) => await ShowAsync(page, query, subject, refused, Acting.Opened(page));

    private static async Task<IResult> ShowAsync(PageContext page, IncidentsQuery query, string subject, RefusedAct refused, TypedAct typed)
    {
        if (await query.OneAsync(page, subject) is not { } model) return Results.NotFound();
        return PageContexts.Show<IncidentPage>(page, refused.Errors.Count + typed.Errors.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK,
            (nameof(IncidentPage.Model), model), (nameof(IncidentPage.Refused), refused), (nameof(IncidentPage.Typed), typed));
    }

    private static async Task<IResult> ReportAsync(HttpContext context, PageContexts contexts, IncidentsQuery query, IncidentActs acts, [FromForm] ReportForm form)
    {
        var page = contexts.Of(context);
        try
        {
            var report = new Report(form.Title?.Trim() ?? "", form.Entity?.Trim() ?? "", form.ReportedBy?.Trim() ?? "", form.Channel ?? "", null, form.Drill);
            var subject = await acts.ReportAsync(report, StatedTimes.By(page, form.At, null), context.RequestAborted);
            return contexts.GoOn(context, $"/incidents/{subject}", page.Texts.Recorded(page.Texts.ReportTake));
        }
        catch (RefusedException refused)
        {
            return await ShowListAsync(page, query, form, [Refusals.TextOf(refused, page.Texts)]);
        }
    }

    private static async Task<IResult> ActAsync(HttpContext context, PageContexts contexts, IncidentsQuery query, IncidentForms forms, string subject, string act, [FromForm] ActForm form)
    {
        var page = contexts.Of(context);
        if (!IncidentForms.IsAct(act)) return Results.NotFound();
        try
        {
            await forms.RecordAsync(page, subject, act, form, context.RequestAborted);
            return contexts.GoOn(context, $"/incidents/{subject}", page.Texts.Recorded(IncidentForms.NameOf(act, page.Texts)));
        }
        catch (RefusedException refused)
        {
            return await ShowAsync(page, query, subject, new RefusedAct(act, form, [Refusals.TextOf(refused, page.Texts)]));
        }
    }

    private static async Task<IResult> GroupAsync(HttpContext context, PageContexts contexts, IncidentsQuery query, GroupingForms forms, string subject, string act, IFormCollection form)
    {
        var (page, typed) = (contexts.Of(context), Acting.Typed(act, form));
        if (!GroupingForms.IsAct(act)) return Results.NotFound();
        var next = subject;
        return await Acting.RecordAsync(page, typed,
            async () => next = await forms.RecordAsync(page, subject, typed, context.RequestAborted),
            () => contexts.GoOn(context, $"/incidents/{Uri.EscapeDataString(next)}", page.Texts.Recorded(GroupingForms.NameOf(act, page.Texts))),
            refused => ShowAsync(page, query, subject, RefusedAct.None, refused));
    }

    private static async Task<IResult> PreviewAsync(HttpContext context, PageContexts contexts, ClockDesk clocks, string subject, int severity)
    {
        var page = contexts.Of(context);
        if (severity is < 1 or > 3) return Results.BadRequest();
        var (before, after) = await clocks.PreviewAsync(page, subject, severity);
        return PageContexts.Show<SeverityPreview>(page, StatusCodes.Status200OK, (nameof(SeverityPreview.Lines), SeverityConsequence.Lines(page, before, after)));
    }
}
