namespace CompetencyAssessment.Domain.Assessments;

/// <summary>What an administrator sets when planning an assessment.</summary>
public sealed record AssessmentPlan
{
    public required Guid CentreId { get; init; }

    public required string Code { get; init; }

    public required Guid CandidateId { get; init; }

    public required Guid AssessorId { get; init; }

    /// <summary>第二評量人員, where the scheme asks for two.</summary>
    public Guid? SecondAssessorId { get; init; }

    /// <summary>結論簽署人員, where the scheme separates rating and signing.</summary>
    public Guid? DecisionMakerId { get; init; }

    public required Guid UnitId { get; init; }

    public required Guid UnitVersionId { get; init; }

    public required Guid SchemeId { get; init; }

    public required int TranslationRevision { get; init; }

    public required int ErrataRevision { get; init; }

    public required int AttemptNo { get; init; }

    /// <summary>The earlier attempt that this one follows, if any.</summary>
    public Guid? PredecessorId { get; init; }

    /// <summary>Who may have no part in it: after an appeal, everybody who had one in what was disputed.</summary>
    public IReadOnlyCollection<Guid> Refused { get; init; } = [];

    /// <summary>Codes of method variants of the scheme.</summary>
    public required IReadOnlyCollection<string> Methods { get; init; }

    /// <summary>Methods by criterion and resources, as the plan starts.</summary>
    public PlanContent Content { get; init; } = new();

    public required DateTime SubmitBy { get; init; }

    public required DateTime DecideBy { get; init; }
}

/// <summary>A method variant that the plan names.</summary>
public sealed class PlannedMethod
{
    private PlannedMethod()
    {
    }

    internal PlannedMethod(Guid assessmentId, string code) => (AssessmentId, Code) = (assessmentId, code);

    public Guid AssessmentId { get; private set; }

    public string Code { get; private set; } = "";
}
