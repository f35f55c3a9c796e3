using System.Globalization;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Features.Shared.Navigation;
using CompetencyAssessment.Web.Hosting;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Account;

/// <summary>Signing in and out, and setting a password by a one-time link.</summary>
[Route("account")]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class AccountController(SignIns signIns, SetPassword setPassword, DemoAccounts demo, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [AllowAnonymous]
    [HttpGet("sign-in")]
    public async Task<IActionResult> SignIn(string? returnUrl, CancellationToken cancel) =>
        user.IsSignedIn ? Back(returnUrl) : await FormAsync(new SignInForm { ReturnUrl = returnUrl }, cancel);

    [AllowAnonymous]
    [HttpPost("sign-in")]
    [EnableRateLimiting(RateLimits.SignIn)]
    public async Task<IActionResult> SignIn(SignInForm form, CancellationToken cancel)
    {
        if (!ModelState.IsValid)
        {
            return await FormAsync(form, cancel);
        }

        var outcome = await signIns.BeginAsync(form.UserName!, form.Password!, cancel);
        if (outcome == SignInOutcome.SignedIn)
        {
            return Back(form.ReturnUrl);
        }

        ModelState.AddModelError("", outcome switch
        {
            SignInOutcome.LockedOut => t["Too many wrong passwords: the account is locked for 15 minutes. Try again later, or ask your centre for a link to set a new password."],
            SignInOutcome.Barred => t["This account is barred. Please ask your centre."],
            _ => t["User name or password is wrong."],
        });
        return await FormAsync(form, cancel);
    }

    [Authorize(Policy = Permissions.SignedIn)]
    [BeforeNotice]
    [HttpPost("sign-out")]
    public async Task<IActionResult> SignOutOfSession(CancellationToken cancel)
    {
        await signIns.EndAsync(user.UserId, user.SessionId, cancel);
        this.AddFlash(Tone.Success, t["You are signed out."]);
        return LocalRedirect(ShellLinks.Home);
    }

    [AllowAnonymous]
    [HttpGet("set-password")]
    public async Task<IActionResult> SetPassword([FromQuery(Name = "user")] Guid userId, string? token)
    {
        // The address itself is the key: it goes to no other page.
        Response.Headers["Referrer-Policy"] = "no-referrer";
        return await setPassword.FindAsync(userId, token ?? "") is { } account
            ? View(new SetPasswordPage(account.UserName, new SetPasswordForm { User = userId, Token = token }))
            : View(new SetPasswordPage(null, null));
    }

    [AllowAnonymous]
    [HttpPost("set-password")]
    [EnableRateLimiting(RateLimits.SignIn)]
    public async Task<IActionResult> SetPassword([Bind(Prefix = "Form")] SetPasswordForm form, CancellationToken cancel)
    {
        Response.Headers["Referrer-Policy"] = "no-referrer";
        if (await setPassword.FindAsync(form.User, form.Token ?? "") is not { } account)
        {
            return View(new SetPasswordPage(null, null));
        }

        if (ModelState.IsValid)
        {
            var result = await setPassword.RunAsync(form.User, form.Token!, form.NewPassword!, CultureInfo.CurrentUICulture.Name, cancel);
            if (result.Succeeded)
            {
                // Somebody else may be signed in here, such as the administrator who made the link.
                if (user.IsSignedIn)
                {
                    await signIns.EndAsync(user.UserId, user.SessionId, cancel);
                }

                this.AddFlash(Tone.Success, t["Your password is set. Sign in with it now."]);
                return LocalRedirect(ShellLinks.SignIn);
            }

            foreach (var error in result.Errors)
            {
                ModelState.AddModelError("Form." + nameof(form.NewPassword), error.Description);
            }
        }

        return View(new SetPasswordPage(account.UserName, form));
    }

    private LocalRedirectResult Back(string? returnUrl) => LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : ShellLinks.Start);

    private async Task<ViewResult> FormAsync(SignInForm form, CancellationToken cancel) =>
        View(nameof(SignIn), new SignInPage(form, await demo.ListAsync(CultureInfo.CurrentUICulture.Name, cancel)));
}
