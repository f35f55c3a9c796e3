namespace CompetencyAssessment.Web.Demo.Files;

/// <summary>One half hour of a working day: calls, traffic in erlangs, agents needed and what they reach.</summary>
internal sealed record HalfHour(TimeOnly From, int Calls, double Erlangs, int Agents, double ServiceLevel, double Occupancy);

/// <summary>Staffing of a working day by the Erlang C formula.</summary>
internal static class Workload
{
    // Share of a day's calls in each half hour from 08:00 to 22:00: a peak before noon, another in the early evening.
    private static readonly double[] Profile =
    [
        1.6, 2.2, 3.4, 4.4, 5.0, 5.2, 5.1, 4.6, 3.7, 3.4, 4.1, 4.5, 4.6, 4.4,
        4.2, 4.0, 3.9, 3.8, 3.7, 3.9, 4.0, 3.8, 3.4, 3.0, 2.5, 2.1, 1.5, 1.0,
    ];

    /// <summary>The working day of a centre at a handling time in seconds.</summary>
    public static IReadOnlyList<HalfHour> Weekday(DemoCompany company, int handlingSeconds)
    {
        var total = Profile.Sum();
        var hours = new List<HalfHour>();
        double exact = 0;
        var given = 0;
        for (var i = 0; i < Profile.Length; i++)
        {
            // Rounded on the running total, so that the half hours add up to the day.
            exact += company.WeekdayCalls * Profile[i] / total;
            var calls = (int)Math.Round(exact, MidpointRounding.AwayFromZero) - given;
            given += calls;
            var erlangs = calls * handlingSeconds / 1800.0;
            var agents = (int)Math.Floor(erlangs) + 1;
            while (ServiceLevel(agents, erlangs, handlingSeconds) * 100 < company.ServiceLevelTarget)
                agents++;
            hours.Add(new HalfHour(
                new TimeOnly(8, 0).AddMinutes(30 * i), calls, erlangs, agents,
                ServiceLevel(agents, erlangs, handlingSeconds), erlangs / agents));
        }

        return hours;
    }

    /// <summary>Share of calls answered in time by a number of agents.</summary>
    public static double ServiceLevel(int agents, double erlangs, int handlingSeconds)
    {
        if (agents <= erlangs)
            return 0;
        double blocked = 1;
        for (var n = 1; n <= agents; n++)
            blocked = erlangs * blocked / (n + erlangs * blocked);
        var waits = blocked / (1 - erlangs / agents * (1 - blocked));
        return 1 - waits * Math.Exp(-(agents - erlangs) * DemoCompany.AnswerWithin / handlingSeconds);
    }
}
