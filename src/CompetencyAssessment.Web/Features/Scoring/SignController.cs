using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Audit;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Account;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Hosting;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Scoring;

/// <summary>Signing a decision: what is missing, the form, and the password asked again.</summary>
[Authorize(Policy = Permissions.Assess)]
[Route("scoring/{id:guid}/sign")]
internal sealed class SignController(SignPages pages, SignDecision sign, SignerCheck signer, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet("")]
    public async Task<IActionResult> Sign(Guid id, CancellationToken cancel)
    {
        if (await pages.HeadAsync(id, user.Viewer, cancel) is not { } head)
        {
            return NotFound();
        }

        if (head.State is AssessmentState.Assessing or AssessmentState.Returned)
        {
            // Only who signs sees the sheet that is signed; the lead may hand it over instead.
            if (!head.IsDecisionMaker && head is { HasTwoAssessors: true, BothFinished: false })
            {
                return Redirect($"/scoring/{id}/finish");
            }

            if (!head.IsSigner)
            {
                return Redirect(head.HandsOver ? $"/scoring/{id}/handover" : $"/scoring/{id}");
            }

            return View(await pages.ReadAsync(head, form: null, read: null, cancel));
        }

        return await pages.SignedAsync(head, cancel) is { } signed ? View("Signed", signed) : Redirect($"/scoring/{id}");
    }

    [HttpPost("")]
    [EnableRateLimiting(RateLimits.SignIn)]
    public async Task<IActionResult> Sign(Guid id, [FromForm] SignForm form, CancellationToken cancel)
    {
        if (!ModelState.IsValid)
        {
            return await AgainAsync(id, form, cancel);
        }

        var check = await signer.CheckAsync(User, form.Password!, cancel);
        if (check is not SignerChecked.Passed passed)
        {
            ModelState.AddModelError("Form.Password", check is SignerChecked.LockedOut
                ? t["Too many wrong passwords. Wait 15 minutes; what you wrote stays on this page."]
                : t["The password is not right. Everything else that you wrote is still here."]);
            return await AgainAsync(id, form, cancel, passwordFailed: true);
        }

        var signature = new Signature
        {
            Outcome = form.Outcome!.Value,
            Strengths = form.Strengths!,
            NextSteps = form.NextSteps!,
            Feedback = string.IsNullOrWhiteSpace(form.Feedback) ? null : form.Feedback,
            AuthenticationMethod = SignerCheck.Method,
            AuthenticatedAt = passed.At,
        };
        try
        {
            await sign.RunAsync(id, user.PersonId, signature, form.ContentVersion, cancel);
            this.AddFlash(Tone.Success, sign.Waits
                ? t["Signed. The decision was drawn for verification; it is released when the verifier agrees."]
                : t["Signed. The result has been released to the candidate, and the documents have been issued."]);
        }
        catch (DomainException broken) when (broken.Code == "assessment.not-assessor")
        {
            return NotFound();
        }
        catch (DomainException broken) when (broken.Code == "assessment.move")
        {
            // A second click finds it signed, and arrives at the result like the first.
            return Result(id);
        }
        catch (DomainException broken) when (broken.Code is "sign.not-agreed" or "sign.not-handed-over")
        {
            // Somebody else changed it meanwhile: the workspace says what is to be done first.
            this.AddFlash(Tone.Danger, t.Error(broken.Code, broken.Args) ?? broken.Code);
            return Redirect($"/scoring/{id}");
        }
        catch (DomainException broken) when (broken.Code.StartsWith("sign.", StringComparison.Ordinal) || broken.Code == "calendar.ends")
        {
            if (broken.Code == "sign.changed")
            {
                return await AgainAsync(id, form, cancel, changed: true);
            }

            ModelState.AddModelError("", t.Error(broken.Code, broken.Args) ?? broken.Code);
            return await AgainAsync(id, form, cancel, sign.Read);
        }

        return Result(id);
    }

    private RedirectResult Result(Guid id) => Redirect($"/scoring/{id}/sign");

    /// <summary>The form again, with everything typed but the password.</summary>
    private async Task<IActionResult> AgainAsync(Guid id, SignForm form, CancellationToken cancel, ScoreSheetRows? read = null, bool passwordFailed = false, bool changed = false)
    {
        if (await pages.HeadAsync(id, user.Viewer, cancel) is not { } head)
        {
            return NotFound();
        }

        if (passwordFailed)
        {
            await signer.NoteFailureAsync(id, user.PersonId, cancel);
        }

        if (!head.IsSigner)
        {
            return NotFound();
        }

        if (head.State is not (AssessmentState.Assessing or AssessmentState.Returned))
        {
            return Result(id);
        }

        var page = await pages.ReadAsync(head, form, read, cancel);
        if (changed)
        {
            page = page with { Changed = page.ChangedSince(form.SeenAt) };
            (form.ContentVersion, form.SeenAt) = (page.Head.ContentVersion, page.ReadAt);
        }

        if (page.LacksExplanation && ModelState["Form.Feedback"] is { Errors.Count: > 0 } feedback)
        {
            feedback.Errors.Clear();
            feedback.Errors.Add(t["Say why: the ratings speak for competent."].Value);
        }

        form.Password = null;
        return View(page);
    }
}

/// <summary>What the password check found.</summary>
internal abstract record SignerChecked
{
    /// <param name="At">When, UTC.</param>
    internal sealed record Passed(DateTime At) : SignerChecked;

    internal sealed record Failed : SignerChecked;

    internal sealed record LockedOut : SignerChecked;
}

/// <summary>Asks the signer's password again; wrong ones count towards the lock of the account as those at sign-in do.</summary>
internal sealed class SignerCheck(UserManager<AppUser> users, PasswordCheck passwords, AppDbContext db, TimeProvider clock)
{
    /// <summary>How a signer proves who they are, as the decision keeps it.</summary>
    public const string Method = "password";

    public async Task<SignerChecked> CheckAsync(System.Security.Claims.ClaimsPrincipal principal, string password, CancellationToken cancel)
    {
        if (await users.GetUserAsync(principal) is not { } account)
        {
            return new SignerChecked.Failed();
        }

        // Only the count of failures may be saved here: no user name changes that would have to be looked up.
        users.UserValidators.Clear();
        var result = await passwords.RunAsync(account, password, cancel);
        return result.Succeeded ? new SignerChecked.Passed(clock.GetUtcNow().UtcDateTime)
            : result.IsLockedOut ? new SignerChecked.LockedOut()
            : new SignerChecked.Failed();
    }

    /// <summary>The audit trail of the assessment tells a failed signature.</summary>
    public async Task NoteFailureAsync(Guid assessmentId, Guid personId, CancellationToken cancel)
    {
        db.Note(AuditFact.Of(assessmentId, "sign.password-failed", assessmentId, ("person", personId.ToString())));
        await db.SaveChangesAsync(cancel);
    }
}
