using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Scoring;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.TwoAssessors;

/// <summary>What the pages of two assessors read; the caller has checked that the viewer may see the assessment.</summary>
internal sealed class TwoAssessorsQueries(AppDbContext db, UnitCatalogue catalogue, ScoringQueries scoring, TimeProvider clock)
{
    /// <summary>The viewer's own sheet, and what it lacks before it can be finished.</summary>
    public async Task<FinishPage> FinishAsync(ScoringHead head, CancellationToken cancel)
    {
        var (unit, scheme, rows) = await scoring.SheetAsync(head, cancel);
        var sheet = rows.Sheet(unit, scheme);
        MissingPlaces Missing(Outcome outcome) => new(head.Id, sheet.MissingFor(outcome), rows.Evidence);
        return new FinishPage(
            head, Missing(Outcome.NotYetCompetent), Missing(Outcome.Competent),
            head.FinishedAt is { } finished && !await FinishRating.ComparedAsync(db, head.Id, finished, cancel));
    }

    /// <summary>What differs, once both have finished; null before that, and where there never was anything.</summary>
    /// <param name="head">The assessment.</param>
    /// <param name="form">What was typed; null for a new form.</param>
    /// <param name="cancel">Cancels.</param>
    /// <param name="decline">What the second assessor typed; null for a new form.</param>
    public async Task<DifferencesPage?> DifferencesAsync(ScoringHead head, DifferencesForm? form, CancellationToken cancel, DeclineForm? decline = null)
    {
        if (!head.BothFinished || await db.Reconciliations.AsNoTracking().AsSingleQuery().Include(r => r.Differences)
            .Where(r => r.AssessmentId == head.Id).OrderByDescending(r => r.ContentVersion).FirstOrDefaultAsync(cancel) is not { } reconciliation)
        {
            return null;
        }

        var (lead, second) = (head.Holder(AssessmentPart.Assessor)!, head.Holder(AssessmentPart.SecondAssessor)!);
        var names = await db.People.AsNoTracking().Where(p => p.Id == lead.PersonId || p.Id == second.PersonId).ToDictionaryAsync(p => p.Id, p => new PersonName(p.NameZh, p.NameLatin), cancel);
        var page = new DifferencesPage
        {
            Head = head,
            Unit = await catalogue.UnitAsync(db, head.UnitVersionId, cancel),
            Scheme = (await catalogue.SchemeAsync(db, head.SchemeId, cancel)).Document,
            Reconciliation = reconciliation,
            Lead = names[lead.PersonId],
            Second = names[second.PersonId],
            Evidence = await ScoreSheetRows.EvidenceAsync(db, head.Id, lead.Id, head.CandidateId, cancel),
            Decline = decline ?? new DeclineForm { ContentVersion = head.ContentVersion },
            Form = form ?? new DifferencesForm { ContentVersion = head.ContentVersion },
            IsOpen = head.IsOpen(clock.GetUtcNow().UtcDateTime),
        };
        page.Form.Items = [.. page.Shown.Select(d => form?.Items.Find(i => i.Id == d.Id) ?? FormOf(d))];
        return page;
    }

    /// <summary>What was agreed, to be changed; empty while it is open.</summary>
    private static AgreementForm FormOf(Difference difference)
    {
        var form = new AgreementForm { Id = difference.Id, Kind = difference.Kind, Reason = difference.Reason };
        if (difference.Agreed is not { } agreed)
        {
            return form;
        }

        if (difference.Kind == DifferenceKind.Criterion)
        {
            var fields = TwoSheets.Parse<RatingFields>(agreed);
            (form.Level, form.Cause, form.Comment) = (fields.Level?.ToString(CultureInfo.InvariantCulture) ?? AgreementForm.LeftOpen, fields.Cause, fields.Comment ?? fields.NotAssessedReason);
            bool Takes(string side) => TwoSheets.Parse<RatingFields>(side) is var of && of.Methods.SequenceEqual(fields.Methods) && of.Citations.SequenceEqual(fields.Citations);
            form.Basis = Takes(difference.Lead) ? AgreedBasis.Lead : Takes(difference.Second) ? AgreedBasis.Second : AgreedBasis.Both;
        }
        else
        {
            form.Basis = agreed == difference.Lead ? AgreedBasis.Lead : AgreedBasis.Second;
        }

        return form;
    }
}
