using CompetencyAssessment.Domain.Assessments;
using static CompetencyAssessment.Domain.Tests.Sample;

namespace CompetencyAssessment.Domain.Tests.Assessments;

/// <summary>Every move in every state, by everybody who has a part in the assessment and by somebody who has none.</summary>
public sealed class AssessmentMovesTests
{
    private static readonly Guid Second = Guid.NewGuid();
    private static readonly Guid DecisionMaker = Guid.NewGuid();
    private static readonly Guid Hearer = Guid.NewGuid();

    /// <summary>Late enough that a decision over an overdue return may be signed.</summary>
    private static readonly DateTime Later = Now.AddDays(20);

    private static readonly (string Name, Guid Id)[] Everybody =
    [
        ("candidate", Candidate), ("lead assessor", Assessor), ("second assessor", Second), ("decision maker", DecisionMaker),
        ("verifier", Verifier), ("hearer", Hearer), ("somebody without a part", Stranger),
    ];

    /// <summary>Whose each move is, and what everybody else is told. A move that is not here takes no person: who may make it is the handler's to say.</summary>
    private static readonly Dictionary<AssessmentMove, (Guid Maker, string Refusal)> Whose = new()
    {
        [AssessmentMove.Acknowledge] = (Candidate, "assessment.not-candidate"),
        [AssessmentMove.Submit] = (Candidate, "assessment.not-candidate"),
        [AssessmentMove.TakeBack] = (Candidate, "assessment.not-candidate"),
        [AssessmentMove.Start] = (Assessor, "assessment.not-assessor"),
        [AssessmentMove.Return] = (Assessor, "assessment.not-assessor"),

        // The lead's where there is no decision maker.
        [AssessmentMove.Sign] = (DecisionMaker, "assessment.not-assessor"),
        [AssessmentMove.SendBack] = (Verifier, "assessment.not-verifier"),
    };

    /// <summary>Where each move leads; null: to where it was before. Every other pair is refused.</summary>
    private static readonly Dictionary<(AssessmentState From, AssessmentMove Move), AssessmentState?> Leads = new()
    {
        [(AssessmentState.Planned, AssessmentMove.Acknowledge)] = AssessmentState.Gathering,
        [(AssessmentState.Gathering, AssessmentMove.Submit)] = AssessmentState.Submitted,
        [(AssessmentState.Returned, AssessmentMove.Submit)] = AssessmentState.Submitted,
        [(AssessmentState.Submitted, AssessmentMove.TakeBack)] = null,
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
        [(AssessmentState.Suspended, AssessmentMove.Resume)] = null,
        [(AssessmentState.Planned, AssessmentMove.Terminate)] = AssessmentState.Terminated,
        [(AssessmentState.Gathering, AssessmentMove.Terminate)] = AssessmentState.Terminated,
        [(AssessmentState.Submitted, AssessmentMove.Terminate)] = AssessmentState.Terminated,
        [(AssessmentState.Assessing, AssessmentMove.Terminate)] = AssessmentState.Terminated,
        [(AssessmentState.Returned, AssessmentMove.Terminate)] = AssessmentState.Terminated,
    };

    /// <summary>Who has a part beside the lead assessor, the verifier and the hearer.</summary>
    private static readonly Crew[] Crews = [new(null, null), new(Second, null), new(null, DecisionMaker), new(Second, DecisionMaker)];

    /// <summary>Every state; where a move leads back, once for each state that it may lead back to.</summary>
    public static TheoryData<AssessmentState, AssessmentState?, AssessmentMove> EveryMove()
    {
        var data = new TheoryData<AssessmentState, AssessmentState?, AssessmentMove>();
        foreach (var state in Enum.GetValues<AssessmentState>())
        {
            AssessmentState?[] before = state switch
            {
                AssessmentState.Submitted => [AssessmentState.Gathering, AssessmentState.Returned],
                AssessmentState.Suspended => [.. Enum.GetValues<AssessmentState>().Where(s => Leads.ContainsKey((s, AssessmentMove.Suspend)))],
                _ => [null],
            };
            foreach (var (cameFrom, move) in before.SelectMany(b => Enum.GetValues<AssessmentMove>().Select(m => (b, m))))
            {
                data.Add(state, cameFrom, move);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryMove))]
    public void Move_InState_LeadsOnByWhomItIsFor_OrIsRefusedWithoutTrace(AssessmentState state, AssessmentState? before, AssessmentMove move)
    {
        var leads = Leads.TryGetValue((state, move), out var to);
        Assert.Equal(leads, state.Allows(move));
        var people = Whose.ContainsKey(move) ? Everybody : [("whoever", Stranger)];
        foreach (var crew in Crews)
        {
            string Expected(Guid who) =>
                Whose.TryGetValue(move, out var whose) && who != crew.Maker(move) ? whose.Refusal
                : leads ? (to ?? before).ToString()!
                : "assessment.move";

            Assert.Equal(people.Select(p => (p.Name, Expected(p.Id))), [.. people.Select(p => (p.Name, Try(move, Standing(state, before, crew), p.Id)))]);
        }
    }

    [Fact]
    public void IsOpen_OnlyWhileSomethingIsToCome()
    {
        AssessmentState[] closed = [AssessmentState.Finalised, AssessmentState.Withdrawn, AssessmentState.Terminated];
        Assert.All(Enum.GetValues<AssessmentState>(), s => Assert.Equal(!closed.Contains(s), s.IsOpen()));
        Assert.Equal([AssessmentState.Gathering, AssessmentState.Returned], Enum.GetValues<AssessmentState>().Where(s => s.EvidenceIsOpen()));
    }

    /// <summary>Where the move led, or the code of what refused it.</summary>
    private static string Try(AssessmentMove move, Assessment a, Guid by)
    {
        var from = a.State;
        var make = Ready(move, a, by, Later);
        a.TakeFacts();
        var before = Snapshot(a);
        if (Record.Exception(make) is { } refused)
        {
            Assert.Equal(before, Snapshot(a));
            Assert.Empty(a.TakeFacts());
            return Assert.IsType<DomainException>(refused).Code;
        }

        Assert.Contains(a.State, move.LeadsTo());
        Assert.Equal((a.State.IsOpen(), Later), (a.IsOpen, a.ChangedAt));
        var fact = Assert.Single(a.TakeFacts(), f => f.Action == "assessment.moved");
        Assert.Equal((a.Id, a.Id, move.ToString(), from.ToString(), a.State.ToString()), (fact.Stream, fact.Subject, fact.Data["move"], fact.Data["from"], fact.Data["state"]));
        return a.State.ToString();
    }

    private static string Snapshot(Assessment a) =>
        string.Join('|', [a.State, a.IsOpen, a.AttemptNo, a.AcknowledgedAt, a.FinalisedAt, a.DisputeBy, a.EndReason, a.ChangedAt, a.ContentVersion, a.HandedOverAt, a.Rounds.Count, a.CurrentRound?.ReturnedAt, .. a.Assignments.Select(x => x.FinishedAt)]);

    /// <summary>An assessment that its moves have brought to a state, each made by whom it is for.</summary>
    private static Assessment Standing(AssessmentState state, AssessmentState? before, Crew crew)
    {
        var assessment = new Assessment(Guid.NewGuid(), Plan with { SecondAssessorId = crew.Second, DecisionMakerId = crew.DecisionMaker }, Keys, Now);
        assessment.Assign(AssessmentPart.Verifier, Verifier, Keys, Now);
        assessment.Assign(AssessmentPart.Hearer, Hearer, Keys, Now);
        foreach (var move in Way(state, before))
        {
            Ready(move, assessment, crew.Maker(move), Now)();
        }

        Assert.Equal(state, assessment.State);
        return assessment;
    }

    private static AssessmentMove[] Way(AssessmentState to, AssessmentState? before = null) => to switch
    {
        AssessmentState.Planned => [],
        AssessmentState.Gathering => [AssessmentMove.Acknowledge],
        AssessmentState.Submitted => [.. Way(before ?? AssessmentState.Gathering), AssessmentMove.Submit],
        AssessmentState.Assessing => [.. Way(AssessmentState.Submitted), AssessmentMove.Start],
        AssessmentState.Returned => [.. Way(AssessmentState.Assessing), AssessmentMove.Return],
        AssessmentState.Decided => [.. Way(AssessmentState.Assessing), AssessmentMove.Sign],
        AssessmentState.Finalised => [.. Way(AssessmentState.Decided), AssessmentMove.Finalise],
        AssessmentState.Withdrawn => [AssessmentMove.Withdraw],
        AssessmentState.Terminated => [AssessmentMove.Terminate],
        AssessmentState.Suspended => [.. Way(before!.Value), AssessmentMove.Suspend],
        _ => throw new ArgumentOutOfRangeException(nameof(to)),
    };

    /// <summary>A move of which nothing but state and person can be wrong: where it is allowed, two assessors have finished and agree, and the decision maker holds the sheet.</summary>
    private static Action Ready(AssessmentMove move, Assessment a, Guid by, DateTime now)
    {
        var rests = a.State.Allows(move) && move is AssessmentMove.Return or AssessmentMove.Sign;
        Reconciliation? agreed = null;
        if (rests && a.HasTwoAssessors)
        {
            a.Finish(Assessor, FullSheet(), now);
            a.Finish(Second, FullSheet(), now);
            agreed = new Reconciliation(Guid.NewGuid(), a, [], Keys, now);
        }

        if (rests && move == AssessmentMove.Sign && a.Holder(AssessmentPart.DecisionMaker) is not null)
        {
            a.HandOver(Assessor, FullSheet(), agreed, now);
        }

        return move switch
        {
            AssessmentMove.Acknowledge => () => a.Acknowledge(by, now),
            AssessmentMove.Submit => () => a.Submit(by, Complete(), true, Keys, now),
            AssessmentMove.TakeBack => () => a.TakeBack(by, now),
            AssessmentMove.HandOver => () => a.HandOver(In(AssessmentState.Submitted).CurrentRound!, Keys, now),
            AssessmentMove.Start => () => a.Start(by, now),
            AssessmentMove.Return => () => a.Return(by, "請補件", [(Guid.NewGuid(), "人力試算")], now.AddDays(14), Keys, now),
            AssessmentMove.Sign => () => a.Sign(by, FullSheet(), Signature(Outcome.NotYetCompetent), a.ContentVersion, Guid.NewGuid(), now, agreed),
            AssessmentMove.SendBack => () => a.SendBack(Signed(), by, now),
            AssessmentMove.Finalise => () => a.Finalise(now.AddDays(21), now),
            AssessmentMove.Withdraw => () => a.Withdraw("改期", now),
            AssessmentMove.Terminate => () => a.Terminate("缺席", now.AddDays(21), now),
            AssessmentMove.Suspend => () => a.Suspend("住院", Keys, now),
            AssessmentMove.Resume => () => a.Resume(now),
            _ => throw new ArgumentOutOfRangeException(nameof(move)),
        };
    }

    /// <summary>A decision to void; which one it is, the state machine does not ask.</summary>
    private static Decision Signed()
    {
        var other = In(AssessmentState.Assessing);
        return other.Sign(Assessor, FullSheet(), Signature(Outcome.Competent), other.ContentVersion, Guid.NewGuid(), Now);
    }

    private sealed record Crew(Guid? Second, Guid? DecisionMaker)
    {
        /// <summary>Whose the move is among these; of no consequence where it takes no person.</summary>
        public Guid Maker(AssessmentMove move) => move == AssessmentMove.Sign && DecisionMaker is null ? Assessor : Whose.GetValueOrDefault(move).Maker;
    }
}
