using CompetencyAssessment.Data;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Features.Shared.Navigation;
using CompetencyAssessment.Web.Hosting;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Account;

/// <summary>One's own account: language, colour scheme and password. The names are the centre's to change.</summary>
[Route("account")]
[Authorize(Policy = Permissions.SignedIn)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class ProfileController(AppDbContext db, SignIns signIns, ChangePassword changePassword, CurrentUser user, TimeProvider time, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("profile")]
    public async Task<IActionResult> Profile(CancellationToken cancel)
    {
        var row = await (
            from account in db.Users.AsNoTracking()
            join person in db.People on account.PersonId equals person.Id
            where account.Id == user.UserId
            select new { account.UserName, account.Culture, person.NameZh, person.NameLatin }).SingleAsync(cancel);
        var roles = await (from link in db.UserRoles join role in db.Roles on link.RoleId equals role.Id where link.UserId == user.UserId orderby role.Name select role.Name).ToListAsync(cancel);
        return View(new ProfilePage(row.NameZh, row.NameLatin, row.UserName!, roles, new ProfileForm { Culture = row.Culture, Theme = Theme.Of(Request) ?? Theme.Auto }));
    }

    [HttpPost("profile")]
    public async Task<IActionResult> Profile([Bind(Prefix = "Form")] ProfileForm form, CancellationToken cancel)
    {
        if (!WebLocalization.Cultures.Contains(form.Culture, StringComparer.Ordinal))
        {
            return BadRequest();
        }

        Theme.Keep(Response, form.Theme, time);
        await signIns.ChooseCultureAsync(user.UserId, user.SessionId, form.Culture!, cancel);

        // The message is read on the next page, which speaks the chosen language already.
        System.Globalization.CultureInfo.CurrentUICulture = new(form.Culture!);
        this.AddFlash(Tone.Success, t["Saved"]);
        return LocalRedirect(ShellLinks.Profile);
    }

    [HttpGet("change-password")]
    public IActionResult ChangePassword() => View(new ChangePasswordForm());

    [HttpPost("change-password")]
    [EnableRateLimiting(RateLimits.SignIn)]
    public async Task<IActionResult> ChangePassword(ChangePasswordForm form, CancellationToken cancel)
    {
        if (!ModelState.IsValid)
        {
            return View(form);
        }

        var result = await changePassword.RunAsync(user.UserId, form.Current!, form.NewPassword!, cancel);
        if (!result.Succeeded)
        {
            foreach (var error in result.Errors)
            {
                ModelState.AddModelError(error.Code == nameof(IdentityErrorDescriber.PasswordMismatch) ? nameof(form.Current) : nameof(form.NewPassword), error.Description);
            }

            return View(form);
        }

        await signIns.RenewAsync(user.UserId, user.SessionId, cancel);
        this.AddFlash(Tone.Success, t["Your password is changed. Other devices are signed out."]);
        return LocalRedirect(ShellLinks.Profile);
    }
}
