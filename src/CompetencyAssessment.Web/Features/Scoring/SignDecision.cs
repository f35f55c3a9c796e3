using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.CarryOver;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Features.Notifications;
using CompetencyAssessment.Web.Features.Verification;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Scoring;

/// <summary>
/// Signs a decision and keeps its snapshot. Where the scheme asks for no verification, or the lot does not fall on it, it is released and its
/// documents are issued; else it waits for its verifier. All in one transaction, or nothing of it.
/// </summary>
internal sealed class SignDecision(AppDbContext db, UnitCatalogue catalogue, ReleaseDecision release, DrawVerification draw, Notifier notifier, TimeProvider clock)
{
    /// <summary>The sheet that was read; where it was refused, the page shows it and need not read it again.</summary>
    public ScoreSheetRows? Read { get; private set; }

    /// <summary>Whether what was signed waits for its verification.</summary>
    public bool Waits { get; private set; }

    /// <param name="assessmentId">The assessment.</param>
    /// <param name="byPerson">The signer.</param>
    /// <param name="signature">What is signed, and how the signer proved who they are.</param>
    /// <param name="seenContentVersion">The content version that the signer saw.</param>
    /// <param name="cancel">Cancels before the commit.</param>
    /// <returns>Id of the decision.</returns>
    /// <exception cref="DomainException">Those of <see cref="Assessment.Sign"/>; <c>sign.changed</c> also where somebody saved at the same moment; <c>sign.objection</c>, <c>sign.carried-disputed</c> (the result that ratings were carried over from was disputed since), <c>sign.meeting</c>.</exception>
    public Task<Guid> RunAsync(Guid assessmentId, Guid byPerson, Signature signature, int seenContentVersion, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var upheld = db.UpheldAgainstHolder(assessmentId);
            var disputing = CarryOverQueries.Disputing(db);
            var found = await (
                from assessment in db.Assessments.AsSingleQuery().Include(a => a.Assignments).Include(a => a.Rounds)
                where assessment.Id == assessmentId
                join candidate in db.People on assessment.CandidateId equals candidate.Id
                join centre in db.Centres on assessment.CentreId equals centre.Id
                join file in db.StoredFiles on centre.SealFileId equals file.Id into seals
                from seal in seals.DefaultIfEmpty()
                from signer in db.People.Where(p => p.Id == byPerson)
                from reconciliation in db.Reconciliations.Include(r => r.Differences)
                    .Where(r => r.AssessmentId == assessment.Id && !db.Reconciliations.Any(o => o.AssessmentId == r.AssessmentId && o.ContentVersion > r.ContentVersion)).DefaultIfEmpty()
                select new
                {
                    Assessment = assessment,
                    Reconciliation = reconciliation,
                    Candidate = candidate,
                    Centre = centre,
                    Seal = seal,
                    Signer = signer,
                    Raters = (
                        from x in assessment.Assignments
                        join person in db.People on x.PersonId equals person.Id
                        where x.EndedAt == null && (x.Part == AssessmentPart.Assessor || x.Part == AssessmentPart.SecondAssessor)
                        orderby x.Part
                        select new { x.Part, Person = person }).ToList(),
                    Objection = upheld.Any(),
                    Disputed = db.Ratings.Any(r => r.AssessmentId == assessment.Id && r.CarriedOver) && disputing.Any(x => x.AssessmentId == assessment.PredecessorId),
                    Meeting = db.Meetings.Any(m => m.AssessmentId == assessment.Id && m.State == MeetingState.Running),
                    Predecessor = db.Assessments.Where(a => a.Id == assessment.PredecessorId).Select(a => a.Code).FirstOrDefault(),
                }).SingleOrDefaultAsync(cancel);
            if (found is null || found.Assessment.Signer?.PersonId != byPerson || found.Assessment.CurrentAssessor is not { } assignment)
            {
                throw new DomainException("assessment.not-assessor");
            }

            if (found.Assessment.State.Allows(AssessmentMove.Sign) && found.Assessment.ContentVersion != seenContentVersion)
            {
                // Sign says so too; said here, before the sheet is read in vain.
                throw new DomainException("sign.changed");
            }

            if (found.Objection)
            {
                throw new DomainException("sign.objection");
            }

            if (found.Disputed)
            {
                throw new DomainException("sign.carried-disputed");
            }

            if (found.Meeting)
            {
                throw new DomainException("sign.meeting");
            }

            var now = clock.GetUtcNow().UtcDateTime;
            var unit = await catalogue.UnitAsync(db, found.Assessment.UnitVersionId, cancel);
            var scheme = await catalogue.SchemeAsync(db, found.Assessment.SchemeId, cancel);
            var (meetings, sufficiency) = await HeldMeeting.LoadAsync(db, assessmentId, assignment.Id, cancel);
            var rows = await ScoreSheetRows.LoadAsync(db, assessmentId, assignment.Id, found.Assessment.CandidateId, cancel, sufficiency);
            Read = rows;
            var sheet = rows.Sheet(unit, scheme);

            var decision = found.Assessment.Sign(byPerson, sheet, signature, seenContentVersion, db.NextKey(), now, found.Reconciliation);
            var raters = found.Raters.ConvertAll(r => (r.Part, r.Person));
            var snapshot = SnapshotMaker.Take(new SnapshotSource(found.Assessment, decision, found.Centre, found.Seal, found.Candidate, found.Signer, raters, unit, scheme.Document, rows, sheet, meetings, found.Predecessor));
            var content = snapshot.ToJson();
            decision.Keep(content, DecisionSnapshotDocument.HashOf(content));
            db.Decisions.Add(decision);
            Waits = scheme.Document.Rules.Verification && await draw.RunAsync(found.Assessment, decision, assignment.PersonId, unit.Criteria.Select(c => c.Id), now, cancel);
            foreach (var rater in raters.Where(r => r.Person.Id != byPerson))
            {
                notifier.TellHolder(found.Assessment, rater.Part, "decision.signed");
            }

            if (!Waits)
            {
                await release.RunAsync(found.Assessment, decision, snapshot, now, cancel);
            }

            try
            {
                await db.SaveChangesAsync(cancel);
            }
            catch (DbUpdateConcurrencyException)
            {
                // Somebody saved between our read and our write: what was signed is not what stands there.
                db.GiveUp();
                throw new DomainException("sign.changed");
            }

            return decision.Id;
        },
        cancel);
}
