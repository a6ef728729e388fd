using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Yagura.Operations.Store.Migrations.Sqlite;

/// <summary>Findings and incidents keep the title of their rule in Japanese too.</summary>
[DbContext(typeof(SqliteStoreContext))]
[Migration("20261128082600_JapaneseTitles")]
public sealed class JapaneseTitles : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var table in new[] { "incidents", "findings" })
            migrationBuilder.AddColumn<string>(name: "title_ja", table: table, type: "TEXT", nullable: true);
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in new[] { "incidents", "findings" })
            migrationBuilder.DropColumn(name: "title_ja", table: table);
    }
}
