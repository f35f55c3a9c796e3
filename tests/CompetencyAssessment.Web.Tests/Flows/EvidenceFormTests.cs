using System.Net;
using CompetencyAssessment.Web.Features.Uploads;
using CompetencyAssessment.Web.Storage;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>What a candidate states about a piece of evidence, over HTTP.</summary>
public sealed class EvidenceFormTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Save_WithAnEmptyCriterion_IsSavedWithoutIt()
    {
        var assessment = await site.Data.GatheringAsync();
        var added = await site.Data.AddEvidenceAsync(assessment);
        var browser = await site.SignInAsync(assessment.Candidate);
        var path = $"/my/{assessment.Id}/evidence/{added.ItemId}";
        var seen = (await browser.OpenAsync(path)).Document.QuerySelector("input[name='Form.Seen']")!.GetAttribute("value")!;

        var answer = await browser.PostFieldsAsync(path, ("Form.Seen", seen), ("Form.Title", "營運計畫"), ("Form.Kind", "OperatingPlan"), ("Form.Criteria", ""), ("Form.Criteria", "P1.1"), ("Form.Requirements", ""));

        answer.Is(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Upload_GivesNoTitle_AndOneIsAskedForBeforeSubmission()
    {
        var assessment = await site.Data.GatheringAsync();
        var added = await site.UseAsync(async services =>
        {
            using var content = new MemoryStream("服務水準目標 80 %。"u8.ToArray());
            return await services.GetRequiredService<AddEvidence>().RunAsync(assessment.Id, assessment.Candidate.PersonId, content, "王小明的計畫.txt", null, CancellationToken.None);
        });
        var browser = await site.SignInAsync(assessment.Candidate);
        var path = $"/my/{assessment.Id}/evidence/{added.ItemId}";

        var page = await browser.OpenAsync(path);

        Assert.Equal("", page.Document.QuerySelector("input[name='Form.Title']")!.GetAttribute("value") ?? "");
        Assert.Contains("王小明的計畫.txt", page.Main, StringComparison.Ordinal);
        Assert.NotNull((await browser.OpenAsync($"/my/{assessment.Id}")).Document.QuerySelector($"#submit-checklist a[href='{path}#Form_Title']"));
    }

    [Fact]
    public async Task Begin_WithTooManyUnfinished_IsRefusedUntilOneIsGivenUp()
    {
        await using var own = new TestSite().With("Storage:OpenUploads", "2");
        var assessment = await own.Data.GatheringAsync();
        var browser = await own.SignInAsync(assessment.Candidate);
        Task<Page> BeginAsync() => browser.PostJsonAsync($"/my/{assessment.Id}/uploads", new { fileName = "計畫.txt", size = 10, requestId = Guid.NewGuid() });
        var first = (await BeginAsync()).Is(HttpStatusCode.Created);
        (await BeginAsync()).Is(HttpStatusCode.Created);

        var third = (await BeginAsync()).Is(HttpStatusCode.Conflict);

        Assert.Contains("2 個上傳尚未完成", third.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await browser.SendJsonAsync(HttpMethod.Delete, first.Json.GetProperty("url").GetString()!, null);
        (await BeginAsync()).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Sweep_WithAnotherDatabase_LeavesTheFiles()
    {
        await using var own = new TestSite();
        await own.Data.AddEvidenceAsync(await own.Data.GatheringAsync());
        var store = own.Services.GetRequiredService<IFileStore>();
        var sweep = own.Services.GetRequiredService<UploadSweep>();
        var owner = Path.Combine(own.Folder, "files.owner");
        int Files() => store.KeysWrittenBefore(DateTimeOffset.MaxValue).Count();
        await store.WriteAsync(new MemoryStream([1, 2, 3]), CancellationToken.None);
        Age(own);

        await File.WriteAllTextAsync(owner, Guid.NewGuid().ToString());
        await sweep.SweepAsync(CancellationToken.None);
        Assert.Equal(2, Files());

        File.Delete(owner);
        await sweep.SweepAsync(CancellationToken.None);
        Assert.Equal(1, Files());
        Assert.Equal((await own.QueryAsync(db => db.Centres.Select(c => c.Id).SingleAsync())).ToString(), await File.ReadAllTextAsync(owner));
    }

    [Fact]
    public async Task Sweep_WithADatabaseThatKnowsNoFile_LeavesThem()
    {
        await using var own = new TestSite();
        var store = own.Services.GetRequiredService<IFileStore>();
        await store.WriteAsync(new MemoryStream([1, 2, 3]), CancellationToken.None);
        Age(own);

        await own.Services.GetRequiredService<UploadSweep>().SweepAsync(CancellationToken.None);

        Assert.Single(store.KeysWrittenBefore(DateTimeOffset.MaxValue));
    }

    [Theory]
    [InlineData("/people")]
    [InlineData("/assessments")]
    public async Task Search_ForAVeryLongText_FindsNothing(string path)
    {
        var browser = await site.SignInAsync(await site.Data.AdministratorAsync());

        var page = await browser.OpenAsync($"{path}?q={new string('a', 5000)}");

        Assert.DoesNotContain(page.Trace.Reads, r => r.Contains(new string('a', 300), StringComparison.Ordinal));
    }

    /// <summary>Lets the files look old. Moving the clock instead would set off a sweep of the application's own.</summary>
    private static void Age(TestSite site)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(site.Folder, "files"), "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }
    }
}
