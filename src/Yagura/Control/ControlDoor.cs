using System.Collections.Concurrent;
using System.Text.Json;
using Yagura.Archive.Seal;
using Yagura.Custody;
using Yagura.Importing;
using Yagura.Intake.Files;
using Yagura.Pipeline;
using Yagura.Searching;

namespace Yagura.Control;

/// <summary>What the running server does for verbs on the same machine. Every answer but status is NDJSON that ends with a line that says how it ended.</summary>
internal sealed class ControlDoor(Spine pipeline, IHostApplicationLifetime lifetime, ILogger log)
{
    // A file that is being imported; bounded by the requests that are open.
    private readonly ConcurrentDictionary<(string Path, string Source), bool> importing = [];

    /// <summary>Puts the door before everything else: a request over the socket sees no page, a request over the network sees nothing of this.</summary>
    public static void Map(WebApplication app, Spine pipeline)
    {
        var door = new ControlDoor(pipeline, app.Lifetime, app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Yagura.Control"));
        app.MapWhen(ControlSocket.Carries, control =>
        {
            // The application has already looked for a page of this path: a page is never served here.
            control.Use((context, next) =>
            {
                context.SetEndpoint(null);
                context.Request.RouteValues.Clear();
                return next(context);
            });
            control.UseRouting();
            control.UseEndpoints(routes =>
            {
                routes.MapGet("/status", () => Results.Json(pipeline.Status()));
                routes.MapGet("/search", door.SearchAsync);
                routes.MapPost("/import", door.ImportAsync);
                routes.MapPost("/checkpoint", door.CheckpointAsync);
                routes.MapPost("/key", door.KeyAsync);
                routes.MapPost("/retention", door.RetentionAsync);
                routes.MapPost("/export", door.ExportAsync);
                routes.MapPost("/backup", door.BackUpAsync);
                routes.MapPost("/rules", door.ReloadAsync);
                routes.MapPost("/hunt", door.HuntAsync);
            });
        });
    }

    private Task SearchAsync(HttpContext context, string term, long from, int limit) =>
        AnswerAsync(context, async (write, stop) =>
        {
            var search = new RecordSearch(pipeline.NewReader());
            foreach (var line in search.Run(new SearchRequest(term, from, limit), stop))
                await write(line);
        });

    private Task ExportAsync(HttpContext context, string request) =>
        AnswerAsync(context, async (write, stop) => await write(Json(await pipeline.ExportAsync(JsonSerializer.Deserialize<ExportRequest>(request, JsonSerializerOptions.Web)!, stop))));

    private Task BackUpAsync(HttpContext context, string to, bool keys) =>
        AnswerAsync(context, async (write, stop) => await write(Json(await pipeline.BackUpAsync(to, keys, stop))));

    private Task ReloadAsync(HttpContext context, bool acceptRefused) =>
        AnswerAsync(context, async (write, stop) => await write(Json(await pipeline.ReloadRulesAsync(acceptRefused, stop))));

    private Task HuntAsync(HttpContext context, string request) =>
        AnswerAsync(context, async (write, stop) => await write(HuntLines.Of(await pipeline.HuntAsync(
            JsonSerializer.Deserialize<HuntRequest>(request, JsonSerializerOptions.Web)!,
            finding => write(HuntLines.Of(finding)),
            progress => write(HuntLines.Of(progress)),
            stop))));

    private Task RetentionAsync(HttpContext context, bool dry) =>
        AnswerAsync(context, async (write, stop) => await write(Json(await pipeline.RetentionAsync(dry, stop))));

    private Task CheckpointAsync(HttpContext context) =>
        AnswerAsync(context, async (write, stop) =>
        {
            if (await pipeline.CheckpointAsync(stop) is { } now)
                await write(Json(now));
        });

    private Task KeyAsync(HttpContext context, string? lost) =>
        AnswerAsync(context, async (write, stop) =>
        {
            if (await pipeline.KeyAsync(new KeyChange(lost), stop) is { } now)
                await write(Json(now));
        });

    private Task ImportAsync(HttpContext context, string path, string source, string? gap) =>
        AnswerAsync(context, async (write, stop) =>
        {
            if (!importing.TryAdd((path, source), true))
                throw new ImportException($"{path} is being imported already");
            try
            {
                var origin = new FileOrigin(path, source) { Gap = gap };
                await GapCheck.RunAsync(pipeline.Store, pipeline.Knowledge.Decoders, pipeline.Knowledge.Layout, pipeline.Configured, origin, stop);
                var import = new FileImport(pipeline.Reception, pipeline.Spool, pipeline.NewReader(), new ImportBook(pipeline.Disk, pipeline.Folder.Imports));
                var end = await import.RunAsync(origin, progress => write(Json(progress)), stop);
                await write(Json(end));
            }
            finally
            {
                importing.TryRemove((path, source), out _);
            }
        });

    private async Task AnswerAsync(HttpContext context, Func<Func<string, Task>, CancellationToken, Task> work)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.ContentType = "application/x-ndjson";
        var outcome = new ControlOutcome(Ok: true, Error: null);
        try
        {
            await Task.Run(() => work(line => context.Response.WriteAsync(line + "\n", stop.Token), stop.Token), stop.Token);
        }
        catch (OperationCanceledException)
        {
            outcome = new ControlOutcome(Ok: false, "the server stops; run the same again when it runs");
        }
        catch (Exception failed) when (failed is ImportException or SearchException or IOException or InvalidDataException or UnauthorizedAccessException or ArchiveException)
        {
            outcome = new ControlOutcome(Ok: false, failed.Message);
        }
        catch (Exception unforeseen)
        {
            // The answer has begun: without a last line the verb could only say that the server went away.
            log.LogError(unforeseen, "a verb's request {Path} failed", context.Request.Path);
            outcome = new ControlOutcome(Ok: false, $"the server failed ({unforeseen.GetType().Name}: {unforeseen.Message}); its log says where");
        }

        if (!context.RequestAborted.IsCancellationRequested)
            await context.Response.WriteAsync(Json(new { outcome }) + "\n", context.RequestAborted);
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, JsonSerializerOptions.Web);
}

/// <summary>The last line of an answer.</summary>
/// <param name="Ok">Whether the work was done.</param>
/// <param name="Error">Why not.</param>
internal sealed record ControlOutcome(bool Ok, string? Error);
