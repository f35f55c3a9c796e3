using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompetencyAssessment.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AddMeetingTakeovers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "EndReason",
                table: "Meetings",
                type: "TEXT",
                maxLength: 2000,
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "MeetingTakeovers");

            migrationBuilder.DropColumn(
                name: "EndReason",
                table: "Meetings");
        }
    }
}
