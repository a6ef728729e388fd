using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Yagura.Archive.Disk;

namespace Yagura.Importing;

/// <summary>The acknowledged offset of each imported file, one small file each under <c>imports/</c> of the data folder.</summary>
internal sealed class ImportBook(IDisk disk, string folder)
{
    /// <summary>A file is known again by at most so many of its first bytes: another log under the same name begins with another time.</summary>
    private const int HeadBytesMax = 4096;
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>What is known of a file; null when it was never imported for this source, or is another file now.</summary>
    public ImportState? Find(string path, string source)
    {
        var place = PlaceOf(path, source);
        if (!File.Exists(place))
            return null;
        var state = JsonSerializer.Deserialize<ImportState>(File.ReadAllBytes(place), Form);
        return state is not null && HeadOf(path, state.HeadBytes) == (state.HeadBytes, state.Head) ? state : null;
    }

    /// <summary>Whether a file of this path was imported before, be it the same or another one.</summary>
    public bool Knows(string path, string source) => File.Exists(PlaceOf(path, source));

    /// <summary>The state of a file of which nothing is imported.</summary>
    public static ImportState Begin(string path, string source, long sequence)
    {
        var (bytes, hash) = HeadOf(path, HeadBytesMax);
        return new ImportState { Path = path, Source = source, Offset = 0, Lines = 0, Sequence = sequence, HeadBytes = bytes, Head = hash };
    }

    /// <summary>Durable on return.</summary>
    public void Write(ImportState state)
    {
        disk.CreateFolder(folder);
        var place = PlaceOf(state.Path, state.Source);
        // Left behind by a run that was killed before the rename.
        if (disk.Exists(place + ".tmp"))
            disk.Delete(place + ".tmp");
        using (var file = disk.Create(place + ".tmp"))
        {
            file.Write(0, JsonSerializer.SerializeToUtf8Bytes(state, Form));
            file.SyncData();
        }

        disk.Rename(place + ".tmp", place);
        disk.SyncFolder(folder);
    }

    private string PlaceOf(string path, string source) =>
        Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source + "\n" + path)))[..32] + ".json");

    private static (int Bytes, string Hash) HeadOf(string path, int bytesMax)
    {
        using var file = File.OpenRead(path);
        var head = new byte[bytesMax];
        var read = file.ReadAtLeast(head, bytesMax, throwOnEndOfStream: false);
        return (read, Convert.ToHexStringLower(SHA256.HashData(head.AsSpan(0, read))));
    }
}
