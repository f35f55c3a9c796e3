using System.Globalization;
using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>評量案件: one candidate, one unit, one attempt.</summary>
public sealed partial class Assessment : Entity
{
    private readonly List<PlannedMethod> _methods = [];
    private readonly List<Round> _rounds = [];
    private readonly List<Suspension> _suspensions = [];

    private Assessment()
    {
    }

    /// <summary>Plans an assessment.</summary>
    /// <param name="id">Key.</param>
    /// <param name="plan">Who, what, how and by when; dates are ends of days in UTC.</param>
    /// <param name="newKey">Makes the keys of the rows below it.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException">
    /// <c>assessor.is-candidate</c>, <c>assessor.judged-before</c>, <c>plan.dates</c>, <c>plan.methods</c>, and of further parts those of <see cref="Assign"/>
    /// </exception>
    public Assessment(Guid id, AssessmentPlan plan, NewKey newKey, DateTime now)
    {
        if (plan.AssessorId == plan.CandidateId)
        {
            throw new DomainException("assessor.is-candidate");
        }

        if (plan.Refused.Any(p => p == plan.AssessorId || p == plan.SecondAssessorId || p == plan.DecisionMakerId))
        {
            throw new DomainException("assessor.judged-before");
        }

        if (plan.DecideBy <= plan.SubmitBy || plan.SubmitBy <= now)
        {
            throw new DomainException("plan.dates");
        }

        if (plan.Methods.Count == 0)
        {
            throw new DomainException("plan.methods");
        }

        Id = id;
        CentreId = plan.CentreId;
        Code = plan.Code;
        CandidateId = plan.CandidateId;
        UnitId = plan.UnitId;
        UnitVersionId = plan.UnitVersionId;
        SchemeId = plan.SchemeId;
        TranslationRevision = plan.TranslationRevision;
        ErrataRevision = plan.ErrataRevision;
        AttemptNo = plan.AttemptNo;
        PredecessorId = plan.PredecessorId;
        SubmitBy = plan.SubmitBy;
        DecideBy = plan.DecideBy;
        CreatedAt = ChangedAt = now;
        IsOpen = true;
        _methods.AddRange(plan.Methods.Distinct().Select(m => new PlannedMethod(id, m)));
        _assignments.Add(new AssessorAssignment(newKey(), id, plan.AssessorId, AssessmentPart.Assessor, now));
        Note(AuditFact.Of(id, "assessment.planned", id, ("candidate", plan.CandidateId.ToString()), ("unitVersion", plan.UnitVersionId.ToString()), ("scheme", plan.SchemeId.ToString()), ("state", State.ToString())));
        Note(AuditFact.Of(id, "assignment.made", _assignments[0].Id, ("person", plan.AssessorId.ToString())));
        if (plan.SecondAssessorId is { } second)
        {
            Assign(AssessmentPart.SecondAssessor, second, newKey, now);
        }

        if (plan.DecisionMakerId is { } decisionMaker)
        {
            Assign(AssessmentPart.DecisionMaker, decisionMaker, newKey, now);
        }

        KeepFirstPlan(plan.Content, newKey);
    }

    public Guid CentreId { get; private set; }

    /// <summary>The assessment's own code, e.g. <c>A-2026-000123</c>.</summary>
    public string Code { get; private set; } = "";

    public Guid CandidateId { get; private set; }

    public Guid UnitId { get; private set; }

    public Guid UnitVersionId { get; private set; }

    public Guid SchemeId { get; private set; }

    /// <summary>Revision of the English translation that it began with; 0 where there was none.</summary>
    public int TranslationRevision { get; private set; }

    /// <summary>Revision of the errata that it began with; 0 where there was none.</summary>
    public int ErrataRevision { get; private set; }

    /// <summary>Which attempt of this person at this unit, from 1; cleared by a withdrawal before submission.</summary>
    public int? AttemptNo { get; private set; }

    /// <summary>The earlier attempt that this one follows, where it was planned from one.</summary>
    public Guid? PredecessorId { get; private set; }

    public AssessmentState State { get; private set; }

    /// <summary>Kept beside the state so that the database can hold one open assessment per person and unit.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>End of the last day to submit, UTC.</summary>
    public DateTime SubmitBy { get; private set; }

    /// <summary>End of the last day to decide, UTC.</summary>
    public DateTime DecideBy { get; private set; }

    /// <summary>
    /// Raised by every change to what a decision rests on, in the statement that checks the state. Whoever signs names the value that
    /// they saw, so that signing and rating cannot slip past each other.
    /// </summary>
    public int ContentVersion { get; private set; }

    public DateTime CreatedAt { get; private set; }

    /// <summary>Last change of state, UTC.</summary>
    public DateTime ChangedAt { get; private set; }

    /// <summary>When the candidate acknowledged the first plan, UTC.</summary>
    public DateTime? AcknowledgedAt { get; private set; }

    public DateTime? FinalisedAt { get; private set; }

    /// <summary>End of the last day to ask for a review or to appeal, UTC; null where there is nothing to dispute.</summary>
    public DateTime? DisputeBy { get; private set; }

    /// <summary>Reason of a withdrawal or termination.</summary>
    public string? EndReason { get; private set; }

    public IReadOnlyList<PlannedMethod> Methods => _methods;

    public IReadOnlyList<Round> Rounds => _rounds;

    public IReadOnlyList<Suspension> Suspensions => _suspensions;

    /// <summary>The suspension that lasts; null while the clock goes.</summary>
    public Suspension? OpenSuspension => _suspensions.Find(s => s.ResumedAt is null);

    public Round? CurrentRound => _rounds.MaxBy(r => r.Number);

    /// <summary>When evidence is due now: the return's own date after a return, else the plan's. UTC.</summary>
    public DateTime EvidenceDueBy => State == AssessmentState.Returned ? CurrentRound?.ResubmitBy ?? SubmitBy : SubmitBy;

    /// <summary>Hands in the evidence, and the answers to what was sent back, with the declaration of authenticity.</summary>
    /// <param name="byPerson">The candidate.</param>
    /// <param name="evidence">What is handed in.</param>
    /// <param name="declared">Whether the declaration was made.</param>
    /// <param name="newKey">Makes keys.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException">
    /// <c>assessment.not-candidate</c>, <c>assessment.move</c>, <c>plan.unacknowledged</c> (the newest version of the plan), <c>submission.declaration</c>, <c>submission.incomplete</c>
    /// </exception>
    public Round Submit(Guid byPerson, Submission evidence, bool declared, NewKey newKey, DateTime now)
    {
        DemandCandidate(byPerson);
        Demand(AssessmentMove.Submit);
        if (AcknowledgedPlan != PlanNumber)
        {
            throw new DomainException("plan.unacknowledged");
        }

        if (!declared)
        {
            throw new DomainException("submission.declaration");
        }

        if (evidence.Missing().Count > 0)
        {
            throw new DomainException("submission.incomplete");
        }

        var round = new Round(newKey(), Id, (CurrentRound?.Number ?? 0) + 1, now, evidence);
        _rounds.Add(round);
        evidence.HandIn(round.Id);
        if (OpenExtension is { } asked)
        {
            asked.Close(ExtensionOutcome.Lapsed, null, null, null, now);
            Tell("extension.lapsed", asked);
        }

        Note(AuditFact.Of(Id, "round.submitted", round.Id, [("number", Text(round.Number)), .. evidence.Versions.Select((v, i) => ($"version{i:D2}", v.ToString()))]));
        Move(AssessmentMove.Submit, AssessmentState.Submitted, now);
        return round;
    }

    /// <summary>The candidate takes the submission back, until assessment starts.</summary>
    /// <param name="byPerson">The candidate.</param>
    /// <param name="now">UTC.</param>
    /// <param name="replies">The answers that were handed in with it; they are drafts again.</param>
    /// <exception cref="DomainException"><c>assessment.not-candidate</c>, <c>assessment.move</c>, <c>submission.handed-over</c></exception>
    public void TakeBack(Guid byPerson, DateTime now, IEnumerable<ReturnReply>? replies = null)
    {
        DemandCandidate(byPerson);
        Demand(AssessmentMove.TakeBack);
        DemandOwnSubmission();
        var round = CurrentRound!;
        foreach (var reply in (replies ?? []).Where(r => r.RoundId == round.Id))
        {
            reply.TakeBack();
        }

        _rounds.Remove(round);
        Note(AuditFact.Of(Id, "round.taken-back", round.Id, ("number", Text(round.Number))));
        Move(AssessmentMove.TakeBack, _rounds.Count == 0 ? AssessmentState.Gathering : AssessmentState.Returned, now);
    }

    /// <summary>
    /// Hands over what was handed in last at an earlier attempt, to be rated again as it was; the candidate neither acknowledges nor changes
    /// anything.
    /// </summary>
    /// <exception cref="DomainException"><c>assessment.move</c></exception>
    public Round HandOver(Round earlier, NewKey newKey, DateTime now)
    {
        Demand(AssessmentMove.HandOver);
        var round = new Round(newKey(), Id, 1, now, earlier);
        _rounds.Add(round);
        Note(AuditFact.Of(Id, "round.handed-over", round.Id, [("number", Text(round.Number)), .. round.Evidence.Select((e, i) => ($"version{i:D2}", e.EvidenceVersionId.ToString()))]));
        Move(AssessmentMove.HandOver, AssessmentState.Submitted, now);
        return round;
    }

    /// <summary>
    /// A redacted version takes the place of one in quarantine: while what was handed in is in the assessors' hands, it is handed in at once; else with
    /// the next submission.
    /// </summary>
    /// <returns>Whether it was handed in.</returns>
    public bool TakeIn(Incident incident, Guid replacement)
    {
        if (State is not (AssessmentState.Submitted or AssessmentState.Assessing or AssessmentState.Decided) || CurrentRound is not { } round)
        {
            return false;
        }

        round.TakeIn(replacement, incident.EvidenceVersionId);
        Note(AuditFact.Of(Id, "round.replaced", round.Id, ("version", incident.EvidenceVersionId.ToString()), ("replacement", replacement.ToString())));
        return true;
    }

    /// <summary>The lead assessor starts to assess what was submitted. Whoever had finished goes on with their own sheet.</summary>
    /// <exception cref="DomainException"><c>assessment.not-assessor</c>, <c>assessment.move</c></exception>
    public void Start(Guid byPerson, DateTime now)
    {
        DemandAssessor(byPerson);
        Move(AssessmentMove.Start, AssessmentState.Assessing, now);
        Reopen();
    }

    /// <summary>Sends back for more evidence.</summary>
    /// <param name="byPerson">The assessor.</param>
    /// <param name="message">What the candidate should know, overall.</param>
    /// <param name="items">What is missing, per criterion; at least one.</param>
    /// <param name="resubmitBy">End of the last day to answer, UTC.</param>
    /// <param name="newKey">Makes keys.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException">
    /// <c>assessment.not-assessor</c>, <c>assessment.move</c>, <c>assessment.handed-over</c>, <c>return.not-finished</c> (one of two assessors still
    /// rates, and would learn from it what the other did), <c>return.items</c>, <c>return.date</c>, <c>submission.handed-over</c>
    /// </exception>
    public void Return(Guid byPerson, string message, IReadOnlyCollection<(Guid CriterionId, string Missing)> items, DateTime resubmitBy, NewKey newKey, DateTime now)
    {
        DemandAssessor(byPerson);
        Demand(AssessmentMove.Return);
        DemandNotHandedOver();
        if (HasTwoAssessors && !BothFinished)
        {
            throw new DomainException("return.not-finished");
        }

        DemandOwnSubmission();
        if (items.Count == 0 || items.Any(i => string.IsNullOrWhiteSpace(i.Missing)))
        {
            throw new DomainException("return.items");
        }

        if (resubmitBy <= now)
        {
            throw new DomainException("return.date");
        }

        CurrentRound!.SendBack(message, items, resubmitBy, newKey, now);
        Note(AuditFact.Of(Id, "round.returned", CurrentRound.Id, [("number", Text(CurrentRound.Number)), .. items.Select((x, i) => ($"criterion{i:D2}", x.CriterionId.ToString()))]));
        Move(AssessmentMove.Return, AssessmentState.Returned, now);
    }

    /// <summary>
    /// Signs the decision: the decision maker where there is one, else the lead assessor. The signature is bound to the content that the signer saw, and locks. Where the scheme asks for no
    /// verification, <see cref="Finalise"/> follows in the same transaction.
    /// </summary>
    /// <exception cref="DomainException">
    /// <c>assessment.not-assessor</c>, <c>assessment.move</c>, <c>sign.changed</c> (something changed since the signer looked),
    /// <c>sign.not-overdue</c>, <c>sign.incomplete</c>, <c>sign.feedback</c>, <c>sign.not-handed-over</c>, <c>sign.not-agreed</c>
    /// </exception>
    public Decision Sign(Guid byPerson, ScoreSheet sheet, Signature signature, int seenContentVersion, Guid decisionId, DateTime now, Reconciliation? reconciliation = null)
    {
        if (Signer?.PersonId != byPerson)
        {
            throw new DomainException("assessment.not-assessor");
        }

        Demand(AssessmentMove.Sign);
        if (Holder(AssessmentPart.DecisionMaker) is not null && HandedOverAt is null)
        {
            throw new DomainException("sign.not-handed-over");
        }

        DemandAgreed(reconciliation);
        if (State == AssessmentState.Returned && (signature.Outcome != Outcome.NotYetCompetent || now <= EvidenceDueBy))
        {
            throw new DomainException("sign.not-overdue");
        }

        if (seenContentVersion != ContentVersion)
        {
            throw new DomainException("sign.changed");
        }

        if (sheet.MissingFor(signature.Outcome).Count > 0)
        {
            throw new DomainException("sign.incomplete");
        }

        if (string.IsNullOrWhiteSpace(signature.Strengths) || string.IsNullOrWhiteSpace(signature.NextSteps)
            || (signature.Outcome == Outcome.NotYetCompetent && string.IsNullOrWhiteSpace(signature.Feedback)))
        {
            throw new DomainException("sign.feedback");
        }

        var decision = new Decision(decisionId, this, byPerson, signature, now);
        Note(AuditFact.Of(Id, "decision.signed", decisionId, ("outcome", signature.Outcome.ToString()), ("contentVersion", Text(seenContentVersion)), ("authentication", signature.AuthenticationMethod)));
        Move(AssessmentMove.Sign, AssessmentState.Decided, now);
        return decision;
    }

    /// <summary>
    /// The verifier sends a decision back: it is voided and kept, and the assessors go on. Whoever signs next has to look anew.
    /// </summary>
    /// <param name="decision">The decision that was signed last.</param>
    /// <param name="byPerson">The verifier.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException"><c>assessment.not-verifier</c>, <c>assessment.move</c></exception>
    public void SendBack(Decision decision, Guid byPerson, DateTime now)
    {
        if (Holder(AssessmentPart.Verifier)?.PersonId != byPerson)
        {
            throw new DomainException("assessment.not-verifier");
        }

        Demand(AssessmentMove.SendBack);
        decision.Void(now);
        ContentVersion++;
        Reopen();
        Move(AssessmentMove.SendBack, AssessmentState.Assessing, now);
    }

    /// <summary>Releases the result to the candidate; the documents are issued in the same transaction.</summary>
    /// <param name="disputeBy">End of the last day to dispute it, UTC.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException"><c>assessment.move</c></exception>
    public void Finalise(DateTime disputeBy, DateTime now)
    {
        Move(AssessmentMove.Finalise, AssessmentState.Finalised, now);
        (FinalisedAt, DisputeBy) = (now, disputeBy);
    }

    /// <summary>
    /// Stops the clock, from any state before the decision; nobody can go on with it until it is resumed.
    /// </summary>
    /// <param name="reason">Why.</param>
    /// <param name="newKey">Makes keys.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException"><c>assessment.move</c>, <c>reason.missing</c></exception>
    public void Suspend(string reason, NewKey newKey, DateTime now)
    {
        Demand(AssessmentMove.Suspend);
        DomainException.DemandReason(reason);
        _suspensions.Add(new Suspension(newKey(), Id, State, reason, now));
        Move(AssessmentMove.Suspend, AssessmentState.Suspended, now);
    }

    /// <summary>
    /// Goes on where it was suspended; each date that was still to come then is put off by the time that the clock stood. So are, in the same
    /// transaction, those of <see cref="MisconductCase.PutOff"/> and <see cref="Adjustment.PutOff"/>.
    /// </summary>
    /// <exception cref="DomainException"><c>assessment.move</c></exception>
    public void Resume(DateTime now)
    {
        Demand(AssessmentMove.Resume);
        var suspension = _suspensions.Single(s => s.ResumedAt is null);
        suspension.Resume(now);
        (SubmitBy, DecideBy) = (suspension.PutOff(SubmitBy), suspension.PutOff(DecideBy));
        if (CurrentRound?.ResubmitBy is { } resubmitBy)
        {
            CurrentRound.PutOff(suspension.PutOff(resubmitBy));
        }

        if (PendingPlan is { } pending)
        {
            pending.Move(suspension.PutOff(pending.SubmitBy), suspension.PutOff(pending.DecideBy));
            Tell("plan.moved", pending);
        }

        Move(AssessmentMove.Resume, suspension.From, now);
    }

    /// <summary>Withdraws. Before the first submission it leaves no trace on the attempt count; after it, it counts as an attempt.</summary>
    /// <exception cref="DomainException"><c>assessment.move</c>, <c>reason.missing</c></exception>
    public void Withdraw(string reason, DateTime now)
    {
        End(AssessmentMove.Withdraw, AssessmentState.Withdrawn, reason, now);
        if (_rounds.Count == 0)
        {
            AttemptNo = null;
        }
    }

    /// <summary>The candidate withdraws before anything was submitted. Afterwards it is the centre's to do: it counts as an attempt then.</summary>
    /// <exception cref="DomainException"><c>assessment.not-candidate</c>, <c>withdraw.submitted</c>, <c>reason.missing</c></exception>
    public void WithdrawUnsubmitted(Guid byPerson, string reason, DateTime now)
    {
        DemandCandidate(byPerson);
        if (State is not (AssessmentState.Planned or AssessmentState.Gathering) || _rounds.Count > 0)
        {
            throw new DomainException("withdraw.submitted");
        }

        Withdraw(reason, now);
    }

    /// <summary>Ends it for misconduct, being overdue or absence.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="disputeBy">End of the last day to dispute it, UTC.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException"><c>assessment.move</c>, <c>reason.missing</c></exception>
    public void Terminate(string reason, DateTime disputeBy, DateTime now)
    {
        End(AssessmentMove.Terminate, AssessmentState.Terminated, reason, now);
        DisputeBy = disputeBy;
    }

    /// <summary>Whether the candidate may still dispute the result or the termination.</summary>
    public bool CanDispute(DateTime now) => (State is AssessmentState.Finalised or AssessmentState.Terminated) && now <= DisputeBy;

    /// <summary>What its clock shows: while it is suspended, the moment in which that began. UTC.</summary>
    public DateTime ClockAt(DateTime now) => State == AssessmentState.Suspended ? ChangedAt : now;

    public bool IsLate(DateTime now) => State switch
    {
        AssessmentState.Planned or AssessmentState.Gathering or AssessmentState.Returned => now > EvidenceDueBy,
        AssessmentState.Submitted or AssessmentState.Assessing or AssessmentState.Decided => now > DecideBy,
        _ => false,
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void End(AssessmentMove move, AssessmentState to, string reason, DateTime now)
    {
        Demand(move);
        DomainException.DemandReason(reason);
        OpenSuspension?.Resume(now);
        Move(move, to, now);
        EndReason = reason;
    }

    private void DemandCandidate(Guid person)
    {
        if (person != CandidateId)
        {
            throw new DomainException("assessment.not-candidate");
        }
    }

    /// <exception cref="DomainException"><c>assessment.not-candidate</c>, <c>dispute.no-result</c>, <c>dispute.over</c></exception>
    internal void DemandDispute(Guid byPerson, DateTime now)
    {
        DemandCandidate(byPerson);
        if (DisputeBy is null)
        {
            throw new DomainException("dispute.no-result");
        }

        if (!CanDispute(now))
        {
            throw new DomainException("dispute.over");
        }
    }

    /// <summary>What was handed over from an earlier attempt is rated as it is.</summary>
    private void DemandOwnSubmission()
    {
        if (AcknowledgedAt is null)
        {
            throw new DomainException("submission.handed-over");
        }
    }

    private void Demand(AssessmentMove move)
    {
        if (!State.Allows(move))
        {
            // The candidate's moves are refused in the same words whether or not a decision is signed.
            var told = move is AssessmentMove.Acknowledge or AssessmentMove.Submit or AssessmentMove.TakeBack ? State.ToldToCandidate() : State;
            throw new DomainException("assessment.move", told, move);
        }
    }

    private void Move(AssessmentMove move, AssessmentState to, DateTime now)
    {
        Demand(move);
        var from = State;
        State = to;
        IsOpen = to.IsOpen();
        ChangedAt = now;
        Note(AuditFact.Of(Id, "assessment.moved", Id, ("move", move.ToString()), ("from", from.ToString()), ("state", to.ToString())));
    }
}
