using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompetencyAssessment.Data.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class ReviewDisagreements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Answer",
                table: "Verifications",
                type: "nvarchar(4000)",
                maxLength: 4000,
                nullable: true,
                collation: "Japanese_XJIS_140_CI_AS");

            migrationBuilder.AddColumn<DateTime>(
                name: "AnsweredAt",
                table: "Verifications",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "AnsweredById",
                table: "Verifications",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Verifications_AnsweredById",
                table: "Verifications",
                column: "AnsweredById");

            migrationBuilder.AddForeignKey(
                name: "FK_Verifications_People_AnsweredById",
                table: "Verifications",
                column: "AnsweredById",
                principalTable: "People",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Verifications_People_AnsweredById",
                table: "Verifications");

            migrationBuilder.DropIndex(
                name: "IX_Verifications_AnsweredById",
                table: "Verifications");

            migrationBuilder.DropColumn(
                name: "Answer",
                table: "Verifications");

            migrationBuilder.DropColumn(
                name: "AnsweredAt",
                table: "Verifications");

            migrationBuilder.DropColumn(
                name: "AnsweredById",
                table: "Verifications");
        }
    }
}
