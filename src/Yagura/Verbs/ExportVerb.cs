using System.CommandLine;
using System.Text.Json;
using Yagura.Archive.Seal;
using Yagura.Custody;
using Yagura.Pipeline;
using Yagura.ServiceLevel.Calendar;
using Yagura.ServiceLevel.Journal;
using Yagura.Settings;

namespace Yagura.Verbs;

/// <summary><c>yagura export</c>: an evidence package that proves itself, for whoever asks for records.</summary>
internal static class ExportVerb
{
    private const string TimeForm = "a date (YYYY-MM-DD, a whole day) or a time with an offset (2026-11-22T09:00+09:00)";

    public static Command Create()
    {
        var from = new Option<string>("--from") { Description = "First date or time: " + TimeForm + ".", Required = true };
        var to = new Option<string>("--to") { Description = "Last date, or the time before which records are wanted.", Required = true };
        var source = new Option<string[]>("--source") { Description = "A source; again for more; all without it." };
        var file = new Option<string>("--out") { Description = "The zip to write.", Required = true };
        var reason = new Option<string?>("--reason") { Description = "Why, for the journal." };
        var config = SharedOptions.Config();
        var data = SharedOptions.Data();
        var verb = new Command("export", "Writes the evidence of a span and some sources with what proves it, checks what it wrote and records it.") { from, to, source, file, reason, config, data };
        verb.SetAction(async (parsed, stop) =>
        {
            var settings = SharedOptions.Settings(parsed.GetValue(config), parsed.GetValue(data));
            var zone = Knowledge.Load(settings).Contracts.At(TimeProvider.System.GetUtcNow())?.Zone ?? Zone.Tokyo;
            var request = new ExportRequest(Time("--from", parsed.GetValue(from)!, zone, 0), Time("--to", parsed.GetValue(to)!, zone, 1), parsed.GetValue(source) ?? [], Path.GetFullPath(parsed.GetValue(file)!), parsed.GetValue(reason) ?? "");
            if (request.From >= request.To)
                throw new VerbException("--to lies before --from");
            var outcome = await RunAsync(settings, request, stop);
            await Console.Out.WriteLineAsync($"{Path.GetFileName(request.Out)}: {outcome.Summary.Records} records of {outcome.Summary.Sources.Count} sources, seals {outcome.Summary.FirstSeal} to {outcome.Summary.LastSeal}; read back and right; journal entry {outcome.Entry}");
            await Console.Out.WriteLineAsync($"sha256 {outcome.Hash}");
            return Exit.Right;
        });
        return verb;
    }

    private static DateTimeOffset Time(string option, string text, Zone zone, int daysAfter) => IsoTime.Read(text, out var time, out _) switch
    {
        IsoTimeResult.Instant => time,
        IsoTimeResult.DateOnly => zone.StartOf(DateOnly.FromDateTime(time.Date).AddDays(daysAfter)),
        _ => throw new VerbException($"{option} {text} is not allowed; allowed: {TimeForm}"),
    };

    private static async Task<ExportOutcome> RunAsync(YaguraSettings settings, ExportRequest request, CancellationToken stop)
    {
        using var server = await FolderDoor.TryServerAsync(settings, stop);
        if (server is not null)
        {
            await foreach (var line in server.LinesAsync(HttpMethod.Post, "/export?request=" + Uri.EscapeDataString(JsonSerializer.Serialize(request, JsonSerializerOptions.Web)), stop))
                return JsonSerializer.Deserialize<ExportOutcome>(line, JsonSerializerOptions.Web)!;
            throw new VerbException("the server gave no answer; look at its log");
        }

        using var folder = await FolderDoor.OpenStoppedAsync(settings, stop);
        try
        {
            return await folder.ExportAsync(request, stop);
        }
        catch (Exception failed) when (failed is ArchiveException or IOException or UnauthorizedAccessException)
        {
            throw new VerbException(failed.Message);
        }
    }
}
