using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CompetencyAssessment.Data.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class AddIndependenceMeetingsReportsAndAuthenticity : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "DeclineReason",
                table: "Reconciliations",
                type: "nvarchar(4000)",
                maxLength: 4000,
                nullable: true,
                collation: "Japanese_XJIS_140_CI_AS");

            migrationBuilder.AddColumn<DateTime>(
                name: "DeclinedAt",
                table: "Reconciliations",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "RequiresQualifications",
                table: "Centres",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "Affiliations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    CentreId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    PersonId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    Name = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Japanese_XJIS_140_CI_AS"),
                    NameKey = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Latin1_General_100_BIN2"),
                    From = table.Column<DateOnly>(type: "date", nullable: true),
                    Until = table.Column<DateOnly>(type: "date", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Affiliations", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Affiliations_Centres_CentreId",
                        column: x => x.CentreId,
                        principalTable: "Centres",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Affiliations_People_PersonId",
                        column: x => x.PersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "AssessorEvidence",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AssessmentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AssignmentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    EvidenceItemId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Number = table.Column<int>(type: "int", nullable: false),
                    Origin = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    AddedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    WithdrawnAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AssessorEvidence", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AssessorEvidence_Assessments_AssessmentId",
                        column: x => x.AssessmentId,
                        principalTable: "Assessments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_AssessorEvidence_AssessorAssignment_AssignmentId",
                        column: x => x.AssignmentId,
                        principalTable: "AssessorAssignment",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_AssessorEvidence_EvidenceItems_EvidenceItemId",
                        column: x => x.EvidenceItemId,
                        principalTable: "EvidenceItems",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "AssessorObjections",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AssessmentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AssignmentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Reason = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Japanese_XJIS_140_CI_AS"),
                    FiledAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ClosedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ClosedById = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Outcome = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true),
                    Answer = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    Salt = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AssessorObjections", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AssessorObjections_Assessments_AssessmentId",
                        column: x => x.AssessmentId,
                        principalTable: "Assessments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_AssessorObjections_AssessorAssignment_AssignmentId",
                        column: x => x.AssignmentId,
                        principalTable: "AssessorAssignment",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_AssessorObjections_People_ClosedById",
                        column: x => x.ClosedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "AuditCheckRuns",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ByPersonId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    StartedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Chains = table.Column<int>(type: "int", nullable: false),
                    Entries = table.Column<long>(type: "bigint", nullable: false),
                    FaultCount = table.Column<int>(type: "int", nullable: false),
                    Faults = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Japanese_XJIS_140_CI_AS")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditCheckRuns", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AuditCheckRuns_People_ByPersonId",
                        column: x => x.ByPersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "BankQuestions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    UnitVersionId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    CriterionId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Mode = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    TextZh = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false, collation: "Japanese_XJIS_140_CI_AS"),
                    TextEn = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    LookForZh = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    LookForEn = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    RetiredAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
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
                name: "CommonPrints",
                columns: table => new
                {
                    Hash = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CommonPrints", x => x.Hash);
                });

            migrationBuilder.CreateTable(
                name: "ConflictsOfInterest",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    CentreId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    PersonId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    OtherId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    DeclaredById = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Reason = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Japanese_XJIS_140_CI_AS"),
                    DeclaredAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    EndedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    EndReason = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ConflictsOfInterest", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ConflictsOfInterest_Centres_CentreId",
                        column: x => x.CentreId,
                        principalTable: "Centres",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ConflictsOfInterest_People_DeclaredById",
                        column: x => x.DeclaredById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ConflictsOfInterest_People_OtherId",
                        column: x => x.OtherId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ConflictsOfInterest_People_PersonId",
                        column: x => x.PersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "FilePrints",
                columns: table => new
                {
                    FileId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Start = table.Column<int>(type: "int", nullable: false),
                    PersonId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Hash = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FilePrints", x => new { x.FileId, x.Start });
                    table.ForeignKey(
                        name: "FK_FilePrints_StoredFiles_FileId",
                        column: x => x.FileId,
                        principalTable: "StoredFiles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Incidents",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AssessmentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    EvidenceItemId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    EvidenceVersionId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    Found = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Japanese_XJIS_140_CI_AS"),
                    ReportedById = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ReportedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    ReplacementId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    ReplacedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Measures = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    ClosedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ClosedById = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    LiftedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Salt = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Incidents", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Incidents_Assessments_AssessmentId",
                        column: x => x.AssessmentId,
                        principalTable: "Assessments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Incidents_EvidenceItems_EvidenceItemId",
                        column: x => x.EvidenceItemId,
                        principalTable: "EvidenceItems",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Incidents_EvidenceVersions_EvidenceVersionId",
                        column: x => x.EvidenceVersionId,
                        principalTable: "EvidenceVersions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Incidents_EvidenceVersions_ReplacementId",
                        column: x => x.ReplacementId,
                        principalTable: "EvidenceVersions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Incidents_People_ClosedById",
                        column: x => x.ClosedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Incidents_People_ReportedById",
                        column: x => x.ReportedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "IndependenceOverrides",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    CentreId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    PersonId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    CandidateId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    UnitId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    ObstacleBits = table.Column<int>(type: "int", nullable: false),
                    AssessmentId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    AskedById = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Reason = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Japanese_XJIS_140_CI_AS"),
                    AskedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    State = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    DecidedById = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    DecidedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Answer = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    Salt = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IndependenceOverrides", x => x.Id);
                    table.ForeignKey(
                        name: "FK_IndependenceOverrides_Assessments_AssessmentId",
                        column: x => x.AssessmentId,
                        principalTable: "Assessments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_IndependenceOverrides_Centres_CentreId",
                        column: x => x.CentreId,
                        principalTable: "Centres",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_IndependenceOverrides_People_AskedById",
                        column: x => x.AskedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_IndependenceOverrides_People_CandidateId",
                        column: x => x.CandidateId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_IndependenceOverrides_People_DecidedById",
                        column: x => x.DecidedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_IndependenceOverrides_People_PersonId",
                        column: x => x.PersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_IndependenceOverrides_Units_UnitId",
                        column: x => x.UnitId,
                        principalTable: "Units",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Meetings",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AssessmentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AssignmentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AppointmentId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    State = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    Method = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    PreparedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    IdentityDocument = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true),
                    IdentityPlace = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true),
                    IdentityCheckedById = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    IdentityCheckedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    BegunAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    EndedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Recorded = table.Column<bool>(type: "bit", nullable: false),
                    Present = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    Remark = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    Salt = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
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
                name: "MisconductCases",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AssessmentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Suspicion = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Japanese_XJIS_140_CI_AS"),
                    ReportedById = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ReportedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Allegation = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    OpenedById = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    OpenedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ReplyBy = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Reply = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    RepliedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Outcome = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true),
                    Reason = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    ClosedById = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    ClosedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Salt = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MisconductCases", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MisconductCases_Assessments_AssessmentId",
                        column: x => x.AssessmentId,
                        principalTable: "Assessments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_MisconductCases_People_ClosedById",
                        column: x => x.ClosedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_MisconductCases_People_OpenedById",
                        column: x => x.OpenedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_MisconductCases_People_ReportedById",
                        column: x => x.ReportedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Qualifications",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    CentreId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    PersonId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    UnitId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    Title = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Japanese_XJIS_140_CI_AS"),
                    Issuer = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Japanese_XJIS_140_CI_AS"),
                    Proof = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    ValidFrom = table.Column<DateOnly>(type: "date", nullable: false),
                    ValidUntil = table.Column<DateOnly>(type: "date", nullable: true),
                    RecordedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    WithdrawnAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    WithdrawalReason = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Qualifications", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Qualifications_Centres_CentreId",
                        column: x => x.CentreId,
                        principalTable: "Centres",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Qualifications_People_PersonId",
                        column: x => x.PersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Qualifications_Units_UnitId",
                        column: x => x.UnitId,
                        principalTable: "Units",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "TextOverlaps",
                columns: table => new
                {
                    FileId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    OtherFileId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Stretches = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Japanese_XJIS_140_CI_AS")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TextOverlaps", x => new { x.FileId, x.OtherFileId });
                    table.ForeignKey(
                        name: "FK_TextOverlaps_StoredFiles_FileId",
                        column: x => x.FileId,
                        principalTable: "StoredFiles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_TextOverlaps_StoredFiles_OtherFileId",
                        column: x => x.OtherFileId,
                        principalTable: "StoredFiles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "TextPrints",
                columns: table => new
                {
                    FileId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    PrintsVersion = table.Column<int>(type: "int", nullable: false),
                    ReaderVersion = table.Column<int>(type: "int", nullable: false),
                    Words = table.Column<int>(type: "int", nullable: false),
                    Shared = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TextPrints", x => x.FileId);
                    table.ForeignKey(
                        name: "FK_TextPrints_StoredFiles_FileId",
                        column: x => x.FileId,
                        principalTable: "StoredFiles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ThirdPartyReports",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    AssessmentId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    RefereeId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Organisation = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Japanese_XJIS_140_CI_AS"),
                    Relation = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false, collation: "Japanese_XJIS_140_CI_AS"),
                    Mail = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    Asked = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false, collation: "Japanese_XJIS_140_CI_AS"),
                    InvitedById = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    InvitedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    TokenHash = table.Column<byte[]>(type: "varbinary(32)", maxLength: 32, nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    OpenedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    AnsweredAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    RevokedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Answer = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    ConfirmedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ConfirmedById = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    ConfirmedBy = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true),
                    ConfirmedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Confirmation = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    AssessorEvidenceId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Salt = table.Column<byte[]>(type: "varbinary(16)", maxLength: 16, nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ThirdPartyReports", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ThirdPartyReports_Assessments_AssessmentId",
                        column: x => x.AssessmentId,
                        principalTable: "Assessments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ThirdPartyReports_AssessorEvidence_AssessorEvidenceId",
                        column: x => x.AssessorEvidenceId,
                        principalTable: "AssessorEvidence",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ThirdPartyReports_People_ConfirmedById",
                        column: x => x.ConfirmedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ThirdPartyReports_People_InvitedById",
                        column: x => x.InvitedById,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_ThirdPartyReports_People_RefereeId",
                        column: x => x.RefereeId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "AskedQuestions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    MeetingId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    CriterionId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Position = table.Column<int>(type: "int", nullable: false),
                    Mode = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    Text = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false, collation: "Japanese_XJIS_140_CI_AS"),
                    BankQuestionId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Answer = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    Prompts = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false, collation: "Japanese_XJIS_140_CI_AS"),
                    Sufficient = table.Column<bool>(type: "bit", nullable: true),
                    NotedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
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
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    MeetingId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    CriterionId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Position = table.Column<int>(type: "int", nullable: false),
                    Seen = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true),
                    Remark = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true, collation: "Japanese_XJIS_140_CI_AS"),
                    NotedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
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

            migrationBuilder.CreateTable(
                name: "MisconductVersion",
                columns: table => new
                {
                    CaseId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    EvidenceVersionId = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MisconductVersion", x => new { x.CaseId, x.EvidenceVersionId });
                    table.ForeignKey(
                        name: "FK_MisconductVersion_EvidenceVersions_EvidenceVersionId",
                        column: x => x.EvidenceVersionId,
                        principalTable: "EvidenceVersions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_MisconductVersion_MisconductCases_CaseId",
                        column: x => x.CaseId,
                        principalTable: "MisconductCases",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_AtTicks",
                table: "AuditEntries",
                column: "AtTicks");

            migrationBuilder.CreateIndex(
                name: "IX_Affiliations_CentreId",
                table: "Affiliations",
                column: "CentreId");

            migrationBuilder.CreateIndex(
                name: "IX_Affiliations_PersonId_Kind_NameKey",
                table: "Affiliations",
                columns: new[] { "PersonId", "Kind", "NameKey" });

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
                name: "IX_AssessorEvidence_AssessmentId_Number",
                table: "AssessorEvidence",
                columns: new[] { "AssessmentId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AssessorEvidence_AssignmentId",
                table: "AssessorEvidence",
                column: "AssignmentId");

            migrationBuilder.CreateIndex(
                name: "IX_AssessorEvidence_EvidenceItemId",
                table: "AssessorEvidence",
                column: "EvidenceItemId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AssessorObjections_AssessmentId",
                table: "AssessorObjections",
                column: "AssessmentId");

            migrationBuilder.CreateIndex(
                name: "IX_AssessorObjections_ClosedAt_FiledAt",
                table: "AssessorObjections",
                columns: new[] { "ClosedAt", "FiledAt" });

            migrationBuilder.CreateIndex(
                name: "IX_AssessorObjections_ClosedById",
                table: "AssessorObjections",
                column: "ClosedById");

            migrationBuilder.CreateIndex(
                name: "IX_AssessorObjections_OneOpen",
                table: "AssessorObjections",
                column: "AssignmentId",
                unique: true,
                filter: "[ClosedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AuditCheckRuns_ByPersonId",
                table: "AuditCheckRuns",
                column: "ByPersonId");

            migrationBuilder.CreateIndex(
                name: "IX_AuditCheckRuns_StartedAt",
                table: "AuditCheckRuns",
                column: "StartedAt");

            migrationBuilder.CreateIndex(
                name: "IX_BankQuestions_CriterionId",
                table: "BankQuestions",
                column: "CriterionId");

            migrationBuilder.CreateIndex(
                name: "IX_BankQuestions_UnitVersionId_CriterionId",
                table: "BankQuestions",
                columns: new[] { "UnitVersionId", "CriterionId" });

            migrationBuilder.CreateIndex(
                name: "IX_ConflictsOfInterest_CentreId",
                table: "ConflictsOfInterest",
                column: "CentreId");

            migrationBuilder.CreateIndex(
                name: "IX_ConflictsOfInterest_DeclaredById",
                table: "ConflictsOfInterest",
                column: "DeclaredById");

            migrationBuilder.CreateIndex(
                name: "IX_ConflictsOfInterest_OneOpen",
                table: "ConflictsOfInterest",
                columns: new[] { "PersonId", "OtherId" },
                unique: true,
                filter: "[EndedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ConflictsOfInterest_OtherId",
                table: "ConflictsOfInterest",
                column: "OtherId");

            migrationBuilder.CreateIndex(
                name: "IX_FilePrints_Hash_PersonId_FileId_Start",
                table: "FilePrints",
                columns: new[] { "Hash", "PersonId", "FileId", "Start" });

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_AssessmentId_EvidenceItemId",
                table: "Incidents",
                columns: new[] { "AssessmentId", "EvidenceItemId" });

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_ClosedAt_ReportedAt",
                table: "Incidents",
                columns: new[] { "ClosedAt", "ReportedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_ClosedById",
                table: "Incidents",
                column: "ClosedById");

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_EvidenceItemId",
                table: "Incidents",
                column: "EvidenceItemId");

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_OneQuarantine",
                table: "Incidents",
                column: "EvidenceVersionId",
                unique: true,
                filter: "[LiftedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_ReplacementId",
                table: "Incidents",
                column: "ReplacementId");

            migrationBuilder.CreateIndex(
                name: "IX_Incidents_ReportedById",
                table: "Incidents",
                column: "ReportedById");

            migrationBuilder.CreateIndex(
                name: "IX_IndependenceOverrides_AskedById",
                table: "IndependenceOverrides",
                column: "AskedById");

            migrationBuilder.CreateIndex(
                name: "IX_IndependenceOverrides_AssessmentId",
                table: "IndependenceOverrides",
                column: "AssessmentId");

            migrationBuilder.CreateIndex(
                name: "IX_IndependenceOverrides_CandidateId_UnitId",
                table: "IndependenceOverrides",
                columns: new[] { "CandidateId", "UnitId" });

            migrationBuilder.CreateIndex(
                name: "IX_IndependenceOverrides_CentreId",
                table: "IndependenceOverrides",
                column: "CentreId");

            migrationBuilder.CreateIndex(
                name: "IX_IndependenceOverrides_DecidedAt_AskedAt",
                table: "IndependenceOverrides",
                columns: new[] { "DecidedAt", "AskedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_IndependenceOverrides_DecidedById",
                table: "IndependenceOverrides",
                column: "DecidedById");

            migrationBuilder.CreateIndex(
                name: "IX_IndependenceOverrides_OneOpen",
                table: "IndependenceOverrides",
                columns: new[] { "PersonId", "CandidateId", "UnitId", "Kind" },
                unique: true,
                filter: "[DecidedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_IndependenceOverrides_UnitId",
                table: "IndependenceOverrides",
                column: "UnitId");

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
                name: "IX_MisconductCases_ClosedAt_ReportedAt",
                table: "MisconductCases",
                columns: new[] { "ClosedAt", "ReportedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_MisconductCases_ClosedById",
                table: "MisconductCases",
                column: "ClosedById");

            migrationBuilder.CreateIndex(
                name: "IX_MisconductCases_OneOpen",
                table: "MisconductCases",
                column: "AssessmentId",
                unique: true,
                filter: "[ClosedAt] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_MisconductCases_OpenedById",
                table: "MisconductCases",
                column: "OpenedById");

            migrationBuilder.CreateIndex(
                name: "IX_MisconductCases_ReportedById",
                table: "MisconductCases",
                column: "ReportedById");

            migrationBuilder.CreateIndex(
                name: "IX_MisconductVersion_EvidenceVersionId",
                table: "MisconductVersion",
                column: "EvidenceVersionId");

            migrationBuilder.CreateIndex(
                name: "IX_ObservedItems_CriterionId",
                table: "ObservedItems",
                column: "CriterionId");

            migrationBuilder.CreateIndex(
                name: "IX_ObservedItems_MeetingId_CriterionId",
                table: "ObservedItems",
                columns: new[] { "MeetingId", "CriterionId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Qualifications_CentreId",
                table: "Qualifications",
                column: "CentreId");

            migrationBuilder.CreateIndex(
                name: "IX_Qualifications_PersonId_UnitId_Kind",
                table: "Qualifications",
                columns: new[] { "PersonId", "UnitId", "Kind" });

            migrationBuilder.CreateIndex(
                name: "IX_Qualifications_UnitId",
                table: "Qualifications",
                column: "UnitId");

            migrationBuilder.CreateIndex(
                name: "IX_TextOverlaps_OtherFileId",
                table: "TextOverlaps",
                column: "OtherFileId");

            migrationBuilder.CreateIndex(
                name: "IX_ThirdPartyReports_AssessmentId",
                table: "ThirdPartyReports",
                column: "AssessmentId");

            migrationBuilder.CreateIndex(
                name: "IX_ThirdPartyReports_AssessorEvidenceId",
                table: "ThirdPartyReports",
                column: "AssessorEvidenceId");

            migrationBuilder.CreateIndex(
                name: "IX_ThirdPartyReports_ConfirmedById",
                table: "ThirdPartyReports",
                column: "ConfirmedById");

            migrationBuilder.CreateIndex(
                name: "IX_ThirdPartyReports_InvitedById",
                table: "ThirdPartyReports",
                column: "InvitedById");

            migrationBuilder.CreateIndex(
                name: "IX_ThirdPartyReports_RefereeId",
                table: "ThirdPartyReports",
                column: "RefereeId");

            migrationBuilder.CreateIndex(
                name: "IX_ThirdPartyReports_TokenHash",
                table: "ThirdPartyReports",
                column: "TokenHash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Affiliations");

            migrationBuilder.DropTable(
                name: "AskedQuestions");

            migrationBuilder.DropTable(
                name: "AssessorObjections");

            migrationBuilder.DropTable(
                name: "AuditCheckRuns");

            migrationBuilder.DropTable(
                name: "CommonPrints");

            migrationBuilder.DropTable(
                name: "ConflictsOfInterest");

            migrationBuilder.DropTable(
                name: "FilePrints");

            migrationBuilder.DropTable(
                name: "Incidents");

            migrationBuilder.DropTable(
                name: "IndependenceOverrides");

            migrationBuilder.DropTable(
                name: "MisconductVersion");

            migrationBuilder.DropTable(
                name: "ObservedItems");

            migrationBuilder.DropTable(
                name: "Qualifications");

            migrationBuilder.DropTable(
                name: "TextOverlaps");

            migrationBuilder.DropTable(
                name: "TextPrints");

            migrationBuilder.DropTable(
                name: "ThirdPartyReports");

            migrationBuilder.DropTable(
                name: "BankQuestions");

            migrationBuilder.DropTable(
                name: "MisconductCases");

            migrationBuilder.DropTable(
                name: "Meetings");

            migrationBuilder.DropTable(
                name: "AssessorEvidence");

            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_AtTicks",
                table: "AuditEntries");

            migrationBuilder.DropColumn(
                name: "DeclineReason",
                table: "Reconciliations");

            migrationBuilder.DropColumn(
                name: "DeclinedAt",
                table: "Reconciliations");

            migrationBuilder.DropColumn(
                name: "RequiresQualifications",
                table: "Centres");
        }
    }
}
