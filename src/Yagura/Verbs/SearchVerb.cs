using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Yagura.Searching;
using Yagura.Settings;
using Yagura.Web.Guard;

namespace Yagura.Verbs;

/// <summary><c>yagura search TERM</c>: a plain scan over everything kept, sealed or not yet sealed.</summary>
internal static class SearchVerb
{
    private const int LimitDefault = 100;

    public static Command Create()
    {
        var term = new Argument<string>("TERM") { Description = "Text that the raw line holds; A to Z and a to z are the same." };
        var from = new Option<long>("--from") { Description = "Sequence number to begin with; 1 without it.", DefaultValueFactory = _ => 1 };
        var limit = new Option<int>("--limit") { Description = $"At most so many records; {LimitDefault} without it.", DefaultValueFactory = _ => LimitDefault };
        var config = SharedOptions.Config();
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var verb = new Command("search", "Scans every kept record, through the running server or on the folder of a stopped one. Without an index: it reads everything.") { term, from, limit, config, data, json };
        verb.SetAction(async (parsed, stop) =>
        {
            var request = Request(parsed.GetValue(term)!, parsed.GetValue(from), parsed.GetValue(limit));
            var settings = SharedOptions.Settings(parsed.GetValue(config), parsed.GetValue(data));
            var print = new Printer(request, parsed.GetValue(json));
            await foreach (var line in LinesAsync(settings, request, stop))
                await print.LineAsync(line);
            return Exit.Right;
        });
        return verb;
    }

    private static SearchRequest Request(string term, long from, int limit)
    {
        if (from < 1)
            throw new VerbException($"--from {from} is not allowed; allowed: a sequence number from 1");
        return limit < 1 ? throw new VerbException($"--limit {limit} is not allowed; allowed: 1 or more") : new SearchRequest(term, from, limit);
    }

    private static async IAsyncEnumerable<string> LinesAsync(YaguraSettings settings, SearchRequest request, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        using var server = await FolderDoor.TryServerAsync(settings, stop);
        if (server is not null)
        {
            var address = string.Create(CultureInfo.InvariantCulture, $"/search?term={Uri.EscapeDataString(request.Term)}&from={request.From}&limit={request.Limit}");
            await foreach (var line in server.LinesAsync(HttpMethod.Get, address, stop))
                yield return line;
            yield break;
        }

        using var folder = await FolderDoor.OpenStoppedAsync(settings, stop);
        foreach (var line in Local(new RecordSearch(folder.NewReader()), request, stop))
            yield return line;
    }

    private static List<string> Local(RecordSearch search, SearchRequest request, CancellationToken stop)
    {
        try
        {
            // Bounded by the request's limit.
            return [.. search.Run(request, stop)];
        }
        catch (SearchException refused)
        {
            throw new VerbException(refused.Message);
        }
    }

    /// <summary>Results on standard output, what was looked at on standard error.</summary>
    private sealed class Printer(SearchRequest request, bool json)
    {
        public async Task LineAsync(string line)
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.TryGetProperty("scanned", out _))
                await EndAsync(root);
            else
                await Console.Out.WriteLineAsync(json ? line : Row(root));
        }

        private static string Row(JsonElement record)
        {
            var raw = record.TryGetProperty("raw", out var text) ? text.GetString()! : Encoding.UTF8.GetString(record.GetProperty("raw64").GetBytesFromBase64());
            // Escapes neutralised: a log line must not speak to the terminal (CUSTODY 6).
            return $"{record.GetProperty("seq").GetInt64()}  {record.GetProperty("at").GetString()}  {record.GetProperty("src").GetString()}  {OutsideText.Show(raw)}";
        }

        private async Task EndAsync(JsonElement end)
        {
            foreach (var range in end.GetProperty("unreadable").EnumerateArray())
                await Console.Error.WriteLineAsync("yagura: cannot be read: " + range.GetString());
            var scanned = end.GetProperty("scanned").GetInt64();
            var last = end.GetProperty("last").GetInt64();
            var range2 = scanned == 0 ? $"there is no record from {request.From} on" : $"{scanned} records looked at, {end.GetProperty("first").GetInt64()} to {last}";
            var found = end.GetProperty("found").GetInt32();
            var said = found == 0 ? $"nothing holds \"{OutsideText.Show(request.Term)}\"" : $"{found} found";
            var more = end.GetProperty("more").GetBoolean() ? $"; there are more: go on with --from {last}" : "";
            await Console.Error.WriteLineAsync($"{said}; {range2}{more}");
        }
    }
}
