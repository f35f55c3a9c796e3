using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Notifications;
using CompetencyAssessment.Web.Hosting;
using CompetencyAssessment.Web.Localization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.ThirdParty;

/// <summary>Who is asked for a report.</summary>
/// <param name="Name">The referee's name.</param>
/// <param name="Organisation">Where they work.</param>
/// <param name="Relation">To the candidate.</param>
/// <param name="Mail">Where the link is sent to, by hand; kept until the report is answered.</param>
/// <param name="Criteria">Codes asked about.</param>
/// <param name="Days">Days that the link works.</param>
internal sealed record Referee(string Name, string Organisation, string Relation, string? Mail, IReadOnlyList<string> Criteria, int Days);

/// <summary>How an assessor made sure where a report comes from.</summary>
internal sealed record Confirmation(ConfirmationWay Way, DateOnly On, string Words);

/// <summary>What happens to third-party reports.</summary>
internal sealed class ReportVerbs(AppDbContext db, UnitCatalogue catalogue, AddAssessorEvidence evidence, Notifier notifier, CentreProfile centre, LocalTime local, TimeProvider clock, IStringLocalizer<SharedResource> t)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>The hash under which a link is kept.</summary>
    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>Makes an invitation. The link's secret is answered once, and kept nowhere.</summary>
    /// <exception cref="DomainException">Those of <see cref="ThirdPartyReport"/>; <c>rating.criterion</c></exception>
    public Task<(Guid Id, string Token)> InviteAsync(Guid assessmentId, Guid byPerson, Referee referee, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var assessment = await db.Assessments.SingleAsync(a => a.Id == assessmentId, cancel);
            var unit = await catalogue.UnitAsync(db, assessment.UnitVersionId, cancel);
            var codes = unit.Criteria.Select(c => c.Code).Where(referee.Criteria.Contains).ToList();
            var token = NewToken();
            var person = new Person(db.NextKey(), (await centre.GetAsync(cancel)).Id, referee.Name, null, null, Now);
            var invitation = new ReportInvitation { RefereeId = person.Id, Organisation = referee.Organisation, Relation = referee.Relation, Mail = referee.Mail, Criteria = codes, Days = referee.Days };
            var report = new ThirdPartyReport(db.NextKey(), assessment, invitation, byPerson, HashOf(token), Now);
            db.People.Add(person);
            db.ThirdPartyReports.Add(report);
            await db.SaveChangesAsync(cancel);
            return (report.Id, token);
        },
        cancel);

    /// <summary>Makes another link in place of one that was lost or has expired. Its secret is answered once, and kept nowhere.</summary>
    /// <exception cref="DomainException">Those of <see cref="ThirdPartyReport.Renew"/></exception>
    public async Task<string> RenewAsync(Guid reportId, int days, CancellationToken cancel)
    {
        var found = await (
            from r in db.ThirdPartyReports
            where r.Id == reportId
            join a in db.Assessments on r.AssessmentId equals a.Id
            select new { Report = r, Assessment = a }).SingleAsync(cancel);
        var token = NewToken();
        found.Report.Renew(found.Assessment, HashOf(token), days, Now);
        await db.SaveChangesAsync(cancel);
        return token;
    }

    /// <exception cref="DomainException"><c>report.answered</c></exception>
    public async Task RevokeAsync(Guid reportId, CancellationToken cancel)
    {
        (await db.ThirdPartyReports.SingleAsync(r => r.Id == reportId, cancel)).Revoke(Now);
        await db.SaveChangesAsync(cancel);
    }

    /// <exception cref="DomainException"><c>report.closed</c></exception>
    public async Task OpenAsync(Guid reportId, CancellationToken cancel)
    {
        (await db.ThirdPartyReports.SingleAsync(r => r.Id == reportId, cancel)).Open(Now);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Takes the report, once; tells whoever invited and who assesses.</summary>
    /// <exception cref="DomainException">Those of <see cref="ThirdPartyReport.Receive"/>; <c>report.assessment-closed</c></exception>
    public Task<bool> ReceiveAsync(Guid reportId, ReportAnswer answer, bool declared, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var report = await db.ThirdPartyReports.SingleAsync(r => r.Id == reportId, cancel);
            var assessment = await db.Assessments.AsSingleQuery().Include(a => a.Assignments).SingleAsync(a => a.Id == report.AssessmentId, cancel);
            if (!ThirdPartyReport.TakesReports(assessment.State))
            {
                throw new DomainException("report.assessment-closed");
            }

            report.Receive(answer, declared, Now);
            Guid?[] told = [report.InvitedById, assessment.Holder(AssessmentPart.Assessor)?.PersonId];
            foreach (var person in told.OfType<Guid>().Distinct())
            {
                notifier.Tell(person, assessment, "report.answered", $"/assessments/{assessment.Id}/reports/{report.Id}");
            }

            await db.SaveChangesAsync(cancel);
            return true;
        },
        cancel);

    /// <summary>An assessor has made sure where the report comes from: it becomes evidence under their hand, as a text.</summary>
    /// <exception cref="DomainException"><c>assessment.not-assessing</c>, and those of <see cref="ThirdPartyReport.Confirm"/></exception>
    public async Task ConfirmAsync(Guid reportId, Guid byPerson, Confirmation how, CancellationToken cancel)
    {
        // Read once, before the file is stored; whoever confirms at the same time is found by the row's version.
        var found = await (
            from r in db.ThirdPartyReports
            where r.Id == reportId
            join a in db.Assessments on r.AssessmentId equals a.Id
            join candidate in db.People on a.CandidateId equals candidate.Id
            from referee in db.People.Where(p => p.Id == r.RefereeId)
            select new { Report = r, Head = new TextHead(a.Code, a.UnitVersionId, a.TranslationRevision, new PersonName(candidate.NameZh, candidate.NameLatin), referee.NameZh) }).SingleAsync(cancel);
        var report = found.Report;
        if (report.Answer is null)
        {
            throw new DomainException("report.unanswered");
        }

        var text = await TextAsync(report, found.Head, how, cancel);
        await evidence.WithTextAsync(text, stored => db.InTransactionAsync(
            async () =>
            {
                var title = $"{t["Third-party report"].Value} · {report.Relation}";
                var piece = await evidence.MakeAsync(report.AssessmentId, byPerson, new AssessorPiece(title, EvidenceKind.ThirdPartyReport, EvidenceContext.Workplace, EvidenceOrigin.ThirdParty), cancel);
                await evidence.KeepAsync(piece, stored!, "text/plain; charset=utf-8", $"{piece.Label}.txt", cancel);
                report.Confirm(byPerson, how.Way, how.On, how.Words, piece.Id, local.Today, DateOnly.FromDateTime(local.ToLocal(report.AnsweredAt!.Value)), Now);
                await db.SaveChangesAsync(cancel);
                return true;
            },
            cancel), cancel);
    }

    private static string NewToken() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).Replace('+', '-').Replace('/', '_').TrimEnd('=');

    /// <summary>The report as the file that ratings cite, in the language of whoever confirms it.</summary>
    private async Task<string> TextAsync(ThirdPartyReport report, TextHead head, Confirmation how, CancellationToken cancel)
    {
        var unit = await catalogue.UnitAsync(db, head.UnitVersionId, cancel);
        var culture = CultureInfo.CurrentUICulture.Name;
        var answer = ReportAnswer.Parse(report.Answer!);
        var text = new StringBuilder();
        void Line(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                text.Append(t["{0}: {1}", name, value.Trim()].Value).Append('\n');
            }
        }

        text.Append(t["Third-party report"].Value).Append("\n\n");
        Line(t["Assessment"], head.Code);
        Line(t["Candidate"], head.Candidate.ToString());
        Line(t["Competency unit"], $"{unit.Text.Code} {unit.NameIn(culture)}");
        Line(t["Referee"], head.Referee);
        Line(t["Organisation"], report.Organisation);
        Line(t["Relation to the candidate"], answer.Relation);
        Line(t["Worked together"], answer.Together);
        Line(t["Handed in on"], local.Format(report.AnsweredAt!.Value));
        foreach (var line in answer.Lines)
        {
            text.Append('\n').Append(line.Criterion).Append(' ').Append(unit.TextIn(line.Criterion, culture, head.TranslationRevision)).Append('\n');
            Line(t["Observed"], t.Enum(line.Observed));
            Line(t["What was observed"], line.Text);
            Line(t["Since or in what time"], line.Period);
        }

        text.Append('\n');
        Line(t["General remark"], answer.Remark);
        text.Append(t["The referee declared that all of it is their own observation and true."].Value).Append("\n\n");
        Line(t["How it was confirmed"], t.Enum(how.Way));
        Line(t["On"], local.FormatDate(how.On));
        Line(t["By which contact, and what was said"], how.Words);
        return text.ToString();
    }

    /// <summary>What the text of a report says of the assessment.</summary>
    private sealed record TextHead(string Code, Guid UnitVersionId, int TranslationRevision, PersonName Candidate, string Referee);
}
