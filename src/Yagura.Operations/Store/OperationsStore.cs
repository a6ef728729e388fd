using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Yagura.Operations.Store;

/// <summary>Entries were committed.</summary>
/// <param name="number">Number of the newest.</param>
public sealed class JournalAppendedEventArgs(long number) : EventArgs
{
    /// <summary>Number of the newest entry.</summary>
    public long Number { get; } = number;
}

/// <summary>Journal, state and accounts of one installation, in SQLite (default) or PostgreSQL.</summary>
/// <remarks>
/// Every write goes through <see cref="WriteAsync{T}"/>: the journal's head is locked first, so writers queue there,
/// and entries and state are committed together or not at all (FIGURES 1).
/// </remarks>
public sealed class OperationsStore : IDisposable
{
    private readonly Func<StoreContext> _open;
    private readonly TimeProvider _clock;
    // Writers of this process queue here in order; the database's own lock would let them starve.
    private readonly SemaphoreSlim _writer = new(1, 1);

    private readonly StoreDoubt _doubt;
    private readonly Action _close;

    private OperationsStore(Func<StoreContext> open, Action close, TimeProvider clock, string place, StoreDoubt doubt)
    {
        _open = open;
        _close = close;
        _clock = clock;
        Place = place;
        _doubt = doubt;
    }

    /// <summary>What the mark's name adds to the database's: a file beside it while nobody may believe it.</summary>
    public const string DoubtEnding = StoreDoubt.MarkEnding;

    /// <summary>Why nothing is recorded any more; null while the database is believed.</summary>
    public string? InDoubt => _doubt.Reason;

    /// <summary>Where it is, for messages: the file, or host and database; never a password.</summary>
    public string Place { get; }

    /// <summary>Raised after a commit that appended entries, with the newest number: pages that tick listen to it.</summary>
    /// <remarks>Handlers run on the writer's thread and must only signal.</remarks>
    public event EventHandler<JournalAppendedEventArgs>? Appended;

    /// <summary>Opens or makes the SQLite file and brings its schema up to date.</summary>
    /// <exception cref="StoreException">The file cannot be used durably, is newer than this version, or its journal and head disagree.</exception>
    public static Task<OperationsStore> OpenSqliteAsync(string path, TimeProvider clock, CancellationToken stop) =>
        StoreDoubt.Marked(path) is { } doubt ? throw new StoreException(doubt) : OpenSqliteInDoubtAsync(path, clock, stop);

    /// <summary>Opens the SQLite file though the disk failed under it: to verify it, and then to write it anew.</summary>
    /// <exception cref="StoreException">As for <see cref="OpenSqliteAsync"/>, the mark apart.</exception>
    public static async Task<OperationsStore> OpenSqliteInDoubtAsync(string path, TimeProvider clock, CancellationToken stop)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, DefaultTimeout = 30 }.ToString();
        var options = new DbContextOptionsBuilder<SqliteStoreContext>().UseSqlite(connection).AddInterceptors(new SqliteSettings()).Options;
        var store = await ReadyAsync(new OperationsStore(() => new SqliteStoreContext(options), () => LetGo(connection), clock, path, new StoreDoubt(path)), stop);
        // Password hashes stand in it, and SQLite makes files that everybody may read; a new -wal takes the mode of the database.
        foreach (var file in new[] { path, path + "-wal", path + "-shm" }.Where(File.Exists))
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return store;
    }

    /// <summary>Opens the PostgreSQL database and brings its schema up to date.</summary>
    /// <exception cref="StoreException">As for SQLite.</exception>
    public static async Task<OperationsStore> OpenPostgresAsync(string connectionString, TimeProvider clock, CancellationToken stop)
    {
        var parts = new Npgsql.NpgsqlConnectionStringBuilder(connectionString);
        var options = new DbContextOptionsBuilder<PostgresStoreContext>().UseNpgsql(connectionString).Options;
        return await ReadyAsync(new OperationsStore(() => new PostgresStoreContext(options), () => { }, clock, $"{parts.Host}:{parts.Port}/{parts.Database}", new StoreDoubt(null)), stop);
    }

    /// <summary>A context for reading, and for ASP.NET Identity's own tables. The caller disposes it. Journal and state are never written through it.</summary>
    public StoreContext NewContext() => _open();

    /// <summary>Reads with a context of its own that tracks nothing.</summary>
    public async Task<T> ReadAsync<T>(Func<StoreContext, Task<T>> read)
    {
        await using var context = _open();
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return await read(context);
    }

    /// <summary>Runs one act: everything it appends and changes is committed together; if it throws, nothing is.</summary>
    /// <param name="act">Reads and changes state through the transaction's context and appends entries; must not save or commit itself.</param>
    /// <param name="stop">Gives up waiting; an act that began to commit is not undone.</param>
    /// <exception cref="RefusedException">The disk failed under the database, now or before.</exception>
    public async Task<T> WriteAsync<T>(Func<StoreTransaction, Task<T>> act, CancellationToken stop)
    {
        long newest = 0;
        T result;
        await _writer.WaitAsync(stop);
        try
        {
            _doubt.Check();
            await using var context = _open();
            await using var database = await context.Database.BeginTransactionAsync(stop);
            var transaction = new StoreTransaction(context, await LockHeadAsync(context, stop), _clock);
            result = await act(transaction);
            await context.SaveChangesAsync(stop);
            await database.CommitAsync(CancellationToken.None);
            newest = transaction.Appended > 0 ? transaction.Number : 0;
        }
        catch (Exception failed) when (_doubt.Takes(failed))
        {
            throw _doubt.Refusal();
        }
        finally
        {
            _writer.Release();
        }

        if (newest > 0) Appended?.Invoke(this, new JournalAppendedEventArgs(newest));
        return result;
    }

    /// <summary>Copies a SQLite store into a new file, as of one moment, by SQLite's own backup; false on PostgreSQL, which has its own tools.</summary>
    public bool BackUpTo(string path)
    {
        using var context = _open();
        if (context.Database.GetDbConnection() is not SqliteConnection from) return false;
        from.Open();
        using var to = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        to.Open();
        from.BackupDatabase(to);
        return true;
    }

    /// <summary>Writes a SQLite store that was verified into new blocks and takes the mark of doubt away. No other process has it open.</summary>
    public void Renew() => StoreRenewal.Run(this, Place);

    /// <inheritdoc/>
    public void Dispose()
    {
        _close();
        _writer.Dispose();
    }

    /// <summary>Closes the file for good. A pooled connection would stay on the file that a restored folder has since replaced, and write into it.</summary>
    private static void LetGo(string connectionString)
    {
        using var any = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(any);
    }

    private static async Task<JournalHeadRow> LockHeadAsync(StoreContext context, CancellationToken stop)
    {
        // SQLite: the transaction began with BEGIN IMMEDIATE, which is the lock. PostgreSQL: the row is.
        var head = context is PostgresStoreContext
            ? await context.JournalHead.FromSqlRaw("SELECT * FROM journal_head FOR UPDATE").ToListAsync(stop)
            : await context.JournalHead.ToListAsync(stop);
        return head is [var only] ? only : throw new StoreException($"The journal has {head.Count} heads; it must have one. Restore the store from its backup.");
    }

    private static async Task<OperationsStore> ReadyAsync(OperationsStore store, CancellationToken stop)
    {
        await using var context = store._open();
        await MigrateAsync(context, store.Place, stop);
        var head = await context.JournalHead.AsNoTracking().SingleOrDefaultAsync(stop);
        var newest = await context.Journal.AsNoTracking().OrderByDescending(row => row.Number).FirstOrDefaultAsync(stop);
        if (head is null || head.Number != (newest?.Number ?? 0) || (newest is not null && newest.Hash != head.Hash))
        {
            throw new StoreException($"{store.Place}: the journal's head says entry {head?.Number}, its newest entry is {newest?.Number ?? 0}, or their hashes differ. It was changed from outside; restore the store from its backup.");
        }

        return store;
    }

    private static async Task MigrateAsync(StoreContext context, string place, CancellationToken stop)
    {
        var known = context.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var unknown = (await context.Database.GetAppliedMigrationsAsync(stop)).FirstOrDefault(id => !known.Contains(id));
        if (unknown is not null) throw new StoreException($"{place}: the schema has {unknown}, which this version does not know; it was used by a newer one. Install that version.");
        if (!(await context.Database.GetPendingMigrationsAsync(stop)).Any()) return;
        // A process killed while migrating leaves this lock behind on SQLite; one data folder has one process, so it is stale.
        if (context is SqliteStoreContext) await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", stop);
        await context.Database.MigrateAsync(stop);
    }
}
