using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Yagura.Operations.Coverage;
using Yagura.Operations.Sources;
using Yagura.Operations.Store;
using Yagura.Web.Pages.Custody;
using Yagura.Web.Parts;

namespace Yagura.Web.Pages.Sources;

/// <summary>The senders of logs: who sends, who fell silent, what was lost or not read.</summary>
internal static class SourcesEndpoints
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/sources", ListAsync);
        pages.MapGet("/sources/{id}", (HttpContext context, PageContexts contexts, OperationsStore store, CoverageShelf coverage, string id) => OneAsync(contexts.Of(context), store, coverage, id, null, context.RequestAborted));
        pages.MapPost("/sources/{id}/silence", ExplainAsync).RequireAuthorization(policy => policy.RequireRole(Roles.Analyst, Roles.Client, Roles.Administrator));
    }

    private static async Task<IResult> ListAsync(HttpContext context, PageContexts contexts, OperationsStore store, CoverageShelf coverage, ListenerBoard board)
    {
        var page = contexts.Of(context);
        var lines = await store.ReadAsync(read => SourcesQuery.ListAsync(read, page));
        var month = await coverage.MonthAsync(page, context.RequestAborted);
        return PageContexts.Show<SourcesPage>(page, StatusCodes.Status200OK,
            (nameof(SourcesPage.Lines), (IReadOnlyList<SourceLine>)[.. lines.Select(line => line with { Meter = MeterOf(month, line) })]), (nameof(SourcesPage.Month), month), (nameof(SourcesPage.Listeners), board.Read()));
    }

    private static async Task<IResult> OneAsync(PageContext page, OperationsStore store, CoverageShelf coverage, string id, TypedAct? typed, CancellationToken stop) =>
        await ReadAsync(page, store, coverage, id, stop) is { } model
            ? PageContexts.Show<SourcePage>(page, typed is { Errors.Count: > 0 } ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK,
                (nameof(SourcePage.Model), model), (nameof(SourcePage.Typed), typed ?? Acting.Opened(page)))
            : Results.NotFound();

    private static Task<IResult> ExplainAsync(HttpContext context, PageContexts contexts, OperationsStore store, CoverageShelf coverage, string id, IFormCollection form)
    {
        var (page, typed) = (contexts.Of(context), Acting.Typed("silence", form));
        var from = DateTimeOffset.TryParse(typed["from"], CultureInfo.InvariantCulture, out var at) ? at : default;
        return Acting.RecordAsync(page, typed,
            () => new SilenceActs(store).ExplainAsync(id, from, typed["as"], typed["reason"], page.Visitor!.Actor, context.RequestAborted),
            () => contexts.GoOn(context, $"/sources/{Uri.EscapeDataString(id)}", page.Texts.Recorded(page.Texts.SilenceExplain)),
            refused => OneAsync(page, store, coverage, id, refused, context.RequestAborted));
    }

    private static async Task<SourceModel?> ReadAsync(PageContext page, OperationsStore store, CoverageShelf coverage, string id, CancellationToken stop)
    {
        if (await store.ReadAsync(read => SourcesQuery.OneAsync(read, page, id)) is not { } model) return null;
        var date = DateOnly.TryParseExact(page.Address.Value("day"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var asked) && asked <= page.Today ? asked : page.Today;
        var day = await coverage.DayAsync(page, model.Line.Row, date, stop);
        var meter = MeterOf(await coverage.MonthAsync(page, stop), model.Line);
        return model with
        {
            Line = model.Line with { Meter = meter },
            Date = date,
            Bar = day?.Bar,
            Causes = [.. (meter?.Causes ?? []).Concat(day?.Causes ?? []).Distinct().OrderByDescending(cause => cause.From)],
        };
    }

    private static LossMeter? MeterOf(CoverageMonth? month, SourceLine line) => month?.Meters.FirstOrDefault(meter => meter.Source == line.Row.Id);
}
