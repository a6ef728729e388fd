using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Yagura.Archive.Reading;
using Yagura.Events;
using Yagura.Search.Execute;

namespace Yagura.Searching;

/// <summary>A plain scan as lines of JSON: one a record found, then one that says what was looked at.</summary>
internal sealed class RecordSearch(RecordReader reader)
{
    // Ranges that are named one by one; the rest is a count.
    private const int UnreadableNamedMax = 100;
    private static readonly JsonWriterOptions Form = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Runs the search; the last line holds <c>scanned</c>, <c>first</c>, <c>last</c>, <c>found</c>, <c>more</c>, <c>unreadable</c>.</summary>
    /// <exception cref="SearchException">The term is empty or too long.</exception>
    public IEnumerable<string> Run(SearchRequest request, CancellationToken stop)
    {
        var term = TermBytes.Of(request.Term) ?? throw new SearchException($"the term is empty or longer than {TermBytes.BytesMax} bytes");
        var scan = new PlainScan(reader, term);
        // Bounded by UnreadableNamedMax.
        var unreadable = new List<UnreadableRange>();
        var found = 0;
        var more = false;
        foreach (var stored in scan.Find(request.From, range => Note(unreadable, range), stop))
        {
            more = found == request.Limit;
            if (more)
                break;
            found++;
            yield return Line(stored);
        }

        yield return JsonSerializer.Serialize(
            new { scanned = scan.Scanned, first = scan.First, last = scan.Last, found, more, unreadable = unreadable.Select(range => $"{range.Path}: records {range.First} to {range.Last}: {range.Reason}") },
            JsonSerializerOptions.Web);
    }

    private static void Note(List<UnreadableRange> unreadable, UnreadableRange range)
    {
        if (unreadable.Count < UnreadableNamedMax)
            unreadable.Add(range);
    }

    private static string Line(StoredRecord stored)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Form))
        {
            var record = stored.Record;
            json.WriteStartObject();
            json.WriteNumber("seq", stored.Sequence);
            json.WriteString("at", record.ReceivedAt.ToString());
            json.WriteString("src", record.Source);
            json.WriteString("via", record.Via);
            json.WriteString("peer", record.Peer);
            if (stored.Repeats != 0)
                json.WriteNumber("repeats", stored.Repeats);
            if (record.CutFrom != 0)
                json.WriteNumber("cut", record.CutFrom);
            if (Utf8.IsValid(record.Payload.Span))
                json.WriteString("raw", record.Payload.Span);
            else
                json.WriteBase64String("raw64", record.Payload.Span);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
