using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;

using Xunit;

namespace Yagura.Tests.Operations.Store;

public sealed class StoreTests(TestStores stores) : IClassFixture<TestStores>
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    private readonly FakeTime _clock = new(Start);

    public static TheoryData<string> Kinds => TestStores.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public async Task The_schema_comes_from_migrations_and_matches_the_model(string kind)
    {
        using var store = await stores.OpenAsync(kind, _clock);
        await using var context = store.NewContext();
        Assert.False(context.Database.HasPendingModelChanges());
        Assert.Empty(await context.Database.GetPendingMigrationsAsync());
        Assert.Equal(5, (await context.Database.GetAppliedMigrationsAsync()).Count());
        Assert.Equal(0, await context.Users.CountAsync());
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task An_entry_takes_number_and_hash_from_the_head(string kind)
    {
        using var store = await stores.OpenAsync(kind, _clock);
        await AppendAsync(store, "INC-1", "contractor:佐藤");
        await AppendAsync(store, "INC-1", "machine");

        var rows = await store.ReadAsync(context => context.Journal.OrderBy(row => row.Number).ToListAsync());
        Assert.Equal([1L, 2L], rows.Select(row => row.Number));
        Assert.Equal("""{"number":1,"at":"2026-11-22T03:00:00+00:00","stated":null,"kind":"incident.assigned","subject":"INC-1","actor":"contractor:佐藤","data":{"to":"x"}}""", rows[0].Line);
        Assert.Equal(JournalHash.Next(JournalHash.Genesis, rows[0].Line), rows[0].Hash);
        Assert.Equal(JournalHash.Next(rows[0].Hash, rows[1].Line), rows[1].Hash);
        Assert.Equal((2L, rows[1].Hash), await new JournalStore(store).HeadAsync(default));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task State_and_entry_are_committed_together_or_not_at_all(string kind)
    {
        using var store = await stores.OpenAsync(kind, _clock);
        await Assert.ThrowsAsync<RefusedException>(() => store.WriteAsync<int>(
            async transaction =>
            {
                transaction.Context.Settings.Add(new SettingRow { Key = "a", Value = "b", At = transaction.Now });
                await transaction.MoveCursorAsync("detect", 5, "");
                transaction.Append(Draft("INC-1", "machine"));
                throw new RefusedException("否", "no");
            },
            default));

        Assert.Equal(0, await store.ReadAsync(context => context.Journal.CountAsync()));
        Assert.Equal(0, await store.ReadAsync(context => context.Settings.CountAsync()));
        Assert.Equal(0, await store.ReadAsync(context => context.Cursors.CountAsync()));
        Assert.Equal((0L, JournalHash.Genesis), await new JournalStore(store).HeadAsync(default));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Parallel_writers_of_two_processes_give_one_dense_chain(string kind)
    {
        var place = stores.NewPlace(kind);
        using var first = await stores.OpenAsync(kind, place, _clock);
        using var second = await stores.OpenAsync(kind, place, _clock);
        // Two stores on one database do not share the queue within a process: only the database's lock keeps them apart.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++) await AppendAsync(writer % 2 == 0 ? first : second, $"INC-{writer}", "machine");
        })));

        var check = await new JournalStore(first).VerifyAsync([], default);
        Assert.Empty(check.Faults);
        Assert.Equal(80, check.Entries);
        Assert.Equal(80, check.Number);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Verify_names_an_edited_line_a_missing_entry_and_a_recomputed_chain(string kind)
    {
        using var store = await stores.OpenAsync(kind, _clock);
        for (var i = 0; i < 4; i++) await AppendAsync(store, "INC-1", "machine");
        var journal = new JournalStore(store);
        var (number, hash) = await journal.HeadAsync(default);
        var pin = new JournalPin(number, hash, "checkpoint 1");
        var clean = await journal.VerifyAsync([pin], default);
        Assert.True(clean.Holds);
        Assert.Equal(pin, clean.NewestPin);

        await ForceAsync(store, "UPDATE journal SET line = REPLACE(line, 'INC-1', 'INC-2'), subject = 'INC-2' WHERE number = 2");
        Assert.StartsWith("entry 2: its line", Assert.Single((await journal.VerifyAsync([pin], default)).Faults), StringComparison.Ordinal);

        await RechainAsync(store);
        var recomputed = await journal.VerifyAsync([], default);
        Assert.True(recomputed.Holds);
        Assert.Null(recomputed.NewestPin);
        Assert.Contains("checkpoint 1 pins", Assert.Single((await journal.VerifyAsync([pin], default)).Faults), StringComparison.Ordinal);

        await ForceAsync(store, "DELETE FROM journal WHERE number = 3");
        Assert.Contains("entry 3 is missing", (await journal.VerifyAsync([], default)).Faults);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task The_journal_refuses_update_and_delete(string kind)
    {
        using var store = await stores.OpenAsync(kind, _clock);
        await AppendAsync(store, "INC-1", "machine");
        await using var context = store.NewContext();
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => context.Database.ExecuteSqlRawAsync("UPDATE journal SET actor = 'x'"));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => context.Database.ExecuteSqlRawAsync("DELETE FROM journal"));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_store_whose_head_was_moved_is_not_opened(string kind)
    {
        var place = stores.NewPlace(kind);
        using (var store = await stores.OpenAsync(kind, place, _clock))
        {
            await AppendAsync(store, "INC-1", "machine");
            await using var context = store.NewContext();
            await context.Database.ExecuteSqlRawAsync("UPDATE journal_head SET number = 7");
        }

        var fault = await Assert.ThrowsAsync<StoreException>(() => stores.OpenAsync(kind, place, _clock));
        Assert.Contains("head says entry 7", fault.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task An_export_carries_lines_whose_hashes_anyone_can_recompute(string kind)
    {
        using var store = await stores.OpenAsync(kind, _clock);
        for (var i = 0; i < 3; i++) await AppendAsync(store, "INC-1", "contractor:佐藤");
        using var export = new MemoryStream();
        Assert.Equal(3, await new JournalStore(store).ExportAsync(export, default));

        var previous = JournalHash.Genesis;
        foreach (var line in Encoding.UTF8.GetString(export.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var hash = JsonDocument.Parse(line).RootElement.GetProperty("hash").GetString()!;
            var suffix = $",\"hash\":\"{hash}\"}}";
            Assert.EndsWith(suffix, line, StringComparison.Ordinal);
            previous = JournalHash.Next(previous, line[..^suffix.Length] + "}");
            Assert.Equal(previous, hash);
        }
    }

    [Theory]
    [InlineData("sato")]
    [InlineData(":sato")]
    [InlineData("contractor:")]
    public async Task An_actor_without_a_role_or_a_name_is_refused(string actor)
    {
        using var store = await stores.OpenAsync("sqlite", _clock);
        await Assert.ThrowsAsync<RefusedException>(() => AppendAsync(store, "INC-1", actor));
    }

    [Fact]
    public async Task A_stated_time_after_now_is_refused_for_a_person_and_moves_the_machines_own_time()
    {
        using var store = await stores.OpenAsync("sqlite", _clock);
        var later = Start.AddSeconds(1);
        await Assert.ThrowsAsync<RefusedException>(() => store.WriteAsync(t => Task.FromResult(t.Append(Draft("INC-1", "contractor:sato") with { Stated = new StatedTime(later, TimePrecision.Second) })), default));
        var entry = await store.WriteAsync(t => Task.FromResult(t.Append(Draft("INC-1", "machine") with { Stated = new StatedTime(later, TimePrecision.Second) })), default);
        Assert.Equal(later, entry.At);
    }

    [Fact]
    public async Task A_sqlite_connection_is_durable_and_its_write_takes_the_lock_at_once()
    {
        var place = stores.NewPlace("sqlite");
        using var store = await stores.OpenAsync("sqlite", place, _clock);
        await using var context = store.NewContext();
        Assert.Equal(["wal"], await context.Database.SqlQueryRaw<string>("SELECT journal_mode AS Value FROM pragma_journal_mode").ToListAsync());
        Assert.Equal([2L], await context.Database.SqlQueryRaw<long>("SELECT synchronous AS Value FROM pragma_synchronous").ToListAsync());
        await store.WriteAsync(
            async _ =>
            {
                await using var other = new SqliteConnection($"Data Source={place};Default Timeout=1");
                await other.OpenAsync();
                await using var command = other.CreateCommand();
                command.CommandText = "BEGIN IMMEDIATE";
                command.CommandTimeout = 1;
                Assert.Equal(5, (await Assert.ThrowsAsync<SqliteException>(() => command.ExecuteNonQueryAsync())).SqliteErrorCode);
                return 0;
            },
            default);
    }

    private static JournalDraft Draft(string subject, string actor) => new("incident.assigned", subject, actor, null, new Dictionary<string, object?> { ["to"] = "x" });

    private static Task<JournalEntry> AppendAsync(OperationsStore store, string subject, string actor) =>
        store.WriteAsync(transaction => Task.FromResult(transaction.Append(Draft(subject, actor))), default);

    private static async Task ForceAsync(OperationsStore store, string sql)
    {
        await using var context = store.NewContext();
        await context.Database.ExecuteSqlRawAsync(context is SqliteStoreContext
            ? "DROP TRIGGER IF EXISTS journal_no_update; DROP TRIGGER IF EXISTS journal_no_delete"
            : "DROP TRIGGER IF EXISTS journal_append_only ON journal");
        await context.Database.ExecuteSqlRawAsync(sql);
    }

    private static async Task RechainAsync(OperationsStore store)
    {
        await using var context = store.NewContext();
        var hash = JournalHash.Genesis;
        foreach (var row in await context.Journal.OrderBy(row => row.Number).ToListAsync())
        {
            hash = JournalHash.Next(hash, row.Line);
            row.Hash = hash;
        }

        (await context.JournalHead.SingleAsync()).Hash = hash;
        await context.SaveChangesAsync();
    }
}
