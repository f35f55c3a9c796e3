using CompetencyAssessment.Web.Features.Incidents;
using CompetencyAssessment.Web.Features.Overlaps;

namespace CompetencyAssessment.Web.Features.Misconduct;

/// <summary>Authenticity (真實性): misconduct cases, incidents with quarantine, and text that overlaps. Setting <c>Overlaps:Enabled</c>.</summary>
internal static class AuthenticityServices
{
    public static void AddAuthenticity(this IServiceCollection services)
    {
        services.AddScoped<QuarantineVersion>();
        services.AddScoped<ReplaceQuarantined>();
        services.AddScoped<EndIncident>();
        services.AddScoped<IncidentQueries>();
        services.AddScoped<MisconductVerbs>();
        services.AddScoped<MisconductQueries>();
        services.AddScoped<OverlapQueries>();
        services.AddSingleton<TextPrinting>();
        services.AddHostedService(p => p.GetRequiredService<TextPrinting>());
    }
}
