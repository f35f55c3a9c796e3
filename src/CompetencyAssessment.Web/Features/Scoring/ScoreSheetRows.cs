using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.ThirdParty;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Scoring;

/// <summary>The rows of one assessor's score sheet; what the workspace shows and what signing checks are read by the same queries.</summary>
internal sealed class ScoreSheetRows
{
    public required IReadOnlyList<CriterionRating> Ratings { get; init; }

    public required IReadOnlyList<EvidenceRow> Evidence { get; init; }

    public required IReadOnlyList<SufficiencyJudgement> Sufficiency { get; init; }

    /// <summary>Reads the sheet of an assignment in three commands, whatever the number of ratings; in two where the judgements of requirements are read already.</summary>
    public static async Task<ScoreSheetRows> LoadAsync(AppDbContext db, Guid assessmentId, Guid assignmentId, Guid candidateId, CancellationToken cancel, IReadOnlyList<SufficiencyJudgement>? sufficiency = null) => new()
    {
        Ratings = await db.Ratings.AsNoTracking().AsSingleQuery()
            .Include(r => r.Methods).Include(r => r.Citations)
            .Where(r => r.AssessmentId == assessmentId && r.AssignmentId == assignmentId)
            .ToListAsync(cancel),
        Evidence = await EvidenceAsync(db, assessmentId, assignmentId, candidateId, cancel),
        Sufficiency = sufficiency ?? await db.SufficiencyJudgements.AsNoTracking()
            .Where(j => j.AssessmentId == assessmentId && j.AssignmentId == assignmentId)
            .ToListAsync(cancel),
    };

    /// <summary>The rules' view of these rows.</summary>
    public ScoreSheet Sheet(UnitView unit, SchemeView scheme)
    {
        var ratings = Ratings.ToDictionary(r => r.CriterionId);
        var sufficiency = Sufficiency.ToDictionary(s => s.RequirementId);
        return new ScoreSheet(
            scheme.Document,
            [.. unit.Criteria.Select(c => new ScoreSheet.Line(
                c.Code, c.Kind, c.Task,
                ratings.GetValueOrDefault(c.Id)?.Fields ?? new RatingFields(),
                ratings.GetValueOrDefault(c.Id)?.NeedsConfirmation ?? false,
                ratings.GetValueOrDefault(c.Id)?.CarriedOver ?? false))],
            [.. Evidence.Select(e => new ScoreSheet.Evidence(e.VersionId, e.Context, e.Judgement, e.IsQuarantined, e.DeclaresHelp))],
            [.. unit.Text.Evidence.Select(e => unit.Requirements[e.Code] is var id && sufficiency.GetValueOrDefault(id) is { } s
                ? new ScoreSheet.Requirement(e.Code, s.Sufficient, s.Reason)
                : new ScoreSheet.Requirement(e.Code, null, null))])
        {
            CaseIsOpen = Evidence.Any(e => e.CaseIsOpen),
        };
    }

    /// <summary>Audio and video among the evidence, as far as the holder of the sheet may see and open it; in one command.</summary>
    public static async Task<IReadOnlyList<EvidenceRow>> RecordingsAsync(AppDbContext db, Guid assessmentId, Guid assignmentId, Guid candidateId, CancellationToken cancel) =>
        [.. (await EvidenceAsync(db, assessmentId, assignmentId, candidateId, cancel)).Where(e => e is { IsRecording: true, IsQuarantined: false })];

    /// <summary>
    /// Versions that were handed in, in any round, with what was stated about them in the last that held them, and what assessors added, as far as the
    /// holder of the sheet may see it; drafts of the candidate are not the assessor's to see.
    /// </summary>
    public static async Task<IReadOnlyList<EvidenceRow>> EvidenceAsync(AppDbContext db, Guid assessmentId, Guid assignmentId, Guid candidateId, CancellationToken cancel)
    {
        // What was handed in, and what assessors added, as one list of sources: one command reads both.
        var held = db.Rounds.Where(r => r.AssessmentId == assessmentId).SelectMany(r => r.Evidence, (r, e) => new { r.Number, e.EvidenceVersionId, e.Stated });
        var sources = (
            from handedIn in held
            join version in db.EvidenceVersions on handedIn.EvidenceVersionId equals version.Id
            join link in db.AssessmentEvidence.Where(l => l.AssessmentId == assessmentId) on version.EvidenceItemId equals link.EvidenceItemId
            select new { VersionId = version.Id, link.Number, Round = handedIn.Number, Added = false, ThirdParty = false })
            .Concat(
                from added in db.AddedOn(assessmentId, assignmentId)
                join version in db.EvidenceVersions on added.EvidenceItemId equals version.EvidenceItemId
                select new { VersionId = version.Id, added.Number, Round = 0, Added = true, ThirdParty = added.Origin == EvidenceOrigin.ThirdParty });
        var rows = await (
            from source in sources
            join version in db.EvidenceVersions on source.VersionId equals version.Id
            join item in db.EvidenceItems on version.EvidenceItemId equals item.Id
            join file in db.StoredFiles on version.FileId equals file.Id
            from statement in held.Where(h => h.EvidenceVersionId == source.VersionId && h.Number == source.Round).DefaultIfEmpty()
            from judgement in db.EvidenceJudgements.Where(j => j.AssessmentId == assessmentId && j.AssignmentId == assignmentId && j.EvidenceVersionId == version.Id).DefaultIfEmpty()
            orderby source.Added, source.Number, version.Number descending
            select new
            {
                version.Id,
                source.Number,
                source.Added,
                source.ThirdParty,
                VersionNo = version.Number,
                source.Round,
                statement.Stated,
                Item = item,
                version.FileName,
                version.UploadedAt,
                file.MediaType,
                file.Size,
                file.Sha256,
                Judgement = judgement,
                BroughtByAnother = db.StoredFiles.Any(f => f.Sha256 == file.Sha256
                    && db.EvidenceVersions.Any(v => v.FileId == f.Id && db.EvidenceItems.Any(i => i.Id == v.EvidenceItemId && i.PersonId != candidateId))),
                IsQuarantined = db.Incidents.Any(i => i.EvidenceVersionId == version.Id && i.LiftedAt == null),
                ReplacementId = db.Incidents.Where(i => i.EvidenceVersionId == version.Id && i.LiftedAt == null).Select(i => i.ReplacementId).FirstOrDefault(),
                SharedWords = db.TextPrints.Where(p => p.FileId == file.Id).Select(p => p.Shared).FirstOrDefault(),
                Words = db.TextPrints.Where(p => p.FileId == file.Id).Select(p => p.Words).FirstOrDefault(),

                // The same in each row: read here, it costs no command of its own, and nothing is rated that has no evidence.
                CaseIsOpen = db.MisconductCases.Any(c => c.AssessmentId == assessmentId && c.ClosedAt == null),
            }).AsNoTracking().ToListAsync(cancel);
        return [.. rows.GroupBy(r => r.Id).Select(g => g.MaxBy(r => r.Round)!).Select(r =>
        {
            var stated = r.Stated is null ? null : EvidenceStatement.Parse(r.Stated);
            var said = stated?.Description ?? r.Item.Description;
            return new EvidenceRow
            {
                VersionId = r.Id,
                Label = r.Added ? AssessorEvidence.LabelOf(r.Number) : AssessmentEvidence.LabelOf(r.Number),
                Origin = !r.Added ? null : r.ThirdParty ? EvidenceOrigin.ThirdParty : EvidenceOrigin.Assessor,
                VersionNo = r.VersionNo,
                IsCurrent = rows.Where(o => o.Added == r.Added && o.Number == r.Number).Max(o => o.VersionNo) == r.VersionNo,
                Statement = stated,
                Title = said.Title,
                Kind = said.Kind,
                Context = said.Context,
                PeriodFrom = said.PeriodFrom,
                PeriodTo = said.PeriodTo,
                OwnShare = said.OwnShare,
                Help = said.Help,
                AiUse = said.AiUse,
                Confidentiality = said.Confidentiality,
                FileName = r.FileName,
                UploadedAt = r.UploadedAt,
                MediaType = r.MediaType,
                Size = r.Size,
                Sha256 = r.Sha256,
                JudgementId = r.Judgement?.Id,
                Judgement = r.Judgement?.Fields,
                BroughtByAnother = r.BroughtByAnother,
                IsQuarantined = r.IsQuarantined,
                ReplacementId = r.ReplacementId is { } replacement && rows.Exists(o => o.Id == replacement) ? replacement : null,
                DeclaresHelp = said.DeclaresHelp,
                SharedPercent = r.IsQuarantined ? 0 : TextPrint.Percent(r.SharedWords, r.Words),
                CaseIsOpen = r.CaseIsOpen,
            };
        })];
    }
}

/// <summary>An evidence version as the assessor sees it.</summary>
internal sealed record EvidenceRow
{
    public required Guid VersionId { get; init; }

    /// <summary>E.g. EV-01.</summary>
    public required string Label { get; init; }

    /// <summary>Of what an assessor added; null of what the candidate handed in.</summary>
    public EvidenceOrigin? Origin { get; init; }

    public required int VersionNo { get; init; }

    /// <summary>The latest version that was handed in.</summary>
    public required bool IsCurrent { get; init; }

    /// <summary>As it was handed in; null in rounds from before it was kept, which show what is stated now.</summary>
    public required EvidenceStatement? Statement { get; init; }

    public required string Title { get; init; }

    public required EvidenceKind Kind { get; init; }

    public required EvidenceContext? Context { get; init; }

    public required DateOnly? PeriodFrom { get; init; }

    public required DateOnly? PeriodTo { get; init; }

    public required string? OwnShare { get; init; }

    public required string? Help { get; init; }

    public required string? AiUse { get; init; }

    public required Confidentiality? Confidentiality { get; init; }

    public required string FileName { get; init; }

    public required DateTime UploadedAt { get; init; }

    public required string MediaType { get; init; }

    /// <summary>Audio or video.</summary>
    public bool IsRecording => MediaType.StartsWith("audio/", StringComparison.Ordinal) || MediaType.StartsWith("video/", StringComparison.Ordinal);

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    public required byte[] Sha256 { get; init; }

    public required Guid? JudgementId { get; init; }

    public required JudgementFields? Judgement { get; init; }

    /// <summary>Another candidate has brought the same bytes.</summary>
    public required bool BroughtByAnother { get; init; }

    /// <summary>Nobody but the quality lead reads it: personal data or trade secrets were found in it.</summary>
    public required bool IsQuarantined { get; init; }

    /// <summary>What was handed in in its place; null while nothing was.</summary>
    public required Guid? ReplacementId { get; init; }

    /// <summary>Help from others, AI tools or team work are declared.</summary>
    public required bool DeclaresHelp { get; init; }

    /// <summary>How much of its text also stands in evidence of other candidates, in whole percent.</summary>
    public required int SharedPercent { get; init; }

    /// <summary>A misconduct case about the assessment is open.</summary>
    public required bool CaseIsOpen { get; init; }
}
