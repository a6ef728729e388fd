using System.Text;
using System.Text.Json;

namespace Yagura.Outside;

/// <summary>What was fetched of one collection: a STIX bundle with an object a line, and how far it was asked. Each is written beside and put in place.</summary>
/// <param name="objects">File of the bundle.</param>
/// <param name="state">File of the state.</param>
internal sealed class TaxiiShelf(string objects, string state)
{
    /// <summary>Longest bundle, in bytes.</summary>
    private const long BytesMax = 512L << 20;

    private const string Head = "{\"type\":\"bundle\",\"id\":\"bundle--fetched\",\"objects\":[\n";

    /// <summary>The shelf of a collection in a data folder.</summary>
    public static TaxiiShelf In(string data, string id) => new(Path.Combine(data, "indicators", id, "objects.json"), Path.Combine(data, "state", "taxii", id + ".json"));

    /// <summary>How far the collection was asked; that of another address counts for nothing.</summary>
    public TaxiiState Read(string collection)
    {
        try
        {
            if (File.Exists(state) && JsonSerializer.Deserialize<TaxiiState>(File.ReadAllText(state), JsonSerializerOptions.Web) is { } read && read.Collection == collection)
                return read;
        }
        catch (Exception broken) when (broken is IOException or JsonException or UnauthorizedAccessException)
        {
            // Asked from the beginning again: ids are known again, so nothing stands twice.
        }

        return new TaxiiState(collection);
    }

    /// <summary>Writes how far it was asked.</summary>
    public void Keep(TaxiiState now) => Replace(state, file => file.Write(JsonSerializer.Serialize(now, JsonSerializerOptions.Web)));

    /// <summary>Takes objects in, the newest version of each id; whether the bundle changed.</summary>
    /// <exception cref="TaxiiException">It would be too long.</exception>
    public bool Take(IReadOnlyList<TaxiiObject> fetched)
    {
        var known = Known();
        var isChanged = false;
        foreach (var one in fetched)
        {
            if (known.TryGetValue(one.Id, out var other) && (string.CompareOrdinal(other.Modified, one.Modified) > 0 || other.Line == one.Line))
                continue;
            known[one.Id] = one;
            isChanged = true;
        }

        if (!isChanged)
            return false;
        if (known.Values.Sum(one => (long)one.Line.Length) > BytesMax)
            throw new TaxiiException($"the collection has more than {BytesMax >> 20} MB of indicators; set added-after");
        Replace(objects, file =>
        {
            file.Write(Head);
            var isFirst = true;
            foreach (var one in known.Values.OrderBy(one => one.Id, StringComparer.Ordinal))
            {
                file.Write(isFirst ? "" : ",\n");
                file.Write(one.Line);
                isFirst = false;
            }

            file.Write("\n]}\n");
        });
        return true;
    }

    /// <summary>How many objects there are.</summary>
    public int Count => Known().Count;

    private Dictionary<string, TaxiiObject> Known()
    {
        var known = new Dictionary<string, TaxiiObject>(StringComparer.Ordinal);
        if (!File.Exists(objects))
            return known;
        foreach (var line in File.ReadLines(objects).Where(line => line.StartsWith("{\"type\":\"i", StringComparison.Ordinal)))
        {
            if (Parsed(line.TrimEnd(',')) is { } one)
                known[one.Id] = one;
        }

        return known;
    }

    // A line that somebody broke is asked for again by nobody: the others stay.
    private static TaxiiObject? Parsed(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return TaxiiObject.Of(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Replace(string path, Action<StreamWriter> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var file = new StreamWriter(path + ".part", append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
            write(file);
        File.Move(path + ".part", path, overwrite: true);
    }
}

/// <summary>How far a collection was asked.</summary>
/// <param name="Collection">Its address.</param>
internal sealed record TaxiiState(string Collection)
{
    /// <summary>When the last object that was fetched had been added, as the server wrote it.</summary>
    public string? AddedAfter { get; init; }

    /// <summary>When it was asked last.</summary>
    public DateTimeOffset? LastPoll { get; init; }

    /// <summary>When it answered to the end last.</summary>
    public DateTimeOffset? LastSuccess { get; init; }

    /// <summary>Why the last poll failed; null when it did not.</summary>
    public string? Error { get; init; }

    /// <summary>When it is asked next.</summary>
    public DateTimeOffset NextAt(TimeSpan interval) => LastPoll is { } polled ? polled + interval : DateTimeOffset.MinValue;
}
