using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Yagura.Decoding.Definitions;
using Yagura.Decoding.Shapes;
using Yagura.Events;
using Yagura.Operations.Store;

namespace Yagura.Web.Pages.Unparsed;

/// <summary>Lines that no decoder could read, by shape, and the decoder that a person begins from them.</summary>
internal static class UnparsedEndpoints
{
    private const int RowsMax = 200;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/unparsed", ListAsync);
        pages.MapGet("/unparsed/draft", DraftAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, PageContexts contexts, OperationsStore store, RawLines lines)
    {
        var page = contexts.Of(context);
        var source = page.Address.Value("source");
        var rows = await store.ReadAsync(read => read.Unparsed.Where(row => source == "" || row.Source == source).OrderByDescending(row => row.LastSeen).Take(RowsMax).ToListAsync());
        var sources = await store.ReadAsync(read => read.Unparsed.GroupBy(row => row.Source).OrderByDescending(group => group.Sum(row => row.Records))
            .Select(group => new UnparsedSource(group.Key, group.Count(), group.Sum(row => row.Records))).ToListAsync());
        var raw = await lines.ReadAsync([.. rows.SelectMany(row => Sequences(row).TakeLast(1))]);
        return PageContexts.Show<UnparsedPage>(page, StatusCodes.Status200OK,
            (nameof(UnparsedPage.Rows), (IReadOnlyList<UnparsedShape>)[.. rows.Select(row => new UnparsedShape(row, Sequences(row).Select(raw.GetValueOrDefault).LastOrDefault(line => line is not null)))]),
            (nameof(UnparsedPage.Sources), (IReadOnlyList<UnparsedSource>)sources),
            (nameof(UnparsedPage.Source), source));
    }

    private static async Task<IResult> DraftAsync(HttpContext context, PageContexts contexts, OperationsStore store, RawLines lines)
    {
        var page = contexts.Of(context);
        var chosen = context.Request.Query["shape"].Select(text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).ToList();
        var rows = await store.ReadAsync(read => read.Unparsed.Where(row => chosen.Contains(row.Id) && row.Shape != "").OrderByDescending(row => row.Records).ToListAsync());
        if (rows.Count == 0)
            return contexts.GoOn(context, "/unparsed", page.Texts.UnparsedChoose);
        var id = page.Address.Value("id") is { Length: > 0 } named ? named : Suggested(rows[0]);
        var draft = await WriteAsync(id, rows, lines);
        if (draft.Text is { } text && page.Address.Value("download") == "1")
            return Results.File(Encoding.UTF8.GetBytes(text), "application/yaml", id.Split('/')[^1] + ".yaml");
        return PageContexts.Show<DraftPage>(page, draft.Fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
            (nameof(DraftPage.Draft), draft), (nameof(DraftPage.Shapes), (IReadOnlyList<long>)[.. rows.Select(row => row.Id)]));
    }

    private static async Task<DecoderDraftView> WriteAsync(string id, List<UnparsedRow> rows, RawLines lines)
    {
        // One decoder for one program and one form: what differs is left for a second one.
        var first = rows[0];
        var same = rows.Where(row => row.Program == first.Program && Form(row) == Form(first)).ToList();
        var raw = await lines.ReadAsync([.. same.SelectMany(Sequences)]);
        var samples = same.SelectMany(row => Sequences(row).Reverse().Where(raw.ContainsKey).Select(sequence => new DraftSample(raw[sequence], ReceiveTime.From(row.LastSeen))).Take(2));
        try
        {
            return new DecoderDraftView(id, DecoderDraft.Write(id, first.Program, [.. same.Select(row => row.Shape)], [.. samples]), null, rows.Count - same.Count);
        }
        catch (DecoderLoadException refused)
        {
            return new DecoderDraftView(id, null, string.Join('\n', refused.Problems.Select(problem => problem.Problem)), 0);
        }
    }

    private static string Form(UnparsedRow row) => row.FormOnly ? row.Shape.Split(' ')[0] : "";

    private static string Suggested(UnparsedRow row)
    {
        var name = string.Concat((row.Program.Length > 0 ? row.Program : row.Source).ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')).Trim('-');
        return "local/" + (name.Length > 0 && char.IsAsciiLetter(name[0]) ? name : "device");
    }

    private static IEnumerable<long> Sequences(UnparsedRow row) =>
        row.Samples.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => long.Parse(text, CultureInfo.InvariantCulture));
}

/// <summary>A shape with its newest line.</summary>
/// <param name="Row">The shape.</param>
/// <param name="Line">The raw text of its newest line; null when the evidence cannot be read or is deleted.</param>
public sealed record UnparsedShape(UnparsedRow Row, string? Line);

/// <summary>A source that has lines without a decoder.</summary>
/// <param name="Source">Its id.</param>
/// <param name="Shapes">Shapes of these lines.</param>
/// <param name="Lines">Lines.</param>
public sealed record UnparsedSource(string Source, int Shapes, long Lines);

/// <summary>A decoder's file that was begun.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">The file; null when it was refused.</param>
/// <param name="Fault">Why it was refused.</param>
/// <param name="LeftOut">Shapes that need a decoder of their own.</param>
public sealed record DecoderDraftView(string Id, string? Text, string? Fault, int LeftOut);
