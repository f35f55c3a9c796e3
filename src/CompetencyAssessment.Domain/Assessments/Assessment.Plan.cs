using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.Assessments;

/// <summary>The plan in its versions, and more time.</summary>
public sealed partial class Assessment
{
    private readonly List<PlanVersion> _plans = [];
    private readonly List<DeadlineExtension> _extensions = [];

    /// <summary>Number of the newest version of the plan.</summary>
    public int PlanNumber { get; private set; } = 1;

    /// <summary>Number of the version that the candidate acknowledged last, which counts; null before the first.</summary>
    public int? AcknowledgedPlan { get; private set; }

    public IReadOnlyList<PlanVersion> Plans => _plans;

    public IReadOnlyList<DeadlineExtension> Extensions => _extensions;

    /// <summary>A version of the plan that the candidate has not acknowledged; null where there is none.</summary>
    public PlanVersion? PendingPlan => PlanNumber == AcknowledgedPlan ? null : _plans.Find(p => p.Number == PlanNumber);

    /// <summary>The dates of the newest plan: its own while it waits for the candidate, then those that count, which extensions and suspensions move.</summary>
    public (DateTime SubmitBy, DateTime DecideBy) PlanDates => PendingPlan is { } pending ? (pending.SubmitBy, pending.DecideBy) : (SubmitBy, DecideBy);

    /// <summary>The candidate's request for more time that nobody has answered.</summary>
    public DeadlineExtension? OpenExtension => _extensions.Find(e => e.AnsweredAt is null);

    /// <summary>The candidate has seen the newest version of the plan and agrees to it; from now on it counts, with its dates and methods.</summary>
    /// <param name="byPerson">The candidate.</param>
    /// <param name="now">UTC.</param>
    /// <param name="seen">Number of the version that the candidate saw; null: the newest.</param>
    /// <exception cref="DomainException"><c>assessment.not-candidate</c>, <c>assessment.move</c>, <c>plan.changed</c> (there is a newer version)</exception>
    public void Acknowledge(Guid byPerson, DateTime now, int? seen = null)
    {
        DemandCandidate(byPerson);
        if (PlanNumber == AcknowledgedPlan || (AcknowledgedAt is null && State != AssessmentState.Planned) || !State.ToldToCandidate().Allows(AssessmentMove.Suspend))
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
    /// <c>plan.unchanged</c>, <c>reason.missing</c> (none is needed before the first acknowledgement)
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

        var arranged = PlanContent.Parse(latest.Content);
        var content = revision.Content with { Appointments = arranged.Appointments, Adjustments = arranged.Adjustments };
        if (content.ToJson() == latest.Content && revision.SubmitBy == submitBy && revision.DecideBy == decideBy)
        {
            throw new DomainException("plan.unchanged");
        }

        if (AcknowledgedPlan is not null)
        {
            DomainException.DemandReason(revision.Reason);
        }

        return NextPlan(content, (revision.SubmitBy, revision.DecideBy), revision.ByPerson, revision.Reason, newKey, now);
    }

    /// <summary>
    /// Appointments and agreed adjustments stand in the plan: where they change, its next version says so, and the candidate acknowledges it.
    /// </summary>
    /// <param name="byPerson">Who changes them.</param>
    /// <param name="appointments">All that stand now.</param>
    /// <param name="adjustments">All that are agreed now.</param>
    /// <param name="reason">Why, where a reason was given.</param>
    /// <param name="newKey">Makes keys.</param>
    /// <param name="now">UTC.</param>
    /// <returns>Null where nothing of the plan changes, or the assessment has ended.</returns>
    public PlanVersion? Arrange(Guid byPerson, IEnumerable<PlannedAppointment> appointments, IEnumerable<string> adjustments, string? reason, NewKey newKey, DateTime now)
    {
        var latest = _plans.Single(p => p.Number == PlanNumber);
        var content = PlanContent.Parse(latest.Content) with { Appointments = [.. appointments], Adjustments = [.. adjustments] };
        return IsOpen && content.ToJson() != latest.Content ? NextPlan(content, PlanDates, byPerson, reason, newKey, now) : null;
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
        DomainException.DemandReason(reason);
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
        DomainException.DemandReason(reason);
        asked.Close(ExtensionOutcome.Refused, null, reason, byPerson, now);
        Tell("extension.refused", asked);
        return asked;
    }

    /// <summary>The next version; it takes effect at once where the candidate has acknowledged none.</summary>
    private PlanVersion NextPlan(PlanContent content, (DateTime SubmitBy, DateTime DecideBy) dates, Guid byPerson, string? reason, NewKey newKey, DateTime now)
    {
        var next = new PlanVersion(newKey(), Id, ++PlanNumber, content, dates.SubmitBy, dates.DecideBy, now);
        next.ChangedBy(byPerson, reason);
        _plans.Add(next);
        if (AcknowledgedPlan is null)
        {
            TakeEffect(next);
        }

        Tell("plan.made", next);
        return next;
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
}
