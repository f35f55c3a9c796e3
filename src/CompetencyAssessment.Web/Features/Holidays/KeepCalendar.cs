using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.People;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Holidays;

/// <summary>Where a year's days are from.</summary>
internal sealed class YearForm
{
    [Display(Name = "Year")]
    public int? Year { get; set; }

    [Display(Name = "Source")]
    public string? Text { get; set; }

    [Display(Name = "Date of the source")]
    public DateOnly? Date { get; set; }

    [Display(Name = "Remark")]
    public string? Remark { get; set; }
}

internal sealed class YearFormValidator : AbstractValidator<YearForm>
{
    public YearFormValidator()
    {
        RuleFor(f => f.Year).NotNull().InclusiveBetween(2000, 2200);
        RuleFor(f => f.Text).NotEmpty().MaximumLength(CalendarYear.TextLimit);
        RuleFor(f => f.Date).NotNull();
        RuleFor(f => f.Remark).MaximumLength(CalendarYear.TextLimit);
    }
}

/// <summary>A day that is not what its weekday says.</summary>
internal sealed class DayForm
{
    [Display(Name = "Date")]
    public DateOnly? Date { get; set; }

    [Display(Name = "Kind")]
    public CalendarDayKind Kind { get; set; }

    [Display(Name = "Name of the day")]
    public string? Name { get; set; }
}

internal sealed class DayFormValidator : AbstractValidator<DayForm>
{
    public DayFormValidator()
    {
        RuleFor(f => f.Date).NotNull();
        RuleFor(f => f.Kind).IsInEnum();
        RuleFor(f => f.Name).NotEmpty().MaximumLength(100);
    }
}

/// <summary>An administrator keeps the centre's calendar. Dates that were counted already stay as they are.</summary>
internal sealed class KeepCalendar(AppDbContext db, CalendarCache cache)
{
    /// <summary>Says where a year's days are from; begins the year where the centre has none.</summary>
    /// <exception cref="DomainException"><c>calendar.year</c></exception>
    public async Task DescribeAsync(int year, string source, DateOnly sourceDate, string? remark, CancellationToken cancel)
    {
        if (await db.CalendarYears.SingleOrDefaultAsync(y => y.Year == year, cancel) is { } calendar)
        {
            calendar.Describe(source, sourceDate, remark.Clean());
        }
        else
        {
            var centre = await db.Centres.Select(c => c.Id).SingleAsync(cancel);
            db.CalendarYears.Add(new CalendarYear(db.NextKey(), centre, year, source, sourceDate, remark.Clean()));
        }

        await SaveAsync(cancel);
    }

    /// <exception cref="DomainException"><c>calendar.ends</c>, <c>calendar.other-year</c></exception>
    public async Task SetAsync(int year, DateOnly date, CalendarDayKind kind, string name, CancellationToken cancel)
    {
        (await LoadAsync(year, cancel)).Set(date, kind, name);
        await SaveAsync(cancel);
    }

    /// <exception cref="DomainException"><c>calendar.ends</c></exception>
    public async Task RemoveAsync(int year, DateOnly date, CancellationToken cancel)
    {
        (await LoadAsync(year, cancel)).Remove(date);
        await SaveAsync(cancel);
    }

    private async Task SaveAsync(CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        cache.Known = null;
    }

    private async Task<CalendarYear> LoadAsync(int year, CancellationToken cancel) =>
        await db.CalendarYears.Include(y => y.Days).SingleOrDefaultAsync(y => y.Year == year, cancel)
            ?? throw new DomainException("calendar.ends", year.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
