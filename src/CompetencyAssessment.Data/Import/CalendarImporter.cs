using CompetencyAssessment.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Data.Import;

/// <summary>A year of a calendar as a file that comes with the project: <c>Calendars/TW-2026.json</c>.</summary>
public sealed record CalendarDocument(int Format, int Year, string Source, DateOnly SourceDate, string? Remark, IReadOnlyList<CalendarDayDocument> Days);

/// <summary>A day of it.</summary>
public sealed record CalendarDayDocument(DateOnly Date, CalendarDayKind Kind, string Name);

/// <summary>Gives the centre the years that come with the project. What a centre has it keeps: administrators look after it.</summary>
public sealed class CalendarImporter(AppDbContext db)
{
    /// <summary>Adds each year that the centre does not have.</summary>
    /// <returns>Years added.</returns>
    public async Task<IReadOnlyList<int>> ImportAsync(Guid centreId, IEnumerable<CalendarDocument> documents, CancellationToken cancel)
    {
        var known = await db.CalendarYears.Where(y => y.CentreId == centreId).Select(y => y.Year).ToListAsync(cancel);
        var added = new List<int>();
        foreach (var document in documents.Where(d => !known.Contains(d.Year)))
        {
            var year = new CalendarYear(db.NextKey(), centreId, document.Year, document.Source, document.SourceDate, document.Remark);
            foreach (var day in document.Days)
            {
                year.Set(day.Date, day.Kind, day.Name);
            }

            db.CalendarYears.Add(year);
            added.Add(document.Year);
        }

        await db.SaveChangesAsync(cancel);
        return added;
    }
}
