using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompetencyAssessment.Data.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class AddDecisionAppeals : Migration
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
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "SetAsideAt",
                table: "MisconductCases",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "SetAsideById",
                table: "MisconductCases",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Against",
                table: "Appeals",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Result");

            // What was against a termination stays so; the rest was against the result.
            migrationBuilder.Sql("UPDATE Appeals SET Against = 'Termination' WHERE AgainstTermination = 1");

            migrationBuilder.DropColumn(
                name: "AgainstTermination",
                table: "Appeals");

            migrationBuilder.AddColumn<Guid>(
                name: "SubjectId",
                table: "Appeals",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "AppealBy",
                table: "Adjustments",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "RefusedById",
                table: "Adjustments",
                type: "uniqueidentifier",
                nullable: true);

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
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.Sql("UPDATE Appeals SET AgainstTermination = 1 WHERE Against = 'Termination'");

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
