using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Plans;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Localization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Meetings;

/// <summary>What the pages of observations and questionings read. Whoever calls has the head, so that the viewer assesses or decides it.</summary>
internal sealed class MeetingQueries(AppDbContext db, UnitCatalogue catalogue, LocalTime local, TimeProvider clock, IStringLocalizer<SharedResource> t)
{
    public async Task<MeetingsPage> ListAsync(ScoringHead head, CancellationToken cancel)
    {
        var rows = await (
            from meeting in Visible(head)
            where meeting.State != MeetingState.Discarded
            join assignment in db.Set<AssessorAssignment>() on meeting.AssignmentId equals assignment.Id
            join holder in db.People on assignment.PersonId equals holder.Id
            orderby meeting.PreparedAt descending, meeting.Id
            select new MeetingRow(meeting.Id, meeting.Kind, meeting.State, meeting.Method, meeting.PreparedAt, meeting.BegunAt, meeting.EndedAt, new PersonName(holder.NameZh, holder.NameLatin))
            {
                IsLeft = assignment.EndedAt != null && assignment.Part == head.Part,
            }).ToListAsync(cancel);
        var visible = Visible(head);
        var appointments = await db.Appointments.AsNoTracking()
            .Where(a => a.AssessmentId == head.Id && a.State == AppointmentState.Agreed && !visible.Any(m => m.AppointmentId == a.Id && m.State != MeetingState.Discarded))
            .OrderBy(a => a.StartAt)
            .Select(p => new AppointmentRow(p.Id, p.Kind, p.State, p.StartAt, p.EndAt, p.Place, p.Link, p.Criteria, p.Remark, p.Reason)).ToListAsync(cancel);
        return new MeetingsPage(head, (await catalogue.SchemeAsync(db, head.SchemeId, cancel)).Document, rows, appointments);
    }

    /// <summary>A form with what is proposed: by the appointment's criteria where it names some, else by the scheme.</summary>
    public async Task<NewMeetingPage> NewAsync(ScoringHead head, AppointmentKind kind, Guid? appointmentId, CancellationToken cancel)
    {
        var page = await NewAsync(head, new MeetingForm { RequestId = Guid.NewGuid(), Kind = kind, AppointmentId = appointmentId }, cancel);
        var named = appointmentId is null ? null : await db.Appointments.AsNoTracking().Where(a => a.AssessmentId == head.Id && a.Id == appointmentId).Select(a => a.Criteria).SingleOrDefaultAsync(cancel);
        page.Form.Method = page.Scheme.ProposedFor(kind)?.Code;
        page.Form.Tasks = page.Unit.TasksOf(named?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? []);
        if (page.Form.Tasks.Count == 0 && page.Form.Method is { } method)
        {
            page.Form.Tasks = page.Unit.TasksOf(page.Scheme.CoveredBy(method));
        }

        return page;
    }

    public async Task<NewMeetingPage> NewAsync(ScoringHead head, MeetingForm form, CancellationToken cancel) =>
        new(
            head,
            await catalogue.UnitAsync(db, head.UnitVersionId, cancel),
            (await catalogue.SchemeAsync(db, head.SchemeId, cancel)).Document,
            form.Kind == AppointmentKind.Observation ? await ScoreSheetRows.RecordingsAsync(db, head.Id, head.AssignmentId, head.CandidateId, cancel) : [],
            form);

    /// <summary>Null where it is not there, or the other assessor's who rates alone.</summary>
    public async Task<MeetingPage?> PageAsync(ScoringHead head, Guid meetingId, CancellationToken cancel)
    {
        var found = await (
            from meeting in Visible(head)
            where meeting.Id == meetingId
            join assignment in db.Set<AssessorAssignment>() on meeting.AssignmentId equals assignment.Id
            join holder in db.People on assignment.PersonId equals holder.Id
            from checker in db.People.Where(p => p.Id == meeting.IdentityCheckedById).DefaultIfEmpty()
            select new
            {
                Meeting = meeting,
                Holder = new PersonName(holder.NameZh, holder.NameLatin),
                Checker = checker,
                IsLeft = assignment.EndedAt != null && assignment.Part == head.Part,
                Takeovers = (
                    from takeover in db.MeetingTakeovers
                    where takeover.MeetingId == meeting.Id
                    join before in db.Set<AssessorAssignment>() on takeover.FromAssignmentId equals before.Id
                    join person in db.People on before.PersonId equals person.Id
                    orderby takeover.At
                    select new { Takeover = takeover, person.NameZh, person.NameLatin }).ToList(),
            }).AsSingleQuery().SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return null;
        }

        var unit = await catalogue.UnitAsync(db, head.UnitVersionId, cancel);
        var isQuestioning = found.Meeting.Kind == AppointmentKind.Questioning;
        var page = new MeetingPage
        {
            Head = head,
            Unit = unit,
            Scheme = (await catalogue.SchemeAsync(db, head.SchemeId, cancel)).Document,
            Meeting = found.Meeting,
            Holder = found.Holder,
            CheckedBy = found.Checker is { } who ? new PersonName(who.NameZh, who.NameLatin) : null,
            IsLeft = found.IsLeft,
            IdentityIsChecked = found.Meeting.IdentityIsChecked(clock.GetUtcNow().UtcDateTime),
            Takeovers = [.. found.Takeovers.Select(t => new TakeoverRow(new PersonName(t.NameZh, t.NameLatin), t.Takeover.At, t.Takeover.Before))],
            Items = isQuestioning ? [] : await db.ObservedItems.AsNoTracking().Where(i => i.MeetingId == meetingId).OrderBy(i => i.Position).ToListAsync(cancel),
            Questions = isQuestioning ? await db.AskedQuestions.AsNoTracking().Where(q => q.MeetingId == meetingId).OrderBy(q => q.Position).ToListAsync(cancel) : [],
            Bank = [],
        };
        return page.CanAsk ? page with { Bank = await OfferedAsync(unit, page.Scheme.ModeOf(found.Meeting.Method), cancel) } : page;
    }

    public Task<bool> IsVisibleAsync(ScoringHead head, Guid meetingId, CancellationToken cancel) => Visible(head).AnyAsync(m => m.Id == meetingId, cancel);

    /// <summary>What finished meetings say of each criterion, in the order of the meetings.</summary>
    public async Task<IReadOnlyList<MeetingNote>> NotesAsync(ScoringHead head, CancellationToken cancel)
    {
        var finished = Visible(head).Where(m => m.State == MeetingState.Finished);
        var seen = await (
            from meeting in finished
            join item in db.ObservedItems.AsNoTracking() on meeting.Id equals item.MeetingId
            where item.Seen != null
            orderby meeting.BegunAt, item.Position
            select new { Meeting = meeting, Item = item }).ToListAsync(cancel);
        var asked = await (
            from meeting in finished
            join question in db.AskedQuestions.AsNoTracking() on meeting.Id equals question.MeetingId
            orderby meeting.BegunAt, question.Position
            select new { Meeting = meeting, Question = question }).ToListAsync(cancel);
        var unit = await catalogue.UnitAsync(db, head.UnitVersionId, cancel);
        return
        [
            .. seen.Select(s => Note(s.Meeting, s.Item.Id, s.Item.CriterionId, TextOf(s.Meeting, s.Item))),
            .. asked.Select(a => Note(a.Meeting, a.Question.Id, a.Question.CriterionId, TextOf(a.Meeting, a.Question))),
        ];

        MeetingNote Note(Meeting meeting, Guid id, Guid criterion, string text) =>
            new(id, unit.Criterion(criterion).Code, meeting.Method, text, $"/scoring/{head.Id}/meetings/{meeting.Id}#entry-{id}");
    }

    /// <summary>
    /// Those that the viewer may see: while two rate alone, only of the own part, that of a predecessor included; else all.
    /// </summary>
    private IQueryable<Meeting> Visible(ScoringHead head)
    {
        var (alone, part) = (head is { HasTwoAssessors: true, BothFinished: false }, head.Part);
        return db.Meetings.AsNoTracking().Where(m => m.AssessmentId == head.Id && (!alone || db.Set<AssessorAssignment>().Any(x => x.Id == m.AssignmentId && x.Part == part)));
    }

    private async Task<IReadOnlyList<OfferedQuestion>> OfferedAsync(UnitView unit, QuestionMode mode, CancellationToken cancel)
    {
        // Of each criterion first what is meant for the way it is asked now.
        var bank = await db.BankQuestions.AsNoTracking().Where(q => q.UnitVersionId == unit.VersionId && q.RetiredAt == null).ToListAsync(cancel);
        return [.. unit.Criteria.Join(bank.OrderBy(q => q.Mode != mode), c => c.Id, q => q.CriterionId, (c, q) => new OfferedQuestion(q.Id, c, q.Mode, q.Text, q.LookFor))];
    }

    private string TextOf(Meeting meeting, ObservedItem item) => string.Join('\n', new[]
    {
        t["Observed {0}, {1}: {2}", local.Format(meeting.BegunAt!.Value), meeting.Recorded ? t["recorded"] : t["live"], t.Enum(item.Seen!.Value)].Value,
        item.Remark,
    }.Where(line => !string.IsNullOrWhiteSpace(line)));

    private string TextOf(Meeting meeting, AskedQuestion question) => string.Join('\n', new[]
    {
        t["Asked {0}, {1}: {2}", local.Format(meeting.BegunAt!.Value), t.Enum(question.Mode), question.Text].Value,
        t["Answer: {0}", question.Answer ?? ""].Value,
        question.Fields.Prompts is { Count: > 0 } prompts ? t["Prompts ({0}): {1}", prompts.Count, string.Join(t["list separator"], prompts.Where(p => p.Length > 0))].Value : null,
        t["Judged: {0}", question.Sufficient == true ? t["sufficient"] : t["not sufficient"]].Value,
    }.OfType<string>());
}
