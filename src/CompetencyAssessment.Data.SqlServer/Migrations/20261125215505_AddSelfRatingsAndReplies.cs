using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompetencyAssessment.Data.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class AddSelfRatingsAndReplies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ReturnReplies",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AssessmentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ReturnItemId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ByPersonId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Text = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Japanese_XJIS_140_CI_AS"),
                    WrittenAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    RoundId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Salt = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReturnReplies", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ReturnReplies_Assessments_AssessmentId",
                        column: x => x.AssessmentId,
                        principalTable: "Assessments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReturnReplies_People_ByPersonId",
                        column: x => x.ByPersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReturnReplies_ReturnItem_ReturnItemId",
                        column: x => x.ReturnItemId,
                        principalTable: "ReturnItem",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReturnReplies_Rounds_RoundId",
                        column: x => x.RoundId,
                        principalTable: "Rounds",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "SelfRatings",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AssessmentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    CriterionId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Level = table.Column<int>(type: "int", nullable: true),
                    Remark = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    ChangedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Salt = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SelfRatings", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SelfRatings_Assessments_AssessmentId",
                        column: x => x.AssessmentId,
                        principalTable: "Assessments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_SelfRatings_Criteria_CriterionId",
                        column: x => x.CriterionId,
                        principalTable: "Criteria",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ReplyEvidence",
                columns: table => new
                {
                    ReplyId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    EvidenceItemId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Position = table.Column<int>(type: "int", nullable: false),
                    EvidenceVersionId = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReplyEvidence", x => new { x.ReplyId, x.EvidenceItemId });
                    table.ForeignKey(
                        name: "FK_ReplyEvidence_EvidenceItems_EvidenceItemId",
                        column: x => x.EvidenceItemId,
                        principalTable: "EvidenceItems",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReplyEvidence_EvidenceVersions_EvidenceVersionId",
                        column: x => x.EvidenceVersionId,
                        principalTable: "EvidenceVersions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ReplyEvidence_ReturnReplies_ReplyId",
                        column: x => x.ReplyId,
                        principalTable: "ReturnReplies",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "RoundSelfRating",
                columns: table => new
                {
                    RoundId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    SelfRatingId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Level = table.Column<int>(type: "int", nullable: true),
                    Remark = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    Salt = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RoundSelfRating", x => new { x.RoundId, x.SelfRatingId });
                    table.ForeignKey(
                        name: "FK_RoundSelfRating_Rounds_RoundId",
                        column: x => x.RoundId,
                        principalTable: "Rounds",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_RoundSelfRating_SelfRatings_SelfRatingId",
                        column: x => x.SelfRatingId,
                        principalTable: "SelfRatings",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ReplyEvidence_EvidenceItemId",
                table: "ReplyEvidence",
                column: "EvidenceItemId");

            migrationBuilder.CreateIndex(
                name: "IX_ReplyEvidence_EvidenceVersionId",
                table: "ReplyEvidence",
                column: "EvidenceVersionId");

            migrationBuilder.CreateIndex(
                name: "IX_ReturnReplies_AssessmentId",
                table: "ReturnReplies",
                column: "AssessmentId");

            migrationBuilder.CreateIndex(
                name: "IX_ReturnReplies_ByPersonId",
                table: "ReturnReplies",
                column: "ByPersonId");

            migrationBuilder.CreateIndex(
                name: "IX_ReturnReplies_ReturnItemId",
                table: "ReturnReplies",
                column: "ReturnItemId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ReturnReplies_RoundId",
                table: "ReturnReplies",
                column: "RoundId");

            migrationBuilder.CreateIndex(
                name: "IX_RoundSelfRating_SelfRatingId",
                table: "RoundSelfRating",
                column: "SelfRatingId");

            migrationBuilder.CreateIndex(
                name: "IX_SelfRatings_AssessmentId_CriterionId",
                table: "SelfRatings",
                columns: new[] { "AssessmentId", "CriterionId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SelfRatings_CriterionId",
                table: "SelfRatings",
                column: "CriterionId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ReplyEvidence");

            migrationBuilder.DropTable(
                name: "RoundSelfRating");

            migrationBuilder.DropTable(
                name: "ReturnReplies");

            migrationBuilder.DropTable(
                name: "SelfRatings");
        }
    }
}
