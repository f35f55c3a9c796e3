using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Trail;

/// <summary>Who looks at the course of an assessment: the candidate learns less than who works on it.</summary>
internal enum HistoryView
{
    Candidate,
    Staff,
}

/// <param name="At">UTC; of several like ones at once, the last.</param>
/// <param name="Who">A name, or a role where the viewer is not told names.</param>
/// <param name="What">In words.</param>
/// <param name="Times">How many like ones it stands for.</param>
internal sealed record HistoryRow(DateTime At, string Who, string What, int Times);

/// <summary>The course of an assessment, newest first.</summary>
/// <param name="Code">Of the assessment.</param>
/// <param name="Back">The page of the assessment that the viewer came from.</param>
/// <param name="View">Who looks.</param>
/// <param name="Days">Rows by the day at the centre.</param>
/// <param name="Page">Which part of the rows is shown.</param>
internal sealed record HistoryPage(string Code, string Back, HistoryView View, IReadOnlyList<(DateOnly Day, IReadOnlyList<HistoryRow> Rows)> Days, PageInfo Page)
{
    /// <summary>Where the viewer may revoke its documents, if there are any to be shown.</summary>
    public string? Revocation { get; init; }

    /// <summary>Where the viewer sees its observations and questionings, if no page before this one leads there.</summary>
    public string? Meetings { get; init; }
}

/// <summary>
/// The course of an assessment in words, from its audit entries. It tells events, not every stroke: ratings and drafts stand in the trail alone. A
/// candidate is told what they did, what concerns them and what was released, never that something was signed, verified or sent back to the assessor.
/// </summary>
internal sealed class HistoryQueries(AppDbContext db, TrailWords words, LocalTime local, IStringLocalizer<SharedResource> t)
{
    private const int PageSize = 50;

    /// <summary>More events than this no assessment has; what is older would not be shown.</summary>
    private const int Most = 2000;

    /// <summary>What a candidate is told.</summary>
    private static readonly string[] ToCandidate =
    [
        "assessment.planned", "assessment.moved", "plan.made", "plan.acknowledged", "round.submitted", "round.taken-back", "round.returned", "round.handed-over",
        "extension.asked", "extension.granted", "extension.refused", "extension.lapsed",
        "appointment.made", "appointment.rescheduled", "appointment.cancelled", "appointment.no-show", "evidence.added", "evidence.version-added", "evidence.withdrawn",
        "adjustment.asked", "adjustment.agreed", "adjustment.refused", "adjustment.set-aside", "adjustment.consented", "adjustment.consent-withdrawn",
        "record.issued", "record.ended", "review.requested", "review.closed", "appeal.filed", "appeal.closed", "carry-over.requested", "carry-over.taken-back",
        "assessor-evidence.added", "report.confirmed", "objection.filed", "objection.closed", "incident.reported", "incident.lifted", "round.replaced", "misconduct.opened", "misconduct.replied", "misconduct.closed", "misconduct.set-aside",
    ];

    /// <summary>
    /// What whoever works on it is told. What the candidate prepares and has not handed in stays out, and so does all of a person's adjustments
    /// but what is agreed to be done. What is disputed of those, or of a misconduct case, stays out too.
    /// </summary>
    private static readonly string[] ToStaff =
    [
        "assessment.planned", "assessment.moved", "plan.made", "plan.acknowledged", "round.submitted", "round.taken-back", "round.returned", "round.handed-over",
        "extension.asked", "extension.granted", "extension.refused", "extension.lapsed",
        "appointment.made", "appointment.rescheduled", "appointment.cancelled", "appointment.no-show", "adjustment.agreed",
        "record.issued", "record.ended", "review.requested", "review.closed", "appeal.filed", "appeal.closed", "appeal.planned", "appeal.unplanned",
        "assignment.made", "assignment.ended", "assignment.finished", "assignment.reopened", "sheet.handed-over", "sheet.given-back",
        "reconciliation.opened", "reconciliation.declined", "reconciliation.confirmed", "decision.signed", "decision.voided", "verification.opened", "verification.closed", "verification.answered",
        "assessor-evidence.added", "assessor-evidence.withdrawn", "report.invited", "report.opened", "report.answered", "report.renewed", "report.revoked", "report.confirmed",
        "meeting.identity-checked", "meeting.begun", "meeting.finished", "meeting.taken-over", "meeting.broken-off", "incident.reported", "incident.lifted", "incident.closed", "round.replaced",
    ];

    /// <summary>Of what one of two assessors does, the other learns nothing before both have finished.</summary>
    private static readonly string[] OfOneAssessor = ["assignment.finished", "assignment.reopened", "reconciliation.opened", "reconciliation.declined", "reconciliation.confirmed", "assessor-evidence.added", "assessor-evidence.withdrawn", "meeting.identity-checked", "meeting.begun", "meeting.finished", "meeting.taken-over", "meeting.broken-off"];

    /// <summary>What assessors add, which the candidate learns with the result.</summary>
    private static readonly string[] OfAssessors = ["assessor-evidence.added", "report.confirmed"];

    /// <summary>Changes of state that the entry beside them tells better.</summary>
    private static readonly HashSet<string> ToldElsewhere = Names(AssessmentMove.Submit, AssessmentMove.TakeBack, AssessmentMove.HandOver, AssessmentMove.Return, AssessmentMove.Sign);

    /// <summary>Until a result is released, a decision does not exist for the candidate; one that was voided never did.</summary>
    private static readonly HashSet<string> HiddenFromCandidate = Names(AssessmentMove.Sign, AssessmentMove.SendBack);

    /// <param name="visible">The assessments that the viewer sees in this role.</param>
    /// <param name="id">The assessment.</param>
    /// <param name="viewer">Who looks.</param>
    /// <param name="view">As whom.</param>
    /// <param name="back">Page of the assessment.</param>
    /// <param name="page">From 1.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>Null where the viewer does not see it. Three commands.</returns>
    public async Task<HistoryPage?> PageAsync(IQueryable<Assessment> visible, Guid id, Viewer viewer, HistoryView view, string back, int page, CancellationToken cancel)
    {
        var blind = db.Assessments.BlindTo(viewer);
        var head = await visible.AsNoTracking().Where(a => a.Id == id)
            .Select(a => new
            {
                a.Code,
                Plans = db.PlanVersions.Any(p => p.AssessmentId == a.Id),
                IsReleased = a.State == AssessmentState.Finalised,
                IsDocumented = db.RecordIssues.Any(i => i.AssessmentId == a.Id && i.Number != null),
                IsBlind = blind.Any(b => b.Id == a.Id),
                Added = (
                    from i in db.Incidents
                    where i.AssessmentId == a.Id && db.AssessorEvidence.Any(x => x.EvidenceItemId == i.EvidenceItemId)
                    select i.EvidenceVersionId).ToList(),
                // The candidate knows who assesses and decides; nobody else by name.
                Known = (
                    from x in a.Assignments
                    where x.Part == AssessmentPart.Assessor || x.Part == AssessmentPart.SecondAssessor || x.Part == AssessmentPart.DecisionMaker
                    join p in db.People on x.PersonId equals p.Id
                    select new { x.Id, x.PersonId, p.NameZh, p.NameLatin }).ToList(),
            }).AsSingleQuery().SingleOrDefaultAsync(cancel);
        if (head is null)
        {
            return null;
        }

        var actions = view == HistoryView.Candidate ? ToCandidate : ToStaff;
        var entries = await (
            from entry in db.AuditEntries.AsNoTracking()
            where entry.StreamId == id && actions.Contains(entry.Action)
            from account in db.Users.Where(u => u.Id == entry.ActorId).DefaultIfEmpty()
            from person in db.People.Where(p => p.Id == account.PersonId).DefaultIfEmpty()
            orderby entry.AtTicks descending, entry.Sequence descending
            select new { entry.AtTicks, entry.Action, entry.SubjectId, entry.Payload, Person = (Guid?)person.Id, Zh = (string?)person.NameZh, Latin = (string?)person.NameLatin }).Take(Most).ToListAsync(cancel);

        var rows = new List<HistoryRow>();
        foreach (var entry in entries)
        {
            var data = TrailWords.DataOf(entry.Payload);
            var move = data.GetValueOrDefault("move", "");
            if (entry.Action == "assessment.moved"
                && (ToldElsewhere.Contains(move) || (view == HistoryView.Candidate && HiddenFromCandidate.Contains(move)) || (head.Plans && move == nameof(AssessmentMove.Acknowledge))))
            {
                continue;
            }

            // What assessors add is theirs until the result is released; so is the upload of its file.
            if (view == HistoryView.Candidate && ((!head.IsReleased && OfAssessors.Contains(entry.Action)) || (entry.Action.StartsWith("evidence.", StringComparison.Ordinal) && entry.Person != viewer.PersonId)))
            {
                continue;
            }

            if (view == HistoryView.Staff && entry.Action.StartsWith("appeal.", StringComparison.Ordinal) && data.GetValueOrDefault("against") is nameof(AppealSubject.Adjustment) or nameof(AppealSubject.Misconduct))
            {
                continue;
            }

            // A file that an assessor added is not known to the candidate before the release.
            if (view == HistoryView.Candidate && !head.IsReleased && (entry.Action is "incident.reported" or "incident.lifted") && Guid.TryParse(data.GetValueOrDefault("version"), out var version) && head.Added.Contains(version))
            {
                continue;
            }

            // Of a suspicion that never became a case the candidate was never told.
            if (view == HistoryView.Candidate && entry.Action == "misconduct.closed" && !entries.Exists(e => e.Action == "misconduct.opened" && e.SubjectId == entry.SubjectId))
            {
                continue;
            }

            if (head.IsBlind && entry.Person != viewer.PersonId && OfOneAssessor.Contains(entry.Action))
            {
                continue;
            }

            var who = (entry.Person, view) switch
            {
                (null, _) => words.Nobody(entry.Action),
                ({ } person, HistoryView.Candidate) when person == viewer.PersonId => t["You"].Value,
                ({ } person, HistoryView.Candidate) when head.Known.TrueForAll(k => k.PersonId != person) => t["The centre"].Value,
                _ => new PersonName(entry.Zh!, entry.Latin).ToString(),
            };
            // Who got or gave up the part, besides who saw to it.
            var holder = entry.Action is "assignment.made" or "assignment.ended" ? head.Known.Find(k => k.Id == entry.SubjectId) : null;
            var what = words.Of(entry.Action, data);
            var row = new HistoryRow(new DateTime(entry.AtTicks, DateTimeKind.Utc), who, holder is null ? what : t["{0}: {1}", what, new PersonName(holder.NameZh, holder.NameLatin)], 1);

            // A dozen pieces of one evening are one line.
            if (rows.Count > 0 && rows[^1] is var newer && newer.Who == row.Who && newer.What == row.What && newer.At - row.At < TimeSpan.FromHours(1))
            {
                rows[^1] = newer with { Times = newer.Times + 1 };
            }
            else
            {
                rows.Add(row);
            }
        }

        var info = PageInfo.Of(page, PageSize, rows.Count);
        var days = rows.Skip((info.Page - 1) * PageSize).Take(PageSize).GroupBy(r => DateOnly.FromDateTime(local.ToLocal(r.At)));
        return new HistoryPage(head.Code, back, view, [.. days.Select(d => (d.Key, (IReadOnlyList<HistoryRow>)[.. d]))], info)
        {
            Revocation = head.IsDocumented && back == "/quality/audit" ? $"{back}/{id}/revocation" : null,
        };
    }

    private static HashSet<string> Names(params AssessmentMove[] moves) => [.. moves.Select(m => m.ToString())];
}
