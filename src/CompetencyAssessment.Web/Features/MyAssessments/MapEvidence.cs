using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.MyAssessments;

/// <summary>What a piece supports now.</summary>
/// <param name="ItemId">The piece of evidence.</param>
/// <param name="Seen">Version of the mapping; the next change names it.</param>
/// <param name="Codes">Criteria and evidence requirements, e.g. <c>P1.1</c> and <c>E1</c>.</param>
internal sealed record MappingAnswer(Guid ItemId, int Seen, IReadOnlyList<string> Codes);

/// <summary>Another window changed the mapping that this one showed.</summary>
internal sealed class MappingConflictException(MappingAnswer current) : Exception("The mapping changed in the meantime.")
{
    public MappingAnswer Current => current;
}

/// <summary>Says which criteria and evidence requirements a piece supports: all of them in one go.</summary>
internal sealed class MapEvidence(AppDbContext db, UnitCatalogue catalogue)
{
    /// <param name="assessmentId">The assessment.</param>
    /// <param name="personId">Its candidate.</param>
    /// <param name="itemId">The piece of evidence.</param>
    /// <param name="criteria">Codes such as <c>P1.1</c>; replaces what was there.</param>
    /// <param name="requirements">Codes such as <c>E1</c>; replaces what was there.</param>
    /// <param name="cancel">Cancels before the commit.</param>
    /// <exception cref="DomainException"><c>evidence.closed</c>, <c>evidence.unknown</c>, <c>rating.criterion</c>, <c>rating.requirement</c></exception>
    public Task RunAsync(Guid assessmentId, Guid personId, Guid itemId, IReadOnlyCollection<string> criteria, IReadOnlyCollection<string> requirements, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                var (link, unit) = await OpenAsync(assessmentId, personId, itemId, cancel);
                return await SaveAsync(link, [.. criteria.Select(c => CriterionOf(unit, c))], [.. requirements.Select(r => RequirementOf(unit, r))], cancel);
            },
            cancel);

    /// <summary>Adds and takes away, in one gesture on the map of the unit; what it does not name stays.</summary>
    /// <param name="assessmentId">The assessment.</param>
    /// <param name="personId">Its candidate.</param>
    /// <param name="itemId">The piece of evidence.</param>
    /// <param name="seen">Version of the mapping that the map showed.</param>
    /// <param name="add">Codes of criteria and evidence requirements.</param>
    /// <param name="remove">The same, to take away.</param>
    /// <param name="cancel">Cancels before the commit.</param>
    /// <exception cref="MappingConflictException">The mapping has another version.</exception>
    /// <exception cref="DomainException"><c>evidence.closed</c>, <c>evidence.unknown</c>, <c>rating.criterion</c></exception>
    public Task<MappingAnswer> ChangeAsync(Guid assessmentId, Guid personId, Guid itemId, int seen, IReadOnlyCollection<string> add, IReadOnlyCollection<string> remove, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                var (link, unit) = await OpenAsync(assessmentId, personId, itemId, cancel);
                if (link.Version != seen)
                {
                    throw new MappingConflictException(AnswerOf(link, unit));
                }

                var codes = AnswerOf(link, unit).Codes.Except(remove, StringComparer.Ordinal).Union(add, StringComparer.Ordinal).ToLookup(unit.Requirements.ContainsKey);
                await SaveAsync(link, [.. codes[false].Select(c => CriterionOf(unit, c))], [.. codes[true].Select(r => RequirementOf(unit, r))], cancel);
                return AnswerOf(link, unit);
            },
            cancel);

    private async Task<(AssessmentEvidence Link, UnitView Unit)> OpenAsync(Guid assessmentId, Guid personId, Guid itemId, CancellationToken cancel)
    {
        await db.DemandOpenEvidenceAsync(assessmentId, personId, cancel);
        var link = await db.OpenLinkAsync(assessmentId, itemId, cancel);
        var unitVersion = await db.Assessments.Where(a => a.Id == assessmentId).Select(a => a.UnitVersionId).SingleAsync(cancel);
        return (link, await catalogue.UnitAsync(db, unitVersion, cancel));
    }

    private async Task<int> SaveAsync(AssessmentEvidence link, HashSet<Guid> criteria, HashSet<Guid> requirements, CancellationToken cancel)
    {
        if (!criteria.SetEquals(link.Criteria.Select(c => c.CriterionId)) || !requirements.SetEquals(link.Requirements.Select(r => r.RequirementId)))
        {
            // The rows of the mapping have no version; the link's tells another window that they changed.
            db.Entry(link).Property(l => l.Version).IsModified = true;
        }

        link.MapTo(criteria, requirements);
        return await db.SaveChangesAsync(cancel);
    }

    private static MappingAnswer AnswerOf(AssessmentEvidence link, UnitView unit) => new(
        link.EvidenceItemId,
        link.Version,
        [.. unit.CodesOf(link.Criteria.Select(c => c.CriterionId)), .. link.Requirements.Select(r => unit.RequirementCode(r.RequirementId)).Order(StringComparer.Ordinal)]);

    private static Guid CriterionOf(UnitView unit, string code) => (unit.Criterion(code) ?? throw new DomainException("rating.criterion")).Id;

    private static Guid RequirementOf(UnitView unit, string code) => unit.Requirements.TryGetValue(code, out var id) ? id : throw new DomainException("rating.requirement");
}
