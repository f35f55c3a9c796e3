using System.Net;
using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Features.Uploads;
using CompetencyAssessment.Web.Storage;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>Files that prove qualifications, and who is told that one ends.</summary>
public sealed class QualificationTests : IAsyncLifetime
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    private readonly TestSite _site = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Fact]
    public async Task Proof_IsKeptReplacedAndSeenByThePersonAndTheOffice()
    {
        var assessor = await _site.Data.AssessorAsync();
        var (qualification, path) = await QualificationAsync(assessor);
        var office = await _site.SignInAsync(await _site.Data.AdministratorAsync());
        Assert.Contains(path, (await office.OpenAsync($"/people/{assessor.PersonId}/independence")).Text, StringComparison.Ordinal);

        await (await (await office.OpenAsync(path)).Form(path).Attach("Form.File", "../結業 證明.pdf", TestData.Pdf).PostAsync()).FollowAsync();
        var first = await _site.QueryAsync(db => db.QualificationProofs.SingleAsync());
        Assert.Equal("結業 證明.pdf", first.FileName);
        _site.Clock.Advance(TimeSpan.FromMinutes(1));
        byte[] second = [.. TestData.Pdf, (byte)'\n'];
        await (await (await office.OpenAsync(path)).Form(path).Attach("Form.File", "換發.PDF", second).PostAsync()).FollowAsync();

        // The later one counts; the earlier one is history, for the office alone to list.
        var page = await office.OpenAsync(path);
        Assert.Contains("採用中", page.Document.QuerySelectorAll("tbody tr")[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("換發.PDF", page.Document.QuerySelectorAll("tbody tr")[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("結業 證明.pdf", page.Document.QuerySelectorAll("tbody tr")[1].TextContent, StringComparison.Ordinal);
        var own = await _site.SignInAsync(assessor);
        Assert.Contains("/account/qualifications", (await own.OpenAsync("/account/profile")).Text, StringComparison.Ordinal);
        var mine = await own.OpenAsync("/account/qualifications");
        Assert.Contains("換發.PDF", mine.Main, StringComparison.Ordinal);
        Assert.DoesNotContain("結業 證明.pdf", mine.Main, StringComparison.Ordinal);

        // The bytes come as they were, under a name of the store's own.
        var current = await _site.QueryAsync(db => db.QualificationProofs.OrderBy(p => p.AddedAt).LastAsync());
        var file = await _site.QueryAsync(db => db.StoredFiles.SingleAsync(f => f.Id == current.FileId));
        Assert.Equal((Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(second)), "application/pdf"), (Convert.ToHexString(file.Sha256), file.MediaType));
        Assert.DoesNotContain("換發", file.Key, StringComparison.Ordinal);
        var address = $"/qualifications/proofs/{current.Id}";
        foreach (var browser in new[] { own, office })
        {
            Assert.Equal(second, (await browser.GetAsync(address)).Is(HttpStatusCode.OK).Bytes);
            Assert.StartsWith("attachment", (await browser.GetAsync($"{address}/download")).Is(HttpStatusCode.OK).Headers["Content-Disposition"], StringComparison.Ordinal);
        }

        // A view of one's own is no entry; each download is one.
        Assert.Equal(1, await ToldAsync("qualification.proof-viewed", current.Id));
        Assert.Equal(2, await ToldAsync("qualification.proof-downloaded", current.Id));
        foreach (var outsider in new[] { await _site.Data.AssessorAsync(), await _site.Data.CandidateAsync(), await _site.Data.QualityLeadAsync() })
        {
            var stranger = await _site.SignInAsync(outsider);
            (await stranger.GetAsync(address)).Is(HttpStatusCode.NotFound);
            (await stranger.GetAsync($"{address}/download")).Is(HttpStatusCode.NotFound);
            (await stranger.GetAsync(path)).Is(HttpStatusCode.NotFound);
        }

        (await own.GetAsync(path)).Is(HttpStatusCode.NotFound);
        (await own.PostFieldsAsync(path)).Is(HttpStatusCode.NotFound);
        var other = await _site.Data.AssessorAsync();
        (await office.GetAsync($"/people/{other.PersonId}/independence/qualifications/{qualification}/proof")).Is(HttpStatusCode.NotFound);
        var centre = await _site.QueryAsync(db => db.Centres.Select(c => c.Id).SingleAsync());
        Assert.Equal([], await _site.UseAsync(s => s.GetRequiredService<AuditCheck>().CheckAsync(centre, CancellationToken.None)));
    }

    [Fact]
    public async Task Proof_OfAWithdrawnQualification_StaysAsItIs()
    {
        var assessor = await _site.Data.AssessorAsync();
        var administrator = await _site.Data.AdministratorAsync();
        var (qualification, path) = await QualificationAsync(assessor);
        await _site.Data.ProveAsync(qualification, administrator);
        await KeepAsync(k => k.WithdrawQualificationAsync(qualification, "證明不實", CancellationToken.None));
        var office = await _site.SignInAsync(administrator);

        var page = await office.OpenAsync(path);

        Assert.Null(page.Document.QuerySelector("input[type=file]"));
        var files = Directory.GetFiles(Path.Combine(_site.Folder, "files"), "*", SearchOption.AllDirectories).Length;
        var content = new MultipartFormDataContent { { new ByteArrayContent(TestData.Pdf), "Form.File", "新.pdf" }, { new StringContent(office.RequestToken!), "__RequestVerificationToken" } };
        Assert.Contains("已經註銷", (await office.SendAsync(HttpMethod.Post, path, content)).Is(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        Assert.Equal(1, await _site.QueryAsync(db => db.QualificationProofs.CountAsync()));
        Assert.Equal(files, Directory.GetFiles(Path.Combine(_site.Folder, "files"), "*", SearchOption.AllDirectories).Length);
    }

    [Theory]
    [InlineData(null, "請選擇檔案")]
    [InlineData("空.pdf", "空白檔案")]
    [InlineData("計畫.docx", "DOCX")]
    [InlineData("程式.exe", "EXE")]
    [InlineData("改名.png", "PNG")]
    [InlineData("太大.pdf", "10 MB")]
    public async Task Proof_EmptyWrongOrTooLarge_IsRefusedBesideTheField(string? name, string said)
    {
        var (_, path) = await QualificationAsync(await _site.Data.AssessorAsync());
        var office = await _site.SignInAsync(await _site.Data.AdministratorAsync());
        var form = (await office.OpenAsync(path)).Form(path);
        if (name is not null)
        {
            form.Attach("Form.File", name, name[0] switch { '空' => [], '太' => [.. TestData.Pdf, .. new byte[KeepProof.MegabyteLimit * 1024 * 1024]], _ => TestData.Pdf });
        }

        var refused = (await form.PostAsync()).Is(HttpStatusCode.OK);

        Assert.Contains(said, refused.Document.QuerySelector("#Form_File-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await _site.QueryAsync(db => db.QualificationProofs.CountAsync()));
    }

    [Fact]
    public async Task Proof_BeyondTheLimits_IsRefusedByTheVerbToo()
    {
        var assessor = await _site.Data.AssessorAsync();
        var (qualification, _) = await QualificationAsync(assessor);
        async Task<RefusalCode> RefusedAsync(string name, byte[] bytes) => (await Assert.ThrowsAsync<FileRefusedException>(() => _site.UseAsync(s =>
            s.GetRequiredService<KeepProof>().RunAsync(qualification, assessor.PersonId, new MemoryStream(bytes), name, CancellationToken.None)))).Reason.Code;
        Assert.Equal(RefusalCode.TypeNotAllowed, await RefusedAsync("說明.txt", "說明"u8.ToArray()));
        Assert.Equal(RefusalCode.Executable, await RefusedAsync("證明.pdf", [.. "MZ"u8, .. new byte[200]]));
        Assert.Equal(0, await _site.QueryAsync(db => db.StoredFiles.CountAsync()));
    }

    [Fact]
    public async Task Reminders_BeforeAndAfterTheEnd_AreToldOnceEach()
    {
        var assessor = await _site.Data.WithoutQualificationAsync("評量人員", Roles.Assessor);
        var idle = await _site.Data.WithoutQualificationAsync("無案件", Roles.Assessor);
        var renewed = await _site.Data.WithoutQualificationAsync("已換發", Roles.Assessor);
        var retired = await _site.Data.WithoutQualificationAsync("已離職");
        var lead = await _site.Data.QualityLeadAsync();
        var last = Today.AddDays(90);
        foreach (var user in new[] { assessor, idle, renewed, retired })
        {
            await _site.Data.QualifyAsync(user, until: last);
        }

        var unit = await _site.QueryAsync(db => db.Units.Select(u => u.Id).FirstAsync());
        await KeepAsync(k => k.AddQualificationAsync(
            renewed.PersonId, Guid.NewGuid(), new QualificationTerms { UnitId = unit, Kind = JudgingKind.Assessing, Title = "換發", Issuer = "中心", ValidFrom = last.AddDays(1), ValidUntil = null }, CancellationToken.None));
        await _site.Data.PlanAsync(await _site.Data.CandidateAsync(), assessor);
        Assert.Equal(0, await RemindAsync(daysLeft: 61));

        // 60 days before: each of the two, and the quality lead of each.
        Assert.Equal(4, await RemindAsync(daysLeft: 60));
        Assert.Equal(0, await RemindAsync());
        var told = (await (await _site.SignInAsync(assessor)).OpenAsync("/notifications")).Main;
        Assert.Contains("的資格將於 2026/05/01 到期", told, StringComparison.Ordinal);
        var quality = await _site.SignInAsync(lead);
        Assert.DoesNotContain(assessor.Name, (await quality.OpenAsync("/notifications")).Main, StringComparison.Ordinal);
        Assert.Equal(["/quality/qualifications"], await _site.QueryAsync(db => db.Notifications.Where(n => n.PersonId == lead.PersonId).Select(n => n.Href).Distinct().ToListAsync()));
        var ending = await quality.OpenAsync("/quality/qualifications");
        Assert.Equal("1", ending.Document.QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains(assessor.Name, StringComparison.Ordinal)).LastElementChild!.TextContent);
        Assert.Equal("0", ending.Document.QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains(idle.Name, StringComparison.Ordinal)).LastElementChild!.TextContent);
        (await (await _site.SignInAsync(assessor)).GetAsync("/quality/qualifications")).Is(HttpStatusCode.NotFound);

        // 14 days before, and on no day between.
        Assert.Equal(0, await RemindAsync(daysLeft: 15));
        Assert.Equal(4, await RemindAsync(daysLeft: 14));

        // Ended: only where open parts rest on it.
        Assert.Equal(0, await RemindAsync(daysLeft: 0));
        Assert.Equal(2, await RemindAsync(daysLeft: -1));
        Assert.Equal(0, await RemindAsync());
        Assert.Equal(
            [(assessor.PersonId, "qualification.ended"), (lead.PersonId, "qualification.ended-of")],
            (await _site.QueryAsync(db => db.Notifications.Where(n => n.Kind.StartsWith("qualification.ended")).Select(n => new { n.PersonId, n.Kind }).ToListAsync())).Select(n => (n.PersonId, n.Kind)).OrderBy(n => n.Kind));
        Assert.Equal(0, await _site.QueryAsync(db => db.Notifications.CountAsync(n => n.PersonId == renewed.PersonId || n.PersonId == retired.PersonId)));
    }

    [Fact]
    public async Task Reminders_WithAGapBeforeTheNext_AreTold()
    {
        var assessor = await _site.Data.WithoutQualificationAsync("評量人員", Roles.Assessor);
        var last = new DateOnly(2026, 3, 10);
        await _site.Data.QualifyAsync(assessor, until: last);
        var unit = await _site.QueryAsync(db => db.Units.Select(u => u.Id).FirstAsync());
        await KeepAsync(k => k.AddQualificationAsync(
            assessor.PersonId, Guid.NewGuid(), new QualificationTerms { UnitId = unit, Kind = JudgingKind.Assessing, Title = "換發", Issuer = "中心", ValidFrom = last.AddDays(2), ValidUntil = null }, CancellationToken.None));

        Assert.Equal(1, await RemindAsync());
    }

    /// <summary>As if so many days were left: the clock would wake the hourly work, which would be first.</summary>
    private async Task<int> RemindAsync(int daysLeft)
    {
        var last = Today.AddDays(daysLeft);
        await _site.QueryAsync(db => db.Qualifications.Where(q => q.ValidUntil != null).ExecuteUpdateAsync(u => u.SetProperty(q => q.ValidUntil, last)));
        await _site.QueryAsync(db => db.Qualifications.Where(q => q.Title == "換發").ExecuteUpdateAsync(u => u.SetProperty(q => q.ValidFrom, last.AddDays(1))));
        return await RemindAsync();
    }

    private Task<int> RemindAsync() => _site.UseAsync(s => s.GetRequiredService<RemindQualifications>().RunAsync(CancellationToken.None));

    private Task<int> ToldAsync(string action, Guid subject) => _site.QueryAsync(db => db.AuditEntries.CountAsync(e => e.Action == action && e.SubjectId == subject));

    private async Task<(Guid Id, string Path)> QualificationAsync(TestUser user)
    {
        var id = await _site.QueryAsync(db => db.Qualifications.Where(q => q.PersonId == user.PersonId).Select(q => q.Id).FirstAsync());
        return (id, $"/people/{user.PersonId}/independence/qualifications/{id}/proof");
    }

    private Task<bool> KeepAsync(Func<KeepIndependence, Task> keep) => _site.UseAsync(async s =>
    {
        await keep(s.GetRequiredService<KeepIndependence>());
        return true;
    });
}
