using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Notifications;
using CompetencyAssessment.Web.Features.Scoring;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.TwoAssessors;

/// <summary>Whose methods, places and words an agreed rating takes, or whose judgement.</summary>
internal enum AgreedBasis
{
    Lead,
    Second,
    Both,
}

/// <summary>What both agree on for one difference.</summary>
/// <param name="DifferenceId">Which.</param>
/// <param name="Basis">Whose words it takes; of judgements, never both.</param>
/// <param name="Level">Of a criterion: the level; null where it is left open.</param>
/// <param name="Cause">Of a criterion under the pass mark; null for that of the basis.</param>
/// <param name="Comment">Of a criterion; null for that of the basis.</param>
/// <param name="Reason">Why.</param>
internal sealed record Agreement(Guid DifferenceId, AgreedBasis Basis, int? Level, ShortfallCause? Cause, string? Comment, string Reason);

/// <summary>The lead assessor records what both agree on, and the second confirms it.</summary>
internal sealed class SettleDifferences(AppDbContext db, UnitCatalogue catalogue, Notifier notifier, TimeProvider clock)
{
    /// <summary>Records all of these agreements, or none.</summary>
    /// <returns>What keeps agreed ratings from being complete, by difference; empty where all is saved.</returns>
    /// <exception cref="DomainException"><c>reconciliation.changed</c>, those of <see cref="Reconciliation.Settle"/></exception>
    public Task<IReadOnlyDictionary<Guid, IReadOnlyList<string>>> RunAsync(Guid assessmentId, Guid byPerson, IReadOnlyCollection<Agreement> agreements, int seenContentVersion, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var (assessment, reconciliation, scheme) = await LoadAsync(assessmentId, cancel);
            if (assessment.ContentVersion != seenContentVersion)
            {
                throw new DomainException("reconciliation.changed");
            }

            var unit = await catalogue.UnitAsync(db, assessment.UnitVersionId, cancel);
            var lacking = new Dictionary<Guid, IReadOnlyList<string>>();
            var changed = new List<(Difference Difference, string Agreed, string Reason)>();
            foreach (var agreement in agreements)
            {
                var difference = reconciliation.Differences.FirstOrDefault(d => d.Id == agreement.DifferenceId) ?? throw new DomainException("reconciliation.difference");
                var agreed = difference.Kind == DifferenceKind.Criterion
                    ? Rating(difference, agreement, unit.Criterion(difference.SubjectId), scheme, lacking)
                    : agreement.Basis == AgreedBasis.Second ? difference.Second : difference.Lead;
                if ((agreed, agreement.Reason) != (difference.Agreed, difference.Reason))
                {
                    changed.Add((difference, agreed, agreement.Reason));
                }
            }

            if (lacking.Count > 0 || changed.Count == 0)
            {
                return (IReadOnlyDictionary<Guid, IReadOnlyList<string>>)lacking;
            }

            var sheets = await SheetsAsync(assessment, changed.Select(c => c.Difference), cancel);
            foreach (var (difference, agreed, reason) in changed)
            {
                reconciliation.Settle(assessment, byPerson, difference.Id, agreed, reason, now);
                sheets.Take(db, ofLead: true, difference, scheme, byPerson, now);
            }

            if (reconciliation.IsSettled)
            {
                notifier.Tell(assessment.Holder(AssessmentPart.SecondAssessor)!.PersonId, assessment, "reconciliation.settled", $"/scoring/{assessmentId}/differences");
            }

            await db.SaveChangesAsync(cancel);
            return lacking;
        },
        cancel);

    /// <summary>The second assessor confirms all that was agreed; it stands in their sheet too from now on.</summary>
    /// <exception cref="DomainException">Those of <see cref="Reconciliation.Confirm"/>.</exception>
    public Task ConfirmAsync(Guid assessmentId, Guid byPerson, int seenContentVersion, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var (assessment, reconciliation, scheme) = await LoadAsync(assessmentId, cancel);
            reconciliation.Confirm(assessment, byPerson, seenContentVersion, now);
            var sheets = await SheetsAsync(assessment, reconciliation.Differences, cancel);
            foreach (var difference in reconciliation.Differences)
            {
                sheets.Take(db, ofLead: false, difference, scheme, byPerson, now);
            }

            notifier.TellHolder(assessment, AssessmentPart.Assessor, "reconciliation.confirmed");
            return await db.SaveChangesAsync(cancel);
        },
        cancel);

    /// <summary>The second assessor does not agree; the lead is told, and changes what was recorded or talks with them.</summary>
    /// <exception cref="DomainException">Those of <see cref="Reconciliation.Decline"/>.</exception>
    public Task DeclineAsync(Guid assessmentId, Guid byPerson, string? reason, int seenContentVersion, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var (assessment, reconciliation, _) = await LoadAsync(assessmentId, cancel);
            reconciliation.Decline(assessment, byPerson, reason, seenContentVersion, clock.GetUtcNow().UtcDateTime);
            notifier.Tell(assessment.CurrentAssessor!.PersonId, assessment, "reconciliation.declined", $"/scoring/{assessmentId}/differences");
            return await db.SaveChangesAsync(cancel);
        },
        cancel);

    /// <summary>The agreed rating in its canonical form; notes what it lacks.</summary>
    private static string Rating(Difference difference, Agreement agreement, CriterionView criterion, SchemeView scheme, Dictionary<Guid, IReadOnlyList<string>> lacking)
    {
        var (lead, second) = (TwoSheets.Parse<RatingFields>(difference.Lead), TwoSheets.Parse<RatingFields>(difference.Second));
        RatingFields[] bases = agreement.Basis switch { AgreedBasis.Lead => [lead], AgreedBasis.Second => [second], _ => [lead, second] };
        var said = bases.Select(b => agreement.Level is null ? b.NotAssessedReason : b.Comment).FirstOrDefault(c => !string.IsNullOrWhiteSpace(c));
        var comment = string.IsNullOrWhiteSpace(agreement.Comment) ? said : agreement.Comment;
        var fields = new RatingFields
        {
            Level = agreement.Level,
            Cause = agreement.Level < scheme.Document.PassMark ? agreement.Cause ?? bases.Select(b => b.Cause).FirstOrDefault(c => c is not null) : null,
            Comment = agreement.Level is null ? null : comment,
            NotAssessedReason = agreement.Level is null ? comment : null,
            Methods = [.. bases.SelectMany(b => b.Methods).GroupBy(m => m.Code).Select(g => new MethodUse(g.Key, string.Join('\n', g.Select(m => m.Note).Where(n => !string.IsNullOrWhiteSpace(n)).Distinct()) is { Length: > 0 } note ? note : null))],
            Citations = [.. bases.SelectMany(b => b.Citations).Distinct()],
        };
        var line = new ScoreSheet.Line(criterion.Code, criterion.Kind, criterion.Task, fields, false);
        var sheet = new ScoreSheet(scheme.Document, [line], [], []);
        if (sheet.MissingFor(Outcome.NotYetCompetent) is { Count: > 0 } gaps)
        {
            lacking[difference.Id] = [.. gaps.Select(g => g.Code)];
        }

        return fields.ToJson();
    }

    private async Task<TwoSheets> SheetsAsync(Assessment assessment, IEnumerable<Difference> differences, CancellationToken cancel) =>
        await TwoSheets.LoadAsync(db, assessment, differences.Select(d => d.Kind).ToHashSet(), cancel) ?? throw new DomainException("reconciliation.not-finished");

    private async Task<(Assessment Assessment, Reconciliation Reconciliation, SchemeView Scheme)> LoadAsync(Guid assessmentId, CancellationToken cancel)
    {
        var assessment = await db.Assessments.AsSingleQuery().Include(a => a.Assignments).Include(a => a.Rounds).SingleAsync(a => a.Id == assessmentId, cancel);
        var reconciliation = await LatestAsync(db, assessmentId, cancel) ?? throw new DomainException("reconciliation.not-finished");
        return (assessment, reconciliation, await catalogue.SchemeAsync(db, assessment.SchemeId, cancel));
    }

    /// <summary>Whether there is one sheet to sign: of one assessor, or of two who agree.</summary>
    public static async Task<bool> IsAgreedAsync(AppDbContext db, ScoringHead head, CancellationToken cancel) =>
        !head.HasTwoAssessors || (head.BothFinished && await LatestAsync(db, head.Id, cancel) is { IsAgreed: true });

    /// <summary>What two assessors found when both finished last, tracked; null where they never did.</summary>
    public static Task<Reconciliation?> LatestAsync(AppDbContext db, Guid assessmentId, CancellationToken cancel) =>
        db.Reconciliations.AsSingleQuery().Include(r => r.Differences).Where(r => r.AssessmentId == assessmentId).OrderByDescending(r => r.ContentVersion).FirstOrDefaultAsync(cancel);
}
