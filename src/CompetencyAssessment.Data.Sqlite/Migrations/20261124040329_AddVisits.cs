using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompetencyAssessment.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AddVisits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "SeenUntil",
                table: "AspNetUsers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "SignedInAt",
                table: "AspNetUsers",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "SeenUntil",
                table: "AspNetUsers");

            migrationBuilder.DropColumn(
                name: "SignedInAt",
                table: "AspNetUsers");
        }
    }
}
