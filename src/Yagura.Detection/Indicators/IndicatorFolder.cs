using System.Security.Cryptography;

namespace Yagura.Detection.Indicators;

/// <summary>The files of a folder of indicators, and how each is read.</summary>
internal static class IndicatorFolder
{
    /// <summary>Longest JSON file, in bytes: it is read as a whole.</summary>
    public const long JsonBytesMax = 512L << 20;

    /// <summary>Most files below a folder.</summary>
    private const int FilesMax = 50_000;

    /// <summary>The files below a folder in the order of their paths. Hidden ones and what is being written (<c>.tmp</c>, <c>.part</c>) are left out.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    public static IEnumerable<IndicatorPath> FilesOf(string folder) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(full => (Full: full, Path: Path.GetRelativePath(folder, full).Replace('\\', '/')))
        .Where(file => !file.Path.StartsWith('.') && !file.Path.Contains("/.", StringComparison.Ordinal) && !file.Path.EndsWith('~'))
        .Where(file => Path.GetExtension(file.Path).ToLowerInvariant() is not (".tmp" or ".part" or ".md"))
        .OrderBy(file => file.Path, StringComparer.Ordinal)
        .Take(FilesMax)
        .Select(file => new FileInfo(file.Full) is { Exists: true } info ? new IndicatorPath(file.Full, file.Path, info.Length, new DateTimeOffset(info.LastWriteTimeUtc, TimeSpan.Zero)) : null)
        .OfType<IndicatorPath>();

    /// <summary>Reads a file; its SHA-256. Never throws for what stands in it or for a file that cannot be read: then it is broken.</summary>
    public static string Read(IndicatorPath path, IndicatorFile file)
    {
        try
        {
            return Convert.ToHexStringLower(Path.GetExtension(path.Path).ToLowerInvariant() switch
            {
                ".txt" or ".list" or "" => Lines(path.Full, file, ListReader.Read),
                ".csv" => Lines(path.Full, file, CsvReader.Read),
                ".json" => Json(path, file),
                var other => Unknown(other, file),
            });
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            file.Break(0, unreadable.Message);
            return Convert.ToHexStringLower(SHA256.HashData([]));
        }
    }

    private static byte[] Lines(string path, IndicatorFile file, Action<LineSplitter, IndicatorFile> read)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var lines = new LineSplitter(stream);
        read(lines, file);
        // A file that was left half-way is hashed to its end all the same.
        while (lines.Next(out _, out _))
        {
        }

        return lines.Hash();
    }

    private static byte[] Json(IndicatorPath path, IndicatorFile file)
    {
        if (path.Length > JsonBytesMax)
        {
            file.Break(0, $"the file is longer than {JsonBytesMax >> 20} MB: give it in parts");
            return SHA256.HashData(BitConverter.GetBytes(path.Length));
        }

        var bytes = File.ReadAllBytes(path.Full);
        JsonReading.Read(bytes, file);
        return SHA256.HashData(bytes);
    }

    private static byte[] Unknown(string extension, IndicatorFile file)
    {
        file.Warn(0, $"the file is not read: {extension} is none of .txt, .list, .csv, .json");
        return SHA256.HashData([]);
    }
}

/// <summary>A file of indicators.</summary>
/// <param name="Full">Where it is.</param>
/// <param name="Path">Path below the folder, with <c>/</c>.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Changed">When it was changed last.</param>
internal sealed record IndicatorPath(string Full, string Path, long Length, DateTimeOffset Changed);
