using System.Text.Json;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Documents;

/// <summary>A finished observation or questioning, with what a decision's snapshot keeps of it.</summary>
/// <param name="Meeting">The meeting.</param>
/// <param name="Holders">Who held it, the last of them at the end.</param>
/// <param name="CheckedBy">Who checked the identity.</param>
/// <param name="Seen">Indicators of which it was noted how much was seen.</param>
/// <param name="Prompts">Of each question asked, the JSON list of its hints.</param>
internal sealed record HeldMeeting(Meeting Meeting, IReadOnlyList<NameSnapshot> Holders, NameSnapshot CheckedBy, int Seen, IReadOnlyList<string> Prompts)
{
    /// <summary>
    /// Those of an assessment, in order, and with them the judgements of its requirements: the signature needs both, and reads them in one command.
    /// </summary>
    public static async Task<(IReadOnlyList<HeldMeeting> Meetings, IReadOnlyList<SufficiencyJudgement> Sufficiency)> LoadAsync(AppDbContext db, Guid assessmentId, Guid assignmentId, CancellationToken cancel)
    {
        var found = await (
            from assessment in db.Assessments.AsNoTracking().AsSingleQuery()
            where assessment.Id == assessmentId
            select new
            {
                Sufficiency = db.SufficiencyJudgements.Where(j => j.AssessmentId == assessment.Id && j.AssignmentId == assignmentId).ToList(),
                Meetings = (
                    from meeting in db.Meetings
                    where meeting.AssessmentId == assessment.Id && meeting.State == MeetingState.Finished
                    join assignment in db.Set<AssessorAssignment>() on meeting.AssignmentId equals assignment.Id
                    join holder in db.People on assignment.PersonId equals holder.Id
                    join checker in db.People on meeting.IdentityCheckedById equals checker.Id
                    select new
                    {
                        Meeting = meeting,
                        Holder = new { holder.NameZh, holder.NameLatin },
                        Checker = new { checker.NameZh, checker.NameLatin },
                        Before = (
                            from takeover in db.MeetingTakeovers
                            where takeover.MeetingId == meeting.Id
                            join left in db.Set<AssessorAssignment>() on takeover.FromAssignmentId equals left.Id
                            join person in db.People on left.PersonId equals person.Id
                            select new { takeover.At, person.NameZh, person.NameLatin }).ToList(),
                        Seen = db.ObservedItems.Count(i => i.MeetingId == meeting.Id && i.Seen != null),
                        Prompts = db.AskedQuestions.Where(q => q.MeetingId == meeting.Id).Select(q => new { q.Id, q.Prompts }).ToList(),
                    }).ToList(),
            }).SingleAsync(cancel);
        return (
            [.. found.Meetings.OrderBy(m => m.Meeting.BegunAt).Select(m => new HeldMeeting(
                m.Meeting,
                [.. m.Before.OrderBy(b => b.At).Select(b => SnapshotMaker.NameOf(b.NameZh, b.NameLatin)).Append(SnapshotMaker.NameOf(m.Holder.NameZh, m.Holder.NameLatin)).Distinct()],
                SnapshotMaker.NameOf(m.Checker.NameZh, m.Checker.NameLatin),
                m.Seen,
                [.. m.Prompts.Select(p => p.Prompts)]))],
            found.Sufficiency);
    }

    public MeetingSnapshot Snapshot(SchemeDocument scheme) => new()
    {
        Kind = Meeting.Kind,
        Method = new TextSnapshot(Meeting.Method, scheme.MethodVariants.First(v => v.Code == Meeting.Method).Name),
        BegunAt = Meeting.BegunAt!.Value,
        EndedAt = Meeting.EndedAt!.Value,
        Recorded = Meeting.Recorded,
        Recording = Meeting.RecordingLabel,
        Assessors = Holders,
        IdentityDocument = Meeting.IdentityDocument!.Value,
        IdentityPlace = Meeting.IdentityPlace!.Value,
        IdentityCheckedBy = CheckedBy,
        IdentityCheckedAt = Meeting.IdentityCheckedAt!.Value,
        Entries = Meeting.Kind == AppointmentKind.Observation ? Seen : Prompts.Count,
        Prompts = Prompts.Sum(p => JsonSerializer.Deserialize<string[]>(p)!.Length),
    };
}
