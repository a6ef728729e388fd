using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Yagura.Operations.Incidents;
using Yagura.Operations.Store;
using Yagura.Web.Parts;

namespace Yagura.Web.Pages.Judgements;

/// <summary>Sandbox alerts and the judgement on each (A4).</summary>
internal static class JudgementEndpoints
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/judgements", async (HttpContext context, PageContexts contexts, JudgementsQuery query) =>
        {
            var page = contexts.Of(context);
            return PageContexts.Show<JudgementsPage>(page, StatusCodes.Status200OK, (nameof(JudgementsPage.Model), await query.ListAsync(page)));
        });
        pages.MapGet("/judgements/{alert}", (HttpContext context, PageContexts contexts, JudgementsQuery query, string alert) => ShowAsync(contexts.Of(context), query, alert, new JudgementForm(), []));
        pages.MapPost("/judgements/{alert}", JudgeAsync).RequireAuthorization(policy => policy.RequireRole(Roles.Analyst, Roles.Client, Roles.Administrator));
    }

    private static async Task<IResult> ShowAsync(PageContext page, JudgementsQuery query, string alert, JudgementForm typed, IReadOnlyList<string> errors)
    {
        if (await query.OneAsync(page, alert) is not { } model) return Results.NotFound();
        return PageContexts.Show<JudgementPage>(page, errors.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK,
            (nameof(JudgementPage.Model), model), (nameof(JudgementPage.Typed), typed), (nameof(JudgementPage.Errors), errors));
    }

    private static async Task<IResult> JudgeAsync(HttpContext context, PageContexts contexts, JudgementsQuery query, SandboxActs acts, string alert, [FromForm] JudgementForm form)
    {
        var page = contexts.Of(context);
        try
        {
            await acts.JudgeAsync($"detection:{alert}", form.Verdict ?? "", Refusals.Typed(form.Reason), StatedTimes.By(page, form.At, form.Version), context.RequestAborted);
            return contexts.GoOn(context, "/judgements", page.Texts.Recorded(page.Texts.Judgement));
        }
        catch (RefusedException refused)
        {
            return await ShowAsync(page, query, alert, form, [Refusals.TextOf(refused, page.Texts)]);
        }
    }
}
