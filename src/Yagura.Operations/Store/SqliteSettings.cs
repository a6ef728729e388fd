using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Yagura.Operations.Store;

/// <summary>Asserts on every connection that a committed journal entry is on the disk: WAL and synchronous=FULL (FIGURES 1).</summary>
internal sealed class SqliteSettings : DbConnectionInterceptor
{
    private const long SynchronousFull = 2;

    /// <inheritdoc/>
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Settle(connection);

    /// <inheritdoc/>
    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Settle(connection);
        return Task.CompletedTask;
    }

    private static void Settle(DbConnection connection)
    {
        Run(connection, "PRAGMA synchronous=FULL");
        Run(connection, "PRAGMA foreign_keys=ON");
        if (Run(connection, "PRAGMA journal_mode=WAL") is not "wal")
        {
            throw new StoreException($"{connection.DataSource}: SQLite cannot use write-ahead logging there; put the data folder on a local file system.");
        }

        if (Run(connection, "PRAGMA synchronous") is not SynchronousFull)
        {
            throw new StoreException($"{connection.DataSource}: SQLite refused synchronous=FULL; a committed entry would not be durable.");
        }
    }

    private static object? Run(DbConnection connection, string pragma)
    {
        using var command = connection.CreateCommand();
        command.CommandText = pragma;
        return command.ExecuteScalar();
    }
}
