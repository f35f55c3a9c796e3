using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompetencyAssessment.Data.SqlServer.Migrations
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
                type: "varbinary(16)",
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "QualificationsReason",
                table: "Centres",
                type: "nvarchar(4000)",
                maxLength: 4000,
                nullable: true,
                collation: "Japanese_XJIS_140_CI_AS");

            migrationBuilder.AddColumn<byte[]>(
                name: "QualificationsSalt",
                table: "Centres",
                type: "varbinary(16)",
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "EndReason",
                table: "Affiliations",
                type: "nvarchar(4000)",
                maxLength: 4000,
                nullable: true,
                collation: "Japanese_XJIS_140_CI_AS");

            migrationBuilder.AddColumn<DateTime>(
                name: "RemovedAt",
                table: "Affiliations",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Salt",
                table: "Affiliations",
                type: "varbinary(16)",
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
