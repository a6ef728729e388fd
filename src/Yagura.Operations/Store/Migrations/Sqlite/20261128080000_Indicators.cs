using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Yagura.Operations.Store.Migrations.Sqlite;

/// <summary>A finding keeps the indicator that it rests on.</summary>
[DbContext(typeof(SqliteStoreContext))]
[Migration("20261128080000_Indicators")]
public sealed class Indicators : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AddColumn<string>(name: "indicator", table: "findings", type: "TEXT", nullable: true);

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn(name: "indicator", table: "findings");
}
