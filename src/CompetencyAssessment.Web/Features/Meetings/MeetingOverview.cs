using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Assessments;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Meetings;

/// <summary>Who looks at the meetings of an assessment without holding any.</summary>
internal enum MeetingReader
{
    /// <summary>Administrator or quality lead: what was noted shows once the result is released.</summary>
    Office,

    /// <summary>The verifier: what was noted shows with the decision that they verify.</summary>
    Verifier,
}

/// <summary>A meeting as others than its holder see it.</summary>
internal sealed record OverviewRow
{
    public required Meeting Meeting { get; init; }

    public required PersonName Holder { get; init; }

    public required PersonName? CheckedBy { get; init; }

    /// <summary>Who held it before, in order.</summary>
    public required IReadOnlyList<TakeoverRow> Takeovers { get; init; }

    /// <summary>What was noted; empty where the viewer is not to see it.</summary>
    public required IReadOnlyList<ObservedItem> Items { get; init; }

    public required IReadOnlyList<AskedQuestion> Questions { get; init; }
}

/// <param name="Code">Of the assessment.</param>
/// <param name="Candidate">Who is assessed.</param>
/// <param name="Back">Page that the viewer came from.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Scheme">Its scheme.</param>
/// <param name="ShowsNotes">Whether the viewer sees what was noted.</param>
/// <param name="IsBlind">Whether the viewer rates here beside another, so that the other's meetings are left out.</param>
/// <param name="Rows">The latest first.</param>
internal sealed record MeetingOverview(string Code, PersonName Candidate, string Back, UnitView Unit, SchemeDocument Scheme, bool ShowsNotes, bool IsBlind, IReadOnlyList<OverviewRow> Rows);

/// <summary>The meetings of an assessment for those who hold none: when, of which kind, by whom, how the identity was checked, how they stand.</summary>
internal sealed class MeetingOverviewQueries(AppDbContext db, UnitCatalogue catalogue)
{
    /// <param name="visible">The assessments that the viewer sees in this role.</param>
    /// <param name="id">The assessment.</param>
    /// <param name="viewer">Who looks.</param>
    /// <param name="reader">As whom.</param>
    /// <param name="back">Page that the viewer came from.</param>
    /// <param name="cancel">Cancels.</param>
    /// <returns>Null where the viewer does not see it.</returns>
    public async Task<MeetingOverview?> PageAsync(IQueryable<Assessment> visible, Guid id, Viewer viewer, MeetingReader reader, string back, CancellationToken cancel)
    {
        var blind = db.Assessments.BlindTo(viewer);
        var head = await (
            from a in visible.AsNoTracking()
            where a.Id == id
            join candidate in db.People on a.CandidateId equals candidate.Id
            select new { a.Code, a.State, a.UnitVersionId, a.SchemeId, Candidate = new PersonName(candidate.NameZh, candidate.NameLatin), IsBlind = blind.Any(b => b.Id == a.Id) }).SingleOrDefaultAsync(cancel);
        if (head is null)
        {
            return null;
        }

        var showsNotes = head.State == AssessmentState.Finalised || (reader == MeetingReader.Verifier && head.State == AssessmentState.Decided);
        var found = await (
            from meeting in db.Meetings.AsNoTracking().AsSingleQuery()
            where meeting.AssessmentId == id && meeting.State != MeetingState.Discarded
            join assignment in db.Set<AssessorAssignment>() on meeting.AssignmentId equals assignment.Id
            where !head.IsBlind || assignment.PersonId == viewer.PersonId
            join holder in db.People on assignment.PersonId equals holder.Id
            from checker in db.People.Where(p => p.Id == meeting.IdentityCheckedById).DefaultIfEmpty()
            orderby meeting.PreparedAt descending, meeting.Id
            select new
            {
                Meeting = meeting,
                Holder = new PersonName(holder.NameZh, holder.NameLatin),
                Checker = checker,
                Takeovers = (
                    from takeover in db.MeetingTakeovers
                    where takeover.MeetingId == meeting.Id
                    join before in db.Set<AssessorAssignment>() on takeover.FromAssignmentId equals before.Id
                    join person in db.People on before.PersonId equals person.Id
                    orderby takeover.At
                    select new { Takeover = takeover, person.NameZh, person.NameLatin }).ToList(),
            }).ToListAsync(cancel);
        var ids = found.ConvertAll(f => f.Meeting.Id);
        var items = !showsNotes ? [] : await db.ObservedItems.AsNoTracking().Where(i => ids.Contains(i.MeetingId)).OrderBy(i => i.Position).ToListAsync(cancel);
        var questions = !showsNotes ? [] : await db.AskedQuestions.AsNoTracking().Where(q => ids.Contains(q.MeetingId)).OrderBy(q => q.Position).ToListAsync(cancel);
        return new MeetingOverview(
            head.Code, head.Candidate, back, await catalogue.UnitAsync(db, head.UnitVersionId, cancel), (await catalogue.SchemeAsync(db, head.SchemeId, cancel)).Document, showsNotes, head.IsBlind,
            [.. found.Select(f => new OverviewRow
            {
                Meeting = f.Meeting,
                Holder = f.Holder,
                CheckedBy = f.Checker is { } checker ? new PersonName(checker.NameZh, checker.NameLatin) : null,
                Takeovers = [.. f.Takeovers.Select(t => new TakeoverRow(new PersonName(t.NameZh, t.NameLatin), t.Takeover.At, t.Takeover.Before))],
                Items = [.. items.Where(i => i.MeetingId == f.Meeting.Id)],
                Questions = [.. questions.Where(q => q.MeetingId == f.Meeting.Id)],
            })]);
    }
}
