namespace CompetencyAssessment.Web.Features.TwoAssessors;

/// <summary>Two assessors: finishing, what they see differently, and what they agree on.</summary>
internal static class TwoAssessorsServices
{
    public static void AddTwoAssessors(this IServiceCollection services)
    {
        services.AddScoped<FinishRating>();
        services.AddScoped<SettleDifferences>();
        services.AddScoped<TwoAssessorsQueries>();
        services.AddScoped<Handover.HandOverSheet>();
    }
}
