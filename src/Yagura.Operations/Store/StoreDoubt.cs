using Microsoft.Data.Sqlite;
using Yagura.Archive.Disk;

namespace Yagura.Operations.Store;

/// <summary>Whether the disk failed under the database: from then on nothing is recorded until <c>yagura journal verify</c> has passed.</summary>
/// <remarks>
/// After a failed write or sync nobody knows what is on the disk: the kernel shows pages that it could not write, and a second
/// sync succeeds without them. So the process believes its database no more, and a mark beside it says so to the next one.
/// </remarks>
internal sealed class StoreDoubt(string? database)
{
    // SQLITE_IOERR_READ, _WRITE, _FSYNC, _DIR_FSYNC, _TRUNCATE. Others of its kind (no room for the shared index, a lock) leave the file as it was.
    private static readonly int[] DiskFailed = [266, 778, 1034, 1290, 1546];

    private readonly string? mark = database is null ? null : database + MarkEnding;

    /// <summary>What the mark's name adds to the database's.</summary>
    public const string MarkEnding = ".unverified";

    /// <summary>What failed; null while the database is believed.</summary>
    public string? Reason { get; private set; }

    /// <summary>Why a database is not opened; null when no mark stands beside it.</summary>
    public static string? Marked(string database) => File.Exists(database + MarkEnding)
        ? $"{database}: the disk failed while the journal was written, and nobody knows what of it is there. Look at the disk, then run: yagura journal verify"
        : null;

    /// <summary>Refuses an act on a database in doubt.</summary>
    /// <exception cref="RefusedException">It is.</exception>
    public void Check()
    {
        if (Reason is not null) throw Refusal();
    }

    /// <summary>Whether this failure is the disk's; from then on the database is in doubt.</summary>
    public bool Takes(Exception failed)
    {
        for (var cause = failed; cause is not null; cause = cause.InnerException)
        {
            if (cause is not SqliteException disk || !DiskFailed.Contains(disk.SqliteExtendedErrorCode)) continue;
            Reason = $"SQLite {disk.SqliteExtendedErrorCode}: {disk.Message}";
            Mark();
            return true;
        }

        return false;
    }

    /// <summary>What a person is told whose act is not recorded.</summary>
    public RefusedException Refusal() => new(
        $"台帳のデータベースへの書込みがディスクの障害により失敗しました（{Reason}）。記録を停止しています。ディスクを確認し、サーバーを停止して yagura journal verify を実行してください。",
        $"The disk failed under the journal's database ({Reason}). Nothing is recorded any more: look at the disk, stop the server and run yagura journal verify.");

    private void Mark()
    {
        if (mark is null || File.Exists(mark)) return;
        try
        {
            var disk = new LinuxDisk();
            using (var file = disk.Create(mark))
            {
                file.Write(0, System.Text.Encoding.UTF8.GetBytes(Reason + "\n"));
                file.SyncData();
            }

            disk.SyncFolder(Path.GetDirectoryName(mark)!);
        }
        catch (DiskException)
        {
            // The same disk. This process refuses anyway; the next one reads what is there and compares it with the newest checkpoint.
        }
    }
}
