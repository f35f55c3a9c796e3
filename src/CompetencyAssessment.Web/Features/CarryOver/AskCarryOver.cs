using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.CarryOver;

/// <summary>Sets which ratings of the earlier attempt the candidate asks to have carried over, and links the evidence that they cite.</summary>
internal sealed class AskCarryOver(AppDbContext db, UnitCatalogue catalogue, TimeProvider clock)
{
    /// <param name="assessmentId">The new attempt.</param>
    /// <param name="byPerson">The candidate.</param>
    /// <param name="codes">Codes of all criteria that are asked for; what was asked before and is not among them is taken back.</param>
    /// <param name="cancel">Cancels before the commit.</param>
    /// <exception cref="DomainException">Those of <see cref="CarryOverRequest"/>, <c>rating.criterion</c></exception>
    public Task RunAsync(Guid assessmentId, Guid byPerson, IReadOnlyCollection<string> codes, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var assessment = await db.Assessments.SingleAsync(a => a.Id == assessmentId, cancel);
            var unit = await catalogue.UnitAsync(db, assessment.UnitVersionId, cancel);
            var scheme = (await catalogue.SchemeAsync(db, assessment.SchemeId, cancel)).Document;
            var wanted = codes.Select(c => (unit.Criterion(c) ?? throw new DomainException("rating.criterion")).Id).ToHashSet();
            var earlier = await CarryOverQueries.EarlierAsync(db, assessment.PredecessorId ?? Guid.Empty, cancel);
            var asked = await db.CarryOverRequests.Where(r => r.AssessmentId == assessmentId).ToListAsync(cancel);
            foreach (var gone in asked.Where(r => !wanted.Contains(r.CriterionId)))
            {
                gone.TakeBack(assessment, byPerson);
                db.CarryOverRequests.Remove(gone);
            }

            var ratings = new List<(Guid Rating, Guid Criterion)>();
            foreach (var criterion in wanted.Except(asked.Select(r => r.CriterionId)))
            {
                var rating = earlier.GetValueOrDefault(criterion) ?? throw new DomainException("carry-over.other");
                db.CarryOverRequests.Add(new CarryOverRequest(db.NextKey(), assessment, byPerson, rating, scheme, now));
                ratings.Add((rating.RatingId, criterion));
            }

            await LinkAsync(assessment, ratings, cancel);
            return await db.SaveChangesAsync(cancel);
        },
        cancel);

    /// <summary>A rating is worth what it rests on: the pieces that it cites come along, mapped to its criterion.</summary>
    private async Task LinkAsync(Assessment assessment, List<(Guid Rating, Guid Criterion)> ratings, CancellationToken cancel)
    {
        var ids = ratings.ConvertAll(r => r.Rating);
        var cited = await (
            from rating in db.Ratings
            where ids.Contains(rating.Id)
            from citation in rating.Citations
            join version in db.EvidenceVersions on citation.EvidenceVersionId equals version.Id
            // What an assessor or a third party added is not the candidate's, and stays behind.
            where !db.AssessorEvidence.Any(x => x.EvidenceItemId == version.EvidenceItemId)
            select new { rating.CriterionId, version.EvidenceItemId }).Distinct().ToListAsync(cancel);
        if (cited.Count == 0)
        {
            return;
        }

        var links = await db.AssessmentEvidence.AsSingleQuery().Include(l => l.Criteria).Include(l => l.Requirements).Where(l => l.AssessmentId == assessment.Id).ToListAsync(cancel);
        foreach (var piece in cited.GroupBy(c => c.EvidenceItemId))
        {
            var link = links.Find(l => l.EvidenceItemId == piece.Key && l.WithdrawnAt is null);
            if (link is null)
            {
                link = new AssessmentEvidence(db.NextKey(), assessment.Id, piece.Key, links.Select(l => l.Number).DefaultIfEmpty(0).Max() + 1);
                links.Add(link);
                db.AssessmentEvidence.Add(link);
            }

            link.MapTo([.. link.Criteria.Select(c => c.CriterionId).Union(piece.Select(c => c.CriterionId))], [.. link.Requirements.Select(r => r.RequirementId)]);
        }
    }
}
