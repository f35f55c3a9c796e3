using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompetencyAssessment.Data.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class AddDisagreement : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "DeclineReason",
                table: "Reconciliations",
                type: "nvarchar(4000)",
                maxLength: 4000,
                nullable: true,
                collation: "Japanese_XJIS_140_CI_AS");

            migrationBuilder.AddColumn<DateTime>(
                name: "DeclinedAt",
                table: "Reconciliations",
                type: "datetime2",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "DeclineReason",
                table: "Reconciliations");

            migrationBuilder.DropColumn(
                name: "DeclinedAt",
                table: "Reconciliations");
        }
    }
}
