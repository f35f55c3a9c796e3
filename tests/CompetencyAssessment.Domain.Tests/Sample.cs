using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;

namespace CompetencyAssessment.Domain.Tests;

/// <summary>A small unit and scheme of our own, and an assessment with them: nothing may count on the size of one unit.</summary>
internal static class Sample
{
    public static readonly DateTime Now = new(2026, 3, 2, 1, 0, 0, DateTimeKind.Utc);

    public static readonly NewKey Keys = Guid.CreateVersion7;

    public static readonly Guid Candidate = Guid.NewGuid();

    public static readonly Guid Assessor = Guid.NewGuid();

    public static readonly Guid Stranger = Guid.NewGuid();

    public static readonly Guid Verifier = Guid.NewGuid();

    public static readonly IReadOnlySet<int> Levels = new HashSet<int> { 0, 1, 2, 3 };

    public static readonly IReadOnlySet<string> Methods = new HashSet<string> { "M1.Q", "M2", "M6" };

    /// <summary>Two tasks with three indicators, two knowledge items, one skill; two evidence requirements.</summary>
    public static PublishedUnit Unit { get; } = new()
    {
        UnitId = Guid.NewGuid(),
        VersionId = Guid.NewGuid(),
        UnitCode = "TST1R0001",
        Code = "TST1R0001v1",
        Name = "範例單元",
        Category = ["範例"],
        Level = 2,
        Revision = "2026",
        RevisionNote = "2026 年新訂。",
        Tasks =
        [
            new TaskText { Id = Guid.NewGuid(), Code = "T1", Text = "準備", Indicators = [Item("P1.1"), Item("P1.2")] },
            new TaskText { Id = Guid.NewGuid(), Code = "T2", Text = "施行", Indicators = [Item("P2.1")] },
        ],
        Knowledge = [Item("K01"), Item("K02")],
        Skills = [Item("S01")],
        Evidence = [Item("E1"), Item("E2")],
        Resources = [Item("R1")],
        Methods = [Item("M1"), Item("M2"), Item("M6")],
        Notes = [],
    };

    /// <summary>M1.Q wants a note, M2 a file, M6 either; simulated evidence may carry T1 only.</summary>
    public static SchemeDocument Scheme { get; } = new()
    {
        Format = 1,
        Id = Guid.NewGuid(),
        Code = "TST1R0001v1-default",
        Version = 1,
        Unit = Unit.Code,
        Name = new LocalText("範例方案"),
        Scale = [.. Enumerable.Range(0, 4).Select(v => new ScaleLevel { Value = v, Name = new LocalText($"等級{v}") })],
        PassMark = 2,
        Descriptors = Unit.Criteria().ToDictionary(c => c.Item.Code, c => (IReadOnlyList<LocalText>)[new("甲"), new("乙"), new("丙"), new("丁")]),
        Coverage = [],
        MethodVariants =
        [
            new MethodVariant { Method = "M1", Code = "M1.Q", Name = new LocalText("詢問"), Requires = MethodBasis.Note },
            new MethodVariant { Method = "M2", Code = "M2", Name = new LocalText("審核"), Requires = MethodBasis.File },
            new MethodVariant { Method = "M6", Code = "M6", Name = new LocalText("觀察"), Requires = MethodBasis.FileOrNote },
        ],
        Rules = new SchemeRules
        {
            Assessors = 1,
            Verification = false,
            SeparateDecisionMaker = false,
            ReturnWorkingDays = 10,
            AppealWorkingDays = 15,
            SubmitDays = 60,
            DecideDays = 30,
            CarryOverMonths = 24,
            SimulationMayCarry = ["T1"],
        },
    };

    public static AssessmentPlan Plan { get; } = new()
    {
        CentreId = Guid.NewGuid(),
        Code = "A-2026-000001",
        CandidateId = Candidate,
        AssessorId = Assessor,
        UnitId = Unit.UnitId,
        UnitVersionId = Unit.VersionId,
        SchemeId = Scheme.Id,
        TranslationRevision = 1,
        ErrataRevision = 1,
        AttemptNo = 1,
        Methods = ["M1.Q", "M2"],
        SubmitBy = Now.AddDays(30),
        DecideBy = Now.AddDays(60),
    };

    public static Signature Signature(Outcome outcome) => new()
    {
        Outcome = outcome,
        Strengths = "目標清楚。",
        NextSteps = "補上人力試算。",
        Feedback = outcome == Outcome.NotYetCompetent ? "人力試算與計畫不一致。" : null,
        AuthenticationMethod = "password",
        AuthenticatedAt = Now,
    };

    public static Assessment Planned() => new(Guid.NewGuid(), Plan, Keys, Now);

    /// <summary>An assessment brought to a state by its verbs; it has a verifier.</summary>
    public static Assessment In(AssessmentState state)
    {
        var assessment = Planned();
        assessment.Assign(AssessmentPart.Verifier, Verifier, Keys, Now);
        switch (state)
        {
            case AssessmentState.Planned:
                break;
            case AssessmentState.Withdrawn:
                assessment.Withdraw("改期", Now);
                break;
            case AssessmentState.Terminated:
                assessment.Terminate("逾期", Now.AddDays(21), Now);
                break;
            case AssessmentState.Suspended:
                assessment = In(AssessmentState.Assessing);
                assessment.Suspend("住院", Keys, Now);
                break;
            default:
                assessment.Acknowledge(Candidate, Now);
                if (state > AssessmentState.Gathering)
                {
                    assessment.Submit(Candidate, Complete(), true, Keys, Now);
                }

                if (state > AssessmentState.Submitted)
                {
                    assessment.Start(Assessor, Now);
                }

                if (state == AssessmentState.Returned)
                {
                    assessment.Return(Assessor, "請補件", [(Guid.NewGuid(), "人力試算")], Now.AddDays(14), Keys, Now);
                }

                if (state > AssessmentState.Returned)
                {
                    assessment.Sign(Assessor, FullSheet(), Signature(Outcome.Competent), assessment.ContentVersion, Guid.NewGuid(), Now);
                }

                if (state == AssessmentState.Finalised)
                {
                    assessment.Finalise(Now.AddDays(21), Now);
                }

                break;
        }

        Assert.Equal(state, assessment.State);
        return assessment;
    }

    public static Submission.Piece Piece() =>
        new(Guid.NewGuid(), Guid.NewGuid(), "營運計畫", EvidenceContext.Workplace, new DateOnly(2025, 1, 1), "全部", "無", "無", Confidentiality.General, 1);

    public static Submission Complete() => new([Piece()]);

    public static readonly Guid CitedVersion = Guid.NewGuid();

    public static readonly JudgementFields Accepted = new(JudgementVerdict.Accepted, JudgementVerdict.Accepted, JudgementVerdict.Accepted, null);

    public static readonly JudgementFields Doubted = new(JudgementVerdict.Accepted, JudgementVerdict.Doubted, JudgementVerdict.Accepted, "作者不明");

    /// <summary>A complete rating on a file.</summary>
    public static RatingFields Rated(int level = 2) => new()
    {
        Level = level,
        Cause = level < 2 ? ShortfallCause.NotEnoughEvidence : null,
        Comment = "第 18 頁之人力試算完整。",
        Methods = [new MethodUse("M2", null)],
        Citations = [new Citation(CitedVersion, PlaceKind.Page, "18")],
    };

    public static IReadOnlyList<ScoreSheet.Line> Lines(Func<string, RatingFields>? fields = null) =>
        [.. Unit.Criteria().Select(c => new ScoreSheet.Line(c.Item.Code, c.Kind, c.Task, fields?.Invoke(c.Item.Code) ?? Rated(), false))];

    public static ScoreSheet Sheet(
        IReadOnlyList<ScoreSheet.Line>? lines = null,
        IReadOnlyList<ScoreSheet.Evidence>? evidence = null,
        IReadOnlyList<ScoreSheet.Requirement>? requirements = null,
        SchemeDocument? scheme = null) =>
        new(scheme ?? Scheme, lines ?? Lines(), evidence ?? [new ScoreSheet.Evidence(CitedVersion, EvidenceContext.Workplace, Accepted)],
            requirements ?? [new ScoreSheet.Requirement("E1", true, null), new ScoreSheet.Requirement("E2", true, null)]);

    public static ScoreSheet FullSheet() => Sheet();

    /// <summary>Asserts that the rule of this code refuses.</summary>
    public static void Refused(string code, Action verb) => Assert.Equal(code, Assert.Throws<DomainException>(verb).Code);

    private static ItemText Item(string code) => new() { Id = Guid.NewGuid(), Code = code, Text = $"{code} 的內容。" };
}
