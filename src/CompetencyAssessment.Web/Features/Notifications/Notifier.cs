using System.Globalization;
using System.Text.Json;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Assessments;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Notifications;

/// <summary>What a person is told once under a key.</summary>
internal sealed record Reminder(Guid PersonId, Guid? AssessmentId, string Kind, string Href, string OnceKey, IReadOnlyList<string> Args);

/// <summary>
/// Tells people in the application what happened. It adds rows to the context; the save of the verb that calls it writes them, in the
/// same transaction. Texts are <c>notification.KIND</c>; {0} is the assessment's code, days are given by <see cref="Day"/>.
/// </summary>
internal sealed class Notifier(AppDbContext db, TimeProvider clock)
{
    /// <summary>A day among the values of a text; shown as the reader's language writes it.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Tells the candidate; the link leads to their page of the assessment.</summary>
    public void TellCandidate(Assessment assessment, string kind, params string[] args) => Tell(assessment.CandidateId, assessment, kind, $"/my/{assessment.Id}", args);

    /// <summary>Tells who holds a part now, if anybody does.</summary>
    public void TellHolder(Assessment assessment, AssessmentPart part, string kind, params string[] args)
    {
        if (assessment.Holder(part) is { } holder)
        {
            Tell(holder.PersonId, assessment, kind, PageOf(assessment.Id, part), args);
        }
    }

    /// <summary>Tells everybody who rates it now.</summary>
    public void TellAssessors(Assessment assessment, string kind, params string[] args)
    {
        TellHolder(assessment, AssessmentPart.Assessor, kind, args);
        TellHolder(assessment, AssessmentPart.SecondAssessor, kind, args);
    }

    /// <summary>Tells everybody who rates it now but the one who did it.</summary>
    public void TellOtherAssessors(Assessment assessment, Guid byPerson, string kind, params string[] args)
    {
        foreach (var part in new[] { AssessmentPart.Assessor, AssessmentPart.SecondAssessor }.Where(p => assessment.Holder(p)?.PersonId != byPerson))
        {
            TellHolder(assessment, part, kind, args);
        }
    }

    /// <summary>Tells all who hold a role, but not the candidate.</summary>
    public async Task TellRoleAsync(string role, Assessment assessment, string kind, string href, CancellationToken cancel, params string[] args)
    {
        foreach (var person in await db.InRole(role).AsNoTracking().Where(p => p.Id != assessment.CandidateId).Select(p => p.Id).ToListAsync(cancel))
        {
            Tell(person, assessment, kind, href, args);
        }
    }

    /// <summary>Tells all who hold a role, but neither the candidate nor anybody who has or had a part in the assessment.</summary>
    public async Task TellRoleOutsideAsync(string role, Assessment assessment, string kind, string href, CancellationToken cancel)
    {
        var parts = db.Set<AssessorAssignment>().Where(x => x.AssessmentId == assessment.Id).Select(x => x.PersonId);
        foreach (var person in await db.InRole(role).AsNoTracking().Where(p => p.Id != assessment.CandidateId && !parts.Contains(p.Id)).Select(p => p.Id).ToListAsync(cancel))
        {
            Tell(person, assessment, kind, href);
        }
    }

    /// <summary>Tells a person about an assessment.</summary>
    public void Tell(Guid personId, Assessment assessment, string kind, string href, params string[] args) =>
        Add(personId, assessment.Id, kind, href, onceKey: null, [assessment.Code, .. args]);

    /// <summary>Tells of some what was not told yet, and saves.</summary>
    /// <returns>How many were told.</returns>
    public async Task<int> RemindAsync(IReadOnlyCollection<Reminder> due, CancellationToken cancel)
    {
        var keys = due.Select(r => r.OnceKey).Distinct().ToList();
        var told = (await db.Notifications.Where(n => n.OnceKey != null && keys.Contains(n.OnceKey)).Select(n => new { n.PersonId, n.OnceKey }).ToListAsync(cancel)).Select(n => (n.PersonId, n.OnceKey!)).ToHashSet();
        var fresh = due.Where(r => told.Add((r.PersonId, r.OnceKey))).ToList();
        foreach (var reminder in fresh)
        {
            Add(reminder.PersonId, reminder.AssessmentId, reminder.Kind, reminder.Href, reminder.OnceKey, reminder.Args);
        }

        await db.SaveChangesAsync(cancel);
        return fresh.Count;
    }

    /// <summary>Adds a notification; with a key, whoever calls makes sure that the person was not told under it.</summary>
    public void Add(Guid personId, Guid? assessmentId, string kind, string href, string? onceKey, IReadOnlyList<string> args) =>
        db.Notifications.Add(new Notification(db.NextKey(), personId, kind, assessmentId, href, JsonSerializer.Serialize(args), onceKey, clock.GetUtcNow().UtcDateTime));

    private static string PageOf(Guid assessmentId, AssessmentPart part) => part == AssessmentPart.Verifier ? $"/verification/{assessmentId}" : $"/scoring/{assessmentId}";
}
