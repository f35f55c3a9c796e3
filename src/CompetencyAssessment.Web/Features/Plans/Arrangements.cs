using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Plans;

/// <summary>An appointment as lists show it.</summary>
internal sealed record AppointmentRow(Guid Id, AppointmentKind Kind, AppointmentState State, DateTime StartAt, DateTime EndAt, string? Place, string? Link, string Criteria, string? Remark, string? Reason);

/// <summary>What is arranged around a plan: the latest request for more time, appointments, and the adjustments that are agreed.</summary>
internal sealed record Arrangements(ExtensionRow? Extension, IReadOnlyList<AppointmentRow> Appointments, IReadOnlyList<string> Adjustments)
{
    public static Arrangements None { get; } = new(null, [], []);

    /// <summary>In one command. Whoever calls makes sure that the viewer may see the assessment.</summary>
    public static async Task<Arrangements> ReadAsync(AppDbContext db, Guid assessmentId, CancellationToken cancel)
    {
        var read = await db.Assessments.AsNoTracking().AsSingleQuery().Where(a => a.Id == assessmentId).Select(a => new
        {
            Extensions = a.Extensions.OrderByDescending(e => e.AskedAt)
                .Select(e => new ExtensionRow(e.AskedAt, e.DueBy, e.AskedUntil, e.Reason, e.Outcome, e.GrantedUntil, e.Answer, e.AnsweredAt)).ToList(),
            Appointments = db.Appointments.Where(p => p.AssessmentId == a.Id).OrderBy(p => p.StartAt)
                .Select(p => new AppointmentRow(p.Id, p.Kind, p.State, p.StartAt, p.EndAt, p.Place, p.Link, p.Criteria, p.Remark, p.Reason)).ToList(),
            Adjustments = db.Adjustments.Where(x => x.AssessmentId == a.Id && x.State == AdjustmentState.Agreed).OrderBy(x => x.DecidedAt).Select(x => x.What!).ToList(),
        }).SingleAsync(cancel);
        return new Arrangements(read.Extensions.FirstOrDefault(), read.Appointments, read.Adjustments);
    }
}
