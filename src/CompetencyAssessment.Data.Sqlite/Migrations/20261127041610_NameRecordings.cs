using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompetencyAssessment.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class NameRecordings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "RecordingId",
                table: "Meetings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "RecordingLabel",
                table: "Meetings",
                type: "TEXT",
                maxLength: 16,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Meetings_RecordingId",
                table: "Meetings",
                column: "RecordingId");

            migrationBuilder.AddForeignKey(
                name: "FK_Meetings_EvidenceVersions_RecordingId",
                table: "Meetings",
                column: "RecordingId",
                principalTable: "EvidenceVersions",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Meetings_EvidenceVersions_RecordingId",
                table: "Meetings");

            migrationBuilder.DropIndex(
                name: "IX_Meetings_RecordingId",
                table: "Meetings");

            migrationBuilder.DropColumn(
                name: "RecordingId",
                table: "Meetings");

            migrationBuilder.DropColumn(
                name: "RecordingLabel",
                table: "Meetings");
        }
    }
}
