using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompetencyAssessment.Data.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class AddSecondRatings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "FinishedAt",
                table: "AssessorAssignment",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "GivenBackReason",
                table: "Assessments",
                type: "nvarchar(2000)",
                maxLength: 2000,
                nullable: true,
                collation: "Japanese_XJIS_140_CI_AS");

            migrationBuilder.AddColumn<DateTime>(
                name: "HandedOverAt",
                table: "Assessments",
                type: "datetime2",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Reconciliations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AssessmentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ContentVersion = table.Column<int>(type: "int", nullable: false),
                    OpenedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ConfirmedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Reconciliations", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Reconciliations_Assessments_AssessmentId",
                        column: x => x.AssessmentId,
                        principalTable: "Assessments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Difference",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ReconciliationId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    SubjectId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Lead = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Japanese_XJIS_140_CI_AS"),
                    Second = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Japanese_XJIS_140_CI_AS"),
                    Agreed = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    Reason = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    SettledAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Salt = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Difference", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Difference_Reconciliations_ReconciliationId",
                        column: x => x.ReconciliationId,
                        principalTable: "Reconciliations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Difference_ReconciliationId_Kind_SubjectId",
                table: "Difference",
                columns: new[] { "ReconciliationId", "Kind", "SubjectId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Reconciliations_AssessmentId_ContentVersion",
                table: "Reconciliations",
                columns: new[] { "AssessmentId", "ContentVersion" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Difference");

            migrationBuilder.DropTable(
                name: "Reconciliations");

            migrationBuilder.DropColumn(
                name: "FinishedAt",
                table: "AssessorAssignment");

            migrationBuilder.DropColumn(
                name: "GivenBackReason",
                table: "Assessments");

            migrationBuilder.DropColumn(
                name: "HandedOverAt",
                table: "Assessments");
        }
    }
}
