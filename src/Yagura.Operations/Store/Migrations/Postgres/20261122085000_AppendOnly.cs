using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Yagura.Operations.Store.Migrations.Postgres;

/// <summary>The journal refuses changes by accident; who removes the trigger is found by the hashes.</summary>
[DbContext(typeof(PostgresStoreContext))]
[Migration("20261122085000_AppendOnly")]
internal sealed class AppendOnly : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("CREATE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$");
        migrationBuilder.Sql("CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal EXECUTE FUNCTION journal_append_only()");
    }

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP TRIGGER journal_append_only ON journal");
        migrationBuilder.Sql("DROP FUNCTION journal_append_only()");
    }
}
