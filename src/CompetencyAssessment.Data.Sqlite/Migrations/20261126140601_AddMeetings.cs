using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompetencyAssessment.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AddMeetings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "BankQuestions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    UnitVersionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    CriterionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Mode = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    TextZh = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    TextEn = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    LookForZh = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    LookForEn = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    RetiredAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_BankQuestions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_BankQuestions_Criteria_CriterionId",
                        column: x => x.CriterionId,
                        principalTable: "Criteria",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_BankQuestions_UnitVersions_UnitVersionId",
                        column: x => x.UnitVersionId,
                        principalTable: "UnitVersions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Meetings",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    AssessmentId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AssignmentId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AppointmentId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Method = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    PreparedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    IdentityDocument = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    IdentityPlace = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    IdentityCheckedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    IdentityCheckedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    BegunAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    EndedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Recorded = table.Column<bool>(type: "INTEGER", nullable: false),
                    Present = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    Remark = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    Salt = table.Column<byte[]>(type: "BLOB", maxLength: 16, nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Meetings", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Meetings_Appointments_AppointmentId",
                        column: x => x.AppointmentId,
                        principalTable: "Appointments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Meetings_Assessments_AssessmentId",
                        column: x => x.AssessmentId,
                        principalTable: "Assessments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Meetings_AssessorAssignment_AssignmentId",
                        column: x => x.AssignmentId,
                        principalTable: "AssessorAssignment",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Meetings_People_IdentityCheckedById",
                        column: x => x.IdentityCheckedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "AskedQuestions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    MeetingId = table.Column<Guid>(type: "TEXT", nullable: false),
                    CriterionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Position = table.Column<int>(type: "INTEGER", nullable: false),
                    Mode = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Text = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    BankQuestionId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Answer = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    Prompts = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false),
                    Sufficient = table.Column<bool>(type: "INTEGER", nullable: true),
                    NotedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AskedQuestions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AskedQuestions_BankQuestions_BankQuestionId",
                        column: x => x.BankQuestionId,
                        principalTable: "BankQuestions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_AskedQuestions_Criteria_CriterionId",
                        column: x => x.CriterionId,
                        principalTable: "Criteria",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_AskedQuestions_Meetings_MeetingId",
                        column: x => x.MeetingId,
                        principalTable: "Meetings",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ObservedItems",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    MeetingId = table.Column<Guid>(type: "TEXT", nullable: false),
                    CriterionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Position = table.Column<int>(type: "INTEGER", nullable: false),
                    Seen = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    Remark = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    NotedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ObservedItems", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ObservedItems_Criteria_CriterionId",
                        column: x => x.CriterionId,
                        principalTable: "Criteria",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ObservedItems_Meetings_MeetingId",
                        column: x => x.MeetingId,
                        principalTable: "Meetings",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_AskedQuestions_BankQuestionId",
                table: "AskedQuestions",
                column: "BankQuestionId");

            migrationBuilder.CreateIndex(
                name: "IX_AskedQuestions_CriterionId",
                table: "AskedQuestions",
                column: "CriterionId");

            migrationBuilder.CreateIndex(
                name: "IX_AskedQuestions_MeetingId_Position",
                table: "AskedQuestions",
                columns: new[] { "MeetingId", "Position" });

            migrationBuilder.CreateIndex(
                name: "IX_BankQuestions_CriterionId",
                table: "BankQuestions",
                column: "CriterionId");

            migrationBuilder.CreateIndex(
                name: "IX_BankQuestions_UnitVersionId_CriterionId",
                table: "BankQuestions",
                columns: new[] { "UnitVersionId", "CriterionId" });

            migrationBuilder.CreateIndex(
                name: "IX_Meetings_AppointmentId",
                table: "Meetings",
                column: "AppointmentId");

            migrationBuilder.CreateIndex(
                name: "IX_Meetings_AssessmentId_PreparedAt",
                table: "Meetings",
                columns: new[] { "AssessmentId", "PreparedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Meetings_AssignmentId",
                table: "Meetings",
                column: "AssignmentId");

            migrationBuilder.CreateIndex(
                name: "IX_Meetings_IdentityCheckedById",
                table: "Meetings",
                column: "IdentityCheckedById");

            migrationBuilder.CreateIndex(
                name: "IX_ObservedItems_CriterionId",
                table: "ObservedItems",
                column: "CriterionId");

            migrationBuilder.CreateIndex(
                name: "IX_ObservedItems_MeetingId_CriterionId",
                table: "ObservedItems",
                columns: new[] { "MeetingId", "CriterionId" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AskedQuestions");

            migrationBuilder.DropTable(
                name: "ObservedItems");

            migrationBuilder.DropTable(
                name: "BankQuestions");

            migrationBuilder.DropTable(
                name: "Meetings");
        }
    }
}
