using Yagura.Archive.Disk;
using Yagura.Control;
using Yagura.Pipeline;
using Yagura.Serving;
using Yagura.Settings;

namespace Yagura.Verbs;

/// <summary>How a verb reaches a data folder: through the server that runs on it, or by itself when none does.</summary>
internal static class FolderDoor
{
    /// <summary>The way to the running server; null when none runs. The folder must be there.</summary>
    public static Task<ControlClient?> TryServerAsync(YaguraSettings settings, CancellationToken stop)
    {
        var folder = settings.Resolve(settings.Data);
        return Directory.Exists(folder)
            ? ControlClient.TryOpenAsync(folder, stop)
            : throw new VerbException($"there is no data folder {folder}; name it with --data or --config, or start the server once");
    }

    /// <summary>The folder itself, held until disposed.</summary>
    public static async Task<StoppedFolder> OpenStoppedAsync(YaguraSettings settings, CancellationToken stop)
    {
        try
        {
            return await StoppedFolder.OpenAsync(settings, TimeProvider.System, stop);
        }
        catch (FolderBusyException busy)
        {
            throw new VerbException($"{busy.Message}, and it does not answer on {ControlSocket.FileName}: it is starting or stopping; try again in a moment");
        }
        catch (Exception refused) when (Refusals.Explain(refused, settings) is { } advice)
        {
            throw new VerbException(advice);
        }
    }
}
