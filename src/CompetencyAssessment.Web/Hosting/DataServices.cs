using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Data.Import;
using CompetencyAssessment.Data.Sqlite;
using CompetencyAssessment.Data.SqlServer;
using CompetencyAssessment.Web.Commands;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Dashboard;
using CompetencyAssessment.Web.Features.Disputes;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Features.Meetings;
using CompetencyAssessment.Web.Features.Misconduct;
using CompetencyAssessment.Web.Features.Plans;
using CompetencyAssessment.Web.Features.Schemes;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Features.Search;
using CompetencyAssessment.Web.Features.ThirdParty;
using CompetencyAssessment.Web.Features.Trail;
using CompetencyAssessment.Web.Features.TwoAssessors;
using CompetencyAssessment.Web.Features.Units;
using CompetencyAssessment.Web.Features.Uploads;
using CompetencyAssessment.Web.Features.Verification;
using CompetencyAssessment.Web.Searching;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Hosting;

/// <summary>Database, keys and the verbs that write. Setting <c>Database:Provider</c>: <c>Sqlite</c> (default) or <c>SqlServer</c>.</summary>
internal static class DataServices
{
    public static void AddData(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(p => DataFolder.From(p.GetRequiredService<IConfiguration>()));
        services.AddSingleton(p => AuditKey.FromFile(p.GetRequiredService<IConfiguration>()["Audit:KeyFile"] is { Length: > 0 } file
            ? file
            : Path.Combine(p.GetRequiredService<DataFolder>().Keys, "audit.key")));
        services.AddSingleton(p => IsSqlServer(p.GetRequiredService<IConfiguration>()) ? SqlServerProvider.Model : SqliteProvider.Model);
        services.AddDbContext<AppDbContext>((p, options) =>
        {
            var configuration = p.GetRequiredService<IConfiguration>();
            if (IsSqlServer(configuration))
            {
                options.UseServer(configuration.GetConnectionString("SqlServer")
                    ?? throw new InvalidOperationException("Database:Provider is SqlServer, but ConnectionStrings:SqlServer is not set."));
            }
            else
            {
                options.UseEmbedded(p.GetRequiredService<DataFolder>().Database);
            }
        });

        // Kept in the data folder, so that sign-ins survive a restart.
        services.AddDataProtection().SetApplicationName("CompetencyAssessment");
        services.AddOptions<Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions>()
            .Configure<DataFolder, ILoggerFactory>((options, folder, logs) =>
                options.XmlRepository = new Microsoft.AspNetCore.DataProtection.Repositories.FileSystemXmlRepository(Directory.CreateDirectory(folder.Keys), logs));

        services.AddSingleton<UnitCatalogue>();
        services.AddScoped<UnitImporter>();
        services.AddScoped<SchemeImporter>();
        services.AddScoped<CalendarImporter>();
        services.AddScoped<QuestionImporter>();
        services.AddScoped<AuditCheck>();
        services.AddScoped<CommandRunner>();
        services.AddScoped<PlanAssessment>();
        services.AddScoped<ScoringCommands>();
        services.AddScoped<CentreProfile>();
        services.AddEvidence();
        services.AddScoped<ScoringQueries>();
        services.AddScoped<RatingHistoryQueries>();
        services.AddScoped<JudgementHistoryQueries>();
        services.AddScoped<OverviewQueries>();
        services.AddDocuments();
        services.AddDisputes();
        services.AddVerification();
        services.AddIndependence();
        services.AddTrail();
        services.AddThirdParty();
        services.AddScoped<Features.Notifications.RemindDeadlines>();
        services.AddHostedService<HourlyWork>();
        services.AddTwoAssessors();
        services.AddPlans();
        services.AddMeetings();
        services.AddAuthenticity();
        services.AddScoped<WithdrawAssessment>();
        services.AddScoped<TerminateAssessment>();
        services.AddScoped<SuspendAssessment>();
        services.AddScoped<ReplaceAssessor>();
        services.AddScoped<AssessmentListQueries>();
        services.AddScoped<CohortQueries>();
        services.AddScoped<DashboardQueries>();
        services.AddScoped<SearchQueries>();
        services.AddSingleton<SearchIndexing>();
        services.AddHostedService(p => p.GetRequiredService<SearchIndexing>());
        services.AddScoped<AssessmentDetailQueries>();
        services.AddScoped<NewAssessmentQueries>();
        services.AddScoped<UnitQueries>();
        services.AddScoped<ImportFile>();
        services.AddScoped<SchemeQueries>();
        services.AddScoped<SchemeComparison>();
        services.AddScoped<StartDraft>();
        services.AddScoped<EditDraft>();
        services.AddScoped<PublishDraft>();
        services.AddScoped<DiscardDraft>();
        services.AddHealthChecks().AddDbContextCheck<AppDbContext>("database", tags: [WebShell.ReadyTag]);
    }

    private static bool IsSqlServer(IConfiguration configuration) =>
        (configuration["Database:Provider"] ?? "Sqlite") switch
        {
            "Sqlite" => false,
            "SqlServer" => true,
            var other => throw new InvalidOperationException($"Database:Provider is {other}; it must be Sqlite or SqlServer."),
        };
}
