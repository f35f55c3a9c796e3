using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Localization;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Notifications;

/// <summary>Reminds people of a date some days before it, each once: to submit, to decide, to dispute a result or a decision.</summary>
internal sealed class RemindDeadlines(AppDbContext db, Notifier notifier, LocalTime local, TimeProvider clock)
{
    /// <summary>Days before a date on which people are reminded.</summary>
    public const int Days = 3;

    /// <returns>How many reminders were told.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var horizon = now.AddDays(Days);
        var assessments = db.Assessments.AsNoTracking();
        var submit = await assessments
            .Where(a => a.State == AssessmentState.Planned || a.State == AssessmentState.Gathering || a.State == AssessmentState.Returned)
            .Select(a => new
            {
                a.Id,
                a.Code,
                Person = a.CandidateId,
                Due = a.State == AssessmentState.Returned ? a.Rounds.OrderByDescending(r => r.Number).Select(r => r.ResubmitBy).FirstOrDefault() ?? a.SubmitBy : a.SubmitBy,
            })
            .Where(x => x.Due > now && x.Due <= horizon).ToListAsync(cancel);
        var decide = await (
            from a in assessments
            join part in db.Set<AssessorAssignment>() on a.Id equals part.AssessmentId
            where a.DecideBy > now && a.DecideBy <= horizon && part.EndedAt == null
                && ((a.State == AssessmentState.Decided && part.Part == AssessmentPart.Verifier)
                    || ((a.State == AssessmentState.Submitted || a.State == AssessmentState.Assessing)
                        && (part.Part == AssessmentPart.Assessor || part.Part == AssessmentPart.SecondAssessor || (part.Part == AssessmentPart.DecisionMaker && a.HandedOverAt != null))))
            select new { a.Id, a.Code, part.PersonId, a.DecideBy, part.Part }).ToListAsync(cancel);
        var dispute = await assessments
            .Where(a => a.DisputeBy > now && a.DisputeBy <= horizon && !db.Appeals.Any(x => x.AssessmentId == a.Id && x.SubjectId == null))
            .Select(a => new { a.Id, a.Code, a.CandidateId, DisputeBy = a.DisputeBy!.Value }).ToListAsync(cancel);

        var refused = db.Adjustments.Where(x => x.State == AdjustmentState.Refused).Select(x => new { x.Id, x.AssessmentId, x.AppealBy, IsCase = false });
        var warned = db.MisconductCases.Where(c => c.SetAsideAt == null).Select(c => new { c.Id, c.AssessmentId, c.AppealBy, IsCase = true });
        var appeal = await (
            from x in refused.Concat(warned)
            where x.AppealBy > now && x.AppealBy <= horizon && !db.Appeals.Any(y => y.SubjectId == x.Id && y.Outcome != AppealOutcome.SetAside)
            join a in assessments on x.AssessmentId equals a.Id
            select new { a.Id, a.Code, a.CandidateId, Subject = x.Id, AppealBy = x.AppealBy!.Value, x.IsCase }).ToListAsync(cancel);

        var due = submit.Select(s => new Reminder(s.Person, s.Id, s.Code, "remind.submit", $"/my/{s.Id}", s.Due))
            .Concat(decide.Select(d => new Reminder(d.PersonId, d.Id, d.Code, "remind.decide", d.Part == AssessmentPart.Verifier ? $"/verification/{d.Id}" : $"/scoring/{d.Id}", d.DecideBy)))
            .Concat(dispute.Select(d => new Reminder(d.CandidateId, d.Id, d.Code, "remind.dispute", $"/my/{d.Id}", d.DisputeBy)))
            .Concat(appeal.Select(p => new Reminder(
                p.CandidateId, p.Id, p.Code, p.IsCase ? "remind.appeal-warning" : "remind.appeal-refusal", p.IsCase ? $"/my/{p.Id}/misconduct" : $"/my/{p.Id}/adjustments", p.AppealBy, p.Subject)))
            .ToList();
        if (due.Count == 0)
        {
            return 0;
        }

        var keys = due.ConvertAll(r => r.OnceKey);
        var told = await db.Notifications.Where(n => n.OnceKey != null && keys.Contains(n.OnceKey)).Select(n => new { n.PersonId, n.OnceKey }).ToListAsync(cancel);
        var fresh = due.Where(r => !told.Exists(n => n.PersonId == r.Person && n.OnceKey == r.OnceKey)).ToList();
        foreach (var reminder in fresh)
        {
            notifier.Add(reminder.Person, reminder.Assessment, reminder.Kind, reminder.Href, reminder.OnceKey, [reminder.Code, Notifier.Day(DateOnly.FromDateTime(local.ToLocal(reminder.Due)))]);
        }

        await db.SaveChangesAsync(cancel);
        return fresh.Count;
    }

    /// <summary>A date that is put off is another one, of which people are reminded again.</summary>
    private sealed record Reminder(Guid Person, Guid Assessment, string Code, string Kind, string Href, DateTime Due, Guid? Subject = null)
    {
        public string OnceKey => string.Create(CultureInfo.InvariantCulture, $"{Kind}:{Subject ?? Assessment:N}:{Due:yyyyMMdd}");
    }
}
