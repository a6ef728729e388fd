using System.Net.Mail;
using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Events;
using Yagura.Settings;

namespace Yagura.Outside;

/// <summary>Copies of checkpoints go to those outside who keep them; what they are known to hold is remembered in <c>data/pins</c>.</summary>
/// <remarks>Best effort (STYLE 6): who cannot be reached is told in the log, in the status and by the age of his pin, and is tried again.</remarks>
internal sealed class OutsideCopies(IDisk disk, OutsidePlaces places, TimeProvider time)
{
    // A share that hangs must not hold up the others for longer.
    private static readonly TimeSpan FolderWaitMax = TimeSpan.FromSeconds(30);

    // A call that somebody stopped waiting for is given this long to come back before the folder counts as hanging.
    private static readonly TimeSpan BeforeWaitMax = TimeSpan.FromSeconds(5);

    private readonly SealFolder seals = new(disk, places.Archive);
    private readonly PinFolder pins = new(disk, places.Pins);
    // Folders whose last call has not come back. Bounded by the configuration.
    private readonly Dictionary<string, Task> calling = new(StringComparer.Ordinal);

    /// <summary>How far the chain is bound outside.</summary>
    public PinStanding Standing() => PinStanding.Of(seals, pins.Read());

    /// <summary>Sends the newest checkpoint to everybody who does not hold it yet.</summary>
    /// <returns>A sentence for each recipient who did not take it.</returns>
    public async Task<IReadOnlyList<string>> SendAsync(CancellationToken stop)
    {
        var checkpoints = new Checkpoints(disk, places.Archive);
        if (Checkpoints.Names(disk, places.Archive) is not [.., var name])
            return [];
        var path = $"{ArchivePaths.Checkpoints(places.Archive)}/{name}";
        var (checkpoint, bytes) = (checkpoints.Read(path), await File.ReadAllBytesAsync(path, stop));
        var held = pins.Read().ToDictionary(pin => pin.Name, StringComparer.Ordinal);
        var troubles = new List<string>();
        foreach (var recipient in places.Recipients.Where(recipient => !Holds(held, recipient, checkpoint.Content)))
        {
            if (await SendAsync(recipient, checkpoint, bytes, stop) is { } trouble)
                troubles.Add(trouble);
            else
                pins.Keep(recipient, checkpoint.Content, ReceiveTime.From(time.GetUtcNow()));
        }

        return troubles;
    }

    private static bool Holds(Dictionary<string, HeldPin> held, string recipient, CheckpointContent content) =>
        held.TryGetValue(PinFolder.FileName(recipient), out var pin) && pin.Origin == content.Origin && pin.Pin == new Pin(content.SealIndex, content.SealHash);

    private async Task<string?> SendAsync(string recipient, Checkpoint checkpoint, byte[] bytes, CancellationToken stop)
    {
        try
        {
            if (places.Witnesses.Contains(recipient, StringComparer.Ordinal))
                return await OfferAsync(recipient, checkpoint, bytes, stop);
            await CheckpointMail.SendAsync(places.Mail!, recipient, checkpoint, bytes, stop);
            return null;
        }
        catch (Exception failed) when (failed is SmtpException or IOException or ArchiveException or TimeoutException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            return $"{recipient}: the checkpoint of seal {checkpoint.Content.SealIndex} was not taken: {failed.Message}";
        }
    }

    private async Task<string?> OfferAsync(string folder, Checkpoint checkpoint, byte[] bytes, CancellationToken stop)
    {
        // A stop that gave up waiting leaves its call running, and the last checkpoint must not be refused for that.
        var before = Calling(folder);
        if (!before.IsCompleted && await Task.WhenAny(before, Task.Delay(BeforeWaitMax, time, stop)) != before)
            return $"{folder}: does not answer";
        var offering = Task.Run(() => new Witness(disk, folder).Offer(checkpoint, bytes, seals), CancellationToken.None);
        lock (calling)
            calling[folder] = offering;
        var refusal = await offering.WaitAsync(FolderWaitMax, time, stop);
        return refusal is null ? null : $"witness refuses: {refusal}";
    }

    private Task Calling(string folder)
    {
        lock (calling)
            return calling.GetValueOrDefault(folder, Task.CompletedTask);
    }
}

/// <summary>Where checkpoints stand and who outside gets a copy.</summary>
/// <param name="Archive">The archive's folder.</param>
/// <param name="Pins">The folder of what is known to be held outside.</param>
/// <param name="Witnesses">Folders of others.</param>
/// <param name="Mail">How mail goes out; null for none.</param>
internal sealed record OutsidePlaces(string Archive, string Pins, IReadOnlyList<string> Witnesses, CheckpointMailSettings? Mail)
{
    /// <summary>Everybody who gets a copy: folders, then addresses.</summary>
    public IEnumerable<string> Recipients => Witnesses.Concat(Mail?.To ?? []);
}
