namespace CompetencyAssessment.Web.Features.Meetings;

/// <summary>Observations and questionings, and the bank of questions.</summary>
internal static class MeetingServices
{
    public static void AddMeetings(this IServiceCollection services)
    {
        services.AddScoped<MeetingQueries>();
        services.AddScoped<MeetingOverviewQueries>();
        services.AddScoped<HoldMeeting>();
        services.AddScoped<NoteMeeting>();
        services.AddScoped<QuestionBank>();
    }
}
