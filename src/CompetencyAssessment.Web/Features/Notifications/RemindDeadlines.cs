using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Localization;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Notifications;

/// <summary>
/// Reminds people of a date some days before it, each once: to submit, to decide, to dispute a result or a decision, to answer in a misconduct case. Tells
/// once it is over: the candidate and the lead assessor of what was not submitted, whoever decides or verifies and the administrators of what is not decided,
/// quality leads of a case that nobody answered in.
/// </summary>
internal sealed class RemindDeadlines(AppDbContext db, Notifier notifier, LocalTime local, TimeProvider clock)
{
    /// <summary>Days before a date on which people are reminded.</summary>
    public const int Days = 3;

    /// <summary>Days after a date in which people are told that it is over.</summary>
    public const int DaysAfter = 14;

    /// <returns>How many reminders were told.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var horizon = now.AddDays(Days);
        var past = now.AddDays(-DaysAfter);
        var assessments = db.Assessments.AsNoTracking();

        // While the clock stands, nobody is pressed; the dates move when it goes on.
        var running = assessments.Where(a => a.State != AssessmentState.Suspended);
        var submit = await assessments
            .Where(a => a.State == AssessmentState.Planned || a.State == AssessmentState.Gathering || a.State == AssessmentState.Returned)
            .Select(a => new
            {
                a.Id,
                a.Code,
                Person = a.CandidateId,
                Lead = a.Assignments.Where(x => x.EndedAt == null && x.Part == AssessmentPart.Assessor).Select(x => (Guid?)x.PersonId).FirstOrDefault(),
                Due = a.State == AssessmentState.Returned ? a.Rounds.OrderByDescending(r => r.Number).Select(r => r.ResubmitBy).FirstOrDefault() ?? a.SubmitBy : a.SubmitBy,
            })
            .Where(x => x.Due > past && x.Due <= horizon).ToListAsync(cancel);
        var decide = await (
            from a in assessments
            join part in db.Set<AssessorAssignment>() on a.Id equals part.AssessmentId
            where a.DecideBy > past && a.DecideBy <= horizon && part.EndedAt == null
                && ((a.State == AssessmentState.Decided && part.Part == AssessmentPart.Verifier)
                    || ((a.State == AssessmentState.Submitted || a.State == AssessmentState.Assessing)
                        && (part.Part == AssessmentPart.Assessor || part.Part == AssessmentPart.SecondAssessor || (part.Part == AssessmentPart.DecisionMaker && a.HandedOverAt != null))))
            select new { a.Id, a.Code, part.PersonId, a.DecideBy, part.Part }).ToListAsync(cancel);
        var undecided = await (
            from a in assessments
            where a.DecideBy > past && a.DecideBy <= now && (a.State == AssessmentState.Submitted || a.State == AssessmentState.Assessing || a.State == AssessmentState.Decided)
            from administrator in db.InRole(Roles.Administrator)
            where administrator.Id != a.CandidateId
            select new { a.Id, a.Code, Person = administrator.Id, a.DecideBy, IsSigned = a.State == AssessmentState.Decided }).ToListAsync(cancel);
        var dispute = await assessments
            .Where(a => a.DisputeBy > now && a.DisputeBy <= horizon && !db.Appeals.Any(x => x.AssessmentId == a.Id && x.SubjectId == null))
            .Select(a => new { a.Id, a.Code, a.CandidateId, DisputeBy = a.DisputeBy!.Value }).ToListAsync(cancel);

        var refused = db.Adjustments.Where(x => x.State == AdjustmentState.Refused).Select(x => new { x.Id, x.AssessmentId, x.AppealBy, IsCase = false });
        var warned = db.MisconductCases.Where(c => c.SetAsideAt == null).Select(c => new { c.Id, c.AssessmentId, c.AppealBy, IsCase = true });
        var appeal = await (
            from x in refused.Concat(warned)
            where x.AppealBy > now && x.AppealBy <= horizon && !db.Appeals.Any(y => y.SubjectId == x.Id && y.Outcome != AppealOutcome.SetAside)
            join a in running on x.AssessmentId equals a.Id
            select new { a.Id, a.Code, a.CandidateId, Subject = x.Id, AppealBy = x.AppealBy!.Value, x.IsCase }).ToListAsync(cancel);
        var unanswered = db.MisconductCases.AsNoTracking().Where(c => c.OpenedAt != null && c.RepliedAt == null && c.ClosedAt == null);
        var answer = await (
            from c in unanswered
            where c.ReplyBy > now && c.ReplyBy <= horizon
            join a in running on c.AssessmentId equals a.Id
            select new { a.Id, a.Code, a.CandidateId, ReplyBy = c.ReplyBy!.Value }).ToListAsync(cancel);
        var silent = await (
            from c in unanswered
            where c.ReplyBy < now
            join a in running on c.AssessmentId equals a.Id
            from lead in db.InRole(Roles.QualityLead)
            where lead.Id != a.CandidateId
            select new { Case = c.Id, a.Id, a.Code, Lead = lead.Id, ReplyBy = c.ReplyBy!.Value }).ToListAsync(cancel);

        List<Reminder> due =
        [
            .. submit.Select(s => Of(s.Person, s.Id, s.Code, s.Due > now ? "remind.submit" : "overdue.submit", $"/my/{s.Id}", s.Due)),
            .. submit.Where(s => s.Due <= now && s.Lead is not null).Select(s => Of(s.Lead!.Value, s.Id, s.Code, "overdue.candidate", $"/scoring/{s.Id}", s.Due)),
            .. decide.Select(d => Of(
                d.PersonId, d.Id, d.Code, d.DecideBy > now ? "remind.decide" : d.Part == AssessmentPart.Verifier ? "overdue.verify" : "overdue.decide", d.Part == AssessmentPart.Verifier ? $"/verification/{d.Id}" : $"/scoring/{d.Id}", d.DecideBy)),
            .. undecided.Select(u => Of(u.Person, u.Id, u.Code, u.IsSigned ? "overdue.unverified" : "overdue.undecided", $"/assessments/{u.Id}", u.DecideBy)),
            .. dispute.Select(d => Of(d.CandidateId, d.Id, d.Code, "remind.dispute", $"/my/{d.Id}", d.DisputeBy)),
            .. appeal.Select(p => Of(
                p.CandidateId, p.Id, p.Code, p.IsCase ? "remind.appeal-warning" : "remind.appeal-refusal", p.IsCase ? $"/my/{p.Id}/misconduct" : $"/my/{p.Id}/adjustments", p.AppealBy, p.Subject)),
            .. answer.Select(a => Of(a.CandidateId, a.Id, a.Code, "remind.misconduct", $"/my/{a.Id}/misconduct", a.ReplyBy)),
            .. silent.Select(s => Of(s.Lead, s.Id, s.Code, "misconduct.unanswered", $"/quality/misconduct/{s.Case}", s.ReplyBy)),
        ];
        return due.Count == 0 ? 0 : await notifier.RemindAsync(due, cancel);
    }

    /// <summary>A date that is put off is another one, of which people are reminded again.</summary>
    private Reminder Of(Guid person, Guid assessment, string code, string kind, string href, DateTime due, Guid? subject = null) =>
        new(person, assessment, kind, href, string.Create(CultureInfo.InvariantCulture, $"{kind}:{subject ?? assessment:N}:{due:yyyyMMdd}"), [code, Notifier.Day(DateOnly.FromDateTime(local.ToLocal(due)))]);
}
