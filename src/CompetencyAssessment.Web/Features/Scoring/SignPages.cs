using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Reports.Records;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Features.TwoAssessors;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Scoring;

/// <summary>Reads the page on which a decision is signed, and the one that shows it afterwards.</summary>
internal sealed class SignPages(AppDbContext db, ScoringQueries queries, OverviewQueries overviews, DocumentQueries documents, DisputeWindow window, RecordRenderer renderer, TimeProvider clock)
{
    /// <summary>The head, for the assessor; null for anybody else.</summary>
    public Task<ScoringHead?> HeadAsync(Guid id, Viewer viewer, CancellationToken cancel) => queries.HeadAsync(id, viewer, cancel);

    /// <summary>The signed decision; null where there is none.</summary>
    public async Task<SignedPage?> SignedAsync(ScoringHead head, CancellationToken cancel)
    {
        var signed = await (
            from decision in db.Decisions.AsNoTracking().Include(d => d.Snapshot)
            where decision.AssessmentId == head.Id && decision.VoidedAt == null
            join signer in db.People on decision.SignedById equals signer.Id
            select new { Decision = decision, Signer = signer }).SingleOrDefaultAsync(cancel);
        if (signed is null)
        {
            return null;
        }

        var overview = await overviews.OfDecisionAsync(head, signed.Decision, cancel);
        return new SignedPage
        {
            Head = head,
            Unit = overview.Unit,
            Outcome = signed.Decision.Outcome,
            Signer = signed.Signer.NameIn(CultureInfo.CurrentUICulture.Name),
            SignedAt = signed.Decision.SignedAt,
            Strengths = signed.Decision.Strengths,
            NextSteps = signed.Decision.NextSteps,
            Feedback = signed.Decision.Feedback,
            Documents = await documents.ListAsync(head.Id, cancel),
            Overview = overview,
        };
    }

    /// <param name="head">The assessment.</param>
    /// <param name="form">What was typed; null for a new form.</param>
    /// <param name="read">The sheet where it was read already.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task<SignPage> ReadAsync(ScoringHead head, SignForm? form, ScoreSheetRows? read, CancellationToken cancel)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (unit, scheme, rows) = await queries.SheetAsync(head, read, cancel);
        var sheet = rows.Sheet(unit, scheme);
        return new SignPage
        {
            Head = head,
            Unit = unit,
            Scheme = scheme.Document,
            Sheet = sheet,
            Rows = rows,
            Form = form ?? new SignForm { ContentVersion = head.ContentVersion, SeenAt = now },
            Overdue = head.IsOverdue(now),
            ReadAt = now,
            IsAgreed = await SettleDifferences.IsAgreedAsync(db, head, cancel),
            DisputeUntil = await DisputeUntilAsync(head.SchemeId, now, cancel),
            Undrawable = renderer.MissingCharacters(string.Join('\n', Printed(head, rows, sheet, form))),
        };
    }

    private async Task<DateTime?> DisputeUntilAsync(Guid schemeId, DateTime now, CancellationToken cancel)
    {
        try
        {
            return await window.FromAsync(schemeId, now, cancel);
        }
        catch (DomainException ends) when (ends.Code == "calendar.ends")
        {
            return null;
        }
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
