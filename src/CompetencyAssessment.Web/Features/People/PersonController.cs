using CompetencyAssessment.Domain;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.People;

/// <summary>One person and their account: roles, one-time link, bar.</summary>
[Route("people/{id:guid}")]
[Authorize(Policy = Permissions.ManagePeople)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class PersonController(PeopleQueries queries, AccountVerbs verbs, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet]
    public Task<IActionResult> Show(Guid id, CancellationToken cancel) => PageAsync(id, new AccountForm(), this.TakeLink(id), cancel);

    [HttpPost("account")]
    public async Task<IActionResult> Open(Guid id, [Bind(Prefix = "Form")] AccountForm form, CancellationToken cancel)
    {
        if (!await queries.ExistsAsync(id, cancel))
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return await PageAsync(id, form, null, cancel);
        }

        try
        {
            await verbs.Open.RunAsync(id, form.UserName!, form.Roles, WebLocalization.Chinese, user.PersonId, cancel);
        }
        catch (DomainException broken) when (broken.Code is "account.name-taken" or "account.name")
        {
            ModelState.AddModelError("Form." + nameof(form.UserName), t.Error(broken.Code, broken.Args)!);
            return await PageAsync(id, form, null, cancel);
        }

        this.KeepLink(id, (await verbs.HandOut.RunAsync(id, cancel)).Path);
        this.AddFlash(Tone.Success, t["The account is opened."]);
        return RedirectToAction(nameof(Show), new { id });
    }

    [HttpPost("roles")]
    public Task<IActionResult> ChangeRoles(Guid id, List<string> roles, CancellationToken cancel) =>
        DoAsync(id, async () => await verbs.Roles.RunAsync(id, roles, user.PersonId, cancel) ? t["The roles are changed. The person is signed out everywhere."] : t["Nothing was changed."], cancel);

    [HttpPost("link")]
    public Task<IActionResult> Link(Guid id, CancellationToken cancel) =>
        DoAsync(
            id,
            async () =>
            {
                this.KeepLink(id, (await verbs.HandOut.RunAsync(id, cancel)).Path);
                return null;
            },
            cancel);

    [HttpPost("bar")]
    public Task<IActionResult> Bar(Guid id, CancellationToken cancel) =>
        DoAsync(
            id,
            async () =>
            {
                await verbs.Bar.RunAsync(id, barred: true, user.PersonId, cancel);
                return t["The account is barred and signed out."];
            },
            cancel);

    [HttpPost("unbar")]
    public Task<IActionResult> Unbar(Guid id, CancellationToken cancel) =>
        DoAsync(
            id,
            async () =>
            {
                await verbs.Bar.RunAsync(id, barred: false, user.PersonId, cancel);
                return t["The bar is lifted."];
            },
            cancel);

    /// <summary>Does something to the account and goes back to the page; a broken rule is told there.</summary>
    private async Task<IActionResult> DoAsync(Guid id, Func<Task<string?>> run, CancellationToken cancel)
    {
        if (!await queries.ExistsAsync(id, cancel))
        {
            return NotFound();
        }

        try
        {
            if (await run() is { } done)
            {
                this.AddFlash(Tone.Success, done);
            }
        }
        catch (DomainException broken)
        {
            this.AddFlash(Tone.Danger, t.Error(broken.Code, broken.Args) ?? t["This is not possible now"]);
        }

        return RedirectToAction(nameof(Show), new { id });
    }

    private async Task<IActionResult> PageAsync(Guid id, AccountForm form, string? link, CancellationToken cancel) =>
        await queries.FindAsync(id, user.Viewer, cancel) is { } person
            ? View(nameof(Show), new PersonPage(person, id == user.PersonId, link, form))
            : NotFound();
}

/// <summary>What an administrator does to an account.</summary>
internal sealed record AccountVerbs(OpenAccount Open, ChangeRoles Roles, HandOutLink HandOut, BarAccount Bar);
