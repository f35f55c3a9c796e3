using CompetencyAssessment.Domain;
using CompetencyAssessment.Reports.Records;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.People;

/// <summary>The people of the centre: list, new, names.</summary>
[Route("people")]
[Authorize(Policy = Permissions.ManagePeople)]
internal sealed class PeopleController(PeopleQueries queries, CreatePerson create, RenamePerson rename, HandOutLink handOut, CurrentUser user, IStringLocalizer<SharedResource> t) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(PeopleFilter filter, CancellationToken cancel) => View(await queries.ListAsync(filter, cancel));

    [HttpGet("new")]
    public IActionResult New() => View(new NewPersonForm());

    [HttpPost("new")]
    public async Task<IActionResult> New(NewPersonForm form, [FromServices] RecordRenderer renderer, CancellationToken cancel)
    {
        if (!ModelState.IsValid || Warns(form, "", renderer))
        {
            return View(form);
        }

        try
        {
            var made = await create.RunAsync(new NewPerson(form.NameZh!, form.NameLatin, form.CandidateNumber, form.UserName, form.Roles), user.PersonId, cancel);
            if (made.UserId is not null)
            {
                this.KeepLink(made.PersonId, (await handOut.RunAsync(made.PersonId, cancel)).Path);
            }

            this.AddFlash(Tone.Success, t["{0} is added.", form.NameZh!.Trim()]);
            return RedirectToAction(nameof(PersonController.Show), "Person", new { id = made.PersonId });
        }
        catch (DomainException broken) when (FieldOf(broken) is { } field)
        {
            ModelState.AddModelError(field, t.Error(broken.Code, broken.Args)!);
            return View(form);
        }
    }

    [HttpGet("{id:guid}/edit")]
    public async Task<IActionResult> Edit(Guid id, CancellationToken cancel) =>
        await queries.FindAsync(id, user.Viewer, cancel) is { } person
            ? View(new EditPersonPage(id, person.NameZh, new PersonForm { Seen = person.Version, NameZh = person.NameZh, NameLatin = person.NameLatin, CandidateNumber = person.CandidateNumber }))
            : NotFound();

    [HttpPost("{id:guid}/edit")]
    public async Task<IActionResult> Edit(Guid id, [Bind(Prefix = "Form")] PersonForm form, [FromServices] RecordRenderer renderer, CancellationToken cancel)
    {
        if (await queries.FindAsync(id, user.Viewer, cancel) is not { } person)
        {
            return NotFound();
        }

        if (!ModelState.IsValid || Warns(form, "Form.", renderer))
        {
            return View(new EditPersonPage(id, person.NameZh, form));
        }

        try
        {
            await rename.RunAsync(id, form.Seen ?? -1, form.NameZh!, form.NameLatin, form.CandidateNumber, cancel);
        }
        catch (DomainException broken) when (FieldOf(broken) is { } field)
        {
            if (broken.Code == "form.changed")
            {
                // Whoever saves again has seen that somebody else did.
                ModelState.Remove("Form." + nameof(form.Seen));
                form.Seen = person.Version;
            }

            ModelState.AddModelError(field.Length > 0 ? "Form." + field : "", t.Error(broken.Code, broken.Args)!);
            return View(new EditPersonPage(id, person.NameZh, form));
        }

        this.AddFlash(Tone.Success, t["Saved"]);
        return RedirectToAction(nameof(PersonController.Show), "Person", new { id });
    }

    /// <summary>Warns once, beside the field, of characters that documents cannot show; saving again keeps them.</summary>
    private bool Warns(PersonForm form, string prefix, RecordRenderer renderer)
    {
        var warned = form.Warned ?? "";
        var missing = new List<string>();
        foreach (var (field, text) in new[] { (nameof(form.NameZh), form.NameZh), (nameof(form.NameLatin), form.NameLatin) })
        {
            var characters = renderer.MissingCharacters(text ?? "");
            missing.AddRange(characters);
            if (characters.Any(c => !warned.Contains(c, StringComparison.Ordinal)))
            {
                ModelState.AddModelError(prefix + field, t["The typefaces of the documents lack {0}: 〓 is printed in its place, with the code point in a footnote. Save again to keep the name all the same.", string.Join(' ', characters)]);
            }
        }

        ModelState.Remove(prefix + nameof(form.Warned));
        form.Warned = string.Concat(missing);
        return !ModelState.IsValid;
    }

    private static string? FieldOf(DomainException broken) => broken.Code switch
    {
        "person.number-taken" => nameof(NewPersonForm.CandidateNumber),
        "account.name-taken" or "account.name" => nameof(NewPersonForm.UserName),
        "role.own" or "role.unknown" or "role.incompatible" => nameof(NewPersonForm.Roles),
        "form.changed" => "",
        _ => null,
    };
}
