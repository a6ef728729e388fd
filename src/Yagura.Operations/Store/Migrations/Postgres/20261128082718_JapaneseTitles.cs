using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Yagura.Operations.Store.Migrations.Postgres;

/// <summary>Findings and incidents keep the title of their rule in Japanese too.</summary>
[DbContext(typeof(PostgresStoreContext))]
[Migration("20261128082718_JapaneseTitles")]
public sealed class JapaneseTitles : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var table in new[] { "incidents", "findings" })
            migrationBuilder.AddColumn<string>(name: "title_ja", table: table, type: "text", nullable: true);
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in new[] { "incidents", "findings" })
            migrationBuilder.DropColumn(name: "title_ja", table: table);
    }
}
