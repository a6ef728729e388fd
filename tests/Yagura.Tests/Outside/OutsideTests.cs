using Microsoft.Extensions.Logging.Abstractions;
using System.Net;
using Xunit;
using Yagura.Archive.Chain;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Archive.Verify;
using Yagura.Events;
using Yagura.Operations.Store;
using Yagura.Pipeline;
using Yagura.Settings;
using Yagura.Tests.Archive.Seal;

namespace Yagura.Tests.Outside;

/// <summary>The whole server over a folder of its own, with a witness beside it.</summary>
public sealed class OutsideTests : IDisposable
{
    private readonly string root = Path.Combine(Path.GetTempPath(), "yagura-" + Guid.NewGuid().ToString("N"));

    private string Witness => Path.Combine(root, "outside");

    private YaguraSettings Settings => new()
    {
        Data = Path.Combine(root, "data"),
        Listen = new ListenSettings { SyslogUdp = null, SyslogTcp = null, Relp = null },
        Witness = [Witness],
    };

    public OutsideTests() => Directory.CreateDirectory(root);

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>One run that takes records and stops in good order; a stop seals, signs and hands out.</summary>
    private static async Task TakeAsync(YaguraSettings settings, string word)
    {
        await using var spine = await Spine.OpenAsync(settings, TimeProvider.System, Stop);
        var now = ReceiveTime.From(TimeProvider.System.GetUtcNow());
        spine.TakeRecorded([.. Enumerable.Range(0, 10).Select(n => SampleArchive.Record(0, "fw1", $"{word} {n}") with { ReceivedAt = now })], now);
        await spine.StartAsync(NullLoggerFactory.Instance);
        await spine.StopAsync();
    }

    private VerifyResult Verify() => Verifier.Run(new LinuxDisk(), new VerifyOptions { Archive = Path.Combine(root, "data", "archive"), Checkpoints = [], Pins = [], TrustedFingerprints = [], Quick = false, Parallel = 1 }, _ => { });

    private static void Copy(string from, string to)
    {
        foreach (var folder in Directory.GetDirectories(from, "*", SearchOption.AllDirectories).Prepend(from)) Directory.CreateDirectory(folder.Replace(from, to, StringComparison.Ordinal));
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories)) File.Copy(file, file.Replace(from, to, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stop_in_good_order_signs_and_hands_out()
    {
        Directory.CreateDirectory(Witness);
        await TakeAsync(Settings, "first");
        var seals = new SealFolder(new LinuxDisk(), Path.Combine(root, "data", "archive"));
        var held = new Witness(new LinuxDisk(), Witness).Held("node-1", seals.Newest()!.Content.Origin)!;
        Assert.Equal(seals.Newest()!.Hash, held.Content.SealHash);
        var pins = new PinFolder(new LinuxDisk(), Path.Combine(root, "data", "pins")).Read();
        Assert.Equal(new Pin(held.Content.SealIndex, held.Content.SealHash), Assert.Single(pins).Pin);
        Assert.Null(PinStanding.Of(seals, pins).UnpinnedSince);
        Assert.True(Verify().Ok);
    }

    [Fact]
    public async Task Who_cannot_be_reached_is_told_and_gets_it_later()
    {
        await TakeAsync(Settings, "first");
        Assert.Empty(new PinFolder(new LinuxDisk(), Path.Combine(root, "data", "pins")).Read());
        var seals = new SealFolder(new LinuxDisk(), Path.Combine(root, "data", "archive"));
        Assert.NotNull(PinStanding.Of(seals, []).UnpinnedSince);
        using (var folder = await StoppedFolder.OpenAsync(Settings, TimeProvider.System, Stop))
            Assert.Contains("mounted", Assert.Single((await folder.CheckpointAsync(Stop))!.Troubles), StringComparison.Ordinal);
        Directory.CreateDirectory(Witness);
        using (var folder = await StoppedFolder.OpenAsync(Settings, TimeProvider.System, Stop))
            Assert.Empty((await folder.CheckpointAsync(Stop))!.Troubles);
        Assert.Single(new PinFolder(new LinuxDisk(), Path.Combine(root, "data", "pins")).Read());
    }

    [Fact]
    public async Task A_folder_set_back_behind_its_witness_is_refused_until_a_person_accepts_what_is_gone()
    {
        Directory.CreateDirectory(Witness);
        var data = Path.Combine(root, "data");
        await TakeAsync(Settings, "first");
        Copy(data, Path.Combine(root, "backup"));
        await TakeAsync(Settings, "second");
        var lost = new SealFolder(new LinuxDisk(), Path.Combine(data, "archive")).Newest()!;
        Directory.Delete(data, recursive: true);
        Directory.Move(Path.Combine(root, "backup"), data);

        var refused = await Assert.ThrowsAsync<ArchiveException>(() => Spine.OpenAsync(Settings, TimeProvider.System, Stop));
        Assert.Contains("rolled back", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--accept-rollback", refused.Message, StringComparison.Ordinal);

        await TakeAsync(Settings with { AcceptRollback = true }, "third");
        var newest = new SealFolder(new LinuxDisk(), Path.Combine(data, "archive")).Newest()!;
        Assert.NotEqual(lost.Content.Origin, newest.Content.Origin);
        var result = Verify();
        Assert.True(result.Ok, string.Join('\n', result.Faults));
        Assert.Contains(result.Notices, notice => notice.Contains($"to {lost.Content.Index} of {lost.Content.Origin} were known and are gone", StringComparison.Ordinal));
        // The witness holds both: what is gone, and what goes on.
        Assert.Equal(lost.Hash, new Witness(new LinuxDisk(), Witness).Held("node-1", lost.Content.Origin)!.Content.SealHash);
        Assert.Equal(newest.Hash, new Witness(new LinuxDisk(), Witness).Held("node-1", newest.Content.Origin)!.Content.SealHash);
        using (var store = await OperationsStore.OpenSqliteAsync(Path.Combine(data, "yagura.db"), TimeProvider.System, Stop))
        {
            var entry = Assert.Single(await store.ReadAsync(context => Task.FromResult(context.Journal.Where(row => row.Kind == "archive.rolled-back").ToList())));
            Assert.Contains($"\"gone_seal\":{lost.Content.Index}", entry.Line, StringComparison.Ordinal);
        }

        await TakeAsync(Settings, "fourth");
        var gone = Verify();
        Assert.True(gone.Ok, string.Join('\n', gone.Faults));
    }

    [Fact]
    public async Task A_backup_of_a_stopped_server_starts_again_and_holds_keys_only_when_asked()
    {
        var data = Path.Combine(root, "data");
        await TakeAsync(Settings with { Witness = [] }, "first");
        using (var folder = await StoppedFolder.OpenAsync(Settings with { Witness = [] }, TimeProvider.System, Stop))
        {
            folder.BackUp(Path.Combine(root, "bare"), withKeys: false);
            folder.BackUp(Path.Combine(root, "whole"), withKeys: true);
            Assert.Throws<ArchiveException>(() => folder.BackUp(Path.Combine(root, "whole"), withKeys: true));
        }
        Assert.False(Directory.Exists(Path.Combine(root, "bare", "keys")));
        Directory.Delete(data, recursive: true);
        Directory.Move(Path.Combine(root, "whole"), data);
        await TakeAsync(Settings with { Witness = [] }, "second");
        Assert.True(Verify().Ok);
        Assert.Equal(20, Verify().Records);
    }

    [Fact]
    public async Task A_new_archive_under_a_node_id_that_a_witness_knows_is_refused()
    {
        Directory.CreateDirectory(Witness);
        await TakeAsync(Settings, "first");
        await Assert.ThrowsAsync<ArchiveException>(() => Spine.OpenAsync(Settings with { Data = Path.Combine(root, "other") }, TimeProvider.System, Stop));
    }

    [Fact]
    public async Task A_checkpoint_goes_out_by_mail_with_the_file_and_the_pin()
    {
        using var relay = new MailRelay();
        await TakeAsync(Settings with { Witness = [], CheckpointMail = new CheckpointMailSettings(new DnsEndPoint("127.0.0.1", relay.Port), Tls: false, "soc@example.jp", ["officer@client.example.jp"]) }, "first");
        var pin = Assert.Single(new PinFolder(new LinuxDisk(), Path.Combine(root, "data", "pins")).Read());
        Assert.Equal("officer@client.example.jp", pin.Name);
        var mail = Assert.Single(relay.Mails);
        Assert.Contains("Subject: Yagura checkpoint node-1 seal", mail, StringComparison.Ordinal);
        var body = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(string.Concat(mail.Split("base64", 2)[1].Split("\r\n\r\n", 2)[1].Split("\r\n----", 2)[0].Split("\r\n"))));
        Assert.Contains($"{pin.Pin.Index}:{pin.Pin.Hash}", body, StringComparison.Ordinal);
    }
}
