using System.Text;
using Xunit;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Tests.Operations.Store;

public sealed class JournalImportTests(TestStores stores) : IClassFixture<TestStores>
{
    private static readonly FakeTime Clock = new(new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(TestStores.Kinds), MemberType = typeof(TestStores))]
    public async Task An_export_comes_back_with_the_same_lines_and_hashes(string kind)
    {
        var export = await ExportAsync();
        using var store = await stores.OpenAsync(kind, Clock);
        Assert.Equal(3, await new JournalImport(store).RunAsync(export.Split('\n'), Stop));
        Assert.Equal(export, await TextAsync(store));
        Assert.True((await new JournalStore(store).VerifyAsync([], Stop)).Holds);
        await Assert.ThrowsAsync<RefusedException>(() => new JournalImport(store).RunAsync(export.Split('\n'), Stop));
    }

    [Fact]
    public async Task A_broken_chain_is_refused_and_nothing_is_stored()
    {
        var lines = (await ExportAsync()).Split('\n');
        lines[1] = lines[1].Replace("quiet", "lost", StringComparison.Ordinal);
        using var store = await stores.OpenAsync("sqlite", Clock);
        await Assert.ThrowsAsync<RefusedException>(() => new JournalImport(store).RunAsync(lines, Stop));
        Assert.Equal(0, (await new JournalStore(store).HeadAsync(Stop)).Number);
    }

    [Fact]
    public async Task A_reader_names_each_broken_hash_once_and_a_pin_that_differs()
    {
        var export = await ExportAsync();
        var head = JournalReader.Read("j", export).Hash!;
        var changed = new JournalReader("j", [new JournalPin(3, head, "--pin")]);
        changed.Feed(Encoding.UTF8.GetBytes(export.Replace("quiet", "lost", StringComparison.Ordinal)));
        var read = changed.Finish();
        Assert.Equal((ChainState.Broken, 2), (read.Chain, Assert.Single(read.Faults).Line));
        var cut = new JournalReader("j", [new JournalPin(3, head, "--pin")]);
        cut.Feed(Encoding.UTF8.GetBytes(string.Join('\n', export.Split('\n').Take(2))));
        Assert.Contains("missing at the end", Assert.Single(cut.Finish().Faults).Text.En, StringComparison.Ordinal);
    }

    private async Task<string> ExportAsync()
    {
        using var store = await stores.OpenAsync("sqlite", Clock);
        foreach (var word in (string[])["off", "quiet", "lost"])
            await store.WriteAsync(transaction => Task.FromResult(transaction.Append(new JournalDraft("log.silence-explained", "source:fw1", "contractor:sato", null, new Dictionary<string, object?> { ["as"] = word, ["reason"] = "保守" }))), Stop);
        return await TextAsync(store);
    }

    private static async Task<string> TextAsync(OperationsStore store)
    {
        using var text = new MemoryStream();
        await new JournalStore(store).ExportAsync(text, Stop);
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
