using System.Globalization;
using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>評量案件: one candidate, one unit, one attempt.</summary>
public sealed class Assessment : Entity
{
    private readonly List<AssessorAssignment> _assignments = [];
    private readonly List<PlannedMethod> _methods = [];
    private readonly List<Round> _rounds = [];
    private readonly List<Suspension> _suspensions = [];
    private readonly List<PlanVersion> _plans = [];
    private readonly List<DeadlineExtension> _extensions = [];

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

    /// <summary>Number of the newest version of the plan.</summary>
    public int PlanNumber { get; private set; } = 1;

    /// <summary>Number of the version that the candidate acknowledged last, which counts; null before the first.</summary>
    public int? AcknowledgedPlan { get; private set; }

    public DateTime? FinalisedAt { get; private set; }

    /// <summary>End of the last day to ask for a review or to appeal, UTC; null where there is nothing to dispute.</summary>
    public DateTime? DisputeBy { get; private set; }

    /// <summary>Reason of a withdrawal or termination.</summary>
    public string? EndReason { get; private set; }

    /// <summary>When the assessors handed the score sheet over to the decision maker, UTC; null while it is theirs.</summary>
    public DateTime? HandedOverAt { get; private set; }

    /// <summary>Why the decision maker gave the sheet back last; cleared when it is handed over again.</summary>
    public string? GivenBackReason { get; private set; }

    public IReadOnlyList<AssessorAssignment> Assignments => _assignments;

    public IReadOnlyList<PlannedMethod> Methods => _methods;

    public IReadOnlyList<Round> Rounds => _rounds;

    public IReadOnlyList<Suspension> Suspensions => _suspensions;

    public IReadOnlyList<PlanVersion> Plans => _plans;

    public IReadOnlyList<DeadlineExtension> Extensions => _extensions;

    /// <summary>A version of the plan that the candidate has not acknowledged; null where there is none.</summary>
    public PlanVersion? PendingPlan => PlanNumber == AcknowledgedPlan ? null : _plans.Find(p => p.Number == PlanNumber);

    /// <summary>The dates of the newest plan: its own while it waits for the candidate, then those that count, which extensions and suspensions move.</summary>
    public (DateTime SubmitBy, DateTime DecideBy) PlanDates => PendingPlan is { } pending ? (pending.SubmitBy, pending.DecideBy) : (SubmitBy, DecideBy);

    /// <summary>The candidate's request for more time that nobody has answered.</summary>
    public DeadlineExtension? OpenExtension => _extensions.Find(e => e.AnsweredAt is null);

    /// <summary>主責評量人員: the assessor who starts, sends back and signs.</summary>
    public AssessorAssignment? CurrentAssessor => Holder(AssessmentPart.Assessor);

    /// <summary>Who signs the decision: the decision maker where there is one, else the lead assessor.</summary>
    public AssessorAssignment? Signer => Holder(AssessmentPart.DecisionMaker) ?? CurrentAssessor;

    /// <summary>Whether two rate, each alone.</summary>
    public bool HasTwoAssessors => Holder(AssessmentPart.SecondAssessor) is not null;

    /// <summary>Whether two rate and both have finished: only now may each see what the other rated.</summary>
    public bool BothFinished => HasTwoAssessors && Raters.All(r => r.FinishedAt is not null);

    private IEnumerable<AssessorAssignment> Raters => _assignments.Where(a => a.EndedAt is null && a.Rates);

    public Round? CurrentRound => _rounds.MaxBy(r => r.Number);

    /// <summary>When evidence is due now: the return's own date after a return, else the plan's. UTC.</summary>
    public DateTime EvidenceDueBy => State == AssessmentState.Returned ? CurrentRound?.ResubmitBy ?? SubmitBy : SubmitBy;

    /// <summary>The candidate has seen the newest version of the plan and agrees to it; from now on it counts, with its dates and methods.</summary>
    /// <param name="byPerson">The candidate.</param>
    /// <param name="now">UTC.</param>
    /// <param name="seen">Number of the version that the candidate saw; null: the newest.</param>
    /// <exception cref="DomainException"><c>assessment.not-candidate</c>, <c>assessment.move</c>, <c>plan.changed</c> (there is a newer version)</exception>
    public void Acknowledge(Guid byPerson, DateTime now, int? seen = null)
    {
        DemandCandidate(byPerson);
        if (PlanNumber == AcknowledgedPlan || !State.Allows(AssessmentMove.Suspend))
        {
            Demand(AssessmentMove.Acknowledge);
        }

        if (seen is not null && seen != PlanNumber)
        {
            throw new DomainException("plan.changed");
        }

        if (PendingPlan is { } version)
        {
            version.Acknowledge(now);
            TakeEffect(version);
            Tell("plan.acknowledged", version);
        }

        AcknowledgedPlan = PlanNumber;
        if (State == AssessmentState.Planned)
        {
            Move(AssessmentMove.Acknowledge, AssessmentState.Gathering, now);
            AcknowledgedAt = now;
        }
    }

    /// <summary>Keeps the first version of the plan, where the assessment was planned before versions were kept.</summary>
    /// <param name="content">What it said.</param>
    /// <param name="newKey">Makes keys.</param>
    public void KeepFirstPlan(PlanContent content, NewKey newKey)
    {
        if (_plans.Count > 0)
        {
            return;
        }

        var first = new PlanVersion(newKey(), Id, 1, content, SubmitBy, DecideBy, CreatedAt);
        if (AcknowledgedAt is { } acknowledged)
        {
            first.Acknowledge(acknowledged);
        }

        _plans.Add(first);
        Tell("plan.made", first);
    }

    /// <summary>
    /// Changes the plan: a new version, which the candidate has to acknowledge. Until then the one acknowledged last counts; before the first
    /// acknowledgement the newest does.
    /// </summary>
    /// <exception cref="DomainException">
    /// <c>plan.state</c> (nobody works on it now), <c>plan.changed</c> (somebody else changed it meanwhile), <c>plan.methods</c>, <c>plan.dates</c>,
    /// <c>plan.unchanged</c>, <c>reason.missing</c>
    /// </exception>
    public PlanVersion RevisePlan(PlanRevision revision, NewKey newKey, DateTime now)
    {
        if (!State.Allows(AssessmentMove.Suspend))
        {
            throw new DomainException("plan.state");
        }

        if (revision.Seen != PlanNumber)
        {
            throw new DomainException("plan.changed");
        }

        if (revision.Content.AllMethods.Count == 0)
        {
            throw new DomainException("plan.methods");
        }

        // Once evidence was handed in, the day to submit is past; later rounds have dates of their own.
        var latest = _plans.Single(p => p.Number == PlanNumber);
        var submits = State is AssessmentState.Planned or AssessmentState.Gathering;
        var (submitBy, decideBy) = PlanDates;
        if (revision.DecideBy <= revision.SubmitBy
            || (revision.SubmitBy != submitBy && (!submits || revision.SubmitBy <= now))
            || (revision.DecideBy != decideBy && revision.DecideBy <= now))
        {
            throw new DomainException("plan.dates");
        }

        if (revision.Content.ToJson() == latest.Content && revision.SubmitBy == submitBy && revision.DecideBy == decideBy)
        {
            throw new DomainException("plan.unchanged");
        }

        DemandReason(revision.Reason);
        var next = new PlanVersion(newKey(), Id, ++PlanNumber, revision.Content, revision.SubmitBy, revision.DecideBy, now);
        next.ChangedBy(revision.ByPerson, revision.Reason);
        _plans.Add(next);
        if (AcknowledgedPlan is null)
        {
            TakeEffect(next);
        }

        Tell("plan.made", next);
        return next;
    }

    /// <summary>The candidate asks for a later date to hand in evidence.</summary>
    /// <param name="byPerson">The candidate.</param>
    /// <param name="until">End of the day asked for, UTC.</param>
    /// <param name="reason">Why.</param>
    /// <param name="newKey">Makes keys.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException"><c>assessment.not-candidate</c>, <c>extension.state</c>, <c>extension.open</c>, <c>extension.date</c>, <c>reason.missing</c></exception>
    public DeadlineExtension AskExtension(Guid byPerson, DateTime until, string reason, NewKey newKey, DateTime now)
    {
        DemandCandidate(byPerson);
        if (!State.EvidenceIsOpen())
        {
            throw new DomainException("extension.state");
        }

        if (OpenExtension is not null)
        {
            throw new DomainException("extension.open");
        }

        DemandLater(until, now);
        DemandReason(reason);
        var asked = new DeadlineExtension(newKey(), Id, EvidenceDueBy, until, reason, now);
        _extensions.Add(asked);
        Tell("extension.asked", asked);
        return asked;
    }

    /// <summary>
    /// Grants more time, until the day asked for or another. The date that counts now moves, and the day to decide by as many days, so that whoever
    /// assesses has as long as before.
    /// </summary>
    /// <exception cref="DomainException"><c>extension.none</c>, <c>extension.state</c>, <c>extension.date</c></exception>
    public DeadlineExtension GrantExtension(Guid byPerson, DateTime until, string? answer, DateTime now)
    {
        var asked = DemandOpenExtension();
        DemandLater(until, now);
        var more = until - EvidenceDueBy;
        if (State == AssessmentState.Returned && CurrentRound is { ResubmitBy: not null } round)
        {
            round.PutOff(until);
        }
        else
        {
            SubmitBy = until;
        }

        DecideBy += more;
        if (PendingPlan is { } pending)
        {
            pending.Move(State == AssessmentState.Returned ? pending.SubmitBy : pending.SubmitBy + more, pending.DecideBy + more);
            Tell("plan.moved", pending);
        }

        asked.Close(ExtensionOutcome.Granted, until, answer, byPerson, now);
        Tell("extension.granted", asked);
        return asked;
    }

    /// <summary>Refuses more time, with the reason.</summary>
    /// <exception cref="DomainException"><c>extension.none</c>, <c>extension.state</c>, <c>reason.missing</c></exception>
    public DeadlineExtension RefuseExtension(Guid byPerson, string reason, DateTime now)
    {
        var asked = DemandOpenExtension();
        DemandReason(reason);
        asked.Close(ExtensionOutcome.Refused, null, reason, byPerson, now);
        Tell("extension.refused", asked);
        return asked;
    }

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

    /// <summary>The lead assessor starts to assess what was submitted. Whoever had finished goes on with their own sheet.</summary>
    /// <exception cref="DomainException"><c>assessment.not-assessor</c>, <c>assessment.move</c></exception>
    public void Start(Guid byPerson, DateTime now)
    {
        DemandAssessor(byPerson);
        Move(AssessmentMove.Start, AssessmentState.Assessing, now);
        Reopen();
    }

    /// <summary>完成評定: one of two assessors has finished the own sheet, which is closed from now on.</summary>
    /// <param name="byPerson">The lead or the second assessor.</param>
    /// <param name="sheet">Their own sheet.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException">
    /// <c>assessment.not-assessor</c>, <c>assessment.not-assessing</c>, <c>assessment.handed-over</c>, <c>finish.alone</c> (nobody else rates),
    /// <c>finish.incomplete</c> (a criterion is neither complete nor left open with a reason)
    /// </exception>
    public void Finish(Guid byPerson, ScoreSheet sheet, DateTime now)
    {
        var mine = Rater(byPerson);
        DemandOpenSheet(now);
        if (!HasTwoAssessors)
        {
            throw new DomainException("finish.alone");
        }

        if (mine.FinishedAt is not null)
        {
            return;
        }

        if (sheet.MissingFor(Outcome.NotYetCompetent).Count > 0)
        {
            throw new DomainException("finish.incomplete");
        }

        mine.Finish(now);
        ContentVersion++;
        Note(AuditFact.Of(Id, "assignment.finished", mine.Id, ("contentVersion", Text(ContentVersion))));
    }

    /// <summary>Goes on with the own sheet, as long as the other has not finished: after that both have seen both.</summary>
    /// <exception cref="DomainException"><c>assessment.not-assessor</c>, <c>finish.both</c></exception>
    public void TakeBackFinish(Guid byPerson)
    {
        var mine = Rater(byPerson);
        if (BothFinished)
        {
            throw new DomainException("finish.both");
        }

        Reopen(mine);
    }

    /// <summary>The lead assessor hands the finished sheet over to the decision maker; the assessors can change nothing meanwhile.</summary>
    /// <param name="byPerson">The lead assessor.</param>
    /// <param name="sheet">The sheet that is signed: of two assessors, the one that they agreed on.</param>
    /// <param name="reconciliation">What two assessors agreed on; else null.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException">
    /// <c>assessment.not-assessor</c>, <c>assessment.not-assessing</c>, <c>assessment.handed-over</c>, <c>handover.nobody</c> (there is no decision
    /// maker), <c>sign.not-agreed</c>, <c>handover.incomplete</c>
    /// </exception>
    public void HandOver(Guid byPerson, ScoreSheet sheet, Reconciliation? reconciliation, DateTime now)
    {
        DemandAssessor(byPerson);
        DemandOpenSheet(now);
        if (Holder(AssessmentPart.DecisionMaker) is null)
        {
            throw new DomainException("handover.nobody");
        }

        DemandAgreed(reconciliation);
        if (sheet.MissingFor(Outcome.NotYetCompetent).Count > 0)
        {
            throw new DomainException("handover.incomplete");
        }

        (HandedOverAt, GivenBackReason) = (now, null);
        ContentVersion++;
        Note(AuditFact.Of(Id, "sheet.handed-over", Id, ("contentVersion", Text(ContentVersion))));
    }

    /// <summary>The decision maker gives the sheet back; the assessors go on with it.</summary>
    /// <exception cref="DomainException"><c>assessment.not-decision-maker</c>, <c>handover.none</c>, <c>reason.missing</c></exception>
    public void GiveBack(Guid byPerson, string reason)
    {
        if (Holder(AssessmentPart.DecisionMaker)?.PersonId != byPerson)
        {
            throw new DomainException("assessment.not-decision-maker");
        }

        if (HandedOverAt is null || !State.Allows(AssessmentMove.Sign))
        {
            throw new DomainException("handover.none");
        }

        DemandReason(reason);
        Reopen();
        GivenBackReason = reason;
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
        DemandReason(reason);
        _suspensions.Add(new Suspension(newKey(), Id, State, reason, now));
        Move(AssessmentMove.Suspend, AssessmentState.Suspended, now);
    }

    /// <summary>Goes on where it was suspended; each date that was still to come then is put off by the time that the clock stood.</summary>
    /// <exception cref="DomainException"><c>assessment.move</c></exception>
    public void Resume(DateTime now)
    {
        Demand(AssessmentMove.Resume);
        var suspension = _suspensions.Single(s => s.ResumedAt is null);
        suspension.Resume(now);

        // Whole days: a date is the end of a day at the centre, and stays one.
        var days = Math.Ceiling((now - suspension.At).TotalDays);
        DateTime PutOff(DateTime date) => date > suspension.At ? date.AddDays(days) : date;
        (SubmitBy, DecideBy) = (PutOff(SubmitBy), PutOff(DecideBy));
        if (CurrentRound?.ResubmitBy is { } resubmitBy)
        {
            CurrentRound.PutOff(PutOff(resubmitBy));
        }

        if (PendingPlan is { } pending)
        {
            pending.Move(PutOff(pending.SubmitBy), PutOff(pending.DecideBy));
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

    /// <summary>Who holds a part now; null where nobody does.</summary>
    public AssessorAssignment? Holder(AssessmentPart part) => _assignments.Find(a => a.Part == part && a.EndedAt is null);

    /// <summary>
    /// Gives the part of the lead, or another one, to somebody else. Authorship of what was rated stays; the successor confirms each rating
    /// singly, so that a sheet which was handed over is the assessors' again.
    /// </summary>
    /// <returns>The ended and the new assignment.</returns>
    /// <exception cref="DomainException">
    /// <c>assessor.is-candidate</c>, <c>assessor.same</c>, <c>assignment.one-part</c>, <c>assignment.nobody</c>, <c>assessor.closed</c>, <c>reason.missing</c>
    /// </exception>
    public (AssessorAssignment Ended, AssessorAssignment Begun) ReplaceAssessor(Guid successor, string reason, NewKey newKey, DateTime now, AssessmentPart part = AssessmentPart.Assessor)
    {
        DemandChangeable();
        if (successor == CandidateId)
        {
            throw new DomainException("assessor.is-candidate");
        }

        var current = Holder(part) ?? throw new DomainException("assignment.nobody");
        if (successor == current.PersonId)
        {
            throw new DomainException("assessor.same");
        }

        if (_assignments.Exists(a => a.PersonId == successor && a.Part != part))
        {
            throw new DomainException("assignment.one-part");
        }

        DemandReason(reason);
        current.End(reason, now);
        var begun = new AssessorAssignment(newKey(), Id, successor, part, now);
        _assignments.Add(begun);
        ContentVersion++;
        Note(AuditFact.Of(Id, "assignment.ended", current.Id, ("person", current.PersonId.ToString())));
        Note(AuditFact.Of(Id, "assignment.made", begun.Id, ("person", successor.ToString()), ("part", part.ToString())));
        if (begun.Rates)
        {
            EndHandover();
        }

        return (current, begun);
    }

    /// <summary>Gives a part that nobody holds to a person.</summary>
    /// <exception cref="DomainException">
    /// <c>assignment.is-candidate</c>, <c>assignment.one-part</c> (the person has or had another part in it), <c>assignment.held</c>,
    /// <c>assessor.closed</c> (it is decided, and only a verifier or a hearer may still come)
    /// </exception>
    public AssessorAssignment Assign(AssessmentPart part, Guid person, NewKey newKey, DateTime now)
    {
        if (person == CandidateId)
        {
            throw new DomainException("assignment.is-candidate");
        }

        if (_assignments.Exists(a => a.PersonId == person && a.Part != part))
        {
            throw new DomainException("assignment.one-part");
        }

        if (Holder(part) is not null)
        {
            throw new DomainException("assignment.held");
        }

        if (part is not (AssessmentPart.Verifier or AssessmentPart.Hearer))
        {
            DemandChangeable();
        }

        var begun = new AssessorAssignment(newKey(), Id, person, part, now);
        _assignments.Add(begun);
        Note(AuditFact.Of(Id, "assignment.made", begun.Id, ("person", person.ToString()), ("part", part.ToString())));
        if (begun.Rates)
        {
            ContentVersion++;
            EndHandover();
        }

        return begun;
    }

    /// <summary>Takes a part from who holds it, with the reason; what they did stays theirs.</summary>
    /// <exception cref="DomainException"><c>assignment.nobody</c>, <c>reason.missing</c></exception>
    public AssessorAssignment Release(AssessmentPart part, string reason, DateTime now)
    {
        DemandReason(reason);
        var held = Holder(part) ?? throw new DomainException("assignment.nobody");
        held.End(reason, now);
        Note(AuditFact.Of(Id, "assignment.ended", held.Id, ("person", held.PersonId.ToString())));
        return held;
    }

    public bool IsLate(DateTime now) => State switch
    {
        AssessmentState.Planned or AssessmentState.Gathering or AssessmentState.Returned => now > EvidenceDueBy,
        AssessmentState.Submitted or AssessmentState.Assessing or AssessmentState.Decided => now > DecideBy,
        _ => false,
    };

    /// <summary>Whether this person holds the assessor's part now.</summary>
    public bool IsAssessor(Guid person) => CurrentAssessor?.PersonId == person;

    /// <summary>Two assessors change what they agree on; whoever signs has to look anew.</summary>
    internal void ChangeAgreed(DateTime now)
    {
        DemandOpenSheet(now);
        if (!BothFinished)
        {
            throw new DomainException("reconciliation.not-finished");
        }

        ContentVersion++;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void DemandReason(string reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new DomainException("reason.missing");
        }
    }

    private void TakeEffect(PlanVersion version)
    {
        (SubmitBy, DecideBy) = (version.SubmitBy, version.DecideBy);
        var methods = PlanContent.Parse(version.Content).AllMethods;
        if (methods.Count > 0)
        {
            _methods.RemoveAll(m => !methods.Contains(m.Code));
            _methods.AddRange(methods.Where(m => !_methods.Exists(x => x.Code == m)).ToList().ConvertAll(m => new PlannedMethod(Id, m)));
        }
    }

    private DeadlineExtension DemandOpenExtension() =>
        OpenExtension is not { } asked ? throw new DomainException("extension.none")
        : State.EvidenceIsOpen() ? asked
        : throw new DomainException("extension.state");

    private void DemandLater(DateTime until, DateTime now)
    {
        if (until <= EvidenceDueBy || until <= now)
        {
            throw new DomainException("extension.date");
        }
    }

    private void Tell(string action, PlanVersion version) =>
        Note(AuditFact.Of(Id, action, version.Id, ("number", Text(version.Number)), ("digest", Convert.ToHexStringLower(SaltedDigest.Of(version.Salt, version.DigestText())))));

    private void Tell(string action, DeadlineExtension extension) =>
        Note(AuditFact.Of(Id, action, extension.Id, ("digest", Convert.ToHexStringLower(SaltedDigest.Of(extension.Salt, extension.DigestText())))));

    private void End(AssessmentMove move, AssessmentState to, string reason, DateTime now)
    {
        Demand(move);
        DemandReason(reason);
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

    private void DemandAssessor(Guid person)
    {
        if (!IsAssessor(person))
        {
            throw new DomainException("assessment.not-assessor");
        }
    }

    /// <summary>The assignment by which a person rates now.</summary>
    private AssessorAssignment Rater(Guid person) => Raters.FirstOrDefault(r => r.PersonId == person) ?? throw new DomainException("assessment.not-assessor");

    /// <summary>Sheets are open while it is assessed, or sent back and overdue, and not in the decision maker's hands.</summary>
    private void DemandOpenSheet(DateTime now)
    {
        DemandNotHandedOver();
        if (State != AssessmentState.Assessing && !(State == AssessmentState.Returned && now > EvidenceDueBy))
        {
            throw new DomainException("assessment.not-assessing");
        }
    }

    private void DemandNotHandedOver()
    {
        if (HandedOverAt is not null)
        {
            throw new DomainException("assessment.handed-over");
        }
    }

    private void DemandAgreed(Reconciliation? reconciliation)
    {
        if (HasTwoAssessors && !(BothFinished && reconciliation?.AssessmentId == Id && reconciliation.IsAgreed))
        {
            throw new DomainException("sign.not-agreed");
        }
    }

    private void DemandChangeable()
    {
        if (!State.Allows(AssessmentMove.Withdraw))
        {
            throw new DomainException("assessor.closed");
        }
    }

    /// <summary>The assessors go on with their sheets.</summary>
    private void Reopen()
    {
        foreach (var rater in Raters)
        {
            Reopen(rater);
        }

        EndHandover();
    }

    private void Reopen(AssessorAssignment rater)
    {
        if (rater.FinishedAt is not null)
        {
            rater.Reopen();
            ContentVersion++;
            Note(AuditFact.Of(Id, "assignment.reopened", rater.Id));
        }
    }

    private void EndHandover()
    {
        if (HandedOverAt is not null)
        {
            HandedOverAt = null;
            ContentVersion++;
            Note(AuditFact.Of(Id, "sheet.given-back", Id));
        }
    }

    private void Demand(AssessmentMove move)
    {
        if (!State.Allows(move))
        {
            throw new DomainException("assessment.move", State, move);
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

/// <summary>A person's part in an assessment; one part per person.</summary>
public enum AssessmentPart
{
    /// <summary>評量人員, with two of them the lead: rates, sends back, and signs unless the scheme separates that.</summary>
    Assessor,

    /// <summary>第二評量人員: rates alone.</summary>
    SecondAssessor,

    /// <summary>結論簽署人員: signs where the scheme separates rating and signing.</summary>
    DecisionMaker,

    /// <summary>覆核人員.</summary>
    Verifier,

    /// <summary>申訴審議人員: hears an appeal, and has no other part in it.</summary>
    Hearer,
}

/// <summary>Who holds a part in an assessment, from when to when.</summary>
public sealed class AssessorAssignment
{
    private AssessorAssignment()
    {
    }

    internal AssessorAssignment(Guid id, Guid assessmentId, Guid personId, AssessmentPart part, DateTime now) =>
        (Id, AssessmentId, PersonId, Part, BegunAt) = (id, assessmentId, personId, part, now);

    public Guid Id { get; private set; }

    public Guid AssessmentId { get; private set; }

    public Guid PersonId { get; private set; }

    public AssessmentPart Part { get; private set; }

    public DateTime BegunAt { get; private set; }

    public DateTime? EndedAt { get; private set; }

    public string? EndReason { get; private set; }

    /// <summary>When one of two assessors finished the own sheet, UTC; null while they rate.</summary>
    public DateTime? FinishedAt { get; private set; }

    /// <summary>Whether whoever holds the part rates: the lead and the second assessor.</summary>
    public bool Rates => Part is AssessmentPart.Assessor or AssessmentPart.SecondAssessor;

    internal void Finish(DateTime now) => FinishedAt = now;

    internal void Reopen() => FinishedAt = null;

    internal void End(string reason, DateTime now) => (EndedAt, EndReason) = (now, reason);
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
