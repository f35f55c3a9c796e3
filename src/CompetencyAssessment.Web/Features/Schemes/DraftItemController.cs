using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Schemes;

/// <summary>The sections of a draft that are edited item by item: the coverage guide by evidence requirement, descriptors and notes by criterion.</summary>
[Authorize(Policy = Permissions.ManageUnits)]
[Route("schemes/drafts/{id:guid}")]
internal sealed class DraftItemController(SchemeQueries queries, EditDraft edit, SchemeComparison comparison, CurrentUser user, IStringLocalizer<SharedResource> t)
    : DraftPartController(queries, edit, comparison, user, t)
{
    [HttpGet("coverage")]
    public Task<IActionResult> CoverageList(Guid id, CancellationToken cancel) => ListAsync(id, SchemeSection.Coverage, cancel);

    [HttpGet("coverage/{code}")]
    public Task<IActionResult> Coverage(Guid id, string code, CancellationToken cancel) =>
        FormAsync(id, new DraftPart(SchemeSection.Coverage, code), d => d.Unit.Requirements.ContainsKey(code) ? CoverageForm.Of(d.Document, code) : null, cancel);

    [HttpPost("coverage/{code}")]
    public Task<IActionResult> Coverage(Guid id, string code, [Bind(Prefix = "Form")] CoverageForm form, string? act, CancellationToken cancel)
    {
        form.Evidence = code;
        return SaveAsync(id, new DraftPart(SchemeSection.Coverage, code), form, d => d.Unit.Requirements.ContainsKey(code), d => Next(d, SchemeSection.Coverage, [.. d.Unit.Text.Evidence.Select(e => e.Code)], code, act), cancel);
    }

    [HttpGet("criteria")]
    public Task<IActionResult> CriteriaList(Guid id, CancellationToken cancel) => ListAsync(id, SchemeSection.Criteria, cancel);

    [HttpGet("criteria/{code}")]
    public Task<IActionResult> Criteria(Guid id, string code, CancellationToken cancel) =>
        FormAsync(id, new DraftPart(SchemeSection.Criteria, code), d => d.Unit.Criterion(code) is not null ? CriterionForm.Of(d.Document, code) : null, cancel);

    [HttpPost("criteria/{code}")]
    public Task<IActionResult> Criteria(Guid id, string code, [Bind(Prefix = "Form")] CriterionForm form, string? act, CancellationToken cancel)
    {
        form.Code = code;
        return SaveAsync(id, new DraftPart(SchemeSection.Criteria, code), form, d => d.Unit.Criterion(code) is not null, d => Next(d, SchemeSection.Criteria, [.. d.Criteria], code, act), cancel);
    }

    private async Task<IActionResult> ListAsync(Guid id, SchemeSection section, CancellationToken cancel) =>
        await Queries.DraftAsync(id, cancel) is { IsOpen: true } draft ? View($"{section}List", new ItemList(draft, new DraftPart(section))) : NotFound();

    /// <summary>The same item, or the one after it where that was asked for.</summary>
    private static string Next(DraftFrame draft, SchemeSection section, List<string> codes, string code, string? act) =>
        draft.AddressOf(new DraftPart(section, act == "next" && codes.IndexOf(code) is var at && at + 1 < codes.Count ? codes[at + 1] : code));
}
