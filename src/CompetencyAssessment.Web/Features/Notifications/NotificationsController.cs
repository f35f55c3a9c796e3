using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Notifications;

/// <summary>A person's notifications, newest first.</summary>
internal sealed record NotificationList(IReadOnlyList<Notification> Rows, int Unread, PageInfo Page);

/// <summary>What a person was told. Opening one marks it as read and leads to where it is about.</summary>
[Authorize(Policy = Permissions.SignedIn)]
[Route("notifications")]
internal sealed class NotificationsController(AppDbContext db, CurrentUser user, TimeProvider clock) : Controller
{
    private const int PageSize = 25;

    [HttpGet("")]
    public async Task<IActionResult> Index(int page, CancellationToken cancel)
    {
        var mine = db.Notifications.AsNoTracking().Where(n => n.PersonId == user.PersonId);
        var total = await mine.CountAsync(cancel);
        var info = PageInfo.Of(page, PageSize, total);
        var rows = await mine.OrderByDescending(n => n.At).ThenByDescending(n => n.Id).Skip((info.Page - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
        return View(new NotificationList(rows, await mine.CountAsync(n => n.ReadAt == null, cancel), info));
    }

    [HttpPost("{id:guid}")]
    public async Task<IActionResult> Open(Guid id, CancellationToken cancel)
    {
        if (await db.Notifications.SingleOrDefaultAsync(n => n.Id == id && n.PersonId == user.PersonId, cancel) is not { } notification)
        {
            return NotFound();
        }

        notification.Read(clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(cancel);
        return LocalRedirect(notification.Href);
    }

    [HttpPost("read")]
    public async Task<IActionResult> ReadAll(CancellationToken cancel)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await db.Notifications.Where(n => n.PersonId == user.PersonId && n.ReadAt == null).ExecuteUpdateAsync(s => s.SetProperty(n => n.ReadAt, now), cancel);
        return RedirectToAction(nameof(Index));
    }
}
