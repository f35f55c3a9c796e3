using CompetencyAssessment.Web.Features.Assessments;

namespace CompetencyAssessment.Web.Features.Independence;

/// <summary>Who may judge whom: qualifications, conflicts of interest, overrides, objections.</summary>
internal static class IndependenceServices
{
    public static void AddIndependence(this IServiceCollection services)
    {
        services.AddScoped<IndependenceCheck>();
        services.AddScoped<GivePart>();
        services.AddScoped<KeepIndependence>();
        services.AddScoped<KeepProof>();
        services.AddScoped<ProofQueries>();
        services.AddScoped<QualificationQueries>();
        services.AddScoped<RemindQualifications>();
        services.AddScoped<AskOverride>();
        services.AddScoped<DecideOverride>();
        services.AddScoped<RequireQualifications>();
        services.AddScoped<DeclareConflict>();
        services.AddScoped<ObjectToAssessor>();
        services.AddScoped<IndependenceQueries>();
        services.AddScoped<PersonIndependenceQueries>();
    }
}
