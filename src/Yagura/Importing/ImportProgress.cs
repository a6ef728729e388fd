namespace Yagura.Importing;

/// <summary>Where an import stands.</summary>
/// <param name="Lines">Records of the file that are durable, those of earlier runs included.</param>
/// <param name="Before">Records that were durable before this run.</param>
/// <param name="Position">Bytes of the file read, packed where it is packed.</param>
/// <param name="Bytes">The file's length in bytes.</param>
/// <param name="Replaced">Whether another file of this path was imported before, so that this one began at its beginning.</param>
internal sealed record ImportProgress(long Lines, long Before, long Position, long Bytes, bool Replaced);
