namespace CompetencyAssessment.Web.Features.Verification;

/// <summary>Verification of decisions: rules, draws, and the verifier's work.</summary>
internal static class VerificationServices
{
    public static void AddVerification(this IServiceCollection services)
    {
        services.AddScoped<DrawVerification>();
        services.AddScoped<AssignVerifier>();
        services.AddScoped<VerificationCommands>();
        services.AddScoped<VerificationQueries>();
        services.AddScoped<SetVerificationRule>();
        services.AddScoped<VerificationRuleQueries>();
        services.AddScoped<ClosePeriods>();
    }
}
