using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.Assessments;

public sealed class PlanTests
{
    private static readonly PlanContent Observed = new()
    {
        Methods = new Dictionary<string, IReadOnlyList<string>> { ["P1.1"] = ["M2", "M6"], ["P1.2"] = ["M2"] },
        Resources = new Dictionary<string, string> { ["R1"] = "使用服務單位的話務系統" },
    };

    [Fact]
    public void StartingFrom_TakesTheGuideWithinTheChosenMethods()
    {
        var scheme = Scheme with
        {
            Coverage =
            [
                new CoverageEntry { Evidence = "E1", Criteria = ["P1.1", "P1.2"], Methods = ["M2"] },
                new CoverageEntry { Evidence = "E2", Criteria = ["P1.2", "K01"], Methods = ["M1.Q"] },
            ],
        };

        var plan = PlanContent.StartingFrom(scheme, ["P1.1", "P1.2", "K01", "S01"], ["M2", "M6"]);

        // M6 is named nowhere and goes everywhere; K01's own method was not chosen, and S01 is in no entry: both get all.
        Assert.Equal(["M2", "M6"], plan.Methods["P1.1"]);
        Assert.Equal(["M2", "M6"], plan.Methods["P1.2"]);
        Assert.Equal(["M2", "M6"], plan.Methods["K01"]);
        Assert.Equal(["M2", "M6"], plan.Methods["S01"]);
        Assert.Equal(["M2"], PlanContent.StartingFrom(scheme, ["P1.1"], ["M1.Q", "M2"]).Methods["P1.1"]);
    }

    [Fact]
    public void Revise_BeforeTheFirstAcknowledgement_CountsAtOnce()
    {
        var assessment = Planned();
        assessment.RevisePlan(Change(assessment, Observed, submitBy: Now.AddDays(40)), Keys, Now);

        Assert.Equal(Now.AddDays(40), assessment.SubmitBy);
        Assert.Equal(["M2", "M6"], assessment.Methods.Select(m => m.Code).Order(StringComparer.Ordinal));
        Refused("plan.changed", () => assessment.Acknowledge(Candidate, Now, seen: 1));
        assessment.Acknowledge(Candidate, Now, seen: 2);
        Assert.Equal((AssessmentState.Gathering, 2, null), (assessment.State, assessment.AcknowledgedPlan, assessment.PendingPlan));
    }

    [Fact]
    public void Revise_Later_CountsOnceItIsAcknowledgedAndHoldsASubmissionUp()
    {
        var assessment = In(AssessmentState.Gathering);
        var before = (assessment.SubmitBy, assessment.DecideBy);
        assessment.RevisePlan(Change(assessment, Observed, decideBy: Now.AddDays(90)), Keys, Now);

        Assert.Equal(before, (assessment.SubmitBy, assessment.DecideBy));
        Assert.Equal(["M1.Q", "M2"], assessment.Methods.Select(m => m.Code));
        Refused("plan.unacknowledged", () => assessment.Submit(Candidate, Complete(), true, Keys, Now));
        Refused("assessment.not-candidate", () => assessment.Acknowledge(Assessor, Now));

        assessment.Acknowledge(Candidate, Now);
        Assert.Equal(Now.AddDays(90), assessment.DecideBy);
        Assert.Equal(AssessmentState.Gathering, assessment.State);
        Assert.Equal(["M2", "M6"], assessment.Methods.Select(m => m.Code).Order(StringComparer.Ordinal));
        Refused("assessment.move", () => assessment.Acknowledge(Candidate, Now));
        assessment.Submit(Candidate, Complete(), true, Keys, Now);
    }

    [Fact]
    public void Revise_ThatIsNoChangeOrUnfounded_Throws()
    {
        var assessment = In(AssessmentState.Gathering);
        var same = PlanContent.Parse(assessment.Plans[0].Content);
        Refused("plan.methods", () => assessment.RevisePlan(Change(assessment, same), Keys, Now));
        assessment.RevisePlan(Change(assessment, Observed), Keys, Now);
        Refused("plan.unchanged", () => assessment.RevisePlan(Change(assessment, Observed), Keys, Now));
        Refused("plan.changed", () => assessment.RevisePlan(Change(assessment, Observed) with { Seen = 1 }, Keys, Now));
        Refused("reason.missing", () => assessment.RevisePlan(Change(assessment, Observed, decideBy: Now.AddDays(99)) with { Reason = " " }, Keys, Now));
        Refused("plan.dates", () => assessment.RevisePlan(Change(assessment, Observed, submitBy: Now.AddDays(-1)), Keys, Now));
        Refused("plan.dates", () => assessment.RevisePlan(Change(assessment, Observed, submitBy: Now.AddDays(70)), Keys, Now));
    }

    [Theory]
    [InlineData(AssessmentState.Submitted)]
    [InlineData(AssessmentState.Assessing)]
    [InlineData(AssessmentState.Returned)]
    public void Revise_AfterTheSubmission_LeavesTheDayToSubmit(AssessmentState state)
    {
        var assessment = In(state);
        Refused("plan.dates", () => assessment.RevisePlan(Change(assessment, Observed, submitBy: Now.AddDays(40)), Keys, Now));
        assessment.RevisePlan(Change(assessment, Observed, decideBy: Now.AddDays(80)), Keys, Now);
        assessment.Acknowledge(Candidate, Now);
        Assert.Equal((state, Now.AddDays(80)), (assessment.State, assessment.DecideBy));
    }

    [Theory]
    [InlineData(AssessmentState.Decided)]
    [InlineData(AssessmentState.Finalised)]
    [InlineData(AssessmentState.Withdrawn)]
    [InlineData(AssessmentState.Terminated)]
    [InlineData(AssessmentState.Suspended)]
    public void Revise_WhenNobodyWorksOnIt_Throws(AssessmentState state) =>
        Refused("plan.state", () => { var a = In(state); a.RevisePlan(Change(a, Observed), Keys, Now); });

    [Fact]
    public void Resume_MovesThePlanThatWaitsToo()
    {
        var assessment = In(AssessmentState.Gathering);
        assessment.RevisePlan(Change(assessment, Observed, submitBy: Now.AddDays(40)), Keys, Now);
        assessment.Suspend("住院", Keys, Now);
        assessment.Resume(Now.AddDays(5));
        assessment.Acknowledge(Candidate, Now.AddDays(5));
        Assert.Equal((Now.AddDays(45), Now.AddDays(65)), (assessment.SubmitBy, assessment.DecideBy));
    }

    [Fact]
    public void Difference_NamesWhatWasAddedAndRemoved()
    {
        var was = new PlanContent { Methods = new Dictionary<string, IReadOnlyList<string>> { ["P1.1"] = ["M1.Q", "M2"], ["K01"] = ["M2"] } };
        var difference = PlanDifference.Between(was, Observed, ["P1.1", "P1.2", "K01"]);
        Assert.Equal(["P1.1 +M6 -M1.Q", "P1.2 +M2 -", "K01 + -M2"], difference.Methods.Select(d => $"{d.Criterion} +{string.Join(',', d.Added)} -{string.Join(',', d.Removed)}"));
        Assert.Equal(new PlanDifference.OfResource("R1", null, "使用服務單位的話務系統"), Assert.Single(difference.Resources));
        var same = PlanDifference.Between(was, was, ["P1.1", "K01"]);
        Assert.Equal(0, same.Methods.Count + same.Resources.Count + same.Appointments.Count + same.Adjustments.Count);
    }

    [Fact]
    public void Arrange_AfterTheAcknowledgement_IsAVersionToAcknowledge_AndKeepsTheEarlierTime()
    {
        var assessment = In(AssessmentState.Gathering);
        var meeting = new PlannedAppointment(Guid.NewGuid(), AppointmentKind.Observation, Now.AddDays(3), Now.AddDays(3).AddHours(1), "會議室 301", null, "P4.1", null);
        var moved = meeting with { StartAt = Now.AddDays(4), EndAt = Now.AddDays(4).AddHours(1) };

        var made = assessment.Arrange(Assessor, [meeting], ["延長時間一倍"], null, Keys, Now)!;
        Assert.Equal((2, 1, made), (assessment.PlanNumber, assessment.AcknowledgedPlan, assessment.PendingPlan));
        Assert.Null(assessment.Arrange(Assessor, [meeting], ["延長時間一倍"], null, Keys, Now));
        assessment.Acknowledge(Candidate, Now);
        var next = assessment.Arrange(Assessor, [moved], ["延長時間一倍"], "評量人員出差", Keys, Now)!;

        var (was, now) = (PlanContent.Parse(made.Content), PlanContent.Parse(next.Content));
        var difference = PlanDifference.Between(was, now, []);
        Assert.Equal(new PlanDifference.OfAppointment(meeting, moved), Assert.Single(difference.Appointments));
        Assert.Empty(difference.Adjustments);
        Assert.Equal(("評量人員出差", Assessor), (next.Reason, next.MadeById));
        Assert.Equal([new PlanDifference.OfAdjustment("延長時間一倍", IsNew: false)], PlanDifference.Between(now, new PlanContent(), []).Adjustments);

        // Who changes the methods leaves the arrangements alone; who cancels, the methods.
        assessment.RevisePlan(Change(assessment, Observed), Keys, Now);
        Assert.Equal([moved], PlanContent.Parse(assessment.Plans[^1].Content).Appointments);
        assessment.Arrange(Assessor, [], [], "取消", Keys, Now);
        Assert.Equal(Observed.ToJson(), assessment.Plans[^1].Content);
    }

    [Fact]
    public void Arrange_BeforeTheFirstAcknowledgement_TakesEffect_AndOnceEndedNothingChanges()
    {
        var planned = In(AssessmentState.Planned);
        Assert.NotNull(planned.Arrange(Assessor, [], ["延長時間一倍"], null, Keys, Now));
        planned.Acknowledge(Candidate, Now);
        Assert.Equal((2, 2), (planned.PlanNumber, planned.AcknowledgedPlan));
        Assert.Null(In(AssessmentState.Withdrawn).Arrange(Assessor, [], ["延長時間一倍"], null, Keys, Now));
    }

    [Fact]
    public void Revise_NeedsAReasonOnlyOnceTheCandidateHasAcknowledgedAVersion()
    {
        var planned = In(AssessmentState.Planned);
        planned.RevisePlan(Change(planned, Observed) with { Reason = null }, Keys, Now);
        planned.Acknowledge(Candidate, Now);
        Refused("reason.missing", () => planned.RevisePlan(Change(planned, new PlanContent { Methods = Observed.Methods }) with { Reason = " " }, Keys, Now));
    }

    internal static PlanRevision Change(Assessment assessment, PlanContent content, DateTime? submitBy = null, DateTime? decideBy = null) => new()
    {
        ByPerson = Assessor,
        Seen = assessment.PlanNumber,
        Content = content,
        SubmitBy = submitBy ?? assessment.PlanDates.SubmitBy,
        DecideBy = decideBy ?? assessment.PlanDates.DecideBy,
        Reason = "改以現場觀察",
    };
}
