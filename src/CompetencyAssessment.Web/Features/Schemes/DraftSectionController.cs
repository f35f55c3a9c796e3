using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Schemes;

/// <summary>The sections of a draft that are one form each.</summary>
[Authorize(Policy = Permissions.ManageUnits)]
[Route("schemes/drafts/{id:guid}")]
internal sealed class DraftSectionController(SchemeQueries queries, EditDraft edit, SchemeComparison comparison, CurrentUser user, IStringLocalizer<SharedResource> t)
    : DraftPartController(queries, edit, comparison, user, t)
{
    private static readonly DraftPart AboutPart = new(SchemeSection.About);
    private static readonly DraftPart ScalePart = new(SchemeSection.Scale);
    private static readonly DraftPart RulesPart = new(SchemeSection.Rules);
    private static readonly DraftPart MethodsPart = new(SchemeSection.Methods);

    [HttpGet("about")]
    public Task<IActionResult> About(Guid id, CancellationToken cancel) => FormAsync(id, AboutPart, d => AboutForm.Of(d.Document), cancel);

    [HttpPost("about")]
    public Task<IActionResult> About(Guid id, [Bind(Prefix = "Form")] AboutForm form, CancellationToken cancel) => SaveHereAsync(id, AboutPart, form, cancel);

    [HttpGet("scale")]
    public Task<IActionResult> Scale(Guid id, CancellationToken cancel) => FormAsync(id, ScalePart, d => ScaleForm.Of(d.Document), cancel);

    /// <param name="id">The draft.</param>
    /// <param name="form">What was entered.</param>
    /// <param name="act"><c>add</c> for a row more.</param>
    /// <param name="cancel">Cancels before the commit.</param>
    [HttpPost("scale")]
    public Task<IActionResult> Scale(Guid id, [Bind(Prefix = "Form")] ScaleForm form, string? act, CancellationToken cancel)
    {
        if (act != "add")
        {
            return SaveHereAsync(id, ScalePart, form, cancel);
        }

        if (form.Levels.Count < ScaleForm.MostLevels)
        {
            form.Levels.Add(new LevelForm { Value = Enumerable.Range(0, 10).Except(form.Levels.Select(l => l.Value ?? -1)).Cast<int?>().FirstOrDefault(v => v > form.Levels.Max(l => l.Value)) });
        }

        return AgainAsync(id, ScalePart, form, cancel);
    }

    [HttpGet("rules")]
    public Task<IActionResult> Rules(Guid id, CancellationToken cancel) => FormAsync(id, RulesPart, d => RulesForm.Of(d.Document), cancel);

    [HttpPost("rules")]
    public Task<IActionResult> Rules(Guid id, [Bind(Prefix = "Form")] RulesForm form, CancellationToken cancel) => SaveHereAsync(id, RulesPart, form, cancel);

    [HttpGet("methods")]
    public Task<IActionResult> Methods(Guid id, CancellationToken cancel) => FormAsync(id, MethodsPart, d => MethodsForm.Of(d.Document), cancel);

    /// <param name="id">The draft.</param>
    /// <param name="form">What was entered.</param>
    /// <param name="add">The method that gets a variant more.</param>
    /// <param name="cancel">Cancels before the commit.</param>
    [HttpPost("methods")]
    public Task<IActionResult> Methods(Guid id, [Bind(Prefix = "Form")] MethodsForm form, string? add, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(add))
        {
            return SaveHereAsync(id, MethodsPart, form, cancel);
        }

        form.Variants.Insert(form.Variants.FindLastIndex(v => v.Method == add) + 1, new VariantForm { Method = add, Code = form.Variants.Exists(v => v.Method == add) ? add + "." : add });
        return AgainAsync(id, MethodsPart, form, cancel);
    }

    private Task<IActionResult> SaveHereAsync<TForm>(Guid id, DraftPart part, TForm form, CancellationToken cancel)
        where TForm : PartForm => SaveAsync(id, part, form, _ => true, d => d.AddressOf(part), cancel);
}
