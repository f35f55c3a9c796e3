using System.Net;
using System.Text;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Demo.Files;
using CompetencyAssessment.Web.Reading;
using CompetencyAssessment.Web.Storage;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Reading;

/// <summary>From the upload to the text that the workspace shows.</summary>
public sealed class EvidenceReadingTests
{
    [Fact]
    public async Task Text_OfAnUpload_IsReadByAProcessOfItsOwn()
    {
        await using var site = new TestSite();
        var assessment = await site.Data.GatheringAsync();
        var slides = (await site.Data.AddEvidenceAsync(assessment, DemoFiles.PlanSlides(DemoCompany.Story), "簡報.pptx")).VersionId;
        await site.Data.AddEvidenceAsync(assessment);
        await site.Data.SubmitAsync(assessment);
        var assessor = await site.SignInAsync(assessment.Assessor);

        var waiting = await assessor.OpenAsync($"/files/{slides}/text");
        Assert.Equal("waiting", waiting.Json.GetProperty("status").GetString());

        Assert.Equal(2, await site.Services.GetRequiredService<EvidenceReading>().ReadDueAsync(CancellationToken.None));
        var ready = await assessor.OpenAsync($"/files/{slides}/text");
        Assert.Equal("ready", ready.Json.GetProperty("status").GetString());
        Assert.Equal("我們的目標", ready.Json.GetProperty("parts")[2].GetProperty("name").GetString());
        Assert.Equal(1, await site.QueryAsync(db => db.EvidenceViews.CountAsync(v => v.EvidenceVersionId == slides && v.PersonId == assessment.Assessor.PersonId)));

        var again = await assessor.SendAsync(HttpMethod.Get, $"/files/{slides}/text", null, false, ("If-None-Match", ready.Headers["ETag"]));
        Assert.Equal(HttpStatusCode.NotModified, again.Status);
        Assert.Empty(again.Bytes);
    }

    [Fact]
    public async Task Text_OfSomebodyElse_IsNotThere()
    {
        await using var site = new TestSite();
        var assessment = await site.Data.GatheringAsync();
        var added = await site.Data.AddEvidenceAsync(assessment);
        var other = await site.SignInAsync(await site.Data.CandidateAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/files/{added.VersionId}/text")).Status);

        // Not handed in: not for the assessor either.
        var assessor = await site.SignInAsync(assessment.Assessor);
        Assert.Equal(HttpStatusCode.NotFound, (await assessor.GetAsync($"/files/{added.VersionId}/text")).Status);
        Assert.Equal(HttpStatusCode.OK, (await (await site.SignInAsync(assessment.Candidate)).GetAsync($"/files/{added.VersionId}/text")).Status);
    }

    [Fact]
    public async Task DamagedFile_FailsAtOnce_AndAFileThatBreaksTheReader_AfterThreeAttempts()
    {
        await using var site = new TestSite();
        var assessment = await site.Data.GatheringAsync();
        var good = await site.Data.AddEvidenceAsync(assessment);
        var file = await site.QueryAsync(db => db.EvidenceVersions.Where(v => v.Id == good.VersionId).Select(v => v.FileId).SingleAsync());
        await site.QueryAsync(db => db.StoredFiles.Where(f => f.Id == file).ExecuteUpdateAsync(s => s.SetProperty(f => f.MediaType, ZipDocuments.Word)));
        var reading = site.Services.GetRequiredService<EvidenceReading>();
        await reading.ReadDueAsync(CancellationToken.None);
        Assert.Equal(TextStatus.Failed, (await TextAsync(site, file)).Status);

        // A server that went down three times over the same file.
        await site.QueryAsync(db => db.EvidenceTexts.Where(t => t.FileId == file).ExecuteUpdateAsync(s => s.SetProperty(t => t.Status, TextStatus.Waiting).SetProperty(t => t.Attempts, EvidenceText.MaximumAttempts).SetProperty(t => t.DueAt, site.Clock.GetUtcNow().UtcDateTime)));
        Assert.Equal(0, await reading.ReadDueAsync(CancellationToken.None));
        Assert.Equal(TextStatus.Failed, (await TextAsync(site, file)).Status);
    }

    [Fact]
    public async Task Enlist_TakesFilesFromBeforeTheUpgrade()
    {
        await using var site = new TestSite();
        var assessment = await site.Data.GatheringAsync();
        var added = await site.Data.AddEvidenceAsync(assessment, "話務量");
        await site.QueryAsync(db => db.EvidenceTexts.ExecuteDeleteAsync());
        var reading = site.Services.GetRequiredService<EvidenceReading>();
        await reading.EnlistAsync(CancellationToken.None);
        Assert.Equal(1, await reading.ReadDueAsync(CancellationToken.None));
        var page = await (await site.SignInAsync(assessment.Candidate)).OpenAsync($"/files/{added.VersionId}/text");
        Assert.Equal("話務量", page.Json.GetProperty("parts")[0].GetProperty("blocks")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task OutsideReader_EndsWhatTakesTooLong()
    {
        var reader = new OutsideReader { Timeout = TimeSpan.FromMilliseconds(1) };
        var result = await reader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes("x")), "text/plain; charset=utf-8", CancellationToken.None);
        Assert.Equal((null, false, "timeout"), (result.Json, result.ForGood, result.Fault));
    }

    private static Task<EvidenceText> TextAsync(TestSite site, Guid file) => site.QueryAsync(db => db.EvidenceTexts.AsNoTracking().SingleAsync(t => t.FileId == file));
}
