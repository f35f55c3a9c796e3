namespace CompetencyAssessment.Web.Features.Plans;

internal static class PlanServices
{
    public static void AddPlans(this IServiceCollection services)
    {
        services.AddScoped<PlanQueries>();
        services.AddScoped<ChangePlan>();
        services.AddScoped<PlanArrangements>();
        services.AddScoped<ExtendDeadline>();
        services.AddScoped<AppointmentQueries>();
        services.AddScoped<ArrangeAppointment>();
        services.AddScoped<CalendarFile>();
        services.AddScoped<AdjustmentVerbs>();
    }
}
