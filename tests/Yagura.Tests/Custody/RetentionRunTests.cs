using Xunit;
using Yagura.Archive.Seal;
using Yagura.Custody;
using Yagura.Operations.Adoption;
using Yagura.Operations.Store;
using Yagura.Tests.Archive.Seal;

namespace Yagura.Tests.Custody;

/// <summary>Retention over a real store and a real archive, two hours of records thirteen months ago.</summary>
public sealed class RetentionRunTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Later = SampleArchive.Start.AddMonths(13);
    private readonly SampleArchive archive = new();
    private OperationsStore store = null!;

    public async ValueTask InitializeAsync()
    {
        archive.WithTraffic(0, 2000);
        archive.Close(2001);
        store = await OperationsStore.OpenSqliteAsync(archive.Root + "/yagura.db", TimeProvider.System, Stop);
    }

    public ValueTask DisposeAsync()
    {
        store.Dispose();
        archive.Dispose();
        return ValueTask.CompletedTask;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<RetentionOutcome> RunAsync(bool dry, DateTimeOffset now)
    {
        var seals = new SealFolder(archive.Disk, archive.Archive);
        return new RetentionRun(seals, store, new ContractBook([]), 12).RunAsync(dry, now, act => act(seals.HeadOf(seals.Newest()!)), Stop);
    }

    private int Evidence() => Directory.GetFiles(archive.Archive, "*.log.gz", SearchOption.AllDirectories).Length;

    private Task<List<JournalRow>> EntriesAsync() => store.ReadAsync(context => Task.FromResult(context.Journal.Where(row => row.Kind == "evidence.deleted").ToList()));

    [Fact]
    public async Task What_is_due_goes_with_an_entry_and_both_verifiers_agree()
    {
        var before = Evidence();
        var dry = await RunAsync(dry: true, Later);
        Assert.Equal((before, 0), ((int)dry.Seals, (int)(dry.Entry ?? 0)));
        Assert.Equal(before, Evidence());
        Assert.Empty(await EntriesAsync());

        var outcome = await RunAsync(dry: false, Later);
        Assert.Equal(before, outcome.Seals);
        Assert.Equal(0, Evidence());
        Assert.Contains("\"records\":300", Assert.Single(await EntriesAsync()).Line, StringComparison.Ordinal);
        Assert.True(archive.Verify().Ok, "before the next seal vouches");

        archive.WithTraffic(2100, 2500);
        archive.Close(2501);
        var result = archive.Verify();
        Assert.True(result.Ok, string.Join('\n', result.Faults));
        Assert.Equal(before, result.Deleted);
        Assert.Equal(before, archive.Seals().Sum(seal => seal.Content.Deleted.Count));
        Assert.Equal(0, (await RunAsync(dry: false, SampleArchive.Start.AddMonths(12))).Seals);
    }

    [Fact]
    public async Task A_legal_hold_keeps_what_is_due()
    {
        await store.WriteAsync(transaction => Task.FromResult(transaction.Append(new JournalDraft("hold.placed", "hold:1", "client:sato", null, new Dictionary<string, object?> { ["reason"] = "調査", ["approver"] = "client:mori" }))), Stop);
        var outcome = await RunAsync(dry: false, Later);
        Assert.Equal(0, outcome.Seals);
        Assert.Equal(Evidence(), outcome.Held);
        Assert.Empty(await EntriesAsync());
    }

    [Fact]
    public async Task A_deletion_cut_off_by_a_crash_is_finished_without_a_second_entry()
    {
        var kept = Directory.GetFiles(archive.Archive, "*.log.gz", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllBytes);
        await RunAsync(dry: false, Later);
        // As after a power cut behind the .deleted files.
        foreach (var (path, bytes) in kept) await File.WriteAllBytesAsync(path, bytes, Stop);
        Assert.True(archive.Verify().Ok);
        await RunAsync(dry: false, Later);
        Assert.Equal(0, Evidence());
        Assert.Single(await EntriesAsync());
        archive.WithTraffic(2100, 2500);
        archive.Close(2501);
        Assert.True(archive.Verify().Ok);
    }
}
