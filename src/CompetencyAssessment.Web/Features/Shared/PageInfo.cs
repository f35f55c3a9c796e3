namespace CompetencyAssessment.Web.Features.Shared;

/// <summary>Which page of a list is shown. <see cref="Page"/> counts from 1.</summary>
public sealed record PageInfo(int Page, int PageSize, int Total)
{
    /// <summary>The page asked for, or the nearest that there is.</summary>
    public static PageInfo Of(int page, int pageSize, int total) => new(Math.Clamp(page, 1, Math.Max(1, (total + pageSize - 1) / pageSize)), pageSize, total);

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);

    public int First => Total == 0 ? 0 : (Page - 1) * PageSize + 1;

    public int Last => Math.Min(Page * PageSize, Total);

    /// <summary>Page numbers to link: the ends and the neighbours; null stands for a gap.</summary>
    public IEnumerable<int?> Links()
    {
        var previous = 0;
        foreach (var page in Enumerable.Range(1, Pages).Where(p => p == 1 || p == Pages || Math.Abs(p - Page) <= 1))
        {
            if (page == previous + 2)
                yield return page - 1;
            else if (page > previous + 2)
                yield return null;
            yield return page;
            previous = page;
        }
    }
}

/// <summary>One step of the path to a page; the last one has no address.</summary>
public sealed record Crumb(string Text, string? Href = null);
