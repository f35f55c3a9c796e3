using System.Globalization;
using System.Text.Json.Nodes;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Documents;

/// <summary>Observations and questionings in the snapshot of a decision, and in the record that is drawn from it.</summary>
public sealed class MeetingSnapshotTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Sign_AfterMeetings_KeepsThemWithTheIdentityCheckAndNoNotes()
    {
        var assessment = await site.Data.AssessingAsync();
        await site.Data.FinishMeetingAsync(assessment, await site.Data.BeginMeetingAsync(assessment, AppointmentKind.Observation), "所見甚明");
        site.Clock.Advance(TimeSpan.FromHours(1));
        await site.Data.FinishMeetingAsync(assessment, await site.Data.BeginMeetingAsync(assessment, AppointmentKind.Questioning), "所答甚明");
        var running = await site.Data.BeginMeetingAsync(assessment, AppointmentKind.Observation);
        await site.Data.RateAllAsync(assessment);

        // Nothing is signed while one runs; one that was broken off stands in no document.
        Assert.Equal("sign.meeting", (await Assert.ThrowsAsync<DomainException>(() => site.Data.SignAsync(assessment))).Code);
        await site.Data.BreakOffAsync(assessment, running);
        await site.Data.SignAsync(assessment);

        var content = await ContentAsync(assessment);
        var meetings = DecisionSnapshotDocument.Parse(content).Meetings!;
        Assert.Equal([(AppointmentKind.Observation, "M6.L", 3, 0), (AppointmentKind.Questioning, "M3.O", 2, 2)], meetings.Select(m => (m.Kind, m.Method.Code, m.Entries, m.Prompts)));
        Assert.All(meetings, m => Assert.Equal((IdentityDocument.Passport, IdentityPlace.OnSite, assessment.Assessor.Name, assessment.Assessor.Name), (m.IdentityDocument, m.IdentityPlace, m.IdentityCheckedBy.Zh, Assert.Single(m.Assessors).Zh)));
        Assert.DoesNotContain("甚明", content, StringComparison.Ordinal);
        Assert.DoesNotContain("資深經理人二位", content, StringComparison.Ordinal);

        var lines = Record(content, "zh-TW").Meetings;
        Assert.Equal([("觀察（現場）", "3 項行為指標"), ("詢問", "2 題，提示 2 次")], lines.Select(l => (l.Kind, l.Extent)));
        Assert.All(lines, l => Assert.Equal("護照（現場）", l.Identity));
        Assert.Equal([("Observation (live)", "3 indicators"), ("Questioning", "2 questions, 2 prompts")], Record(content, "en").Meetings.Select(l => (l.Kind, l.Extent)));

        // A snapshot from before meetings were kept.
        var old = JsonNode.Parse(content)!.AsObject();
        old.Remove("meetings");
        old["schema"] = 2;
        Assert.Empty(Record(old.ToJsonString(), "zh-TW").Meetings);
    }

    [Fact]
    public async Task Sign_WithoutMeetings_KeepsNothingOfThem()
    {
        var assessment = await site.Data.FinalisedAsync();
        var content = await ContentAsync(assessment);
        Assert.DoesNotContain("meetings", content, StringComparison.Ordinal);
        Assert.Empty(Record(content, "zh-TW").Meetings);
    }

    [Fact]
    public async Task Sign_AfterAMeetingWasFinishedMeanwhile_IsRefused()
    {
        var assessment = await site.Data.AssessingAsync();
        var meeting = await site.Data.BeginMeetingAsync(assessment, AppointmentKind.Observation);
        await site.Data.RateAllAsync(assessment);
        var seen = await site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).Select(a => a.ContentVersion).SingleAsync());
        await site.Data.FinishMeetingAsync(assessment, meeting);
        var signature = new Signature
        {
            Outcome = Outcome.Competent,
            Strengths = "一致",
            NextSteps = "追蹤",
            Feedback = null,
            AuthenticationMethod = "password",
            AuthenticatedAt = site.Clock.GetUtcNow().UtcDateTime,
        };
        var refused = await Assert.ThrowsAsync<DomainException>(() => site.UseAsync(s => s.GetRequiredService<SignDecision>().RunAsync(assessment.Id, assessment.Assessor.PersonId, signature, seen, CancellationToken.None)));
        Assert.Equal("sign.changed", refused.Code);
    }

    private Task<string> ContentAsync(TestAssessment assessment) => site.QueryAsync(db => db.Decisions.Where(d => d.AssessmentId == assessment.Id).Select(d => d.Snapshot!.Content).SingleAsync());

    private static Reports.Records.RecordModel Record(string content, string culture) =>
        new DocumentModels(DecisionSnapshotDocument.Parse(content), CultureInfo.GetCultureInfo(culture), null, new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc), null, null).Record();
}
