using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Holidays;

/// <summary>A year of the calendar, its days in their order.</summary>
internal sealed record HolidaysPage(int Year, IReadOnlyList<int> Years, CalendarYear? Calendar, YearForm Source, DayForm Day)
{
    public IEnumerable<CalendarDay> Days => (Calendar?.Days ?? []).OrderBy(d => d.Date);
}

/// <summary>Public holidays and days worked in their place, year by year; deadlines in working days follow them.</summary>
[Authorize(Policy = Permissions.ManageCentre)]
[Route("holidays")]
internal sealed class HolidaysController(AppDbContext db, KeepCalendar keep, LocalTime time, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public Task<IActionResult> Index(int? year, CancellationToken cancel) => PageAsync(year ?? time.Today.Year, null, null, cancel);

    /// <summary>Says where a year's days are from, and begins the year where there is none.</summary>
    [HttpPost("source")]
    public async Task<IActionResult> Source([Bind(Prefix = "Source")] YearForm form, CancellationToken cancel)
    {
        if (ModelState.IsValid)
        {
            try
            {
                await keep.DescribeAsync(form.Year!.Value, form.Text!.Trim(), form.Date!.Value, form.Remark, cancel);
                return Done(form.Year.Value);
            }
            catch (DomainException broken)
            {
                ModelState.AddModelError("Source." + nameof(form.Year), t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return await PageAsync(form.Year ?? time.Today.Year, form, null, cancel);
    }

    [HttpPost("{year:int}/days")]
    public async Task<IActionResult> Add(int year, [Bind(Prefix = "Day")] DayForm form, CancellationToken cancel)
    {
        if (ModelState.IsValid)
        {
            try
            {
                await keep.SetAsync(year, form.Date!.Value, form.Kind, form.Name!.Trim(), cancel);
                return Done(year);
            }
            catch (DomainException broken)
            {
                ModelState.AddModelError("Day." + nameof(form.Date), t.Error(broken.Code, broken.Args) ?? broken.Code);
            }
        }

        return await PageAsync(year, null, form, cancel);
    }

    [HttpPost("{year:int}/days/remove")]
    public async Task<IActionResult> Remove(int year, DateOnly date, CancellationToken cancel)
    {
        if (!await db.CalendarYears.AnyAsync(y => y.Year == year && y.Days.Any(d => d.Date == date), cancel))
        {
            return NotFound();
        }

        await keep.RemoveAsync(year, date, cancel);
        return Done(year);
    }

    private RedirectToActionResult Done(int year)
    {
        this.AddFlash(Tone.Success, t["Saved"]);
        return RedirectToAction(nameof(Index), new { year });
    }

    private async Task<IActionResult> PageAsync(int year, YearForm? source, DayForm? day, CancellationToken cancel)
    {
        var years = await db.CalendarYears.AsNoTracking().OrderBy(y => y.Year).Select(y => y.Year).ToListAsync(cancel);
        var calendar = await db.CalendarYears.AsNoTracking().AsSingleQuery().Include(y => y.Days).SingleOrDefaultAsync(y => y.Year == year, cancel);
        source ??= new YearForm { Year = year, Text = calendar?.Source, Date = calendar?.SourceDate, Remark = calendar?.Remark };
        return View("Index", new HolidaysPage(year, years, calendar, source, day ?? new DayForm()));
    }
}
