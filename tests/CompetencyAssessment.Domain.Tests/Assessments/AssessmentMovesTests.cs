using CompetencyAssessment.Domain.Assessments;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.Assessments;

public sealed class AssessmentMovesTests
{
    /// <summary>The moves that lead somewhere; every other pair is refused.</summary>
    private static readonly Dictionary<(AssessmentState From, AssessmentMove Move), AssessmentState> Leads = new()
    {
        [(AssessmentState.Planned, AssessmentMove.Acknowledge)] = AssessmentState.Gathering,
        [(AssessmentState.Gathering, AssessmentMove.Submit)] = AssessmentState.Submitted,
        [(AssessmentState.Returned, AssessmentMove.Submit)] = AssessmentState.Submitted,
        [(AssessmentState.Submitted, AssessmentMove.TakeBack)] = AssessmentState.Gathering,
        [(AssessmentState.Planned, AssessmentMove.HandOver)] = AssessmentState.Submitted,
        [(AssessmentState.Submitted, AssessmentMove.Start)] = AssessmentState.Assessing,
        [(AssessmentState.Assessing, AssessmentMove.Return)] = AssessmentState.Returned,
        [(AssessmentState.Assessing, AssessmentMove.Sign)] = AssessmentState.Decided,
        [(AssessmentState.Returned, AssessmentMove.Sign)] = AssessmentState.Decided,
        [(AssessmentState.Decided, AssessmentMove.SendBack)] = AssessmentState.Assessing,
        [(AssessmentState.Decided, AssessmentMove.Finalise)] = AssessmentState.Finalised,
        [(AssessmentState.Planned, AssessmentMove.Withdraw)] = AssessmentState.Withdrawn,
        [(AssessmentState.Gathering, AssessmentMove.Withdraw)] = AssessmentState.Withdrawn,
        [(AssessmentState.Submitted, AssessmentMove.Withdraw)] = AssessmentState.Withdrawn,
        [(AssessmentState.Assessing, AssessmentMove.Withdraw)] = AssessmentState.Withdrawn,
        [(AssessmentState.Returned, AssessmentMove.Withdraw)] = AssessmentState.Withdrawn,
        [(AssessmentState.Suspended, AssessmentMove.Withdraw)] = AssessmentState.Withdrawn,
        [(AssessmentState.Suspended, AssessmentMove.Terminate)] = AssessmentState.Terminated,
        [(AssessmentState.Planned, AssessmentMove.Suspend)] = AssessmentState.Suspended,
        [(AssessmentState.Gathering, AssessmentMove.Suspend)] = AssessmentState.Suspended,
        [(AssessmentState.Submitted, AssessmentMove.Suspend)] = AssessmentState.Suspended,
        [(AssessmentState.Assessing, AssessmentMove.Suspend)] = AssessmentState.Suspended,
        [(AssessmentState.Returned, AssessmentMove.Suspend)] = AssessmentState.Suspended,
        [(AssessmentState.Suspended, AssessmentMove.Resume)] = AssessmentState.Assessing,
        [(AssessmentState.Planned, AssessmentMove.Terminate)] = AssessmentState.Terminated,
        [(AssessmentState.Gathering, AssessmentMove.Terminate)] = AssessmentState.Terminated,
        [(AssessmentState.Submitted, AssessmentMove.Terminate)] = AssessmentState.Terminated,
        [(AssessmentState.Assessing, AssessmentMove.Terminate)] = AssessmentState.Terminated,
        [(AssessmentState.Returned, AssessmentMove.Terminate)] = AssessmentState.Terminated,
    };

    public static TheoryData<AssessmentState, AssessmentMove> EveryPair()
    {
        var data = new TheoryData<AssessmentState, AssessmentMove>();
        foreach (var state in Enum.GetValues<AssessmentState>())
        {
            foreach (var move in Enum.GetValues<AssessmentMove>())
            {
                data.Add(state, move);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryPair))]
    public void Move_InState_LeadsOnOrIsRefusedWithoutTrace(AssessmentState from, AssessmentMove move)
    {
        var assessment = In(from);
        assessment.TakeFacts();
        var before = Snapshot(assessment);

        // Late enough that a decision over an overdue return may be signed.
        var later = Now.AddDays(20);
        Assert.Equal(Leads.ContainsKey((from, move)), from.Allows(move));
        if (Leads.TryGetValue((from, move), out var to))
        {
            Make(assessment, move, later);
            Assert.Equal(to, assessment.State);
            Assert.Contains(to, move.LeadsTo());
            Assert.Equal(to.IsOpen(), assessment.IsOpen);
            Assert.Equal(later, assessment.ChangedAt);
            var fact = Assert.Single(assessment.TakeFacts(), f => f.Action == "assessment.moved");
            Assert.Equal((assessment.Id, assessment.Id, move.ToString(), from.ToString(), to.ToString()), (fact.Stream, fact.Subject, fact.Data["move"], fact.Data["from"], fact.Data["state"]));
        }
        else
        {
            Refused("assessment.move", () => Make(assessment, move, later));
            Assert.Equal(before, Snapshot(assessment));
            Assert.Empty(assessment.TakeFacts());
        }
    }

    public static TheoryData<AssessmentMove, string> OnesPart() => new()
    {
        { AssessmentMove.Acknowledge, "assessment.not-candidate" },
        { AssessmentMove.Submit, "assessment.not-candidate" },
        { AssessmentMove.TakeBack, "assessment.not-candidate" },
        { AssessmentMove.Start, "assessment.not-assessor" },
        { AssessmentMove.Return, "assessment.not-assessor" },
        { AssessmentMove.Sign, "assessment.not-assessor" },
        { AssessmentMove.SendBack, "assessment.not-verifier" },
    };

    [Theory]
    [MemberData(nameof(OnesPart))]
    public void Move_BySomebodyElse_IsRefused(AssessmentMove move, string code)
    {
        var from = Leads.Keys.First(k => k.Move == move).From;
        var other = code == "assessment.not-candidate" ? Assessor : Candidate;
        foreach (var who in new[] { Stranger, other })
        {
            var assessment = In(from);
            Refused(code, () => Make(assessment, move, Now, who));
            Assert.Equal(from, assessment.State);
        }
    }

    [Fact]
    public void IsOpen_OnlyWhileSomethingIsToCome()
    {
        AssessmentState[] closed = [AssessmentState.Finalised, AssessmentState.Withdrawn, AssessmentState.Terminated];
        Assert.All(Enum.GetValues<AssessmentState>(), s => Assert.Equal(!closed.Contains(s), s.IsOpen()));
        Assert.Equal([AssessmentState.Gathering, AssessmentState.Returned], Enum.GetValues<AssessmentState>().Where(s => s.EvidenceIsOpen()));
    }

    private static string Snapshot(Assessment a) =>
        string.Join('|', a.State, a.IsOpen, a.AttemptNo, a.AcknowledgedAt, a.FinalisedAt, a.EndReason, a.ChangedAt, a.ContentVersion, a.Rounds.Count, a.CurrentRound?.ReturnedAt);

    /// <summary>A decision to void; which one it is, the state machine does not ask.</summary>
    private static Decision Signed(Assessment a)
    {
        var other = In(AssessmentState.Assessing);
        return other.Sign(Assessor, FullSheet(), Signature(Outcome.Competent), other.ContentVersion, a.Id, Now);
    }

    private static void Make(Assessment a, AssessmentMove move, DateTime now, Guid? by = null)
    {
        switch (move)
        {
            case AssessmentMove.Acknowledge:
                a.Acknowledge(by ?? Candidate, now);
                break;
            case AssessmentMove.Submit:
                a.Submit(by ?? Candidate, Complete(), true, Keys, now);
                break;
            case AssessmentMove.TakeBack:
                a.TakeBack(by ?? Candidate, now);
                break;
            case AssessmentMove.HandOver:
                a.HandOver(In(AssessmentState.Submitted).CurrentRound!, Keys, now);
                break;
            case AssessmentMove.Start:
                a.Start(by ?? Assessor, now);
                break;
            case AssessmentMove.Return:
                a.Return(by ?? Assessor, "請補件", [(Guid.NewGuid(), "人力試算")], now.AddDays(14), Keys, now);
                break;
            case AssessmentMove.Sign:
                a.Sign(by ?? Assessor, FullSheet(), Signature(Outcome.NotYetCompetent), a.ContentVersion, Guid.NewGuid(), now);
                break;
            case AssessmentMove.SendBack:
                a.SendBack(Signed(a), by ?? Verifier, now);
                break;
            case AssessmentMove.Finalise:
                a.Finalise(now.AddDays(21), now);
                break;
            case AssessmentMove.Withdraw:
                a.Withdraw("改期", now);
                break;
            case AssessmentMove.Terminate:
                a.Terminate("缺席", now.AddDays(21), now);
                break;
            case AssessmentMove.Suspend:
                a.Suspend("住院", Keys, now);
                break;
            case AssessmentMove.Resume:
                a.Resume(now);
                break;
        }
    }
}
