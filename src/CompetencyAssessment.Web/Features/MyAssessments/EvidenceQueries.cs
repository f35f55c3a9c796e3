using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Units;
using CompetencyAssessment.Web.Localization;
using CompetencyAssessment.Web.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.MyAssessments;

/// <summary>What the page of a piece of evidence reads.</summary>
internal sealed class EvidenceQueries(AppDbContext db, UnitCatalogue catalogue, StorageOptions storage, IStringLocalizer<SharedResource> t)
{
    /// <summary>Null where the viewer is not the candidate or the piece is not in the assessment.</summary>
    /// <param name="typed">What the person typed, to be shown again; null for what is stored.</param>
    public async Task<EvidencePage?> PageAsync(Guid assessmentId, Guid itemId, Viewer viewer, EvidenceForm? typed, CancellationToken cancel)
    {
        var mine = db.Assessments.AsNoTracking().AsCandidate(viewer);
        var row = await (
            from assessment in mine
            join link in db.AssessmentEvidence on assessment.Id equals link.AssessmentId
            join item in db.EvidenceItems on link.EvidenceItemId equals item.Id
            where assessment.Id == assessmentId && item.Id == itemId && link.WithdrawnAt == null
            select new { assessment.Code, assessment.State, assessment.UnitVersionId, assessment.TranslationRevision, assessment.ErrataRevision, link, item }).AsNoTracking().SingleOrDefaultAsync(cancel);
        if (row is null)
        {
            return null;
        }

        var versions = await (
            from version in db.EvidenceVersions
            join file in db.StoredFiles on version.FileId equals file.Id
            where version.EvidenceItemId == itemId
            orderby version.Number descending
            select new
            {
                version.Id,
                version.Number,
                version.FileName,
                version.UploadedAt,
                file.Size,
                file.MediaType,
                file.Sha256,
                Found = db.Incidents.Where(i => i.EvidenceVersionId == version.Id && i.LiftedAt == null).Select(i => i.Found).FirstOrDefault(),
                HandedIn = db.Rounds.Any(r => r.AssessmentId == assessmentId && r.Evidence.Any(e => e.EvidenceVersionId == version.Id)),
            }).AsNoTracking().ToListAsync(cancel);
        var link0 = db.AssessmentEvidence.AsNoTracking().Where(l => l.Id == row.link.Id);
        var mapped = await link0.SelectMany(l => l.Criteria).Select(m => new { Target = m.CriterionId, IsCriterion = true })
            .Concat(link0.SelectMany(l => l.Requirements).Select(m => new { Target = m.RequirementId, IsCriterion = false }))
            .ToListAsync(cancel);
        var unit = await catalogue.UnitAsync(db, row.UnitVersionId, cancel);
        string Text(string code) => unit.TextIn(code, CultureInfo.CurrentUICulture.Name, row.TranslationRevision);
        NotesHere Notes(ItemText text) => unit.NotesOn(text, CultureInfo.CurrentUICulture.Name, row.TranslationRevision, row.ErrataRevision);

        var (piece, state) = (row.item, row.State.ToldToCandidate());
        var seen = $"{piece.Version}.{row.link.Version}";
        var form = typed ?? new EvidenceForm
        {
            Title = piece.Title,
            Kind = piece.Kind,
            Context = piece.Context,
            PeriodFrom = piece.PeriodFrom,
            PeriodTo = piece.PeriodTo,
            OwnShare = piece.OwnShare,
            Help = piece.Help,
            AiUse = piece.AiUse,
            Confidentiality = piece.Confidentiality,
            Criteria = [.. unit.CodesOf(mapped.Where(m => m.IsCriterion).Select(m => m.Target))],
            Requirements = [.. mapped.Where(m => !m.IsCriterion).Select(m => unit.RequirementCode(m.Target))],
        };
        form.Seen = seen;
        var stored = new Submission.Piece(piece.Id, versions.FirstOrDefault()?.Id, piece.Title, piece.Context, piece.PeriodFrom, piece.OwnShare, piece.Help, piece.AiUse, piece.Confidentiality, mapped.Count(m => m.IsCriterion), IsQuarantined: versions.FirstOrDefault()?.Found is not null);
        return new EvidencePage
        {
            AssessmentId = assessmentId,
            AssessmentCode = row.Code,
            State = state,
            ItemId = itemId,
            Label = row.link.Label,
            Title = piece.Title.Length > 0 ? piece.Title : versions.FirstOrDefault()?.FileName ?? "",
            Form = form,
            Versions = [.. versions.Select(v => new StoredVersion(v.Id, v.Number, v.FileName, v.UploadedAt, v.Size, v.MediaType, Convert.ToHexStringLower(v.Sha256), v.HandedIn, v.Found))],
            IsReliedOn = versions.Exists(v => v.HandedIn),
            Lacks = [.. new Submission([stored]).Missing().Select(m => m.Code)],
            Groups = [.. UnitGroups.Of(unit, Text, t).Select(g => new CriterionChoices(g.Code, g.Title, [.. unit.Criteria.Where(g.Holds).Select(c => new CriterionChoice(c.Code, Text(c.Code), form.Criteria.Contains(c.Code), Notes(c.Item)))]))],
            Requirements = [.. unit.Text.Evidence.Select(e => new CriterionChoice(e.Code, Text(e.Code), form.Requirements.Contains(e.Code), Notes(e)))],
            MaximumFileBytes = storage.MaximumFileBytes,
            PersonId = viewer.PersonId,
        };
    }

    /// <summary>Versions of piece and link as they stand; null where the piece is not the viewer's in this assessment.</summary>
    public async Task<string?> SeenAsync(Guid assessmentId, Guid itemId, Viewer viewer, CancellationToken cancel)
    {
        var mine = db.Assessments.AsNoTracking().AsCandidate(viewer);
        var row = await (
            from assessment in mine
            join link in db.AssessmentEvidence on assessment.Id equals link.AssessmentId
            join item in db.EvidenceItems on link.EvidenceItemId equals item.Id
            where assessment.Id == assessmentId && item.Id == itemId && link.WithdrawnAt == null
            select new { Item = item.Version, Link = link.Version }).SingleOrDefaultAsync(cancel);
        return row is null ? null : $"{row.Item}.{row.Link}";
    }
}
