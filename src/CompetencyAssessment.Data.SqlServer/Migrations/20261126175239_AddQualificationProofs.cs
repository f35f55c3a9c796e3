using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompetencyAssessment.Data.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class AddQualificationProofs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "QualificationProofs",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    QualificationId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    FileId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    FileName = table.Column<string>(type: "nvarchar(255)", maxLength: 255, nullable: false, collation: "Japanese_XJIS_140_CI_AS"),
                    AddedById = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AddedAt = table.Column<DateTime>(type: "datetime2", nullable: false)
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "QualificationProofs");

            migrationBuilder.DropIndex(
                name: "IX_Qualifications_ValidUntil",
                table: "Qualifications");
        }
    }
}
