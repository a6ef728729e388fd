using Microsoft.Data.Sqlite;
using Xunit;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;
using Yagura.Verbs;

namespace Yagura.Tests.Operations.Store;

/// <summary>EIO of the sync of the journal's database: acts stop until its verification has passed.</summary>
public sealed class StoreDoubtTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("yagura-doubt-").FullName;

    private string Database => Path.Combine(folder, "yagura.db");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        FailingVfs.Fails = false;
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private static Task<long> ActAsync(OperationsStore store, string key) => store.WriteAsync(
        transaction => Task.FromResult(transaction.Append(new JournalDraft("key.revoked", "key:" + key, Actor.Machine, null, new Dictionary<string, object?> { ["key"] = key })).Number), Stop);

    [Fact]
    public async Task A_failed_sync_of_the_journal_stops_acts_until_it_was_verified()
    {
        FailingVfs.Watched = folder;
        FailingVfs.Install();
        using (var store = await OperationsStore.OpenSqliteAsync(Database, TimeProvider.System, Stop))
        {
            Assert.Equal(1, await ActAsync(store, "k1"));
            FailingVfs.Fails = true;
            var refused = await Assert.ThrowsAsync<RefusedException>(() => ActAsync(store, "k2"));
            Assert.Contains("journal verify", refused.Message, StringComparison.Ordinal);
            // The disk seems to have come back: a second sync would succeed and prove nothing.
            FailingVfs.Fails = false;
            await Assert.ThrowsAsync<RefusedException>(() => ActAsync(store, "k3"));
            Assert.NotNull(store.InDoubt);
            Assert.Equal(1, (await new JournalStore(store).HeadAsync(Stop)).Number);
        }

        SqliteConnection.ClearAllPools();
        var marked = await Assert.ThrowsAsync<StoreException>(() => OperationsStore.OpenSqliteAsync(Database, TimeProvider.System, Stop));
        Assert.Contains("journal verify", marked.Message, StringComparison.Ordinal);
        Assert.Equal(0, await AllVerbs.RunAsync(["journal", "verify", "--data", folder]));
        using (var store = await OperationsStore.OpenSqliteAsync(Database, TimeProvider.System, Stop))
            Assert.Equal(2, await ActAsync(store, "k4"));
        Assert.Empty(Directory.GetFiles(folder, "*.unverified"));
    }

    [Fact]
    public async Task A_journal_that_does_not_verify_stays_closed()
    {
        using (var store = await OperationsStore.OpenSqliteAsync(Database, TimeProvider.System, Stop))
        {
            await ActAsync(store, "k1");
            await ActAsync(store, "k2");
        }

        await using (var connection = new SqliteConnection($"Data Source={Database}"))
        {
            await connection.OpenAsync(Stop);
            await using var edit = connection.CreateCommand();
            edit.CommandText = "DROP TRIGGER journal_no_update; UPDATE journal SET line = replace(line, 'k1', 'k9') WHERE number = 1";
            await edit.ExecuteNonQueryAsync(Stop);
        }

        SqliteConnection.ClearAllPools();
        await File.WriteAllTextAsync(Database + OperationsStore.DoubtEnding, "SQLite 1034\n", Stop);
        Assert.Equal(1, await AllVerbs.RunAsync(["journal", "verify", "--data", folder]));
        await Assert.ThrowsAsync<StoreException>(() => OperationsStore.OpenSqliteAsync(Database, TimeProvider.System, Stop));
    }
}
