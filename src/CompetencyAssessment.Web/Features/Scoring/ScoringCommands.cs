using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.CarryOver;
using CompetencyAssessment.Web.Features.Notifications;
using CompetencyAssessment.Web.Features.ThirdParty;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Scoring;

/// <summary>What a save answers: the fields as they stand, and what the rating still lacks.</summary>
internal sealed record RatingAnswer(RatingFields Fields, IReadOnlyList<string> Gaps, bool NeedsConfirmation, int ContentVersion);

internal sealed record JudgementAnswer(JudgementFields Fields, IReadOnlyList<string> Ratings, int ContentVersion);

internal sealed record RequirementAnswer(RequirementFields Fields, int ContentVersion);

/// <summary>What an assessor does with the score sheet. Each runs inside the caller's transaction.</summary>
internal sealed class ScoringCommands(AppDbContext db, UnitCatalogue catalogue, Notifier notifier, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Starts to assess what was submitted, and lays out the sheet.</summary>
    public async Task StartAsync(Guid assessmentId, Guid byPerson, CancellationToken cancel)
    {
        var assessment = await LoadAsync(assessmentId, cancel);
        assessment.Start(byPerson, Now);
        foreach (var assignment in assessment.Assignments.Where(a => a.EndedAt is null && a.Rates))
        {
            await LayOutAsync(assessment, assignment, cancel);
        }

        notifier.TellCandidate(assessment, "assessment.started");
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Gives a part to somebody else; what was rated is taken over, to be confirmed singly. A part that nobody holds begins anew.</summary>
    /// <param name="leaves">Whether somebody who holds or held it has not finished an observation or questioning: the successor is told.</param>
    public async Task ReplaceAssessorAsync(Guid assessmentId, AssessmentPart part, Guid successor, string reason, bool leaves, CancellationToken cancel)
    {
        var assessment = await LoadAsync(assessmentId, cancel);
        if (assessment.Holder(part) is null)
        {
            await AssignAsync(assessment, part, successor, cancel);
            return;
        }

        var (ended, begun) = assessment.ReplaceAssessor(successor, reason, db.NextKey, Now, part);
        var rated = await db.Ratings.Include(r => r.Methods).Include(r => r.Citations).Where(r => r.AssessmentId == assessmentId && r.AssignmentId == ended.Id).ToListAsync(cancel);
        if (rated.Count > 0)
        {
            await LayOutNewAsync(assessment, begun, cancel);
            // A list of its own: adding revisions changes what is tracked.
            foreach (var mine in db.Ratings.Local.Where(r => r.AssignmentId == begun.Id).ToList())
            {
                if (rated.Find(r => r.CriterionId == mine.CriterionId) is { } theirs && mine.TakeOver(theirs, successor, db.NextKey, Now) is { } revision)
                {
                    db.RatingRevisions.Add(revision);
                }
            }
        }

        notifier.Tell(ended.PersonId, assessment, "assignment.ended", "/scoring");
        notifier.TellHolder(assessment, part, part == AssessmentPart.DecisionMaker ? "decision-maker.assigned" : "assessment.assigned");
        if (leaves)
        {
            notifier.Tell(successor, assessment, "meeting.left", $"/scoring/{assessmentId}/meetings");
        }

        notifier.TellCandidate(assessment, "assessor.replaced");
        await db.SaveChangesAsync(cancel);
    }

    private async Task AssignAsync(Assessment assessment, AssessmentPart part, Guid person, CancellationToken cancel)
    {
        var begun = assessment.Assign(part, person, db.NextKey, Now);

        // Rating is under way: whoever comes to it finds an empty sheet.
        if (begun.Rates && await db.Ratings.AnyAsync(r => r.AssessmentId == assessment.Id, cancel))
        {
            await LayOutNewAsync(assessment, begun, cancel);
        }

        notifier.TellHolder(assessment, part, part == AssessmentPart.DecisionMaker ? "decision-maker.assigned" : "assessment.assigned");
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Changes fields of a rating. A field that somebody else changed in the meantime is refused with both values.</summary>
    /// <exception cref="FieldConflictException">The value that the screen showed is no longer there.</exception>
    public async Task<RatingAnswer> RateAsync(Guid assessmentId, Guid byPerson, string criterionCode, IReadOnlyDictionary<string, FieldChange>? changes, CancellationToken cancel)
    {
        var (sheet, unit, scheme) = await OpenAsync(assessmentId, byPerson, cancel);
        var criterion = unit.Criterion(criterionCode) ?? throw new DomainException("rating.criterion");
        var rating = await RatingAsync(sheet.AssignmentId, criterion.Id, cancel);
        var next = FieldChanges.Apply(rating.Fields, changes);
        if (next.Methods is null || next.Citations is null || next.Methods.Any(m => m?.Code is null) || next.Citations.Any(c => c is null))
        {
            throw new DomainException("rating.field", string.Join(", ", changes!.Keys));
        }

        if (changes!.ContainsKey("citations"))
        {
            await DemandKnownAsync(assessmentId, sheet.AssignmentId, next.Citations, cancel);
        }

        var levels = scheme.Document.Scale.Select(l => l.Value).ToHashSet();
        var methods = scheme.Document.MethodVariants.Select(m => m.Code).ToHashSet();
        if (rating.Change(next, levels, methods, byPerson, db.NextKey, Now) is { } revision)
        {
            db.RatingRevisions.Add(revision);
        }

        return Answer(rating, criterion, await SettleAsync(assessmentId, sheet, cancel), scheme);
    }

    /// <summary>What whoever adds evidence to their own sheet begins with: it is open, and its content version raised.</summary>
    /// <returns>The assignment that the sheet belongs to.</returns>
    /// <exception cref="DomainException"><c>assessment.not-assessing</c></exception>
    public async Task<Guid> OpenSheetAsync(Guid assessmentId, Guid byPerson, CancellationToken cancel) => (await OpenAsync(assessmentId, byPerson, cancel)).Sheet.AssignmentId;

    /// <summary>Makes a rating that was taken over one's own.</summary>
    /// <exception cref="DomainException"><c>assessment.not-assessing</c>, <c>rating.criterion</c>, <c>carry-over.disputed</c> (the earlier result was disputed since)</exception>
    public async Task<RatingAnswer> ConfirmAsync(Guid assessmentId, Guid byPerson, string criterionCode, CancellationToken cancel)
    {
        var (sheet, unit, scheme) = await OpenAsync(assessmentId, byPerson, cancel);
        var criterion = unit.Criterion(criterionCode) ?? throw new DomainException("rating.criterion");
        var rating = await RatingAsync(sheet.AssignmentId, criterion.Id, cancel);
        if (rating.CarriedOver && await CarryOverQueries.Disputing(db).AnyAsync(x => db.Assessments.Any(a => a.Id == assessmentId && a.PredecessorId == x.AssessmentId), cancel))
        {
            throw new DomainException("carry-over.disputed");
        }

        if (rating.Confirm(byPerson, db.NextKey, Now) is { } revision)
        {
            db.RatingRevisions.Add(revision);
        }

        return Answer(rating, criterion, await SettleAsync(assessmentId, sheet, cancel), scheme);
    }

    /// <summary>Moves the places of all own ratings from a version in quarantine to the one in its place; each then waits to be confirmed.</summary>
    /// <returns>How many ratings were moved.</returns>
    /// <exception cref="DomainException"><c>assessment.not-assessing</c>, <c>incident.no-replacement</c></exception>
    public Task<int> MoveToReplacementAsync(Guid assessmentId, Guid byPerson, Guid versionId, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var (sheet, _, _) = await OpenAsync(assessmentId, byPerson, cancel);
            var replacement = await db.Incidents.Where(i => i.EvidenceVersionId == versionId && i.LiftedAt == null).Select(i => i.ReplacementId).FirstOrDefaultAsync(cancel);
            if (replacement is not { } to || !await db.Rounds.AnyAsync(r => r.AssessmentId == assessmentId && r.Evidence.Any(e => e.EvidenceVersionId == to), cancel))
            {
                throw new DomainException("incident.no-replacement");
            }

            var ratings = await db.Ratings.AsSingleQuery().Include(r => r.Methods).Include(r => r.Citations)
                .Where(r => r.AssignmentId == sheet.AssignmentId && r.Citations.Any(c => c.EvidenceVersionId == versionId)).ToListAsync(cancel);
            db.RatingRevisions.AddRange(ratings.Select(r => r.MoveTo(to, versionId, byPerson, db.NextKey, Now)).OfType<RatingRevision>());
            await SettleAsync(assessmentId, sheet, cancel);
            await db.SaveChangesAsync(cancel);
            return ratings.Count;
        },
        cancel);

    /// <summary>Judges an evidence version; answers with the ratings that rest on it.</summary>
    /// <exception cref="FieldConflictException">The value that the screen showed is no longer there.</exception>
    public Task<JudgementAnswer> JudgeEvidenceAsync(Guid assessmentId, Guid byPerson, Guid versionId, IReadOnlyDictionary<string, FieldChange>? changes, CancellationToken cancel) =>
        JudgeEvidenceAsync(assessmentId, byPerson, versionId, now => FieldChanges.Apply(now, changes), cancel);

    /// <summary>The same, whatever was judged before.</summary>
    public async Task<JudgementAnswer> JudgeEvidenceAsync(Guid assessmentId, Guid byPerson, Guid versionId, Func<JudgementFields, JudgementFields> change, CancellationToken cancel)
    {
        var (sheet, unit, _) = await OpenAsync(assessmentId, byPerson, cancel);
        var judgement = await db.EvidenceJudgements.SingleOrDefaultAsync(j => j.AssessmentId == assessmentId && j.AssignmentId == sheet.AssignmentId && j.EvidenceVersionId == versionId, cancel)
            ?? await AddedJudgementAsync(assessmentId, sheet.AssignmentId, versionId, cancel);
        db.JudgementRevisions.AddRange(judgement.Judge(change(judgement.Fields), byPerson, db.NextKey, Now));
        var resting = await db.Ratings.Where(r => r.AssignmentId == sheet.AssignmentId && r.Citations.Any(c => c.EvidenceVersionId == versionId)).Select(r => r.CriterionId).ToListAsync(cancel);
        return new JudgementAnswer(judgement.Fields, [.. unit.Criteria.Where(c => resting.Contains(c.Id)).Select(c => c.Code)], (await SettleAsync(assessmentId, sheet, cancel)).Told);
    }

    /// <summary>What an assessor added is laid out when it is judged first.</summary>
    private async Task<EvidenceJudgement> AddedJudgementAsync(Guid assessmentId, Guid assignmentId, Guid versionId, CancellationToken cancel)
    {
        if (!await db.VersionsOn(assessmentId, assignmentId).AnyAsync(v => v.Id == versionId, cancel))
        {
            throw new DomainException("rating.version");
        }

        var judgement = new EvidenceJudgement(db.NextKey(), assessmentId, assignmentId, versionId);
        db.EvidenceJudgements.Add(judgement);
        return judgement;
    }

    /// <summary>Judges whether the evidence for a requirement is sufficient.</summary>
    /// <exception cref="FieldConflictException">The value that the screen showed is no longer there.</exception>
    public Task<RequirementAnswer> JudgeRequirementAsync(Guid assessmentId, Guid byPerson, string requirementCode, IReadOnlyDictionary<string, FieldChange>? changes, CancellationToken cancel) =>
        JudgeRequirementAsync(assessmentId, byPerson, requirementCode, now => FieldChanges.Apply(now, changes), cancel);

    /// <summary>The same, whatever was judged before.</summary>
    public async Task<RequirementAnswer> JudgeRequirementAsync(Guid assessmentId, Guid byPerson, string requirementCode, Func<RequirementFields, RequirementFields> change, CancellationToken cancel)
    {
        var (sheet, unit, _) = await OpenAsync(assessmentId, byPerson, cancel);
        if (!unit.Requirements.TryGetValue(requirementCode, out var requirementId))
        {
            throw new DomainException("rating.requirement");
        }

        var judgement = await db.SufficiencyJudgements.SingleAsync(j => j.AssessmentId == assessmentId && j.AssignmentId == sheet.AssignmentId && j.RequirementId == requirementId, cancel);
        db.JudgementRevisions.AddRange(judgement.Judge(change(judgement.Fields), byPerson, db.NextKey, Now));
        return new RequirementAnswer(judgement.Fields, (await SettleAsync(assessmentId, sheet, cancel)).Told);
    }

    /// <summary>Sends back for more evidence, per criterion.</summary>
    public async Task ReturnAsync(Guid assessmentId, Guid byPerson, string message, IReadOnlyDictionary<string, string> missing, DateTime resubmitBy, CancellationToken cancel)
    {
        var assessment = await LoadAsync(assessmentId, cancel);
        var unit = await catalogue.UnitAsync(db, assessment.UnitVersionId, cancel);
        var items = missing.Select(m => ((unit.Criterion(m.Key) ?? throw new DomainException("rating.criterion")).Id, m.Value)).ToList();
        assessment.Return(byPerson, message, items, resubmitBy, db.NextKey, Now);
        notifier.TellCandidate(assessment, "assessment.returned");
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>
    /// Raises the content version in the statement that checks state and assignment, and that the sheet is neither finished nor handed over: a signed decision and a changed rating exclude
    /// each other, while ratings of different criteria do not.
    /// </summary>
    private async Task<(Opened Sheet, UnitView Unit, SchemeView Scheme)> OpenAsync(Guid assessmentId, Guid byPerson, CancellationToken cancel)
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("A score sheet is written inside a transaction.");
        }

        // Returned and overdue: the assessor still has to say what was not assessed before signing not yet competent.
        var now = Now;
        var raised = await db.Assessments
            .Where(a => a.Id == assessmentId && a.HandedOverAt == null
                && a.Assignments.Any(x => x.PersonId == byPerson && x.EndedAt == null && x.FinishedAt == null && (x.Part == AssessmentPart.Assessor || x.Part == AssessmentPart.SecondAssessor))
                && (a.State == AssessmentState.Assessing
                    || (a.State == AssessmentState.Returned && a.Rounds.OrderByDescending(r => r.Number).Select(r => r.ResubmitBy).First() < now)))
            .ExecuteUpdateAsync(u => u.SetProperty(a => a.ContentVersion, a => a.ContentVersion + 1), cancel);
        if (raised == 0)
        {
            throw new DomainException("assessment.not-assessing");
        }

        var opened = await db.Assessments.Where(a => a.Id == assessmentId)
            .Select(a => new Opened(a.UnitVersionId, a.SchemeId, a.ContentVersion, a.Assignments.First(x => x.PersonId == byPerson && x.EndedAt == null).Id,
                a.Assignments.Any(x => x.Part == AssessmentPart.SecondAssessor && x.EndedAt == null)))
            .SingleAsync(cancel);
        return (opened, await catalogue.UnitAsync(db, opened.UnitVersionId, cancel), await catalogue.SchemeAsync(db, opened.SchemeId, cancel));
    }

    /// <summary>Where nothing changes, the version goes back: a signer who looked meanwhile saw all there is. The row is still locked by the raise.</summary>
    private async Task<Opened> SettleAsync(Guid assessmentId, Opened sheet, CancellationToken cancel)
    {
        if (db.ChangeTracker.HasChanges())
        {
            return sheet;
        }

        await db.Assessments.Where(a => a.Id == assessmentId).ExecuteUpdateAsync(u => u.SetProperty(a => a.ContentVersion, a => a.ContentVersion - 1), cancel);
        return sheet with { ContentVersion = sheet.ContentVersion - 1 };
    }

    private Task<CriterionRating> RatingAsync(Guid assignmentId, Guid criterionId, CancellationToken cancel) =>
        db.Ratings.AsSingleQuery().Include(r => r.Methods).Include(r => r.Citations).SingleAsync(r => r.AssignmentId == assignmentId && r.CriterionId == criterionId, cancel);

    private Task<Assessment> LoadAsync(Guid assessmentId, CancellationToken cancel) =>
        db.Assessments.AsSingleQuery().Include(a => a.Assignments).Include(a => a.Rounds).ThenInclude(r => r.Evidence).SingleAsync(a => a.Id == assessmentId, cancel);

    /// <summary>What was handed in, or added by an assessor and visible on this sheet.</summary>
    private async Task DemandKnownAsync(Guid assessmentId, Guid assignmentId, IReadOnlyList<Citation> citations, CancellationToken cancel)
    {
        var cited = citations.Select(c => c.VersionId).Distinct().ToList();
        var known = await db.Rounds.Where(r => r.AssessmentId == assessmentId).SelectMany(r => r.Evidence).Select(e => e.EvidenceVersionId)
            .Union(db.VersionsOn(assessmentId, assignmentId).Select(v => v.Id))
            .CountAsync(v => cited.Contains(v), cancel);
        if (known != cited.Count)
        {
            throw new DomainException("rating.version");
        }
    }

    /// <summary>Adds the rows that are missing: a rating per criterion, a judgement per version handed in and per requirement.</summary>
    private async Task LayOutAsync(Assessment assessment, AssessorAssignment assignment, CancellationToken cancel)
    {
        if (!await db.Ratings.AnyAsync(r => r.AssessmentId == assessment.Id && r.AssignmentId == assignment.Id, cancel))
        {
            await LayOutNewAsync(assessment, assignment, cancel);
            if (assessment.PredecessorId is not null)
            {
                await CarryOverAsync(assessment, assignment, cancel);
            }

            return;
        }

        LayOutJudgements(assessment, assignment, await db.EvidenceJudgements.Where(j => j.AssessmentId == assessment.Id && j.AssignmentId == assignment.Id).Select(j => j.EvidenceVersionId).ToListAsync(cancel));
    }

    /// <summary>The same for an assignment that has no rows yet, which need not be asked for.</summary>
    private async Task LayOutNewAsync(Assessment assessment, AssessorAssignment assignment, CancellationToken cancel)
    {
        var unit = await catalogue.UnitAsync(db, assessment.UnitVersionId, cancel);
        db.Ratings.AddRange(unit.Criteria.Select(c => new CriterionRating(db.NextKey(), assessment.Id, assignment.Id, c.Id)));
        db.SufficiencyJudgements.AddRange(unit.Requirements.Values.Select(r => new SufficiencyJudgement(db.NextKey(), assessment.Id, assignment.Id, r)));
        LayOutJudgements(assessment, assignment, []);
    }

    /// <summary>What the candidate asked to have carried over is laid out with the sheet, each to be confirmed; nothing of a result that was disputed since.</summary>
    private async Task CarryOverAsync(Assessment assessment, AssessorAssignment assignment, CancellationToken cancel)
    {
        if (await CarryOverQueries.Disputing(db).AnyAsync(x => x.AssessmentId == assessment.PredecessorId, cancel))
        {
            return;
        }

        var asked = await (
            from request in db.CarryOverRequests
            where request.AssessmentId == assessment.Id
            join rating in db.Ratings.Include(r => r.Methods).Include(r => r.Citations) on request.RatingId equals rating.Id
            select rating).AsNoTracking().AsSingleQuery().ToListAsync(cancel);
        var handedIn = assessment.Rounds.SelectMany(r => r.Evidence).Select(e => e.EvidenceVersionId).ToHashSet();
        var methods = (await catalogue.SchemeAsync(db, assessment.SchemeId, cancel)).Document.MethodVariants.Select(m => m.Code).ToHashSet();
        // A list of its own: adding revisions changes what is tracked.
        foreach (var mine in db.Ratings.Local.Where(r => r.AssignmentId == assignment.Id).ToList())
        {
            if (asked.Find(r => r.CriterionId == mine.CriterionId) is { } theirs)
            {
                db.RatingRevisions.Add(mine.CarryOver(theirs, handedIn, methods, assignment.PersonId, db.NextKey, Now));
            }
        }
    }

    private void LayOutJudgements(Assessment assessment, AssessorAssignment assignment, IReadOnlyList<Guid> judged) =>
        db.EvidenceJudgements.AddRange(assessment.Rounds.SelectMany(r => r.Evidence).Select(e => e.EvidenceVersionId).Distinct().Except(judged)
            .Select(v => new EvidenceJudgement(db.NextKey(), assessment.Id, assignment.Id, v)));

    private static RatingAnswer Answer(CriterionRating rating, CriterionView criterion, Opened sheet, SchemeView scheme)
    {
        var line = new ScoreSheet.Line(criterion.Code, criterion.Kind, criterion.Task, rating.Fields, rating.NeedsConfirmation);
        var gaps = new ScoreSheet(scheme.Document, [line], [], []).Incomplete(line);
        return new RatingAnswer(line.Fields, [.. gaps.Select(g => g.Code)], rating.NeedsConfirmation, sheet.Told);
    }

    /// <param name="UnitVersionId">Of the assessment.</param>
    /// <param name="SchemeId">Of the assessment.</param>
    /// <param name="ContentVersion">After the raise.</param>
    /// <param name="AssignmentId">Whose sheet.</param>
    /// <param name="ByTwo">Whether somebody else rates too.</param>
    private sealed record Opened(Guid UnitVersionId, Guid SchemeId, int ContentVersion, Guid AssignmentId, bool ByTwo)
    {
        /// <summary>What an answer tells of it: 0 where two rate, of whom neither learns how often the other saved.</summary>
        public int Told => ByTwo ? 0 : ContentVersion;
    }
}
