using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompetencyAssessment.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class SuspensionsAndReasons : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "Salt",
                table: "ConflictsOfInterest",
                type: "BLOB",
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "QualificationsReason",
                table: "Centres",
                type: "TEXT",
                maxLength: 4000,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "QualificationsSalt",
                table: "Centres",
                type: "BLOB",
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "EndReason",
                table: "Affiliations",
                type: "TEXT",
                maxLength: 4000,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "RemovedAt",
                table: "Affiliations",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Salt",
                table: "Affiliations",
                type: "BLOB",
                maxLength: 16,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Salt",
                table: "ConflictsOfInterest");

            migrationBuilder.DropColumn(
                name: "QualificationsReason",
                table: "Centres");

            migrationBuilder.DropColumn(
                name: "QualificationsSalt",
                table: "Centres");

            migrationBuilder.DropColumn(
                name: "EndReason",
                table: "Affiliations");

            migrationBuilder.DropColumn(
                name: "RemovedAt",
                table: "Affiliations");

            migrationBuilder.DropColumn(
                name: "Salt",
                table: "Affiliations");
        }
    }
}
