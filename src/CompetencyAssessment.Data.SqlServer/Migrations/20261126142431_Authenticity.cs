using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompetencyAssessment.Data.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Authenticity : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "CommonPrints",
                columns: table => new
                {
                    Hash = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CommonPrints", x => x.Hash);
                });

            migrationBuilder.CreateTable(
                name: "FilePrints",
                columns: table => new
                {
                    FileId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Start = table.Column<int>(type: "int", nullable: false),
                    PersonId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Hash = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FilePrints", x => new { x.FileId, x.Start });
                    table.ForeignKey(
                        name: "FK_FilePrints_StoredFiles_FileId",
                        column: x => x.FileId,
                        principalTable: "StoredFiles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Incidents",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AssessmentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    EvidenceItemId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    EvidenceVersionId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    Found = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Japanese_XJIS_140_CI_AS"),
                    ReportedById = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ReportedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ReplacementId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    ReplacedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Measures = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    ClosedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ClosedById = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    LiftedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Salt = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Incidents", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Incidents_Assessments_AssessmentId",
                        column: x => x.AssessmentId,
                        principalTable: "Assessments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Incidents_EvidenceItems_EvidenceItemId",
                        column: x => x.EvidenceItemId,
                        principalTable: "EvidenceItems",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Incidents_EvidenceVersions_EvidenceVersionId",
                        column: x => x.EvidenceVersionId,
                        principalTable: "EvidenceVersions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Incidents_EvidenceVersions_ReplacementId",
                        column: x => x.ReplacementId,
                        principalTable: "EvidenceVersions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Incidents_People_ClosedById",
                        column: x => x.ClosedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Incidents_People_ReportedById",
                        column: x => x.ReportedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "MisconductCases",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AssessmentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Suspicion = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Japanese_XJIS_140_CI_AS"),
                    ReportedById = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ReportedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Allegation = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    OpenedById = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    OpenedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ReplyBy = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Reply = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    RepliedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Outcome = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true),
                    Reason = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    ClosedById = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    ClosedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Salt = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MisconductCases", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MisconductCases_Assessments_AssessmentId",
                        column: x => x.AssessmentId,
                        principalTable: "Assessments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_MisconductCases_People_ClosedById",
                        column: x => x.ClosedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_MisconductCases_People_OpenedById",
                        column: x => x.OpenedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_MisconductCases_People_ReportedById",
                        column: x => x.ReportedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "TextOverlaps",
                columns: table => new
                {
                    FileId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    OtherFileId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Stretches = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Japanese_XJIS_140_CI_AS")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TextOverlaps", x => new { x.FileId, x.OtherFileId });
                    table.ForeignKey(
                        name: "FK_TextOverlaps_StoredFiles_FileId",
                        column: x => x.FileId,
                        principalTable: "StoredFiles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_TextOverlaps_StoredFiles_OtherFileId",
                        column: x => x.OtherFileId,
                        principalTable: "StoredFiles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "TextPrints",
                columns: table => new
                {
                    FileId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    PrintsVersion = table.Column<int>(type: "int", nullable: false),
                    ReaderVersion = table.Column<int>(type: "int", nullable: false),
                    Words = table.Column<int>(type: "int", nullable: false),
                    Shared = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TextPrints", x => x.FileId);
                    table.ForeignKey(
                        name: "FK_TextPrints_StoredFiles_FileId",
                        column: x => x.FileId,
                        principalTable: "StoredFiles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "MisconductVersion",
                columns: table => new
                {
                    CaseId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    EvidenceVersionId = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MisconductVersion", x => new { x.CaseId, x.EvidenceVersionId });
                    table.ForeignKey(
                        name: "FK_MisconductVersion_EvidenceVersions_EvidenceVersionId",
                        column: x => x.EvidenceVersionId,
                        principalTable: "EvidenceVersions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_MisconductVersion_MisconductCases_CaseId",
                        column: x => x.CaseId,
                        principalTable: "MisconductCases",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_FilePrints_Hash_PersonId_FileId_Start",
                table: "FilePrints",
                columns: new[] { "Hash", "PersonId", "FileId", "Start" });

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_AssessmentId_EvidenceItemId",
                table: "Incidents",
                columns: new[] { "AssessmentId", "EvidenceItemId" });

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_ClosedAt_ReportedAt",
                table: "Incidents",
                columns: new[] { "ClosedAt", "ReportedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_ClosedById",
                table: "Incidents",
                column: "ClosedById");

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_EvidenceItemId",
                table: "Incidents",
                column: "EvidenceItemId");

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_OneQuarantine",
                table: "Incidents",
                column: "EvidenceVersionId",
                unique: true,
                filter: "[LiftedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_ReplacementId",
                table: "Incidents",
                column: "ReplacementId");

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_ReportedById",
                table: "Incidents",
                column: "ReportedById");

            migrationBuilder.CreateIndex(
                name: "IX_MisconductCases_ClosedAt_ReportedAt",
                table: "MisconductCases",
                columns: new[] { "ClosedAt", "ReportedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_MisconductCases_ClosedById",
                table: "MisconductCases",
                column: "ClosedById");

            migrationBuilder.CreateIndex(
                name: "IX_MisconductCases_OneOpen",
                table: "MisconductCases",
                column: "AssessmentId",
                unique: true,
                filter: "[ClosedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_MisconductCases_OpenedById",
                table: "MisconductCases",
                column: "OpenedById");

            migrationBuilder.CreateIndex(
                name: "IX_MisconductCases_ReportedById",
                table: "MisconductCases",
                column: "ReportedById");

            migrationBuilder.CreateIndex(
                name: "IX_MisconductVersion_EvidenceVersionId",
                table: "MisconductVersion",
                column: "EvidenceVersionId");

            migrationBuilder.CreateIndex(
                name: "IX_TextOverlaps_OtherFileId",
                table: "TextOverlaps",
                column: "OtherFileId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "CommonPrints");

            migrationBuilder.DropTable(
                name: "FilePrints");

            migrationBuilder.DropTable(
                name: "Incidents");

            migrationBuilder.DropTable(
                name: "MisconductVersion");

            migrationBuilder.DropTable(
                name: "TextOverlaps");

            migrationBuilder.DropTable(
                name: "TextPrints");

            migrationBuilder.DropTable(
                name: "MisconductCases");
        }
    }
}
