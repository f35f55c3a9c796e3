using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;

namespace CompetencyAssessment.Web.Features.ThirdParty;

/// <summary>The number of a piece in an assessment: EV-01 of what the candidate handed in, AE-01 of what an assessor added.</summary>
internal sealed class PieceLabel
{
    public required Guid AssessmentId { get; init; }

    public required Guid EvidenceItemId { get; init; }

    public required int Number { get; init; }

    public required bool IsAdded { get; init; }

    public string Text => IsAdded ? AssessorEvidence.LabelOf(Number) : AssessmentEvidence.LabelOf(Number);
}

internal static class PieceLabelling
{
    public static IQueryable<PieceLabel> PieceLabels(this AppDbContext db) =>
        db.AssessmentEvidence.Select(l => new PieceLabel { AssessmentId = l.AssessmentId, EvidenceItemId = l.EvidenceItemId, Number = l.Number, IsAdded = false })
            .Concat(db.AssessorEvidence.Select(l => new PieceLabel { AssessmentId = l.AssessmentId, EvidenceItemId = l.EvidenceItemId, Number = l.Number, IsAdded = true }));
}
