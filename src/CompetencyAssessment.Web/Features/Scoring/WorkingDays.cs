namespace CompetencyAssessment.Web.Features.Scoring;

/// <summary>Working days, Monday to Friday; public holidays come with the calendar that administrators keep.</summary>
internal static class WorkingDays
{
    /// <summary>The n-th working day after a day.</summary>
    public static DateOnly After(DateOnly day, int count)
    {
        for (; count > 0; count--)
        {
            do
            {
                day = day.AddDays(1);
            }
            while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        }

        return day;
    }
}
