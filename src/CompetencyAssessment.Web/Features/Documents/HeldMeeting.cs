using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Documents;

/// <summary>A finished observation or questioning, with what a decision's snapshot keeps of it.</summary>
/// <param name="Meeting">The meeting.</param>
/// <param name="Holders">Who held it, the last of them at the end.</param>
/// <param name="CheckedBy">Who checked the identity.</param>
/// <param name="Seen">Indicators of which it was noted how much was seen.</param>
/// <param name="Asked">Questions asked.</param>
internal sealed record HeldMeeting(Meeting Meeting, IReadOnlyList<Person> Holders, Person CheckedBy, int Seen, IReadOnlyList<AskedQuestion> Asked)
{
    /// <summary>Those of an assessment, in order, in one command.</summary>
    public static async Task<IReadOnlyList<HeldMeeting>> LoadAsync(AppDbContext db, Guid assessmentId, CancellationToken cancel)
    {
        var found = await (
            from meeting in db.Meetings.AsNoTracking().AsSingleQuery()
            where meeting.AssessmentId == assessmentId && meeting.State == MeetingState.Finished
            join assignment in db.Set<AssessorAssignment>() on meeting.AssignmentId equals assignment.Id
            join holder in db.People on assignment.PersonId equals holder.Id
            join checker in db.People on meeting.IdentityCheckedById equals checker.Id
            orderby meeting.BegunAt, meeting.Id
            select new
            {
                Meeting = meeting,
                Holder = holder,
                Checker = checker,
                Before = (
                    from takeover in db.MeetingTakeovers
                    where takeover.MeetingId == meeting.Id
                    join left in db.Set<AssessorAssignment>() on takeover.FromAssignmentId equals left.Id
                    join person in db.People on left.PersonId equals person.Id
                    orderby takeover.At
                    select person).ToList(),
                Seen = db.ObservedItems.Count(i => i.MeetingId == meeting.Id && i.Seen != null),
                Asked = db.AskedQuestions.Where(q => q.MeetingId == meeting.Id).ToList(),
            }).ToListAsync(cancel);
        return [.. found.Select(f => new HeldMeeting(f.Meeting, [.. f.Before.Append(f.Holder).DistinctBy(p => p.Id)], f.Checker, f.Seen, f.Asked))];
    }

    public MeetingSnapshot Snapshot(SchemeDocument scheme) => new()
    {
        Kind = Meeting.Kind,
        Method = new TextSnapshot(Meeting.Method, scheme.MethodVariants.First(v => v.Code == Meeting.Method).Name),
        BegunAt = Meeting.BegunAt!.Value,
        EndedAt = Meeting.EndedAt!.Value,
        Recorded = Meeting.Recorded,
        Assessors = [.. Holders.Select(SnapshotMaker.NameOf)],
        IdentityDocument = Meeting.IdentityDocument!.Value,
        IdentityPlace = Meeting.IdentityPlace!.Value,
        IdentityCheckedBy = SnapshotMaker.NameOf(CheckedBy),
        IdentityCheckedAt = Meeting.IdentityCheckedAt!.Value,
        Entries = Meeting.Kind == AppointmentKind.Observation ? Seen : Asked.Count,
        Prompts = Asked.Sum(q => q.Fields.Prompts.Count),
    };
}
