using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Web.Pages.Custody;

/// <summary>The archive: seals, checkpoints, who outside holds a copy, and what was verified.</summary>
internal static class ArchiveEndpoints
{
    // Seals shown: half a day of them.
    private const int SealsMax = 48;
    private const int ChecksMax = 31;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/archive", ListAsync);
        pages.MapGet("/archive/seals/{index:long}", (HttpContext context, PageContexts contexts, ArchiveView view, long index) => view.Seal(index) is { } found
            ? PageContexts.Show<SealPage>(contexts.Of(context), StatusCodes.Status200OK, (nameof(SealPage.Seal), found.Seal), (nameof(SealPage.Newest), found.Newest))
            : Results.NotFound());
    }

    private static async Task<IResult> ListAsync (HttpContext context, PageContexts contexts, ArchiveView view, OperationsStore store)
    {
        var page = contexts.Of(context);
        var checks = await store.ReadAsync(read => read.Journal.Where(row => row.Kind == "archive.day-verified").OrderByDescending(row => row.Number).Take(ChecksMax).ToListAsync());
        var model = view.Read(SealsMax) with { Checks = [.. checks.Select(CheckOf)] };
        return PageContexts.Show<ArchivePage>(page, StatusCodes.Status200OK, (nameof(ArchivePage.Model), model));
    }

    private static DayCheck CheckOf(JournalRow row)
    {
        var data = JournalReader.Read("journal", row.Line).Entries[0].Data;
        return new DayCheck(row.Number, data.Text("date") ?? "", data.Flag("ok") == true, row.At);
    }
}
