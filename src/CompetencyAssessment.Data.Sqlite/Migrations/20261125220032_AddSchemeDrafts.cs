using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompetencyAssessment.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AddSchemeDrafts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "SchemeDrafts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    CentreId = table.Column<Guid>(type: "TEXT", nullable: false),
                    UnitVersionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    BasedOnId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Content = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false),
                    CreatedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ChangedBy = table.Column<Guid>(type: "TEXT", nullable: false),
                    ChangedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ClosedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    PublishedAsId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SchemeDrafts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SchemeDrafts_Centres_CentreId",
                        column: x => x.CentreId,
                        principalTable: "Centres",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_SchemeDrafts_People_ChangedBy",
                        column: x => x.ChangedBy,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_SchemeDrafts_People_CreatedBy",
                        column: x => x.CreatedBy,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_SchemeDrafts_Schemes_BasedOnId",
                        column: x => x.BasedOnId,
                        principalTable: "Schemes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_SchemeDrafts_Schemes_PublishedAsId",
                        column: x => x.PublishedAsId,
                        principalTable: "Schemes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_SchemeDrafts_UnitVersions_UnitVersionId",
                        column: x => x.UnitVersionId,
                        principalTable: "UnitVersions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_SchemeDrafts_BasedOnId",
                table: "SchemeDrafts",
                column: "BasedOnId");

            migrationBuilder.CreateIndex(
                name: "IX_SchemeDrafts_CentreId",
                table: "SchemeDrafts",
                column: "CentreId");

            migrationBuilder.CreateIndex(
                name: "IX_SchemeDrafts_ChangedBy",
                table: "SchemeDrafts",
                column: "ChangedBy");

            migrationBuilder.CreateIndex(
                name: "IX_SchemeDrafts_CreatedBy",
                table: "SchemeDrafts",
                column: "CreatedBy");

            migrationBuilder.CreateIndex(
                name: "IX_SchemeDrafts_OneOpen",
                table: "SchemeDrafts",
                column: "Code",
                unique: true,
                filter: "[ClosedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_SchemeDrafts_PublishedAsId",
                table: "SchemeDrafts",
                column: "PublishedAsId");

            migrationBuilder.CreateIndex(
                name: "IX_SchemeDrafts_UnitVersionId",
                table: "SchemeDrafts",
                column: "UnitVersionId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SchemeDrafts");
        }
    }
}
