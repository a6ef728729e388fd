using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Yagura.Operations.Store.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Unparsed : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "unparsed",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    source = table.Column<string>(type: "text", nullable: false),
                    program = table.Column<string>(type: "text", nullable: false),
                    shape = table.Column<string>(type: "text", nullable: false),
                    form_only = table.Column<bool>(type: "boolean", nullable: false),
                    records = table.Column<long>(type: "bigint", nullable: false),
                    first_seen = table.Column<string>(type: "text", nullable: false),
                    last_seen = table.Column<string>(type: "text", nullable: false),
                    samples = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_unparsed", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_unparsed_last_seen",
                table: "unparsed",
                column: "last_seen");

            migrationBuilder.CreateIndex(
                name: "IX_unparsed_source",
                table: "unparsed",
                column: "source");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "unparsed");
        }
    }
}
