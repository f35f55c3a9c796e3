using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Hosting;

/// <summary>The centre that this installation belongs to.</summary>
internal sealed class CentreProfile(AppDbContext db)
{
    private Centre? _centre;

    /// <summary>Read once per request, not tracked.</summary>
    public async Task<Centre> GetAsync(CancellationToken cancel) => _centre ??= await db.Centres.AsNoTracking().SingleAsync(cancel);

    public async Task<TimeZoneInfo> TimeZoneAsync(CancellationToken cancel) => TimeZoneInfo.FindSystemTimeZoneById((await GetAsync(cancel)).TimeZone);
}
