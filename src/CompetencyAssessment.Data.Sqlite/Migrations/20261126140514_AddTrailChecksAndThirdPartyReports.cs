using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompetencyAssessment.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AddTrailChecksAndThirdPartyReports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "AssessorEvidence",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AssessmentId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AssignmentId = table.Column<Guid>(type: "TEXT", nullable: false),
                    EvidenceItemId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Origin = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    AddedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    WithdrawnAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AssessorEvidence", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AssessorEvidence_Assessments_AssessmentId",
                        column: x => x.AssessmentId,
                        principalTable: "Assessments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_AssessorEvidence_AssessorAssignment_AssignmentId",
                        column: x => x.AssignmentId,
                        principalTable: "AssessorAssignment",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_AssessorEvidence_EvidenceItems_EvidenceItemId",
                        column: x => x.EvidenceItemId,
                        principalTable: "EvidenceItems",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "AuditCheckRuns",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ByPersonId = table.Column<Guid>(type: "TEXT", nullable: true),
                    StartedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Chains = table.Column<int>(type: "INTEGER", nullable: false),
                    Entries = table.Column<long>(type: "INTEGER", nullable: false),
                    FaultCount = table.Column<int>(type: "INTEGER", nullable: false),
                    Faults = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditCheckRuns", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AuditCheckRuns_People_ByPersonId",
                        column: x => x.ByPersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ThirdPartyReports",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AssessmentId = table.Column<Guid>(type: "TEXT", nullable: false),
                    RefereeId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Organisation = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Relation = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    Mail = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    Asked = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    InvitedById = table.Column<Guid>(type: "TEXT", nullable: false),
                    InvitedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    TokenHash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    OpenedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    AnsweredAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    RevokedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Answer = table.Column<string>(type: "TEXT", maxLength: -1, nullable: true),
                    ConfirmedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ConfirmedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    ConfirmedBy = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    ConfirmedOn = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    Confirmation = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    AssessorEvidenceId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Salt = table.Column<byte[]>(type: "BLOB", maxLength: 16, nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ThirdPartyReports", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ThirdPartyReports_Assessments_AssessmentId",
                        column: x => x.AssessmentId,
                        principalTable: "Assessments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ThirdPartyReports_AssessorEvidence_AssessorEvidenceId",
                        column: x => x.AssessorEvidenceId,
                        principalTable: "AssessorEvidence",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ThirdPartyReports_People_ConfirmedById",
                        column: x => x.ConfirmedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ThirdPartyReports_People_InvitedById",
                        column: x => x.InvitedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ThirdPartyReports_People_RefereeId",
                        column: x => x.RefereeId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_AtTicks",
                table: "AuditEntries",
                column: "AtTicks");

            migrationBuilder.CreateIndex(
                name: "IX_AssessorEvidence_AssessmentId_Number",
                table: "AssessorEvidence",
                columns: new[] { "AssessmentId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AssessorEvidence_AssignmentId",
                table: "AssessorEvidence",
                column: "AssignmentId");

            migrationBuilder.CreateIndex(
                name: "IX_AssessorEvidence_EvidenceItemId",
                table: "AssessorEvidence",
                column: "EvidenceItemId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AuditCheckRuns_ByPersonId",
                table: "AuditCheckRuns",
                column: "ByPersonId");

            migrationBuilder.CreateIndex(
                name: "IX_AuditCheckRuns_StartedAt",
                table: "AuditCheckRuns",
                column: "StartedAt");

            migrationBuilder.CreateIndex(
                name: "IX_ThirdPartyReports_AssessmentId",
                table: "ThirdPartyReports",
                column: "AssessmentId");

            migrationBuilder.CreateIndex(
                name: "IX_ThirdPartyReports_AssessorEvidenceId",
                table: "ThirdPartyReports",
                column: "AssessorEvidenceId");

            migrationBuilder.CreateIndex(
                name: "IX_ThirdPartyReports_ConfirmedById",
                table: "ThirdPartyReports",
                column: "ConfirmedById");

            migrationBuilder.CreateIndex(
                name: "IX_ThirdPartyReports_InvitedById",
                table: "ThirdPartyReports",
                column: "InvitedById");

            migrationBuilder.CreateIndex(
                name: "IX_ThirdPartyReports_RefereeId",
                table: "ThirdPartyReports",
                column: "RefereeId");

            migrationBuilder.CreateIndex(
                name: "IX_ThirdPartyReports_TokenHash",
                table: "ThirdPartyReports",
                column: "TokenHash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AuditCheckRuns");

            migrationBuilder.DropTable(
                name: "ThirdPartyReports");

            migrationBuilder.DropTable(
                name: "AssessorEvidence");

            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_AtTicks",
                table: "AuditEntries");
        }
    }
}
