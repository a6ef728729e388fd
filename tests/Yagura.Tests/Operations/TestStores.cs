using Yagura.Operations.Store;

using Xunit;

namespace Yagura.Tests.Operations;

/// <summary>Opens stores of both kinds for tests, in places of their own.</summary>
public sealed class TestStores : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("yagura-store-").FullName;
    private readonly PostgresServer _postgres = new();
    private int _files;

    public static readonly TheoryData<string> Kinds = ["sqlite", "postgres"];

    /// <summary>A place for a store; pass it to <see cref="OpenAsync(string, string, TimeProvider)"/> as often as wanted.</summary>
    public string NewPlace(string kind) => kind == "sqlite" ? Path.Combine(_folder, $"{Interlocked.Increment(ref _files)}.db") : _postgres.NewDatabase();

    public Task<OperationsStore> OpenAsync(string kind, string place, TimeProvider clock) => kind == "sqlite"
        ? OperationsStore.OpenSqliteAsync(place, clock, TestContext.Current.CancellationToken)
        : OperationsStore.OpenPostgresAsync(place, clock, TestContext.Current.CancellationToken);

    public Task<OperationsStore> OpenAsync(string kind, TimeProvider clock) => OpenAsync(kind, NewPlace(kind), clock);

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _postgres.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
