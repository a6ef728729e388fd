namespace Yagura.Archive.Spool;

/// <summary>Who opens the spool.</summary>
public enum SpoolUse
{
    /// <summary>The server: the time since it was last alive becomes a down note.</summary>
    Server,

    /// <summary>An import into the folder of a stopped server: says nothing about the server's life.</summary>
    OfflineImport,
}

/// <summary>How a spool is opened.</summary>
/// <param name="Use">Who opens it.</param>
/// <param name="FileBytes">Length in bytes to which a spool file is preallocated; a larger batch gets a larger file.</param>
public sealed record SpoolSettings(SpoolUse Use, long FileBytes)
{
    /// <summary>64 MiB: at most this much sealed content is read again at a start.</summary>
    public const long FileBytesUsual = 64L * 1024 * 1024;

    /// <summary>As the server opens it.</summary>
    public static SpoolSettings Server { get; } = new(SpoolUse.Server, FileBytesUsual);

    /// <summary>As an import on a stopped server's folder opens it.</summary>
    public static SpoolSettings OfflineImport { get; } = new(SpoolUse.OfflineImport, FileBytesUsual);
}

/// <summary>What a start found, for the operator.</summary>
/// <param name="Batches">Batches that are there.</param>
/// <param name="BytesCut">Bytes of a last batch that was never acknowledged, cut.</param>
/// <param name="Damage">Acknowledged records that can no longer be read; also in the first batch of this run.</param>
/// <param name="DamagedFiles">Paths of the files with a hole; they are kept.</param>
public sealed record SpoolRecovery(long Batches, long BytesCut, IReadOnlyList<DamagedNote> Damage, IReadOnlySet<string> DamagedFiles);

/// <summary>The spool accepts nothing until a person resumes: two writes in a row failed. To resume, dispose it and open it again.</summary>
public sealed class SpoolHaltedException(Exception cause)
    : IOException("the spool has stopped after a failed write and a failed rewrite to a new file: " + cause.Message, cause);

/// <summary>What was asked for is no longer in the spool: its files went when their records were sealed; read the evidence.</summary>
public sealed class SpoolPassedException(string what) : IOException(what + " is no longer in the spool");

/// <summary>A batch that was whole when it was written, or found whole at the start, cannot be read now.</summary>
/// <remarks>The next start finds what is gone and writes it down as damaged.</remarks>
public sealed class SpoolDamagedException(string path, long offset)
    : IOException($"{path}: the batch at byte {offset} cannot be read any more")
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>The batch's offset in it.</summary>
    public long Offset { get; } = offset;
}
