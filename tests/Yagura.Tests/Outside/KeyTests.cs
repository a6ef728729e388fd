using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
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

/// <summary>The signing key of a whole data folder: handed over, lost, held elsewhere.</summary>
public sealed class KeyTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("yagura-key-").FullName;

    private string Archive => Path.Combine(root, "data", "archive");

    private YaguraSettings Settings => new() { Data = Path.Combine(root, "data"), Listen = new ListenSettings { SyslogUdp = null, SyslogTcp = null, Relp = null } };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(root, recursive: true);
    }

    private static async Task TakeAsync(YaguraSettings settings)
    {
        await using var spine = await Spine.OpenAsync(settings, TimeProvider.System, Stop);
        var now = ReceiveTime.From(TimeProvider.System.GetUtcNow());
        spine.TakeRecorded([SampleArchive.Record(0, "fw1", "a line") with { ReceivedAt = now }], now);
        await spine.StartAsync(NullLoggerFactory.Instance);
        await spine.StopAsync();
    }

    private static async Task<CheckpointNow> ChangeAsync(YaguraSettings settings, string? lost)
    {
        using var folder = await StoppedFolder.OpenAsync(settings, TimeProvider.System, Stop);
        return (await folder.KeyAsync(new KeyChange(lost), Stop))!;
    }

    private VerifyResult Verify(params string[] trusted) => Verifier.Run(new LinuxDisk(), new VerifyOptions { Archive = Archive, Checkpoints = [], Pins = [], TrustedFingerprints = trusted, Quick = false, Parallel = 1 }, _ => { });

    private string Signer() => new Checkpoints(new LinuxDisk(), Archive).Newest()!.Signatures[^1].KeyId;

    [Fact]
    public async Task A_rotation_is_signed_by_both_keys_and_the_new_one_goes_on()
    {
        await TakeAsync(Settings);
        var old = Signer();
        var now = await ChangeAsync(Settings, lost: null);
        Assert.Equal([old, Signer()], now.Keys);
        Assert.NotEqual(old, Signer());
        var next = Signer();
        await TakeAsync(Settings);
        Assert.Equal(next, Signer());
        Assert.True(Verify().Ok);
    }

    [Fact]
    public async Task A_lost_key_stops_checkpoints_until_a_person_revokes_it_and_whoever_verifies_must_trust_the_new_one()
    {
        await TakeAsync(Settings);
        var old = Signer();
        File.Delete(Path.Combine(root, "data", "keys", old + ".key"));
        using (var folder = await StoppedFolder.OpenAsync(Settings, TimeProvider.System, Stop))
            Assert.Contains("yagura key revoke", (await Assert.ThrowsAsync<ArchiveException>(() => folder.CheckpointAsync(Stop))).Message, StringComparison.Ordinal);
        var next = Assert.Single((await ChangeAsync(Settings, lost: "the disk of the old machine was destroyed")).Keys);
        Assert.Equal(next, Signer());
        Assert.NotEqual(old, next);
        await TakeAsync(Settings);
        Assert.Contains(Verify().Faults, fault => fault.Kind == "key-changed");
        string[] trusted = [.. new[] { old, Signer() }.Select(id => new Checkpoints(new LinuxDisk(), Archive).KeyOf(id)!.Fingerprint)];
        Assert.True(Verify(trusted).Ok);
        using var store = await OperationsStore.OpenSqliteAsync(Path.Combine(root, "data", "yagura.db"), TimeProvider.System, Stop);
        var entry = Assert.Single(await store.ReadAsync(context => Task.FromResult(context.Journal.Where(row => row.Kind == "key.revoked").ToList())));
        Assert.Contains(old, entry.Line, StringComparison.Ordinal);
        Assert.Contains("the old machine was destroyed", entry.Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_signs_with_a_key_that_this_disk_does_not_hold_and_a_wrong_signature_is_not_written()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (secret, open, program) = (Path.Combine(root, "card.pem"), Path.Combine(root, "card.pub"), Path.Combine(root, "sign"));
        await File.WriteAllTextAsync(secret, key.ExportPkcs8PrivateKeyPem(), Stop);
        await File.WriteAllTextAsync(open, key.ExportSubjectPublicKeyInfoPem() + "\n", Stop);
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nexec openssl dgst -sha256 -sign {secret}\n", Stop);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var settings = Settings with { Signer = new SignerSettings(program, open), Keys = Path.Combine(root, "elsewhere") };
        await TakeAsync(settings);
        Assert.Equal(new Checkpoints(new LinuxDisk(), Archive).KeyOf(Signer())!.Fingerprint, Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo())));
        Assert.False(Directory.Exists(settings.Keys));
        Assert.True(Verify().Ok);

        await File.WriteAllTextAsync(program, "#!/bin/sh\ncat > /dev/null\necho no\n", Stop);
        using (var folder = await StoppedFolder.OpenAsync(settings, TimeProvider.System, Stop))
            Assert.Contains("would not verify", (await Assert.ThrowsAsync<ArchiveException>(() => folder.CheckpointAsync(Stop))).Message, StringComparison.Ordinal);
        Assert.True(Verify().Ok);
    }
}
