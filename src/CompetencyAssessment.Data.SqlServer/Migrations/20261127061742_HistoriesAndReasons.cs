using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompetencyAssessment.Data.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class HistoriesAndReasons : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "RevisionNo",
                table: "SufficiencyJudgements",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "RecordingId",
                table: "Meetings",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "RecordingLabel",
                table: "Meetings",
                type: "nvarchar(16)",
                maxLength: 16,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<int>(
                name: "RevisionNo",
                table: "EvidenceJudgements",
                type: "int",
                nullable: false,
                defaultValue: 0);

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

            migrationBuilder.CreateTable(
                name: "JudgementRevisions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AssessmentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    EvidenceJudgementId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    SufficiencyJudgementId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Number = table.Column<int>(type: "int", nullable: false),
                    Valid = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true),
                    Authentic = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true),
                    Current = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true),
                    Sufficient = table.Column<bool>(type: "bit", nullable: true),
                    Reason = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    Salt = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: false),
                    ByPersonId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    At = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_JudgementRevisions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_JudgementRevisions_EvidenceJudgements_EvidenceJudgementId",
                        column: x => x.EvidenceJudgementId,
                        principalTable: "EvidenceJudgements",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_JudgementRevisions_People_ByPersonId",
                        column: x => x.ByPersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_JudgementRevisions_SufficiencyJudgements_SufficiencyJudgementId",
                        column: x => x.SufficiencyJudgementId,
                        principalTable: "SufficiencyJudgements",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Meetings_RecordingId",
                table: "Meetings",
                column: "RecordingId");

            migrationBuilder.CreateIndex(
                name: "IX_JudgementRevisions_AssessmentId",
                table: "JudgementRevisions",
                column: "AssessmentId");

            migrationBuilder.CreateIndex(
                name: "IX_JudgementRevisions_ByPersonId",
                table: "JudgementRevisions",
                column: "ByPersonId");

            migrationBuilder.CreateIndex(
                name: "IX_JudgementRevisions_EvidenceJudgementId_Number",
                table: "JudgementRevisions",
                columns: new[] { "EvidenceJudgementId", "Number" },
                unique: true,
                filter: "[EvidenceJudgementId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_JudgementRevisions_SufficiencyJudgementId_Number",
                table: "JudgementRevisions",
                columns: new[] { "SufficiencyJudgementId", "Number" },
                unique: true,
                filter: "[SufficiencyJudgementId] IS NOT NULL");

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

            migrationBuilder.DropTable(
                name: "JudgementRevisions");

            migrationBuilder.DropIndex(
                name: "IX_Meetings_RecordingId",
                table: "Meetings");

            migrationBuilder.DropColumn(
                name: "RevisionNo",
                table: "SufficiencyJudgements");

            migrationBuilder.DropColumn(
                name: "RecordingId",
                table: "Meetings");

            migrationBuilder.DropColumn(
                name: "RecordingLabel",
                table: "Meetings");

            migrationBuilder.DropColumn(
                name: "RevisionNo",
                table: "EvidenceJudgements");

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
