using System.Globalization;
using System.Text;
using Yagura.Events;

namespace Yagura.Archive.Seal;

/// <summary>What a <c>.deleted</c> file says.</summary>
/// <param name="Origin">The archive's id.</param>
/// <param name="Index">The seal whose evidence was deleted.</param>
/// <param name="SealHash">SHA-256 of that seal.</param>
/// <param name="Count">Records that are gone.</param>
/// <param name="Head">Index of the newest seal at the time: the next one carries the <c>deleted</c> line.</param>
/// <param name="JournalNumber">The journal's entry <c>evidence.deleted</c>.</param>
/// <param name="JournalHash">Its hash.</param>
/// <param name="Time">When.</param>
public sealed record Deletion(string Origin, long Index, string SealHash, long Count, long Head, long JournalNumber, string JournalHash, ReceiveTime Time);

/// <summary>Writes and reads <c>.deleted</c> files; one form.</summary>
public static class DeletionText
{
    /// <summary>The file's bytes.</summary>
    public static byte[] Write(Deletion deletion) => Encoding.ASCII.GetBytes(
        $"yagura-deleted 1\norigin {deletion.Origin}\nseal {deletion.Index} {deletion.SealHash}\nrecords {deletion.Count}\nhead {deletion.Head}\n"
        + $"journal {deletion.JournalNumber} {deletion.JournalHash}\ntime {deletion.Time}\nend 7\n");

    /// <summary>Reads a file; null for any other form.</summary>
    public static Deletion? TryParse(ReadOnlySpan<byte> bytes)
    {
        var lines = Encoding.ASCII.GetString(bytes).Split('\n');
        if (lines.Length != 9) return null;
        var parts = lines.Select(line => line.Split(' ')).ToArray();
        if (parts[1].Length != 2 || parts[2].Length != 3 || parts[3].Length != 2 || parts[4].Length != 2 || parts[5].Length != 3 || parts[6].Length != 2) return null;
        if (!TryNumber(parts[2][1], out var index) || !TryNumber(parts[3][1], out var count) || !TryNumber(parts[4][1], out var head)) return null;
        if (!TryNumber(parts[5][1], out var journal) || !ReceiveTime.TryParse(parts[6][1], out var time)) return null;
        var deletion = new Deletion(parts[1][1], index, parts[2][2], count, head, journal, parts[5][2], time);
        return Write(deletion).AsSpan().SequenceEqual(bytes) ? deletion : null;
    }

    private static bool TryNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
