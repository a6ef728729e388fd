using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Decoding.Definitions;
using Yagura.Intake.Listeners;
using Yagura.Operations.Store;
using Yagura.Pipeline;
using Yagura.Settings;

namespace Yagura.Serving;

/// <summary>What a start that is refused tells its person: one line, what is wrong and what to do.</summary>
internal static class Refusals
{
    /// <summary>Null for a failure that nobody foresaw: it keeps its trace.</summary>
    public static string? Explain(Exception refused, YaguraSettings settings) => refused switch
    {
        FolderBusyException or ArchiveException or StoreException or ListenerException or KnowledgeException or DecoderLoadException => refused.Message,
        DiskException { Errno: 13 or 30 } disk => $"{disk.Path} cannot be written ({disk.Message}); give this user the right, or choose another folder with --data",
        DiskException disk => $"{disk.Message}; look at the disk under {settings.Resolve(settings.Data)}",
        UnauthorizedAccessException denied => $"{denied.Message} Give this user the right, or choose another folder with --data",
        _ => null,
    };
}
