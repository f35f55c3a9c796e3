using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.CarryOver;
using CompetencyAssessment.Web.Features.Holidays;

namespace CompetencyAssessment.Web.Features.Disputes;

/// <summary>What comes after a result: its days, reviews, appeals, and the next attempt.</summary>
internal static class DisputeServices
{
    public static void AddDisputes(this IServiceCollection services)
    {
        services.AddSingleton<CalendarCache>();
        services.AddScoped<CentreCalendar>();
        services.AddScoped<KeepCalendar>();
        services.AddScoped<DisputeResult>();
        services.AddScoped<AnswerReview>();
        services.AddScoped<HearAppeal>();
        services.AddScoped<RevokeDocuments>();
        services.AddScoped<DisputeQueries>();
        services.AddScoped<PlanReassessment>();
        services.AddScoped<CarryOverQueries>();
        services.AddScoped<AskCarryOver>();
    }
}
