using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Yagura.Operations.Store.Migrations.Sqlite;

/// <summary>The journal refuses changes by accident; who removes the triggers is found by the hashes.</summary>
[DbContext(typeof(SqliteStoreContext))]
[Migration("20261122085000_AppendOnly")]
internal sealed class AppendOnly : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END");
        migrationBuilder.Sql("CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END");
    }

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP TRIGGER journal_no_update");
        migrationBuilder.Sql("DROP TRIGGER journal_no_delete");
    }
}
