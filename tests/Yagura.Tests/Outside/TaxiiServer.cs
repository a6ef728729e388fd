using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Yagura.Tests.Outside;

/// <summary>A TAXII 2.1 collection over a real HTTP server on loopback: paging, added_after, types, credentials, and the faults that servers have.</summary>
internal sealed class TaxiiServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private TaxiiServer(WebApplication app) => this.app = app;

    /// <summary>Objects with the time at which each was added.</summary>
    public List<(DateTimeOffset Added, string Json)> Objects { get; } = [];

    /// <summary>What was asked, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Objects of a page.</summary>
    public int PageSize { get; set; } = 2;

    /// <summary>The wanted Authorization header; null for none.</summary>
    public string? Wanted { get; set; }

    /// <summary>Answers a request in its own way; null for the proper answer.</summary>
    public Func<HttpContext, IResult?> Fault { get; set; } = _ => null;

    public string Collection => app.Urls.First() + "/api/collections/91a7b528/";

    public static async Task<TaxiiServer> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, door =>
        {
            if (certificate is not null)
                door.UseHttps(certificate);
        }));
        var made = builder.Build();
        var server = new TaxiiServer(made);
        made.MapGet("/api/collections/91a7b528/objects/", server.Answer);
        await made.StartAsync();
        return server;
    }

    public void Add(DateTimeOffset added, string id, string pattern, string more = "") =>
        Objects.Add((added, $$"""{"type":"indicator","spec_version":"2.1","id":"{{id}}","created":"2026-11-01T00:00:00Z","modified":"{{added.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}}","pattern_type":"stix","pattern":"{{pattern}}","valid_from":"2026-11-01T00:00:00Z"{{more}}}"""));

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private IResult Answer(HttpContext context)
    {
        Asked.Enqueue(context.Request.QueryString.Value ?? "");
        if (Fault(context) is { } fault)
            return fault;
        if (Wanted is not null && context.Request.Headers.Authorization != Wanted)
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        if (!context.Request.Headers.Accept.ToString().Contains("application/taxii+json;version=2.1", StringComparison.Ordinal))
            return Results.StatusCode(StatusCodes.Status406NotAcceptable);
        var query = context.Request.Query;
        var types = query["match[type]"].ToString().Split(',');
        var after = query.TryGetValue("added_after", out var given) ? DateTimeOffset.Parse(given!, CultureInfo.InvariantCulture) : DateTimeOffset.MinValue;
        var skip = query.TryGetValue("next", out var next) ? int.Parse(next!, CultureInfo.InvariantCulture) : 0;
        var all = Objects.Where(one => one.Added > after && types.Any(type => one.Json.Contains($"\"type\":\"{type}\"", StringComparison.Ordinal))).OrderBy(one => one.Added).ToList();
        var page = all.Skip(skip).Take(PageSize).ToList();
        if (page.Count > 0)
            context.Response.Headers["X-TAXII-Date-Added-Last"] = page[^1].Added.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
        var more = skip + page.Count < all.Count;
        var body = page.Count == 0 ? "{}" : $"{{\"more\":{(more ? "true" : "false")}{(more ? $",\"next\":\"{skip + page.Count}\"" : "")},\"objects\":[{string.Join(',', page.Select(one => one.Json))}]}}";
        return Results.Text(JsonDocument.Parse(body).RootElement.GetRawText(), "application/taxii+json;version=2.1");
    }
}
