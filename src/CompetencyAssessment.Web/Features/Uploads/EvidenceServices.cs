using CompetencyAssessment.Web.Features.Files;
using CompetencyAssessment.Web.Features.MyAssessments;
using CompetencyAssessment.Web.Features.Rounds;
using CompetencyAssessment.Web.Features.SelfAssessment;
using CompetencyAssessment.Web.Hosting;
using CompetencyAssessment.Web.Reading;
using CompetencyAssessment.Web.Storage;

namespace CompetencyAssessment.Web.Features.Uploads;

/// <summary>Files, uploads and the candidate's verbs. Section <c>Storage</c>: <c>MaximumFileMegabytes</c>, <c>UploadHours</c>, <c>OpenUploads</c>; <c>Retention:AnswerDays</c>.</summary>
internal static class EvidenceServices
{
    public static void AddEvidence(this IServiceCollection services)
    {
        services.AddSingleton(p =>
        {
            var folder = p.GetRequiredService<DataFolder>();
            var section = p.GetRequiredService<IConfiguration>().GetSection("Storage");
            return new StorageOptions
            {
                FilesFolder = folder.Files,
                UploadsFolder = folder.Uploads,
                MaximumFileBytes = section.GetValue("MaximumFileMegabytes", 100L) * 1024 * 1024,
                OpenUploads = Math.Max(1, section.GetValue("OpenUploads", 20)),
                UploadExpiry = TimeSpan.FromHours(section.GetValue("UploadHours", 24d)),
            };
        });
        services.AddSingleton<IFileStore, LocalFileStore>();
        services.AddSingleton<UploadArea>();
        services.AddSingleton<FileInspector>();
        services.AddSingleton(p => new SweepOptions(TimeSpan.FromDays(Math.Max(1, p.GetRequiredService<IConfiguration>().GetValue("Retention:AnswerDays", 30d)))));
        services.AddSingleton<UploadSweep>();
        services.AddHostedService(p => p.GetRequiredService<UploadSweep>());
        services.AddSingleton<OutsideReader>();
        services.AddSingleton<ReadingBell>();
        services.AddSingleton<EvidenceReading>();
        services.AddHostedService(p => p.GetRequiredService<EvidenceReading>());
        services.AddScoped<UploadSessions>();
        services.AddScoped<AddEvidence>();
        services.AddScoped<DescribeEvidence>();
        services.AddScoped<MapEvidence>();
        services.AddScoped<WithdrawEvidence>();
        services.AddScoped<SubmitAssessment>();
        services.AddScoped<CandidateMoves>();
        services.AddScoped<EvidenceFiles>();
        services.AddScoped<EvidenceVerbs>();
        services.AddScoped<RateOneself>();
        services.AddScoped<SelfAssessmentQueries>();
        services.AddScoped<ReplyToReturn>();
        services.AddScoped<RoundComparisonQueries>();
        services.AddScoped<SheetComparison>();
        services.AddScoped<MyAssessmentQueries>();
        services.AddScoped<ReleasedResults>();
        services.AddScoped<EvidenceQueries>();
    }
}
