using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>Who holds which part, two assessors who finish each alone, and the handover to a decision maker.</summary>
public sealed partial class Assessment
{
    private readonly List<AssessorAssignment> _assignments = [];

    /// <summary>When the assessors handed the score sheet over to the decision maker, UTC; null while it is theirs.</summary>
    public DateTime? HandedOverAt { get; private set; }

    /// <summary>Why the decision maker gave the sheet back last; cleared when it is handed over again.</summary>
    public string? GivenBackReason { get; private set; }

    public IReadOnlyList<AssessorAssignment> Assignments => _assignments;

    /// <summary>主責評量人員: the assessor who starts, sends back and signs.</summary>
    public AssessorAssignment? CurrentAssessor => Holder(AssessmentPart.Assessor);

    /// <summary>Who signs the decision: the decision maker where there is one, else the lead assessor.</summary>
    public AssessorAssignment? Signer => Holder(AssessmentPart.DecisionMaker) ?? CurrentAssessor;

    /// <summary>Whether two rate, each alone.</summary>
    public bool HasTwoAssessors => Holder(AssessmentPart.SecondAssessor) is not null;

    /// <summary>Whether two rate and both have finished: only now may each see what the other rated.</summary>
    public bool BothFinished => HasTwoAssessors && Raters.All(r => r.FinishedAt is not null);

    private IEnumerable<AssessorAssignment> Raters => _assignments.Where(a => a.EndedAt is null && a.Rates);

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
    /// <param name="byPerson">The lead or the second assessor.</param>
    /// <param name="compared">Whether both had finished since, though one of them was replaced afterwards.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException"><c>assessment.not-assessor</c>, <c>assessment.not-assessing</c>, <c>assessment.handed-over</c>, <c>finish.both</c></exception>
    public void TakeBackFinish(Guid byPerson, bool compared, DateTime now)
    {
        var mine = Rater(byPerson);
        DemandOpenSheet(now);
        if (BothFinished || compared)
        {
            throw new DomainException("finish.both");
        }

        Reopen(mine);
    }

    /// <summary>
    /// Opens both sheets again once both agree on one: something that neither rated or judged is missing. What they agreed on stands in the sheets; when
    /// both finish again, what differs then is laid before both.
    /// </summary>
    /// <param name="byPerson">The lead assessor.</param>
    /// <param name="reconciliation">What they agreed on last.</param>
    /// <param name="now">UTC.</param>
    /// <exception cref="DomainException"><c>assessment.not-assessor</c>, <c>assessment.not-assessing</c>, <c>assessment.handed-over</c>, <c>sign.not-agreed</c></exception>
    public void ReopenSheets(Guid byPerson, Reconciliation? reconciliation, DateTime now)
    {
        DemandAssessor(byPerson);
        DemandOpenSheet(now);
        DemandAgreed(reconciliation);
        Reopen();
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

        DomainException.DemandReason(reason);
        Reopen();
        GivenBackReason = reason;
    }

    /// <summary>Whether somebody is its candidate, or has or had a part in it.</summary>
    public bool Concerns(Guid personId) => CandidateId == personId || _assignments.Exists(a => a.PersonId == personId);

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

        DomainException.DemandReason(reason);
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
        DomainException.DemandReason(reason);
        var held = Holder(part) ?? throw new DomainException("assignment.nobody");
        held.End(reason, now);
        Note(AuditFact.Of(Id, "assignment.ended", held.Id, ("person", held.PersonId.ToString())));
        return held;
    }

    /// <summary>Whether this person holds the assessor's part now.</summary>
    public bool IsAssessor(Guid person) => CurrentAssessor?.PersonId == person;

    /// <summary>Whether this person is one of those who rate now.</summary>
    public bool IsRater(Guid person) => Raters.Any(r => r.PersonId == person);

    /// <summary>Whether a person may observe and question now: rates it, has not finished, and the sheet is in no decision maker's hands.</summary>
    /// <returns>The assignment by which they do.</returns>
    /// <exception cref="DomainException"><c>assessment.not-assessor</c>, <c>assessment.handed-over</c>, <c>meeting.closed</c></exception>
    public AssessorAssignment DemandMeetings(Guid person)
    {
        var mine = Rater(person);
        DemandNotHandedOver();
        return mine.FinishedAt is null && State.MeetingsAreOpen() ? mine : throw new DomainException("meeting.closed");
    }

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
}
