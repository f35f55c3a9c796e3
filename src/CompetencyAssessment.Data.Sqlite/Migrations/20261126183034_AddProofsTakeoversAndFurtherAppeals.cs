using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompetencyAssessment.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AddProofsTakeoversAndFurtherAppeals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Appeals_AssessmentId",
                table: "Appeals");

            migrationBuilder.AddColumn<DateTime>(
                name: "AppealBy",
                table: "MisconductCases",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "SetAsideAt",
                table: "MisconductCases",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "SetAsideById",
                table: "MisconductCases",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "EndReason",
                table: "Meetings",
                type: "TEXT",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Against",
                table: "Appeals",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "Result");

            // What was against a termination stays so; the rest was against the result.
            migrationBuilder.Sql("UPDATE Appeals SET Against = 'Termination' WHERE AgainstTermination = 1;");

            migrationBuilder.DropColumn(
                name: "AgainstTermination",
                table: "Appeals");

            migrationBuilder.AddColumn<Guid>(
                name: "SubjectId",
                table: "Appeals",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "AppealBy",
                table: "Adjustments",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "RefusedById",
                table: "Adjustments",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "MeetingTakeovers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    MeetingId = table.Column<Guid>(type: "TEXT", nullable: false),
                    FromAssignmentId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ToAssignmentId = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Noted = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false),
                    Salt = table.Column<byte[]>(type: "BLOB", maxLength: 16, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MeetingTakeovers", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MeetingTakeovers_AssessorAssignment_FromAssignmentId",
                        column: x => x.FromAssignmentId,
                        principalTable: "AssessorAssignment",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_MeetingTakeovers_AssessorAssignment_ToAssignmentId",
                        column: x => x.ToAssignmentId,
                        principalTable: "AssessorAssignment",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_MeetingTakeovers_Meetings_MeetingId",
                        column: x => x.MeetingId,
                        principalTable: "Meetings",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "QualificationProofs",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    QualificationId = table.Column<Guid>(type: "TEXT", nullable: false),
                    FileId = table.Column<Guid>(type: "TEXT", nullable: false),
                    FileName = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    AddedById = table.Column<Guid>(type: "TEXT", nullable: false),
                    AddedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_QualificationProofs", x => x.Id);
                    table.ForeignKey(
                        name: "FK_QualificationProofs_People_AddedById",
                        column: x => x.AddedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_QualificationProofs_Qualifications_QualificationId",
                        column: x => x.QualificationId,
                        principalTable: "Qualifications",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_QualificationProofs_StoredFiles_FileId",
                        column: x => x.FileId,
                        principalTable: "StoredFiles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Qualifications_ValidUntil",
                table: "Qualifications",
                column: "ValidUntil");

            migrationBuilder.CreateIndex(
                name: "IX_MisconductCases_SetAsideById",
                table: "MisconductCases",
                column: "SetAsideById");

            migrationBuilder.CreateIndex(
                name: "IX_Appeals_AssessmentId_SubjectId",
                table: "Appeals",
                columns: new[] { "AssessmentId", "SubjectId" });

            migrationBuilder.CreateIndex(
                name: "IX_Appeals_OneOfResult",
                table: "Appeals",
                column: "AssessmentId",
                unique: true,
                filter: "[SubjectId] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Appeals_OneOpen",
                table: "Appeals",
                column: "SubjectId",
                unique: true,
                filter: "[SubjectId] IS NOT NULL AND [ClosedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Adjustments_RefusedById",
                table: "Adjustments",
                column: "RefusedById");

            migrationBuilder.CreateIndex(
                name: "IX_MeetingTakeovers_FromAssignmentId",
                table: "MeetingTakeovers",
                column: "FromAssignmentId");

            migrationBuilder.CreateIndex(
                name: "IX_MeetingTakeovers_MeetingId_At",
                table: "MeetingTakeovers",
                columns: new[] { "MeetingId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_MeetingTakeovers_ToAssignmentId",
                table: "MeetingTakeovers",
                column: "ToAssignmentId");

            migrationBuilder.CreateIndex(
                name: "IX_QualificationProofs_AddedById",
                table: "QualificationProofs",
                column: "AddedById");

            migrationBuilder.CreateIndex(
                name: "IX_QualificationProofs_FileId",
                table: "QualificationProofs",
                column: "FileId");

            migrationBuilder.CreateIndex(
                name: "IX_QualificationProofs_QualificationId",
                table: "QualificationProofs",
                column: "QualificationId");

            migrationBuilder.AddForeignKey(
                name: "FK_Adjustments_People_RefusedById",
                table: "Adjustments",
                column: "RefusedById",
                principalTable: "People",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "FK_MisconductCases_People_SetAsideById",
                table: "MisconductCases",
                column: "SetAsideById",
                principalTable: "People",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Adjustments_People_RefusedById",
                table: "Adjustments");

            migrationBuilder.DropForeignKey(
                name: "FK_MisconductCases_People_SetAsideById",
                table: "MisconductCases");

            migrationBuilder.DropTable(
                name: "MeetingTakeovers");

            migrationBuilder.DropTable(
                name: "QualificationProofs");

            migrationBuilder.DropIndex(
                name: "IX_Qualifications_ValidUntil",
                table: "Qualifications");

            migrationBuilder.DropIndex(
                name: "IX_MisconductCases_SetAsideById",
                table: "MisconductCases");

            migrationBuilder.DropIndex(
                name: "IX_Appeals_AssessmentId_SubjectId",
                table: "Appeals");

            migrationBuilder.DropIndex(
                name: "IX_Appeals_OneOfResult",
                table: "Appeals");

            migrationBuilder.DropIndex(
                name: "IX_Appeals_OneOpen",
                table: "Appeals");

            migrationBuilder.DropIndex(
                name: "IX_Adjustments_RefusedById",
                table: "Adjustments");

            migrationBuilder.DropColumn(
                name: "AppealBy",
                table: "MisconductCases");

            migrationBuilder.DropColumn(
                name: "SetAsideAt",
                table: "MisconductCases");

            migrationBuilder.DropColumn(
                name: "SetAsideById",
                table: "MisconductCases");

            migrationBuilder.DropColumn(
                name: "EndReason",
                table: "Meetings");

            migrationBuilder.DropColumn(
                name: "SubjectId",
                table: "Appeals");

            migrationBuilder.DropColumn(
                name: "AppealBy",
                table: "Adjustments");

            migrationBuilder.DropColumn(
                name: "RefusedById",
                table: "Adjustments");

            migrationBuilder.AddColumn<bool>(
                name: "AgainstTermination",
                table: "Appeals",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.Sql("UPDATE Appeals SET AgainstTermination = 1 WHERE Against = 'Termination';");

            migrationBuilder.DropColumn(
                name: "Against",
                table: "Appeals");

            migrationBuilder.CreateIndex(
                name: "IX_Appeals_AssessmentId",
                table: "Appeals",
                column: "AssessmentId",
                unique: true);
        }
    }
}
