using System.Globalization;
using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>Where evidence comes from that the candidate did not hand in.</summary>
public enum EvidenceOrigin
{
    /// <summary>Made or found in the assessment itself: notes of an observation, a photograph, a recording.</summary>
    Assessor,

    /// <summary>A third-party report, once it is confirmed.</summary>
    ThirdParty,
}

/// <summary>
/// 評量人員補充佐證: evidence that an assessor adds in the assessment, under a number of its own (AE-01). It never counts as the candidate's
/// statement; the candidate neither changes nor withdraws it, and sees it with the released result.
/// </summary>
public sealed class AssessorEvidence : Entity
{
    private AssessorEvidence()
    {
    }

    public AssessorEvidence(Guid id, Guid assessmentId, Guid assignmentId, Guid evidenceItemId, int number, EvidenceOrigin origin, DateTime now)
    {
        (Id, AssessmentId, AssignmentId, EvidenceItemId, Number, Origin, AddedAt) = (id, assessmentId, assignmentId, evidenceItemId, number, origin, now);
        Note(AuditFact.Of(assessmentId, "assessor-evidence.added", id, ("item", evidenceItemId.ToString()), ("number", number.ToString(CultureInfo.InvariantCulture)), ("origin", origin.ToString())));
    }

    public Guid AssessmentId { get; private set; }

    /// <summary>Under whose hand it stands.</summary>
    public Guid AssignmentId { get; private set; }

    public Guid EvidenceItemId { get; private set; }

    /// <summary>Number within the assessment, from 1; never used again. Of two assessors each counts by themselves, see <see cref="NextNumber"/>.</summary>
    public int Number { get; private set; }

    public EvidenceOrigin Origin { get; private set; }

    public DateTime AddedAt { get; private set; }

    public DateTime? WithdrawnAt { get; private set; }

    public string Label => LabelOf(Number);

    public static string LabelOf(int number) => string.Create(CultureInfo.InvariantCulture, $"AE-{number:D2}");

    /// <summary>
    /// The number of the next piece. Where two assess, the lead's are odd and the second's even: the own numbers tell neither how much the other has
    /// added, and stay as they are once both have finished.
    /// </summary>
    /// <param name="taken">Numbers of the assessment.</param>
    /// <param name="byTwo">Whether two assess.</param>
    /// <param name="part">The part of who adds.</param>
    public static int NextNumber(IReadOnlyCollection<int> taken, bool byTwo, AssessmentPart part)
    {
        if (!byTwo)
        {
            return taken.DefaultIfEmpty().Max() + 1;
        }

        var first = part == AssessmentPart.SecondAssessor ? 2 : 1;
        return taken.Where(n => n % 2 == first % 2).DefaultIfEmpty(first - 2).Max() + 2;
    }

    /// <summary>Takes it out again; only what no rating rests on, and no report that somebody else gave.</summary>
    /// <exception cref="DomainException"><c>assessor-evidence.report</c>, <c>assessor-evidence.cited</c></exception>
    public void Withdraw(bool cited, DateTime now)
    {
        if (WithdrawnAt is not null)
        {
            return;
        }

        if (Origin == EvidenceOrigin.ThirdParty)
        {
            throw new DomainException("assessor-evidence.report");
        }

        if (cited)
        {
            throw new DomainException("assessor-evidence.cited");
        }

        WithdrawnAt = now;
        Note(AuditFact.Of(AssessmentId, "assessor-evidence.withdrawn", Id));
    }
}
