using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.MyAssessments;
using CompetencyAssessment.Web.Features.Scoring;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Rounds;

/// <summary>What a save answers: the fields as they stand.</summary>
internal sealed record ReplyAnswer(ReplyFields Fields);

/// <summary>The candidate answers one point that was sent back; a draft until it is handed in.</summary>
internal sealed class ReplyToReturn(AppDbContext db, TimeProvider clock)
{
    /// <summary>Changes fields; one that was changed elsewhere in the meantime is refused with both values.</summary>
    /// <exception cref="FieldConflictException">The value that the screen showed is no longer there.</exception>
    /// <exception cref="DomainException"><c>evidence.closed</c>, <c>reply.unknown</c>, <c>evidence.unknown</c>, <c>rating.field</c>, <c>rating.too-long</c></exception>
    public Task<ReplyAnswer> ChangeAsync(Guid assessmentId, Guid personId, Guid returnItemId, IReadOnlyDictionary<string, FieldChange>? changes, CancellationToken cancel) =>
        SaveAsync(assessmentId, personId, returnItemId, now => FieldChanges.Apply(now, changes), cancel);

    /// <summary>The same, whatever was written before.</summary>
    public Task<ReplyAnswer> RunAsync(Guid assessmentId, Guid personId, Guid returnItemId, ReplyFields fields, CancellationToken cancel) =>
        SaveAsync(assessmentId, personId, returnItemId, _ => fields, cancel);

    private Task<ReplyAnswer> SaveAsync(Guid assessmentId, Guid personId, Guid returnItemId, Func<ReplyFields, ReplyFields> change, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                await db.DemandOpenDraftAsync(assessmentId, personId, cancel);

                // Points of earlier rounds were answered, or can be answered no more.
                var round = await db.Rounds.Where(r => r.AssessmentId == assessmentId).OrderByDescending(r => r.Number)
                    .Select(r => new { r.ReturnedAt, IsIn = r.ReturnItems.Any(i => i.Id == returnItemId) }).FirstOrDefaultAsync(cancel);
                if (round is not { ReturnedAt: not null, IsIn: true })
                {
                    throw new DomainException("reply.unknown");
                }

                var known = await db.ReturnReplies.AsSingleQuery().Include(r => r.Evidence).SingleOrDefaultAsync(r => r.ReturnItemId == returnItemId, cancel);
                var reply = known ?? new ReturnReply(db.NextKey(), assessmentId, returnItemId, personId);
                var before = reply.Fields;
                var next = change(before);
                if (next.Evidence is null)
                {
                    throw new DomainException("rating.field", "evidence");
                }

                await DemandInAssessmentAsync(assessmentId, next.Evidence.Except(before.Evidence).ToList(), cancel);
                reply.Write(next, clock.GetUtcNow().UtcDateTime);
                if (reply.Salt.Length > 0)
                {
                    if (known is null)
                    {
                        db.ReturnReplies.Add(reply);
                    }
                    else if (!before.Evidence.SequenceEqual(reply.Fields.Evidence))
                    {
                        // The rows of the evidence have no version; the reply's tells a submission at the same moment that they changed.
                        db.Entry(reply).Property(r => r.Version).IsModified = true;
                    }
                }

                await db.SaveChangesAsync(cancel);
                return new ReplyAnswer(reply.Fields);
            },
            cancel);

    private async Task DemandInAssessmentAsync(Guid assessmentId, List<Guid> items, CancellationToken cancel)
    {
        if (items.Count > 0 && await db.AssessmentEvidence.CountAsync(l => l.AssessmentId == assessmentId && l.WithdrawnAt == null && items.Contains(l.EvidenceItemId), cancel) != items.Distinct().Count())
        {
            throw new DomainException("evidence.unknown");
        }
    }
}
