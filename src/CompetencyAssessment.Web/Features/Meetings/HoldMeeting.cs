using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Scoring;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Meetings;

/// <summary>
/// An assessor holds an observation or a questioning: lays it out, checks the candidate's identity, begins and finishes it, gives it up or breaks it
/// off; and takes over what a predecessor left unfinished.
/// </summary>
internal sealed class HoldMeeting(AppDbContext db, UnitCatalogue catalogue, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Lays out a meeting; an observation with a line for each indicator of the tasks.</summary>
    /// <exception cref="DomainException">
    /// <c>meeting.method</c>, <c>meeting.tasks</c>, <c>meeting.recording</c> (the method watches one, and none of the evidence is named),
    /// <c>meeting.live</c> (the method watches none), <c>appointment.closed</c>,
    /// and those of <see cref="Meeting"/>
    /// </exception>
    public Task<Guid> PrepareAsync(Guid assessmentId, Guid byPerson, MeetingTerms terms, IReadOnlyCollection<string> tasks, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                var assessment = await db.Assessments.Include(a => a.Assignments).SingleAsync(a => a.Id == assessmentId, cancel);
                var unit = await catalogue.UnitAsync(db, assessment.UnitVersionId, cancel);
                var scheme = await catalogue.SchemeAsync(db, assessment.SchemeId, cancel);
                if (scheme.Document.ForMeetings(terms.Kind).All(m => m.Code != terms.Method))
                {
                    throw new DomainException("meeting.method");
                }

                if (terms.AppointmentId is { } appointment && !await db.Appointments.AnyAsync(a => a.Id == appointment && a.AssessmentId == assessmentId && a.State == AppointmentState.Agreed, cancel))
                {
                    throw new DomainException("appointment.closed");
                }

                var recorded = scheme.Document.IsRecorded(terms.Method) ?? terms.RecordingId is not null;
                if (!recorded && terms.RecordingId is not null)
                {
                    throw new DomainException("meeting.live");
                }

                var watched = recorded
                    ? (await ScoreSheetRows.RecordingsAsync(db, assessmentId, assessment.DemandMeetings(byPerson).Id, assessment.CandidateId, cancel)).FirstOrDefault(r => r.VersionId == terms.RecordingId)
                    : null;
                var meeting = new Meeting(db.NextKey(), assessment, terms with { Recorded = recorded, RecordingId = watched?.VersionId, RecordingLabel = watched?.Label }, byPerson, Now);
                db.Meetings.Add(meeting);
                if (terms.Kind == AppointmentKind.Observation)
                {
                    var indicators = unit.Criteria.Where(c => c.Task is { } task && tasks.Contains(task)).ToList();
                    if (indicators.Count == 0)
                    {
                        throw new DomainException("meeting.tasks");
                    }

                    db.ObservedItems.AddRange(indicators.Select((c, i) => new ObservedItem(db.NextKey(), meeting, c.Id, i + 1)));
                }

                await db.SaveChangesAsync(cancel);
                return meeting.Id;
            },
            cancel);

    /// <exception cref="DomainException">Those of <see cref="Meeting.CheckIdentity"/></exception>
    public Task CheckIdentityAsync(Guid assessmentId, Guid meetingId, Guid byPerson, IdentityDocument document, IdentityPlace place, CancellationToken cancel) =>
        MoveAsync(assessmentId, meetingId, (assessment, meeting) => meeting.CheckIdentity(assessment, document, place, byPerson, Now), cancel);

    /// <exception cref="DomainException">Those of <see cref="Meeting.Begin"/></exception>
    public Task BeginAsync(Guid assessmentId, Guid meetingId, Guid byPerson, CancellationToken cancel) =>
        MoveAsync(assessmentId, meetingId, (assessment, meeting) => meeting.Begin(assessment, byPerson, Now), cancel);

    /// <exception cref="DomainException">Those of <see cref="Meeting.Discard"/></exception>
    public Task DiscardAsync(Guid assessmentId, Guid meetingId, Guid byPerson, CancellationToken cancel) =>
        MoveAsync(assessmentId, meetingId, (assessment, meeting) => meeting.Discard(assessment, byPerson), cancel);

    /// <summary>Finishes it. The documents of the decision tell of it, so that whoever signs has to look anew.</summary>
    /// <exception cref="DomainException">Those of <see cref="Meeting.Finish"/></exception>
    public Task FinishAsync(Guid assessmentId, Guid meetingId, Guid byPerson, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                await db.Assessments.Where(a => a.Id == assessmentId).ExecuteUpdateAsync(u => u.SetProperty(a => a.ContentVersion, a => a.ContentVersion + 1), cancel);
                var (assessment, meeting) = await db.LockMeetingAsync(assessmentId, meetingId, cancel);
                var (items, questions) = await EntriesAsync(meeting, cancel);
                meeting.Finish(assessment, items, questions, byPerson, Now);
                return await db.SaveChangesAsync(cancel);
            },
            cancel);

    /// <exception cref="DomainException">Those of <see cref="Meeting.TakeOver"/></exception>
    public Task TakeOverAsync(Guid assessmentId, Guid meetingId, Guid byPerson, CancellationToken cancel) =>
        MoveAsync(assessmentId, meetingId, async (assessment, meeting) =>
        {
            var (items, questions) = await EntriesAsync(meeting, cancel);
            db.MeetingTakeovers.Add(meeting.TakeOver(db.NextKey(), assessment, items, questions, byPerson, Now));
        }, cancel);

    /// <exception cref="DomainException">Those of <see cref="Meeting.BreakOff"/></exception>
    public Task BreakOffAsync(Guid assessmentId, Guid meetingId, Guid byPerson, string? reason, CancellationToken cancel) =>
        MoveAsync(assessmentId, meetingId, async (assessment, meeting) =>
        {
            var (items, questions) = await EntriesAsync(meeting, cancel);
            meeting.BreakOff(assessment, items, questions, reason, byPerson, Now);
        }, cancel);

    private async Task<(IReadOnlyList<ObservedItem> Items, IReadOnlyList<AskedQuestion> Questions)> EntriesAsync(Meeting meeting, CancellationToken cancel) =>
        meeting.Kind == AppointmentKind.Questioning
            ? ([], await db.AskedQuestions.Where(q => q.MeetingId == meeting.Id).ToListAsync(cancel))
            : (await db.ObservedItems.Where(i => i.MeetingId == meeting.Id).ToListAsync(cancel), []);

    private Task<int> MoveAsync(Guid assessmentId, Guid meetingId, Action<Assessment, Meeting> move, CancellationToken cancel) =>
        MoveAsync(assessmentId, meetingId, (assessment, meeting) =>
        {
            move(assessment, meeting);
            return Task.CompletedTask;
        }, cancel);

    private Task<int> MoveAsync(Guid assessmentId, Guid meetingId, Func<Assessment, Meeting, Task> move, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                var (assessment, meeting) = await db.LockMeetingAsync(assessmentId, meetingId, cancel);
                await move(assessment, meeting);
                return await db.SaveChangesAsync(cancel);
            },
            cancel);
}

internal static class MeetingLock
{
    /// <summary>
    /// Loads a meeting with its assessment, and holds its row until the transaction ends: what is noted and the finish that takes its digest
    /// cannot slip past each other, while two lines do not conflict.
    /// </summary>
    public static async Task<(Assessment Assessment, Meeting Meeting)> LockMeetingAsync(this AppDbContext db, Guid assessmentId, Guid meetingId, CancellationToken cancel)
    {
        await db.Meetings.Where(m => m.Id == meetingId && m.AssessmentId == assessmentId).ExecuteUpdateAsync(u => u.SetProperty(m => m.Kind, m => m.Kind), cancel);
        var meeting = await db.Meetings.SingleAsync(m => m.Id == meetingId && m.AssessmentId == assessmentId, cancel);
        return (await db.Assessments.Include(a => a.Assignments).SingleAsync(a => a.Id == assessmentId, cancel), meeting);
    }
}
