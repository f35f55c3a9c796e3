using System.Net;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Tests.Data;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Access;

/// <summary>Ids that belong to somebody else are as good as none, at every address that takes one.</summary>
public sealed class OwnershipTests(TestSite site) : IClassFixture<TestSite>
{
    /// <summary>To give up what is gone already is no error, whosever it was.</summary>
    private const string GiveUp = "DELETE uploads/{sessionId:guid}";

    [Theory]
    [InlineData(Roles.Candidate)]
    [InlineData(Roles.Assessor)]
    public async Task Addresses_WithIdsOfOthers_AreNotThereAndChangeNothing(string role)
    {
        var owners = new[] { await OwnAsync(await site.Data.GatheringAsync()), await OwnAsync(await site.Data.AssessingAsync()), await OwnAsync(await site.Data.FinalisedAsync()) };
        var stranger = await site.SignInAsync(await site.Data.UserAsync("旁人", role));
        await stranger.OpenAsync("/account/profile");
        var before = await Database.DumpAsync(site.Database);
        var faults = new List<string>();
        var seen = 0;
        foreach (var endpoint in site.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().Where(e => e.RoutePattern.Parameters.Any(p => p.ParameterPolicies.Any(x => x.Content == "guid"))))
        {
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                foreach (var ids in owners)
                {
                    var path = "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(s => string.Concat(s.Parts.Select(p => Part(p, endpoint.RoutePattern, ids)))));
                    var page = await SendAsync(stranger, new HttpMethod(method), path, endpoint);
                    var expected = $"{method} {endpoint.RoutePattern.RawText}" == GiveUp ? HttpStatusCode.NoContent : HttpStatusCode.NotFound;
                    seen++;
                    if (page.Status != expected)
                    {
                        faults.Add($"{method} {path} answered {(int)page.Status}");
                    }
                }
            }
        }

        Faults.None(faults);
        Assert.True(seen > 60, $"Only {seen} requests were made.");
        Assert.Equal(before, await Database.DumpAsync(site.Database));
    }

    [Fact]
    public async Task Evidence_OfAnother_IsNotInOnesOwnAssessment()
    {
        var theirs = await OwnAsync(await site.Data.GatheringAsync());
        var own = await site.Data.GatheringAsync();
        var mine = await site.Data.AddEvidenceAsync(own);
        var browser = await site.SignInAsync(own.Candidate);
        await browser.OpenAsync("/my");
        var before = await Database.DumpAsync(site.Database);
        foreach (var (assessment, item) in new[] { (own.Id, theirs["itemId"]), (theirs["id"], mine.ItemId) })
        {
            (await browser.GetAsync($"/my/{assessment}/evidence/{item}")).Is(HttpStatusCode.NotFound);
            (await browser.PostFieldsAsync($"/my/{assessment}/evidence/{item}", ("Form.Title", "別人的"))).Is(HttpStatusCode.NotFound);
            (await browser.PostFieldsAsync($"/my/{assessment}/evidence/{item}/withdraw")).Is(HttpStatusCode.NotFound);
        }

        // A new version of it is refused as one of nothing is.
        var foreign = await browser.PostJsonAsync($"/my/{own.Id}/uploads", new { fileName = "a.txt", size = 3, requestId = Guid.NewGuid(), itemId = theirs["itemId"] });
        var nothing = await browser.PostJsonAsync($"/my/{own.Id}/uploads", new { fileName = "a.txt", size = 3, requestId = Guid.NewGuid(), itemId = Guid.NewGuid() });
        Assert.Equal(foreign.Is(HttpStatusCode.Conflict).Json.GetProperty("detail").GetString(), nothing.Is(HttpStatusCode.Conflict).Json.GetProperty("detail").GetString());
        Assert.Equal(before, await Database.DumpAsync(site.Database));
    }

    [Fact]
    public async Task Ratings_CitingEvidenceOfAnother_AreRefusedAsOfNothing()
    {
        var theirs = await OwnAsync(await site.Data.AssessingAsync());
        var own = await site.Data.AssessingAsync();
        var browser = await site.SignInAsync(own.Assessor);
        var details = new HashSet<string?>();
        foreach (var version in new[] { theirs["versionId"], Guid.NewGuid() })
        {
            var cited = await browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{own.Id}/ratings/P1.1", new
            {
                requestId = Guid.NewGuid(),
                changes = new { citations = new { from = Array.Empty<object>(), to = new[] { new { versionId = version, kind = "page", place = "1" } } } },
            });
            var judged = await browser.SendJsonAsync(HttpMethod.Patch, $"/scoring/{own.Id}/evidence/{version}", new { requestId = Guid.NewGuid(), changes = new { valid = new { to = "accepted" } } });
            details.Add(cited.Is(HttpStatusCode.Conflict).Json.GetProperty("detail").GetString());
            details.Add(judged.Is(HttpStatusCode.Conflict).Json.GetProperty("detail").GetString());
        }

        Assert.Single(details);
        Assert.Equal(0, await site.QueryAsync(db => db.RatingRevisions.CountAsync(r => r.AssessmentId == own.Id)));
    }

    private static Task<Page> SendAsync(Browser browser, HttpMethod method, string path, RouteEndpoint endpoint)
    {
        if (method == HttpMethod.Get || method == HttpMethod.Head)
        {
            return browser.SendAsync(method, path);
        }

        if (path.StartsWith("/uploads/", StringComparison.Ordinal) && method == HttpMethod.Patch)
        {
            return browser.SendBytesAsync(method, path, "abc"u8.ToArray(), ("Upload-Offset", "0"));
        }

        var takesJson = endpoint.Metadata.GetMetadata<ControllerActionDescriptor>()!.Parameters.Any(p => p.BindingInfo?.BindingSource == BindingSource.Body);
        return takesJson || method != HttpMethod.Post || path.EndsWith("/complete", StringComparison.Ordinal)
            ? browser.SendJsonAsync(method, path, takesJson ? new { requestId = Guid.NewGuid(), fileName = "a.txt", size = 3, changes = new { }, sufficient = true } : null)
            : browser.PostFieldsAsync(path, ("Form.Reason", "無"), ("Form.Title", "別人的"), ("declared", "true"), ("Message", "無"));
    }

    private static string Part(RoutePatternPart part, RoutePattern pattern, IReadOnlyDictionary<string, Guid> ids) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart { Name: "id" } when pattern.RawText!.StartsWith("people/", StringComparison.Ordinal) => ids["personId"].ToString(),
        RoutePatternParameterPart { Name: "code" } => pattern.RawText!.Contains("requirements", StringComparison.Ordinal) ? "E1" : "P1.1",
        RoutePatternParameterPart named => ids.TryGetValue(named.Name, out var id) ? id.ToString() : throw new InvalidOperationException($"Give {pattern.RawText} an id of somebody else for {named.Name}."),
        _ => throw new InvalidOperationException($"Unknown part {part}."),
    };

    /// <summary>Ids of an assessment and what belongs to it, by the names that addresses give them.</summary>
    private async Task<IReadOnlyDictionary<string, Guid>> OwnAsync(TestAssessment assessment)
    {
        if (await site.QueryAsync(db => db.AssessmentEvidence.AllAsync(e => e.AssessmentId != assessment.Id)))
        {
            await site.Data.AddEvidenceAsync(assessment);
        }

        var candidate = await site.SignInAsync(assessment.Candidate);
        var assessor = await site.SignInAsync(assessment.Assessor);
        var snippet = await assessor.PostJsonAsync("/scoring/snippets", new { text = $"請補充依據（{assessment.Id}）。" });
        await assessor.PostFieldsAsync($"/assessments/{assessment.Id}/appointments/new", ("Form.Kind", "Observation"), ("Form.Day", "2026-03-20"), ("Form.From", "09:00"), ("Form.Until", "10:00"), ("Form.Place", "會議室"));
        await candidate.PostFieldsAsync($"/my/{assessment.Id}/adjustments", ("Form.What", "延長閱讀時間"));
        var qualification = await site.QueryAsync(db => db.Qualifications.Where(q => q.PersonId == assessment.Assessor.PersonId).Select(q => q.Id).FirstAsync());
        var proof = await site.Data.ProveAsync(qualification, assessment.Assessor);
        if (await site.Data.StateAsync(assessment) == AssessmentState.Assessing)
        {
            await site.Data.ConfirmedReportAsync(assessment);
            await site.Data.BeginMeetingAsync(assessment, AppointmentKind.Questioning);
            await assessor.PostFieldsAsync($"/misconduct/{assessment.Id}/report", ("Form.Suspicion", "疑似抄襲"));
        }

        var upload = await candidate.PostJsonAsync($"/my/{assessment.Id}/uploads", new { fileName = "a.txt", size = 3, requestId = Guid.NewGuid() });
        return await site.QueryAsync(async db =>
        {
            var version = await (from link in db.AssessmentEvidence join v in db.EvidenceVersions on link.EvidenceItemId equals v.EvidenceItemId where link.AssessmentId == assessment.Id select v).FirstAsync();
            return new Dictionary<string, Guid>(StringComparer.Ordinal)
            {
                ["id"] = assessment.Id,
                ["assessmentId"] = assessment.Id,
                ["personId"] = assessment.Candidate.PersonId,
                ["itemId"] = version.EvidenceItemId,
                ["versionId"] = version.Id,
                ["fileId"] = version.FileId,
                ["sessionId"] = upload.Status == HttpStatusCode.Created ? Guid.Parse(upload.Json.GetProperty("url").GetString()!.Split('/')[^1]) : Guid.NewGuid(),
                ["returnItemId"] = Guid.NewGuid(),
                ["appointmentId"] = await db.Appointments.Where(a => a.AssessmentId == assessment.Id).Select(a => a.Id).FirstOrDefaultAsync(),
                ["adjustmentId"] = await db.Adjustments.Where(a => a.AssessmentId == assessment.Id).Select(a => a.Id).FirstOrDefaultAsync(),
                ["reportId"] = await db.ThirdPartyReports.Where(r => r.AssessmentId == assessment.Id).Select(r => r.Id).FirstOrDefaultAsync(),
                ["meetingId"] = await db.Meetings.Where(m => m.AssessmentId == assessment.Id).Select(m => m.Id).FirstOrDefaultAsync(),
                ["questionId"] = await db.BankQuestions.Select(q => q.Id).FirstOrDefaultAsync(),
                ["caseId"] = await db.MisconductCases.Where(c => c.AssessmentId == assessment.Id).Select(c => c.Id).FirstOrDefaultAsync(),
                ["qualificationId"] = qualification,
                ["proofId"] = proof,
                ["affiliationId"] = Guid.NewGuid(),
                ["conflictId"] = Guid.NewGuid(),
                ["snippetId"] = snippet.Json.GetProperty("id").GetGuid(),
                ["documentId"] = await db.RecordIssues.Where(i => i.AssessmentId == assessment.Id).SelectMany(i => i.Documents).Select(d => d.Id).FirstOrDefaultAsync(),
            };
        });
    }
}
