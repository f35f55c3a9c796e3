using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Reports.Records;
using CompetencyAssessment.Web.Authorization;

namespace CompetencyAssessment.Web.Features.Scoring;

/// <summary>Reads the page on which a decision is signed.</summary>
internal sealed class SignPages(ScoringQueries queries, RecordRenderer renderer, TimeProvider clock)
{
    /// <param name="id">The assessment.</param>
    /// <param name="viewer">Who looks; null comes back for anybody but the assessor.</param>
    /// <param name="form">What was typed; null for a new form.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task<SignPage?> ReadAsync(Guid id, Viewer viewer, SignForm? form, CancellationToken cancel)
    {
        if (await queries.HeadAsync(id, viewer, cancel) is not { } head)
        {
            return null;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var (unit, scheme, rows) = await queries.SheetAsync(head, cancel);
        var sheet = rows.Sheet(unit, scheme);
        return new SignPage
        {
            Head = head,
            Unit = unit,
            Scheme = scheme.Document,
            Sheet = sheet,
            Rows = rows,
            Form = form ?? new SignForm { ContentVersion = head.ContentVersion, SeenAt = now },
            Overdue = head.State == AssessmentState.Returned && now > (head.ResubmitBy ?? head.SubmitBy),
            ReadAt = now,
            Undrawable = renderer.MissingCharacters(string.Join('\n', Printed(head, rows, sheet, form))),
        };
    }

    /// <summary>What people wrote and the documents print.</summary>
    private static IEnumerable<string?> Printed(ScoringHead head, ScoreSheetRows rows, ScoreSheet sheet, SignForm? form) =>
    [
        head.CandidateZh, head.CandidateLatin, form?.Strengths, form?.NextSteps, form?.Feedback,
        .. rows.Evidence.SelectMany(e => new[] { e.Title, e.Judgement?.Reason }),
        .. rows.Sufficiency.Select(s => s.Reason),
        .. sheet.Lines.SelectMany(l => l.Fields.Methods.Select(m => m.Note).Concat(l.Fields.Citations.Select(c => c.Place)).Append(l.Fields.Comment).Append(l.Fields.NotAssessedReason)),
    ];
}
