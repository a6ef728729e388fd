using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Yagura.Operations.Entries;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;
using Yagura.Web.Parts;
using Yagura.Web.Wording;

namespace Yagura.Web.Pages.Records;

/// <summary>The journal: filtered by kind, subject and number; each entry has an address of its own.</summary>
internal static class JournalEndpoints
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/journal", ListAsync);
        pages.MapGet("/journal/{number:long}", (HttpContext context, PageContexts contexts, OperationsStore store, long number) => EntryAsync(contexts.Of(context), store, number, null));
        pages.MapPost("/journal/{number:long}/{act}", AmendAsync).RequireAuthorization(policy => policy.RequireRole(Roles.Analyst, Roles.Client, Roles.Administrator));
    }

    private static async Task<IResult> ListAsync(HttpContext context, PageContexts contexts, OperationsStore store)
    {
        var page = contexts.Of(context);
        var model = await store.ReadAsync(read => ReadAsync(read, page));
        return PageContexts.Show<JournalPage>(page, StatusCodes.Status200OK, (nameof(JournalPage.Model), model));
    }

    private static async Task<JournalModel> ReadAsync(StoreContext store, PageContext page)
    {
        IQueryable<JournalRow> rows = store.Journal;
        if (page.Address.Value("kind") is { Length: > 0 } kind) rows = rows.Where(row => row.Kind == kind);
        if (page.Address.Value("subject") is { Length: > 0 } subject) rows = rows.Where(row => row.Subject == subject);
        if (long.TryParse(page.Address.Value("number"), NumberStyles.None, CultureInfo.InvariantCulture, out var upTo)) rows = rows.Where(row => row.Number <= upTo);
        var paging = new Paging(Paging.IndexOf(page.Address), Paging.RowsMax, await rows.LongCountAsync());
        var shown = await rows.OrderByDescending(row => row.Number).Skip(paging.Skip).Take(paging.Size).ToListAsync();
        return new JournalModel(Kinds(page.Texts), EntryViews.Of(shown, page.Texts), paging);
    }

    private static IReadOnlyList<(string Kind, string Text)> Kinds(Texts texts) => [.. EntryKinds.All.Select(kind => (kind.Name, EntryViews.KindText(kind.Name, texts)))];

    private static async Task<IResult> EntryAsync(PageContext page, OperationsStore store, long number, TypedAct? typed)
    {
        var rows = await store.ReadAsync(read => read.Journal.Where(row => row.Number >= number - 1 && row.Number <= number + 1).OrderBy(row => row.Number).ToListAsync());
        if (rows.Find(row => row.Number == number) is not { } row) return Results.NotFound();
        return PageContexts.Show<EntryPage>(page, typed is { Errors.Count: > 0 } ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK,
            (nameof(EntryPage.Entry), EntryViews.Of(row, page.Texts)), (nameof(EntryPage.Line), row.Line), (nameof(EntryPage.Hash), row.Hash),
            (nameof(EntryPage.PreviousHash), rows.Find(r => r.Number == number - 1)?.Hash ?? JournalHash.Genesis),
            (nameof(EntryPage.Newest), rows.TrueForAll(r => r.Number <= number)), (nameof(EntryPage.Typed), typed ?? Acting.Opened(page)));
    }

    private static async Task<IResult> AmendAsync(HttpContext context, PageContexts contexts, OperationsStore store, EntryActs acts, long number, string act, IFormCollection form)
    {
        var (page, typed) = (contexts.Of(context), Acting.Typed(act, form));
        if (act is not ("confirm" or "dispute" or "correct" or "retract")) return Results.NotFound();
        return await Acting.RecordAsync(page, typed,
            () => Amend(page, acts, number, typed, context.RequestAborted),
            () => contexts.GoOn(context, $"/journal/{number}", page.Texts.Recorded(page.Texts.AmendName(act))),
            refused => EntryAsync(page, store, number, refused));
    }

    private static Task<JournalEntry> Amend(PageContext page, EntryActs acts, long number, TypedAct typed, CancellationToken stop)
    {
        var actor = page.Visitor!.Actor;
        return typed.Dialog switch
        {
            "confirm" => acts.ConfirmAsync(number, actor, stop),
            "dispute" => acts.DisputeAsync(number, typed["reason"], actor, stop),
            "retract" => acts.RetractAsync(number, typed["reason"], typed["approver"], actor, stop),
            _ => acts.CorrectAsync(number, Correction(page, typed), typed["reason"], typed["approver"], actor, stop),
        };
    }

    private static CorrectedTo Correction(PageContext page, TypedAct typed)
    {
        var data = new Dictionary<string, object?>();
        if (typed["key"].Length > 0) data[typed["key"]] = long.TryParse(typed["value"], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : typed["value"].Length > 0 ? typed["value"] : null;
        return new CorrectedTo(StatedTimes.By(page, typed["at"], null).Stated, data);
    }
}
