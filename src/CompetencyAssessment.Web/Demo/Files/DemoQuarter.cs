namespace CompetencyAssessment.Web.Demo.Files;

/// <summary>Counts of one month, from which every share is computed.</summary>
internal sealed record DemoMonth(DateOnly Month, int Offered, int InTime, int Abandoned, int Surveyed, int Resolved, int HandlingSeconds)
{
    public string Label => $"{Month.Year} 年 {Month.Month} 月";
}

/// <summary>One quarter's figures.</summary>
internal sealed record DemoQuarter(DemoCompany Company, int Year, int Number, IReadOnlyList<DemoMonth> Months)
{
    public string Label => $"{Year} 年第 {Number} 季";

    public double ServiceLevel => 100.0 * Months.Sum(m => m.InTime) / Months.Sum(m => m.Offered);

    public double Abandonment => 100.0 * Months.Sum(m => m.Abandoned) / Months.Sum(m => m.Offered);

    public double FirstContactResolution => 100.0 * Months.Sum(m => m.Resolved) / Months.Sum(m => m.Surveyed);

    /// <summary>The two quarters that ended last before a day: the first at the company's present figures, the second part of the way to its targets.</summary>
    public static (DemoQuarter Before, DemoQuarter After) LastTwo(DemoCompany company, DateOnly today)
    {
        var thisQuarter = new DateOnly(today.Year, (today.Month - 1) / 3 * 3 + 1, 1);
        return (Of(company, thisQuarter.AddMonths(-6), 0), Of(company, thisQuarter.AddMonths(-3), 0.6));
    }

    private static DemoQuarter Of(DemoCompany c, DateOnly start, double progress)
    {
        double[] volume = [0.991, 1.006, 1.003];
        double[] drift = [-1, 0, 1];
        var serviceLevel = c.ServiceLevel + (c.ServiceLevelTarget - c.ServiceLevel) * progress;
        var abandonment = c.Abandonment + (c.AbandonmentTarget - c.Abandonment) * progress;
        var resolution = c.FirstContactResolution + (c.FirstContactResolutionTarget - c.FirstContactResolution) * progress;
        var months = Enumerable.Range(0, 3).Select(i =>
        {
            var offered = (int)Math.Round(c.MonthlyCalls * volume[i] * (1 + progress * 0.006));
            return new DemoMonth(
                start.AddMonths(i), offered,
                (int)Math.Round(offered * (serviceLevel + drift[i]) / 100),
                (int)Math.Round(offered * (abandonment - drift[i] * 0.2) / 100),
                1_200, (int)Math.Round(12 * (resolution + drift[i])),
                c.HandlingSeconds - 2 * (i - 1) - (int)(5 * progress));
        }).ToList();
        return new DemoQuarter(c, start.Year, (start.Month - 1) / 3 + 1, months);
    }
}
