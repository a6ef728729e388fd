using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Yagura.Scenarios.Parts;

/// <summary>A line of evidence as an auditor reads it: with gzip and JSON alone, without the product's code.</summary>
internal sealed record EvidenceLine(long Sequence, string Source, string Via, string Raw, long? Repeats);

/// <summary>All sealed evidence of an archive, in order, without the server's own canaries: they are nobody's lines.</summary>
internal static class Evidence
{
    public static IReadOnlyList<EvidenceLine> Read(string archive)
    {
        var lines = new List<EvidenceLine>();
        foreach (var path in Directory.EnumerateFiles(archive, "*.log.gz", SearchOption.AllDirectories).OrderBy(Path.GetFileName, StringComparer.Ordinal))
        {
            using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            using var reader = new StreamReader(gzip, Encoding.UTF8);
            while (reader.ReadLine() is { } line)
                lines.Add(Parse(line));
        }

        lines.RemoveAll(line => line.Source == "yagura.canary");
        return lines;
    }

    public static IReadOnlyList<string> Seals(string archive) =>
        [.. Directory.EnumerateFiles(archive, "*.seal", SearchOption.AllDirectories).OrderBy(Path.GetFileName, StringComparer.Ordinal).Select(File.ReadAllText)];

    private static EvidenceLine Parse(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        var raw = root.TryGetProperty("raw", out var text) ? text.GetString()! : Encoding.Latin1.GetString(root.GetProperty("raw64").GetBytesFromBase64());
        return new EvidenceLine(root.GetProperty("seq").GetInt64(), root.GetProperty("src").GetString()!, root.GetProperty("via").GetString()!, raw,
            root.TryGetProperty("repeats", out var repeats) ? repeats.GetInt64() : null);
    }
}
