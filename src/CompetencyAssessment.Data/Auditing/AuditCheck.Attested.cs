using System.Globalization;
using System.Text.Json;
using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Data.Auditing;

/// <summary>What a chain attests, read from its entries.</summary>
public sealed partial class AuditCheck
{
    private record Told(long Sequence, string Value);

    private sealed record Latest(long Sequence, int Number) : Told(Sequence, "");

    private sealed record Revision(long Sequence, string Action, Guid Rating, string Number, string Digest)
    {
        public bool Seen { get; set; }
    }

    /// <summary>What the entries of one chain say of the rows; the latest word counts.</summary>
    private sealed class Attested
    {
        public Told? State { get; private set; }

        public Dictionary<Guid, Told> Assignments { get; } = [];

        public HashSet<Guid> Ended { get; } = [];

        /// <summary>Assignments whose sheet is finished.</summary>
        public HashSet<Guid> Finished { get; } = [];

        /// <summary>With who confirmed what was agreed; empty before that.</summary>
        public Dictionary<Guid, Told> Reconciliations { get; } = [];

        public Dictionary<Guid, Told> Differences { get; } = [];

        public Dictionary<Guid, Latest> LatestRevisions { get; } = [];

        public Dictionary<Guid, Revision> Revisions { get; } = [];

        /// <summary>Number of the latest revision, 0 from before there were any, and digest.</summary>
        public Dictionary<Guid, Told> EvidenceJudged { get; } = [];

        public Dictionary<Guid, Told> RequirementsJudged { get; } = [];

        /// <summary>The judgement, and of that the same.</summary>
        public Dictionary<Guid, Told> JudgementRevisions { get; } = [];

        public Dictionary<Guid, Told> Versions { get; } = [];

        public HashSet<Guid> Items { get; } = [];

        /// <summary>Digest and, once handed in, the round.</summary>
        public Dictionary<Guid, Told> Replies { get; } = [];

        public Dictionary<Guid, Told> SelfRatings { get; } = [];

        /// <summary>Every digest that a self-rating ever had: a round keeps one of them.</summary>
        public HashSet<(Guid Id, string Digest)> SelfRatingsEver { get; } = [];

        public Dictionary<Guid, Told> Plans { get; } = [];

        public Dictionary<Guid, Told> Extensions { get; } = [];

        public Dictionary<Guid, Told> Appointments { get; } = [];

        public Dictionary<Guid, Told> Meetings { get; } = [];

        /// <summary>Digest of all that was entered, of those that have ended.</summary>
        public Dictionary<Guid, string> MeetingContents { get; } = [];

        public Dictionary<Guid, Told> MeetingTakeovers { get; } = [];

        public Dictionary<Guid, Told> Adjustments { get; } = [];

        public Dictionary<Guid, Told> Decisions { get; } = [];

        public HashSet<Guid> Voided { get; } = [];

        /// <summary>With the decision, and whether it was after release.</summary>
        public Dictionary<Guid, Told> Verifications { get; } = [];

        /// <summary>Digest of all that the verifier said, of those that have ended.</summary>
        public Dictionary<Guid, Told> ClosedVerifications { get; } = [];

        /// <summary>Digest of what a quality lead answered to a disagreement.</summary>
        public Dictionary<Guid, Told> AnsweredVerifications { get; } = [];

        public Dictionary<Guid, Told> Draws { get; } = [];

        public Dictionary<Guid, Told> Snapshots { get; } = [];

        public Dictionary<Guid, Told> Issues { get; } = [];

        /// <summary>Issues that no longer stand, with the status.</summary>
        public Dictionary<Guid, Told> EndedIssues { get; } = [];

        public Dictionary<Guid, Told> Documents { get; } = [];

        public Dictionary<Guid, Told> Reviews { get; } = [];

        public Dictionary<Guid, Told> Appeals { get; } = [];

        public Dictionary<Guid, Told> Objections { get; } = [];

        public Dictionary<Guid, Told> Incidents { get; } = [];

        public Dictionary<Guid, Told> Cases { get; } = [];

        public Dictionary<Guid, Told> CarryOvers { get; } = [];

        /// <summary>What assessors added: item, number and origin.</summary>
        public Dictionary<Guid, Told> Added { get; } = [];

        public HashSet<Guid> AddedWithdrawn { get; } = [];

        public Dictionary<Guid, Told> Reports { get; } = [];

        /// <summary>What each person was given and not taken, by person; of the centre's chain, as the rest here.</summary>
        public Dictionary<Guid, (long Sequence, SortedSet<string> Roles)> Roles { get; } = [];

        public Dictionary<Guid, Told> Qualifications { get; } = [];

        public HashSet<Guid> QualificationsWithdrawn { get; } = [];

        public Dictionary<Guid, Told> Proofs { get; } = [];

        public Dictionary<Guid, Told> Overrides { get; } = [];

        public Dictionary<Guid, Told> Rules { get; } = [];

        /// <summary>Digests of why employers and cohorts were ended or removed, conflicts of interest ended, and qualifications required or not.</summary>
        public Dictionary<Guid, Told> Reasons { get; } = [];

        /// <returns>Whether the entry could be read.</returns>
        public bool Take(AuditEntry entry)
        {
            Dictionary<string, string>? data;
            try
            {
                data = JsonSerializer.Deserialize<Dictionary<string, string>>(entry.Payload);
            }
            catch (JsonException)
            {
                return false;
            }

            if (data is null)
            {
                return false;
            }

            string Value(string name) => data.GetValueOrDefault(name, "");
            var subject = entry.SubjectId;
            switch (entry.Action)
            {
                case "assessment.planned" or "assessment.moved":
                    State = new Told(entry.Sequence, Value("state"));
                    break;
                case "assignment.made":
                    Assignments[subject] = new Told(entry.Sequence, Value("person"));
                    break;
                case "assignment.ended":
                    Ended.Add(subject);
                    break;
                case "assignment.finished":
                    Finished.Add(subject);
                    break;
                case "assignment.reopened":
                    Finished.Remove(subject);
                    break;
                case "reconciliation.opened" or "reconciliation.confirmed":
                    Reconciliations[subject] = new Told(entry.Sequence, Value("person"));
                    break;
                case "reconciliation.declined":
                    Reconciliations[subject] = new Told(entry.Sequence, "");
                    break;
                case "difference.found" or "difference.settled":
                    Differences[subject] = new Told(entry.Sequence, Value("digest"));
                    break;
                case "rating.changed" or "rating.taken-over" or "rating.confirmed" or "rating.moved":
                    if (!Guid.TryParse(Value("revision"), out var revision) || !int.TryParse(Value("number"), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                    {
                        return false;
                    }

                    Revisions[revision] = new Revision(entry.Sequence, entry.Action, subject, Value("number"), Value("digest"));
                    LatestRevisions[subject] = new Latest(entry.Sequence, number);
                    break;
                case "evidence.judged" or "requirement.judged":
                    var judged = entry.Action == "evidence.judged" ? EvidenceJudged : RequirementsJudged;
                    if (Guid.TryParse(Value("earlier"), out var earlier) && judged.TryGetValue(subject, out var replaced))
                    {
                        JudgementRevisions[earlier] = replaced with { Value = $"{subject}|{replaced.Value}" };
                    }

                    var now = new Told(entry.Sequence, $"{data.GetValueOrDefault("number", "0")}|{Value("digest")}");
                    judged[subject] = now;
                    if (Guid.TryParse(Value("revision"), out var judgement))
                    {
                        JudgementRevisions[judgement] = now with { Value = $"{subject}|{now.Value}" };
                    }

                    break;
                case "evidence.version-added":
                    Versions[subject] = new Told(entry.Sequence, Value("sha256"));
                    if (Guid.TryParse(Value("item"), out var item))
                    {
                        Items.Add(item);
                    }

                    break;
                case "reply.written" or "reply.handed-in" or "reply.taken-back":
                    Replies[subject] = new Told(entry.Sequence, $"{Value("digest")}|{Value("round")}");
                    break;
                case "self-rating.changed":
                    SelfRatings[subject] = new Told(entry.Sequence, Value("digest"));
                    SelfRatingsEver.Add((subject, Value("digest")));
                    break;
                case "plan.made" or "plan.moved" or "plan.acknowledged":
                    Plans[subject] = new Told(entry.Sequence, Value("digest"));
                    break;
                case "extension.asked" or "extension.granted" or "extension.refused" or "extension.lapsed":
                    Extensions[subject] = new Told(entry.Sequence, Value("digest"));
                    break;
                case "appointment.made" or "appointment.rescheduled" or "appointment.cancelled" or "appointment.no-show":
                    Appointments[subject] = new Told(entry.Sequence, Value("digest"));
                    break;
                case "meeting.prepared" or "meeting.identity-checked" or "meeting.begun" or "meeting.finished" or "meeting.discarded" or "meeting.broken-off" or "meeting.taken-over":
                    Meetings[subject] = new Told(entry.Sequence, Value("digest"));
                    MeetingContents[subject] = Value("content");
                    if (Guid.TryParse(Value("takeover"), out var takeover))
                    {
                        MeetingTakeovers[takeover] = new Told(entry.Sequence, Value("noted"));
                    }

                    break;
                case "adjustment.asked" or "adjustment.taken-on" or "adjustment.agreed" or "adjustment.refused" or "adjustment.put-off" or "adjustment.set-aside":
                    Adjustments[subject] = new Told(entry.Sequence, Value("digest"));
                    break;
                case "decision.signed":
                    Decisions[subject] = new Told(entry.Sequence, $"{Value("outcome")}|{Value("contentVersion")}|{Value("authentication")}");
                    break;
                case "decision.voided":
                    Voided.Add(subject);
                    break;
                case "verification.opened":
                    Verifications[subject] = new Told(entry.Sequence, $"{Value("decision")}|{Value("afterRelease")}");
                    break;
                case "verification.closed":
                    ClosedVerifications[subject] = new Told(entry.Sequence, $"{Value("outcome")}|{Value("person")}|{Value("digest")}");
                    break;
                case "verification.answered":
                    AnsweredVerifications[subject] = new Told(entry.Sequence, $"{Value("person")}|{Value("digest")}");
                    break;
                case "verification.drawn" or "verification.drawn-at-close":
                    Draws[subject] = new Told(entry.Sequence, $"{Value("decision")}|{Value("rule")}|{Value("lot")}|{Value("reason")}");
                    break;
                case "decision.kept":
                    Snapshots[subject] = new Told(entry.Sequence, Value("sha256"));
                    break;
                case "record.issued":
                    Issues[subject] = new Told(entry.Sequence, $"{Value("decision")}|{Value("number")}");
                    break;
                case "record.ended":
                    EndedIssues[subject] = new Told(entry.Sequence, Value("status"));
                    break;
                case "review.requested" or "review.closed":
                    Reviews[subject] = new Told(entry.Sequence, Value("digest"));
                    break;
                case "appeal.filed" or "appeal.closed" or "appeal.planned" or "appeal.unplanned":
                    Appeals[subject] = new Told(entry.Sequence, Value("digest"));
                    break;
                case "objection.filed" or "objection.closed":
                    Objections[subject] = new Told(entry.Sequence, Value("digest"));
                    break;
                case "incident.reported" or "incident.replaced" or "incident.closed" or "incident.lifted":
                    Incidents[subject] = new Told(entry.Sequence, Value("digest"));
                    break;
                case "misconduct.reported" or "misconduct.opened" or "misconduct.replied" or "misconduct.closed" or "misconduct.put-off" or "misconduct.set-aside":
                    Cases[subject] = new Told(entry.Sequence, Value("digest"));
                    break;
                case "carry-over.requested":
                    CarryOvers[subject] = new Told(entry.Sequence, $"{Value("criterion")}|{Value("rating")}");
                    break;
                case "carry-over.taken-back":
                    CarryOvers.Remove(subject);
                    break;
                case "assessor-evidence.added":
                    Added[subject] = new Told(entry.Sequence, $"{Value("item")}|{Value("number")}|{Value("origin")}");
                    break;
                case "assessor-evidence.withdrawn":
                    AddedWithdrawn.Add(subject);
                    break;
                case "report.invited" or "report.opened" or "report.answered" or "report.renewed" or "report.revoked" or "report.confirmed":
                    Reports[subject] = new Told(entry.Sequence, Value("digest"));
                    break;
                case "document.drawn":
                    Documents[subject] = new Told(entry.Sequence, $"{Value("issue")}|{Value("sha256")}");
                    break;
                case "role.given" or "role.taken":
                    var roles = Roles.TryGetValue(subject, out var held) ? held.Roles : new SortedSet<string>(StringComparer.Ordinal);
                    _ = entry.Action == "role.given" ? roles.Add(Value("role")) : roles.Remove(Value("role"));
                    Roles[subject] = (entry.Sequence, roles);
                    break;
                case "qualification.recorded":
                    Qualifications[subject] = new Told(entry.Sequence, $"{Value("person")}|{Value("unit")}|{Value("kind")}|{Value("from")}|{Value("until")}");
                    break;
                case "qualification.withdrawn":
                    QualificationsWithdrawn.Add(subject);
                    break;
                case "qualification.proof-added":
                    Proofs[subject] = new Told(entry.Sequence, $"{Value("qualification")}|{Value("sha256")}");
                    break;
                case "affiliation.ended" or "affiliation.removed" or "conflict.ended" or "centre.qualifications" when Value("digest").Length > 0:
                    Reasons[subject] = new Told(entry.Sequence, Value("digest"));
                    break;
                case "override.asked" or "override.decided":
                    Overrides[subject] = new Told(entry.Sequence, $"{Value("person")}|{Value("candidate")}|{Value("obstacles")}|{Value("state")}|{Value("digest")}");
                    break;
                case "verification.rule-set":
                    Rules[subject] = new Told(entry.Sequence, string.Join('|', new[] { "number", "percentage", "atLeast", "periodMonths", "allNotYetCompetent", "firstOfAssessor", "seed" }.Select(Value)));
                    break;
            }

            return true;
        }
    }
}
