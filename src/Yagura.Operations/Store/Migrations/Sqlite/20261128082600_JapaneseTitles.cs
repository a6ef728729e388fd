using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Yagura.Operations.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class JapaneseTitles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "title_ja",
                table: "incidents",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "title_ja",
                table: "findings",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "title_ja",
                table: "incidents");

            migrationBuilder.DropColumn(
                name: "title_ja",
                table: "findings");
        }
    }
}
