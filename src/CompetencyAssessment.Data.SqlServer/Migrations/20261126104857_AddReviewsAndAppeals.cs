using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompetencyAssessment.Data.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class AddReviewsAndAppeals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Reason",
                table: "RecordStatusEvent",
                type: "nvarchar(4000)",
                maxLength: 4000,
                nullable: true,
                collation: "Japanese_XJIS_140_CI_AS");

            migrationBuilder.AddColumn<Guid>(
                name: "ReplacedById",
                table: "RecordStatusEvent",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Corrections",
                table: "RecordIssues",
                type: "nvarchar(2000)",
                maxLength: 2000,
                nullable: true,
                collation: "Japanese_XJIS_140_CI_AS");

            migrationBuilder.AddColumn<bool>(
                name: "CarriedOver",
                table: "Ratings",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTime>(
                name: "DisputeBy",
                table: "Assessments",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "PredecessorId",
                table: "Assessments",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Appeals",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AssessmentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Grounds = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Japanese_XJIS_140_CI_AS"),
                    FiledAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    AgainstTermination = table.Column<bool>(type: "bit", nullable: false),
                    ClosedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ClosedById = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Outcome = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true),
                    Answer = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    NewIssueId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    NewAssessmentId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Salt = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Appeals", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Appeals_Assessments_AssessmentId",
                        column: x => x.AssessmentId,
                        principalTable: "Assessments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Appeals_Assessments_NewAssessmentId",
                        column: x => x.NewAssessmentId,
                        principalTable: "Assessments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Appeals_People_ClosedById",
                        column: x => x.ClosedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Appeals_RecordIssues_NewIssueId",
                        column: x => x.NewIssueId,
                        principalTable: "RecordIssues",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "CalendarYears",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    CentreId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Year = table.Column<int>(type: "int", nullable: false),
                    Source = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false, collation: "Japanese_XJIS_140_CI_AS"),
                    SourceDate = table.Column<DateOnly>(type: "date", nullable: false),
                    Remark = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CalendarYears", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CalendarYears_Centres_CentreId",
                        column: x => x.CentreId,
                        principalTable: "Centres",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "CarryOverRequests",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AssessmentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    CriterionId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    RatingId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    RequestedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CarryOverRequests", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CarryOverRequests_Assessments_AssessmentId",
                        column: x => x.AssessmentId,
                        principalTable: "Assessments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_CarryOverRequests_Criteria_CriterionId",
                        column: x => x.CriterionId,
                        principalTable: "Criteria",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_CarryOverRequests_Ratings_RatingId",
                        column: x => x.RatingId,
                        principalTable: "Ratings",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ReviewRequests",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AssessmentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Request = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Japanese_XJIS_140_CI_AS"),
                    RequestedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ClosedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ClosedById = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Outcome = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true),
                    Answer = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    NewIssueId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Salt = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReviewRequests", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ReviewRequests_Assessments_AssessmentId",
                        column: x => x.AssessmentId,
                        principalTable: "Assessments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReviewRequests_People_ClosedById",
                        column: x => x.ClosedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReviewRequests_RecordIssues_NewIssueId",
                        column: x => x.NewIssueId,
                        principalTable: "RecordIssues",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "CalendarDay",
                columns: table => new
                {
                    CalendarYearId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Date = table.Column<DateOnly>(type: "date", nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Japanese_XJIS_140_CI_AS")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CalendarDay", x => new { x.CalendarYearId, x.Date });
                    table.ForeignKey(
                        name: "FK_CalendarDay_CalendarYears_CalendarYearId",
                        column: x => x.CalendarYearId,
                        principalTable: "CalendarYears",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_RecordStatusEvent_ReplacedById",
                table: "RecordStatusEvent",
                column: "ReplacedById");

            migrationBuilder.CreateIndex(
                name: "IX_Assessments_PredecessorId",
                table: "Assessments",
                column: "PredecessorId");

            migrationBuilder.CreateIndex(
                name: "IX_Appeals_AssessmentId",
                table: "Appeals",
                column: "AssessmentId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Appeals_ClosedAt_FiledAt",
                table: "Appeals",
                columns: new[] { "ClosedAt", "FiledAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Appeals_ClosedById",
                table: "Appeals",
                column: "ClosedById");

            migrationBuilder.CreateIndex(
                name: "IX_Appeals_NewAssessmentId",
                table: "Appeals",
                column: "NewAssessmentId",
                unique: true,
                filter: "[NewAssessmentId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Appeals_NewIssueId",
                table: "Appeals",
                column: "NewIssueId");

            migrationBuilder.CreateIndex(
                name: "IX_CalendarYears_CentreId_Year",
                table: "CalendarYears",
                columns: new[] { "CentreId", "Year" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CarryOverRequests_AssessmentId_CriterionId",
                table: "CarryOverRequests",
                columns: new[] { "AssessmentId", "CriterionId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CarryOverRequests_CriterionId",
                table: "CarryOverRequests",
                column: "CriterionId");

            migrationBuilder.CreateIndex(
                name: "IX_CarryOverRequests_RatingId",
                table: "CarryOverRequests",
                column: "RatingId");

            migrationBuilder.CreateIndex(
                name: "IX_ReviewRequests_ClosedAt_RequestedAt",
                table: "ReviewRequests",
                columns: new[] { "ClosedAt", "RequestedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ReviewRequests_ClosedById",
                table: "ReviewRequests",
                column: "ClosedById");

            migrationBuilder.CreateIndex(
                name: "IX_ReviewRequests_NewIssueId",
                table: "ReviewRequests",
                column: "NewIssueId");

            migrationBuilder.CreateIndex(
                name: "IX_ReviewRequests_OneOpen",
                table: "ReviewRequests",
                column: "AssessmentId",
                unique: true,
                filter: "[ClosedAt] IS NULL");

            migrationBuilder.AddForeignKey(
                name: "FK_Assessments_Assessments_PredecessorId",
                table: "Assessments",
                column: "PredecessorId",
                principalTable: "Assessments",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "FK_RecordStatusEvent_RecordIssues_ReplacedById",
                table: "RecordStatusEvent",
                column: "ReplacedById",
                principalTable: "RecordIssues",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Assessments_Assessments_PredecessorId",
                table: "Assessments");

            migrationBuilder.DropForeignKey(
                name: "FK_RecordStatusEvent_RecordIssues_ReplacedById",
                table: "RecordStatusEvent");

            migrationBuilder.DropTable(
                name: "Appeals");

            migrationBuilder.DropTable(
                name: "CalendarDay");

            migrationBuilder.DropTable(
                name: "CarryOverRequests");

            migrationBuilder.DropTable(
                name: "ReviewRequests");

            migrationBuilder.DropTable(
                name: "CalendarYears");

            migrationBuilder.DropIndex(
                name: "IX_RecordStatusEvent_ReplacedById",
                table: "RecordStatusEvent");

            migrationBuilder.DropIndex(
                name: "IX_Assessments_PredecessorId",
                table: "Assessments");

            migrationBuilder.DropColumn(
                name: "Reason",
                table: "RecordStatusEvent");

            migrationBuilder.DropColumn(
                name: "ReplacedById",
                table: "RecordStatusEvent");

            migrationBuilder.DropColumn(
                name: "Corrections",
                table: "RecordIssues");

            migrationBuilder.DropColumn(
                name: "CarriedOver",
                table: "Ratings");

            migrationBuilder.DropColumn(
                name: "DisputeBy",
                table: "Assessments");

            migrationBuilder.DropColumn(
                name: "PredecessorId",
                table: "Assessments");
        }
    }
}
