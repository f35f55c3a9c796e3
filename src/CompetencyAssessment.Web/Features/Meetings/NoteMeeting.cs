using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Localization;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Meetings;

/// <summary>What a save answers: the fields as they stand, and at what time of the centre's day they were noted.</summary>
internal sealed record NotedAnswer<T>(T Fields, string? At);

/// <summary>What an assessor notes while a meeting runs, field by field; each runs inside the caller's transaction.</summary>
internal sealed class NoteMeeting(AppDbContext db, UnitCatalogue catalogue, LocalTime local, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Who is there, a remark.</summary>
    /// <exception cref="FieldConflictException">The value that the screen showed is no longer there.</exception>
    /// <exception cref="DomainException"><c>rating.field</c>, and those of <see cref="Meeting.Change"/></exception>
    public Task<NotedAnswer<MeetingFields>> ChangeAsync(Guid assessmentId, Guid meetingId, Guid byPerson, IReadOnlyDictionary<string, FieldChange>? changes, CancellationToken cancel) =>
        ChangeAsync(assessmentId, meetingId, byPerson, now => FieldChanges.Apply(now, changes), cancel);

    /// <summary>The same, whatever was noted before.</summary>
    public async Task<NotedAnswer<MeetingFields>> ChangeAsync(Guid assessmentId, Guid meetingId, Guid byPerson, Func<MeetingFields, MeetingFields> change, CancellationToken cancel)
    {
        var (assessment, meeting) = await db.LockMeetingAsync(assessmentId, meetingId, cancel);
        meeting.Change(assessment, change(meeting.Fields), byPerson);
        return new NotedAnswer<MeetingFields>(meeting.Fields, null);
    }

    /// <summary>Whether an indicator was seen, with a note.</summary>
    /// <exception cref="FieldConflictException">The value that the screen showed is no longer there.</exception>
    /// <exception cref="DomainException"><c>rating.field</c>, <c>rating.criterion</c>, and those of <see cref="Meeting.DemandRunning"/> and <see cref="ObservedItem.Change"/></exception>
    public Task<NotedAnswer<ObservedFields>> SeeAsync(Guid assessmentId, Guid meetingId, Guid byPerson, string criterionCode, IReadOnlyDictionary<string, FieldChange>? changes, CancellationToken cancel) =>
        SeeAsync(assessmentId, meetingId, byPerson, criterionCode, now => FieldChanges.Apply(now, changes), cancel);

    /// <summary>The same, whatever was noted before.</summary>
    public async Task<NotedAnswer<ObservedFields>> SeeAsync(Guid assessmentId, Guid meetingId, Guid byPerson, string criterionCode, Func<ObservedFields, ObservedFields> change, CancellationToken cancel)
    {
        var (assessment, meeting) = await db.LockMeetingAsync(assessmentId, meetingId, cancel);
        meeting.DemandRunning(assessment, byPerson);
        var criterion = (await catalogue.UnitAsync(db, assessment.UnitVersionId, cancel)).Criterion(criterionCode)?.Id;
        var item = await db.ObservedItems.SingleOrDefaultAsync(i => i.MeetingId == meetingId && i.CriterionId == criterion, cancel) ?? throw new DomainException("rating.criterion");
        item.Change(change(item.Fields), Now);
        return new NotedAnswer<ObservedFields>(item.Fields, At(item.NotedAt));
    }

    /// <summary>What came of a question.</summary>
    /// <exception cref="FieldConflictException">The value that the screen showed is no longer there.</exception>
    /// <exception cref="DomainException"><c>rating.field</c>, <c>question.unknown</c>, and those of <see cref="Meeting.DemandRunning"/> and <see cref="AskedQuestion.Change"/></exception>
    public Task<NotedAnswer<AskedFields>> AnswerAsync(Guid assessmentId, Guid meetingId, Guid byPerson, Guid questionId, IReadOnlyDictionary<string, FieldChange>? changes, CancellationToken cancel) =>
        AnswerAsync(assessmentId, meetingId, byPerson, questionId, now => FieldChanges.Apply(now, changes), cancel);

    /// <summary>The same, whatever was noted before.</summary>
    public async Task<NotedAnswer<AskedFields>> AnswerAsync(Guid assessmentId, Guid meetingId, Guid byPerson, Guid questionId, Func<AskedFields, AskedFields> change, CancellationToken cancel)
    {
        var (assessment, meeting) = await db.LockMeetingAsync(assessmentId, meetingId, cancel);
        meeting.DemandRunning(assessment, byPerson);
        var question = await QuestionAsync(meetingId, questionId, cancel);
        var next = change(question.Fields);
        if (next.Prompts is null || next.Prompts.Any(p => p is null))
        {
            throw new DomainException("rating.field", "prompts");
        }

        question.Change(next, Now);
        return new NotedAnswer<AskedFields>(question.Fields, At(question.NotedAt));
    }

    /// <summary>Adds questions of the bank, in their order there, and one of the assessor's own; all are asked as the method is held, orally or in writing.</summary>
    /// <returns>Keys of the questions added.</returns>
    /// <exception cref="DomainException"><c>question.unknown</c>, <c>rating.criterion</c>, <c>question.none</c>, and those of <see cref="Meeting.DemandOpen"/> and <see cref="AskedQuestion"/></exception>
    public async Task<IReadOnlyList<Guid>> AskAsync(Guid assessmentId, Guid meetingId, Guid byPerson, IReadOnlyCollection<Guid> chosen, (string Criterion, string Text)? own, CancellationToken cancel)
    {
        var (assessment, meeting) = await db.LockMeetingAsync(assessmentId, meetingId, cancel);
        meeting.DemandOpen(assessment, byPerson);
        if (meeting.Kind != AppointmentKind.Questioning || (chosen.Count == 0 && own is null))
        {
            throw new DomainException("question.none");
        }

        var unit = await catalogue.UnitAsync(db, assessment.UnitVersionId, cancel);
        var found = chosen.Count == 0 ? [] : await db.BankQuestions.AsNoTracking().Where(q => chosen.Contains(q.Id) && q.UnitVersionId == assessment.UnitVersionId && q.RetiredAt == null)
            .Select(q => new { Question = q, Last = db.AskedQuestions.Where(a => a.MeetingId == meetingId).Max(a => (int?)a.Position) ?? 0 }).ToListAsync(cancel);
        var bank = found.Select(f => f.Question).ToList();
        var position = found.Count > 0 ? found[0].Last : await db.AskedQuestions.Where(q => q.MeetingId == meetingId).MaxAsync(q => (int?)q.Position, cancel) ?? 0;
        if (bank.Count != chosen.Distinct().Count())
        {
            throw new DomainException("question.unknown");
        }

        var mode = (await catalogue.SchemeAsync(db, assessment.SchemeId, cancel)).Document.ModeOf(meeting.Method);
        var added = bank.OrderBy(q => unit.Criterion(q.CriterionId).Code, StringComparer.Ordinal).ThenBy(q => q.Id)
            .Select(q => new AskedQuestion(db.NextKey(), meeting, q.CriterionId, ++position, mode, q.Text.Here(), q.Id)).ToList();
        if (own is { } mine)
        {
            added.Add(new AskedQuestion(db.NextKey(), meeting, (unit.Criterion(mine.Criterion) ?? throw new DomainException("rating.criterion")).Id, ++position, mode, mine.Text, null));
        }

        db.AskedQuestions.AddRange(added);
        return [.. added.Select(q => q.Id)];
    }

    /// <summary>Takes out a question of which nothing came yet.</summary>
    /// <exception cref="DomainException"><c>question.unknown</c>, <c>question.answered</c>, and those of <see cref="Meeting.DemandOpen"/></exception>
    public Task RemoveAsync(Guid assessmentId, Guid meetingId, Guid byPerson, Guid questionId, CancellationToken cancel) =>
        db.InTransactionAsync(
            async () =>
            {
                var (assessment, meeting) = await db.LockMeetingAsync(assessmentId, meetingId, cancel);
                meeting.DemandOpen(assessment, byPerson);
                var question = await QuestionAsync(meetingId, questionId, cancel);
                if (!question.IsUnanswered)
                {
                    throw new DomainException("question.answered");
                }

                db.AskedQuestions.Remove(question);
                return await db.SaveChangesAsync(cancel);
            },
            cancel);

    private async Task<AskedQuestion> QuestionAsync(Guid meetingId, Guid questionId, CancellationToken cancel) =>
        await db.AskedQuestions.SingleOrDefaultAsync(q => q.Id == questionId && q.MeetingId == meetingId, cancel) ?? throw new DomainException("question.unknown");

    private string? At(DateTime? utc) => utc is { } at ? local.ToLocal(at).ToString("HH:mm", CultureInfo.InvariantCulture) : null;
}
