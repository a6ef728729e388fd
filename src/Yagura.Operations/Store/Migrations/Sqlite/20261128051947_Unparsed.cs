using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Yagura.Operations.Store.Migrations.Sqlite
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
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    program = table.Column<string>(type: "TEXT", nullable: false),
                    shape = table.Column<string>(type: "TEXT", nullable: false),
                    form_only = table.Column<bool>(type: "INTEGER", nullable: false),
                    records = table.Column<long>(type: "INTEGER", nullable: false),
                    first_seen = table.Column<string>(type: "TEXT", nullable: false),
                    last_seen = table.Column<string>(type: "TEXT", nullable: false),
                    samples = table.Column<string>(type: "TEXT", nullable: false)
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
