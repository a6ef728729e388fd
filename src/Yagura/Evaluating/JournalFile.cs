using Yagura.ServiceLevel.Journal;

namespace Yagura.Evaluating;

/// <summary>Reads a journal's file piece by piece: a million entries without their text in memory at once.</summary>
internal static class JournalFile
{
    private const int PieceBytes = 1024 * 1024;

    /// <summary>Reads it; what is wrong in it is named by line, never thrown.</summary>
    /// <exception cref="VerbException">There is no such file, or it cannot be read.</exception>
    public static JournalText Read(string path, IReadOnlyList<JournalPin> pins)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);
            var reader = new JournalReader(path, pins);
            var piece = new byte[PieceBytes];
            while (file.Read(piece) is var length and > 0)
                reader.Feed(piece.AsMemory(0, length));
            return reader.Finish();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new VerbException($"the journal {path} cannot be read: {failed.Message}");
        }
    }
}
