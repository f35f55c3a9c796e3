using System.Net;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Data.Search;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Demo.Files;
using CompetencyAssessment.Web.Features.MyAssessments;
using CompetencyAssessment.Web.Features.People;
using CompetencyAssessment.Web.Features.Search;
using CompetencyAssessment.Web.Reading;
using CompetencyAssessment.Web.Searching;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>What a search finds, for whom, and where its links lead.</summary>
public sealed class SearchTests : IAsyncLifetime
{
    private readonly TestSite _site = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Fact]
    public async Task Search_OfTwoCharacters_FindsTheTextOfFilesWithSnippetAndPlace()
    {
        var assessment = await _site.Data.GatheringAsync();
        var slides = await _site.Data.AddEvidenceAsync(assessment, DemoFiles.PlanSlides(DemoCompany.Story), "簡報.pptx");
        var workbook = await _site.Data.AddEvidenceAsync(assessment, DemoFiles.StaffingWorkbook(DemoCompany.Story), "試算.xlsx");
        await ReadAsync();
        var candidate = await _site.SignInAsync(assessment.Candidate);

        var page = await candidate.OpenAsync(Address("目標", "evidence"));
        var result = Assert.Single(page.Document.QuerySelectorAll(".search-result"), r => r.QuerySelector("a")!.GetAttribute("href")!.Contains(slides.VersionId.ToString(), StringComparison.Ordinal));
        Assert.StartsWith(slides.Label, result.QuerySelector("h3")!.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Contains("目標", result.QuerySelectorAll(".search-snippet mark").Select(m => m.TextContent));

        page = await candidate.OpenAsync(Address("我們的目標", "evidence"));
        var place = page.Document.QuerySelector(".search-place")!;
        Assert.Equal("投影片 3", place.TextContent);
        Assert.Equal($"/my/{assessment.Id}/evidence/{slides.ItemId}#see={slides.VersionId}&kind=slide&place=3&find={Uri.EscapeDataString("我們的目標")}", place.GetAttribute("href"));

        // A cell by its sheet and address, as the reader names it.
        var cells = (await candidate.OpenAsync($"/files/{workbook.VersionId}/text")).Json.GetProperty("parts")[0];
        var (name, cell) = (cells.GetProperty("name").GetString()!, cells.GetProperty("rows").EnumerateArray().SelectMany(r => r.GetProperty("cells").EnumerateArray()).First(c => c.GetProperty("text").GetString()!.Length > 3));
        page = await candidate.OpenAsync(Address(cell.GetProperty("text").GetString()!, "evidence"));
        Assert.Contains($"&place={Uri.EscapeDataString($"{name}!{cell.GetProperty("address").GetString()}")}&", page.Document.QuerySelector(".search-place")!.GetAttribute("href"), StringComparison.Ordinal);

        // The assessor has a reader once the assessment is begun.
        await _site.Data.SubmitAsync(assessment);
        var assessor = await _site.SignInAsync(assessment.Assessor);
        Assert.Equal($"/scoring/{assessment.Id}", (await assessor.OpenAsync(Address("我們的目標", "evidence"))).Document.QuerySelector(".search-place")!.GetAttribute("href"));
        await (await assessor.OpenAsync($"/scoring/{assessment.Id}")).Form($"/scoring/{assessment.Id}/start").PostAsync();
        Assert.Equal($"/scoring/{assessment.Id}#see={slides.VersionId}&kind=slide&place=3&find={Uri.EscapeDataString("我們的目標")}", (await assessor.OpenAsync(Address("我們的目標", "evidence"))).Document.QuerySelector(".search-place")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Search_FindsForEachRoleWhatItMaySee_AndCountsNothingElse()
    {
        var mine = await _site.Data.GatheringAsync();
        var text = await _site.Data.AddEvidenceAsync(mine, "離職風險與因應計畫");
        var other = await _site.Data.GatheringAsync();
        await _site.Data.AddEvidenceAsync(other, "資安風險評估");
        await ReadAsync();

        // What a candidate prepares is theirs and the centre's; the assessor sees what was handed in.
        var candidate = await _site.SignInAsync(mine.Candidate);
        var assessor = await _site.SignInAsync(mine.Assessor);
        var office = await _site.SignInAsync(await _site.Data.AdministratorAsync());
        Assert.Equal([$"/my/{mine.Id}/evidence/{text.ItemId}"], Pages(await candidate.OpenAsync(Address("風險", "evidence"))));
        Assert.Empty(Pages(await assessor.OpenAsync(Address("風險", "evidence"))));
        Assert.Equal("2", Counts(await office.OpenAsync(Address("風險")))["Evidence"]);

        await _site.Data.SubmitAsync(mine);
        Assert.Equal([$"/scoring/{mine.Id}"], Pages(await assessor.OpenAsync(Address("風險", "evidence"))));
        Assert.Equal("1", Counts(await candidate.OpenAsync(Address("風險")))["Evidence"]);
        Assert.Equal("1", Counts(await assessor.OpenAsync(Address("風險")))["Evidence"]);

        // Somebody else's words, names and codes are not there at all.
        foreach (var browser in new[] { candidate, assessor })
        {
            Assert.Contains("找不到符合的內容", (await browser.OpenAsync(Address("資安"))).Main, StringComparison.Ordinal);
            Assert.Contains("找不到符合的內容", (await browser.OpenAsync(Address(other.Candidate.Name))).Main, StringComparison.Ordinal);
            var code = await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == other.Id).Select(a => a.Code).SingleAsync());
            Assert.Contains("找不到符合的內容", (await browser.OpenAsync(Address(code))).Main, StringComparison.Ordinal);
        }

        Assert.Equal(new[] { $"/assessments/{mine.Id}", $"/assessments/{other.Id}" }.Order(StringComparer.Ordinal), Pages(await office.OpenAsync(Address("風險", "evidence"))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Search_ForPeople_IsForThoseWhoManageThem()
    {
        var assessment = await _site.Data.GatheringAsync(await _site.Data.CandidateAsync("林雅筑"));
        await _site.IndexAsync();
        var office = await _site.SignInAsync(await _site.Data.AdministratorAsync());

        var page = await office.OpenAsync(Address("雅筑"));
        Assert.Equal([$"/people/{assessment.Candidate.PersonId}"], Pages(page, "People"));
        Assert.Equal([$"/assessments/{assessment.Id}"], Pages(page, "Assessments"));
        Assert.Equal([$"/people/{assessment.Candidate.PersonId}"], Pages(await office.OpenAsync(Address(assessment.Candidate.UserName)), "People"));

        var assessor = await (await _site.SignInAsync(assessment.Assessor)).OpenAsync(Address("雅筑"));
        Assert.Empty(Pages(assessor, "People"));
        Assert.Equal([$"/scoring/{assessment.Id}"], Pages(assessor, "Assessments"));
        Assert.DoesNotContain("/people/", (await (await _site.SignInAsync(assessment.Candidate)).OpenAsync(Address("雅筑"))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Administrator_WhoIsAssessed_FindsTheirOwnAsACandidate()
    {
        var both = await _site.Data.UserAsync("兩者", Roles.Candidate, Roles.Administrator);
        var own = await _site.Data.GatheringAsync(both);
        await _site.Data.AddEvidenceAsync(own, "風險");
        await ReadAsync();
        var page = await (await _site.SignInAsync(both)).OpenAsync(Address("風險", "evidence"));
        Assert.StartsWith($"/my/{own.Id}/", Assert.Single(Pages(page)), StringComparison.Ordinal);
        Assert.Equal([$"/my/{own.Id}"], Pages(await (await _site.SignInAsync(both)).OpenAsync(Address("兩者")), "Assessments"));
    }

    [Fact]
    public async Task Search_ForCodes_FindsAssessmentsDocumentsAndItemsOfUnits()
    {
        var finished = await _site.Data.FinalisedAsync();
        await _site.IndexAsync();
        var (code, number) = await _site.QueryAsync(async db => (
            await db.Assessments.Where(a => a.Id == finished.Id).Select(a => a.Code).SingleAsync(),
            await db.RecordIssues.Where(i => i.AssessmentId == finished.Id).Select(i => i.Number).SingleAsync()));
        foreach (var typed in new[] { code, code.ToLowerInvariant(), number! })
        {
            Assert.Equal([$"/my/{finished.Id}"], Pages(await (await _site.SignInAsync(finished.Candidate)).OpenAsync(Address(typed)), "Assessments"));
            Assert.Equal([$"/scoring/{finished.Id}"], Pages(await (await _site.SignInAsync(finished.Assessor)).OpenAsync(Address(typed)), "Assessments"));
        }

        var browser = await _site.SignInAsync(finished.Assessor);
        Assert.Equal(["/units/BGM6R0925v2#P3.4"], Pages(await browser.OpenAsync(Address("p3.4")), "Units"));
        Assert.Contains("/units/BGM6R0925v2", Pages(await browser.OpenAsync(Address("BGM6R0925v2")), "Units"));

        // The note in the middle of P1.1's text parts no phrase; and the translation is found too.
        var item = (await _site.Data.UnitAsync(finished.Id)).Criterion("P1.1")!.Item;
        var around = item.Text.IndexOf('【', StringComparison.Ordinal);
        Assert.Contains("/units/BGM6R0925v2#P1.1", Pages(await browser.OpenAsync(Address(item.Text[(around - 2)..around] + item.Text[(item.Text.IndexOf('】', StringComparison.Ordinal) + 1)..][..2], "units"))));
        Assert.NotEmpty(Pages(await browser.OpenAsync(Address("risk", "units"))));
        Assert.NotEmpty(Pages(await browser.OpenAsync(Address("風險", "units"))));
    }

    [Fact]
    public async Task Snippet_OfAFileWithMarkup_IsText()
    {
        var assessment = await _site.Data.GatheringAsync();
        await _site.Data.AddEvidenceAsync(assessment, "<script>alert(1)</script> 風險 <img src=x onerror=alert(1)>");
        await ReadAsync();
        var page = await (await _site.SignInAsync(assessment.Candidate)).OpenAsync(Address("風險", "evidence"));
        Assert.Contains("<script>alert(1)</script> 風險 <img src=x onerror=alert(1)>", page.Document.QuerySelector(".search-snippet")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.Document.QuerySelectorAll("main script, main img"));

        page = await (await _site.SignInAsync(assessment.Candidate)).OpenAsync(Address("\"><script>alert(2)</script>"));
        Assert.Empty(page.Document.QuerySelectorAll("main script"));
    }

    [Fact]
    public async Task Results_OfOneKind_ArePaged_AndEachPageIsFull()
    {
        var assessment = await _site.Data.GatheringAsync();
        for (var i = 0; i < 23; i++)
        {
            await _site.Data.AddEvidenceAsync(assessment, i % 2 == 0 ? "x" : "y");
        }

        await _site.IndexAsync();
        var browser = await _site.SignInAsync(assessment.Candidate);
        var all = await browser.OpenAsync(Address("佐證資料"));
        Assert.Equal(5, Pages(all).Count);
        Assert.Equal("23", Counts(all)["Evidence"]);
        var first = await browser.OpenAsync(Address("佐證資料", "evidence"));
        var second = await browser.OpenAsync(Address("佐證資料", "evidence") + "&page=2");
        Assert.Equal(20, Pages(first).Count);
        Assert.Equal(3, Pages(second).Count);
        Assert.Equal(23, Pages(first).Concat(Pages(second)).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(3, Pages(await browser.OpenAsync(Address("佐證資料", "evidence") + "&page=99")).Count);
    }

    [Fact]
    public async Task Results_BeyondWhatIsCounted_SayThatThereAreMore()
    {
        var centre = await _site.QueryAsync(db => db.Centres.Select(c => c.Id).SingleAsync());
        await _site.QueryAsync(async db =>
        {
            for (var i = 0; i <= SearchHits.Limit; i++)
            {
                db.People.Add(new Domain.People.Person(db.NextKey(), centre, $"歐陽{i}", null, null, _site.Clock.GetUtcNow().UtcDateTime));
            }

            return await db.SaveChangesAsync();
        });
        await _site.IndexAsync();
        var office = await _site.SignInAsync(await _site.Data.AdministratorAsync());
        Assert.Equal("超過 100", Counts(await office.OpenAsync(Address("歐陽")))["People"]);
        var last = await office.OpenAsync(Address("歐陽", "people") + "&page=5");
        Assert.Equal(20, Pages(last).Count);
        Assert.Contains("僅列出前 100 筆", last.Main, StringComparison.Ordinal);

        // Whoever is gone is gone from the index.
        await _site.QueryAsync(async db =>
        {
            db.People.Remove(await db.People.SingleAsync(p => p.NameZh == "歐陽77"));
            return await db.SaveChangesAsync();
        });
        await _site.IndexAsync();
        Assert.Empty(Pages(await office.OpenAsync(Address("歐陽77"))));
    }

    [Fact]
    public async Task Words_MustStandTogether_AndAPhraseAsItIs()
    {
        var assessment = await _site.Data.GatheringAsync();
        await _site.Data.AddEvidenceAsync(assessment, "客服人員與服務中心");
        var whole = await _site.Data.AddEvidenceAsync(assessment, "客服中心的風險，Operating plan");
        await ReadAsync();
        var browser = await _site.SignInAsync(assessment.Candidate);
        async Task<IReadOnlyList<string>> FindAsync(string typed) => Pages(await browser.OpenAsync(Address(typed, "evidence")));
        var page = $"/my/{assessment.Id}/evidence/{whole.ItemId}";

        // 客服, 服中 and 中心 or 服務 stand in the first one too, but not as one word.
        Assert.Equal([page], await FindAsync("客服中心"));
        Assert.Equal([page], await FindAsync("風險 客服"));
        Assert.Equal([page], await FindAsync("ＯＰＥＲＡＴ"));
        Assert.Equal([page], await FindAsync("險"));
        Assert.Empty(await FindAsync("風險 服務"));
        Assert.Empty(await FindAsync("perating"));
    }

    [Theory]
    [InlineData("", "可搜尋的內容")]
    [InlineData("，。", "沒有可搜尋的文字")]
    [InlineData("沒有人寫過這個", "找不到符合的內容")]
    public async Task Search_WithoutResults_SaysWhatToDo(string typed, string words)
    {
        var browser = await _site.SignInAsync(await _site.Data.CandidateAsync());
        Assert.Contains(words, (await browser.OpenAsync(Address(typed))).Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_ForTooMuch_SaysSoAndSearchesNothing()
    {
        var browser = await _site.SignInAsync(await _site.Data.CandidateAsync());
        var page = await browser.OpenAsync(Address(new string('計', SearchQuery.Limit + 1)));
        Assert.Contains("最多輸入 100 個字元", page.Main, StringComparison.Ordinal);
        Assert.DoesNotContain(page.Trace.Commands, c => c.Contains("SearchPostings", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rename_IsFoundByTheNewNameOnly()
    {
        var assessment = await _site.Data.GatheringAsync(await _site.Data.CandidateAsync("王堃"));
        await _site.IndexAsync();
        var person = assessment.Candidate.PersonId;
        await _site.UseAsync(async s =>
        {
            await s.GetRequiredService<RenamePerson>().RunAsync(person, 0, "陳𠮷野", "Chen Chi-Yeh", null, CancellationToken.None);
            return true;
        });
        await _site.IndexAsync();
        var office = await _site.SignInAsync(await _site.Data.AdministratorAsync());
        Assert.Empty(Pages(await office.OpenAsync(Address("王堃"))));
        foreach (var typed in new[] { "𠮷", "𠮷野", "chen", "chi-y" })
        {
            var page = await office.OpenAsync(Address(typed));
            Assert.Equal([$"/people/{person}"], Pages(page, "People"));
            Assert.Equal([$"/assessments/{assessment.Id}"], Pages(page, "Assessments"));
        }
    }

    [Fact]
    public async Task Assessor_FindsTitlesAsTheyWereHandedIn()
    {
        var assessment = await _site.Data.AssessingAsync();
        await _site.IndexAsync();
        var assessor = await _site.SignInAsync(assessment.Assessor);
        Assert.Equal([$"/scoring/{assessment.Id}"], Pages(await assessor.OpenAsync(Address("佐證資料"))));

        await _site.Data.ReturnAsync(assessment);
        var item = await _site.QueryAsync(db => db.EvidenceItems.Where(i => i.PersonId == assessment.Candidate.PersonId).Select(i => i.Id).SingleAsync());
        await _site.UseAsync(async s =>
        {
            await s.GetRequiredService<DescribeEvidence>().RunAsync(assessment.Id, assessment.Candidate.PersonId, item, new EvidenceDescription { Title = "尚未送件的名稱" }, CancellationToken.None);
            return true;
        });
        await _site.IndexAsync();
        Assert.Empty(Pages(await assessor.OpenAsync(Address("尚未送件"))));
        Assert.Equal([$"/my/{assessment.Id}/evidence/{item}"], Pages(await (await _site.SignInAsync(assessment.Candidate)).OpenAsync(Address("尚未送件"))));
    }

    [Fact]
    public async Task Withdrawn_IsNotFound()
    {
        var assessment = await _site.Data.GatheringAsync();
        var added = await _site.Data.AddEvidenceAsync(assessment, "風險");
        await ReadAsync();
        await _site.UseAsync(async s =>
        {
            await s.GetRequiredService<WithdrawEvidence>().RunAsync(assessment.Id, assessment.Candidate.PersonId, added.ItemId, CancellationToken.None);
            return true;
        });
        Assert.Empty(Pages(await (await _site.SignInAsync(assessment.Candidate)).OpenAsync(Address("風險", "evidence"))));
        Assert.Empty(Pages(await (await _site.SignInAsync(await _site.Data.AdministratorAsync())).OpenAsync(Address("風險", "evidence"))));
    }

    [Fact]
    public async Task Upgrade_IndexesWhatIsThere_AndRebuildingGivesTheSame()
    {
        var assessment = await _site.Data.SubmittedAsync();
        await ReadAsync();
        var before = await PostingsAsync();
        Assert.NotEmpty(before);

        // As a database looks that an older version wrote.
        await _site.QueryAsync(async db =>
        {
            await db.SearchPostings.ExecuteDeleteAsync();
            await db.SearchPassages.ExecuteDeleteAsync();
            return await db.SearchDocuments.ExecuteDeleteAsync();
        });
        var indexing = _site.Services.GetRequiredService<SearchIndexing>();
        await indexing.EnlistAsync(CancellationToken.None);
        await _site.IndexAsync();
        Assert.Equal(before, await PostingsAsync());
        await indexing.EnlistAsync(CancellationToken.None);
        Assert.Equal(0, await _site.IndexAsync());

        // An index of another version is made anew.
        await _site.QueryAsync(db => db.SearchDocuments.ExecuteUpdateAsync(s => s.SetProperty(d => d.IndexVersion, 0)));
        await indexing.EnlistAsync(CancellationToken.None);
        Assert.True(await _site.IndexAsync() > 0);
        Assert.Equal(before, await PostingsAsync());

        Assert.True(await indexing.RebuildAsync(CancellationToken.None) > 0);
        Assert.Equal(before, await PostingsAsync());
        Assert.Equal([$"/scoring/{assessment.Id}"], Pages(await (await _site.SignInAsync(assessment.Assessor)).OpenAsync(Address("服務水準", "evidence"))));
    }

    [Fact]
    public async Task Frame_HasTheSearchForSignedInPeopleOnly()
    {
        var nobody = await _site.Browser().OpenAsync("/");
        Assert.Null(nobody.Document.QuerySelector("form[action='/search']"));
        Assert.StartsWith("/account/sign-in", (await _site.Browser().SendAsync(HttpMethod.Get, "/search?q=x")).Location, StringComparison.Ordinal);
        var somebody = await (await _site.SignInAsync(await _site.Data.CandidateAsync())).OpenAsync("/dashboard");
        Assert.NotNull(somebody.Document.QuerySelector("header form[action='/search'] input[name=q]"));
        Assert.Equal(HttpStatusCode.OK, somebody.Status);
    }

    private async Task ReadAsync()
    {
        await _site.Services.GetRequiredService<EvidenceReading>().ReadDueAsync(CancellationToken.None);
        await _site.IndexAsync();
    }

    /// <summary>What the index holds, whatever the keys of its documents.</summary>
    private Task<List<string>> PostingsAsync() => _site.QueryAsync(async db => (await (
        from p in db.SearchPostings
        join d in db.SearchDocuments on p.DocumentId equals d.Id
        select new { p.Term, d.Kind, d.SubjectId, d.Part, Number = p.PassageId - p.DocumentId * (long)SearchPassage.Most }).ToListAsync())
        .Select(p => $"{p.Term} {p.Kind} {p.SubjectId} {p.Part} {p.Number}").Order(StringComparer.Ordinal).ToList());

    private static string Address(string typed, string? kind = null) => $"/search?q={Uri.EscapeDataString(typed)}{(kind is null ? "" : $"&kind={kind}")}";

    /// <summary>The pages that results lead to, without the place.</summary>
    private static IReadOnlyList<string> Pages(Page page, string? group = null) =>
        [.. page.Document.QuerySelectorAll($"{(group is null ? "" : $"section[aria-labelledby='group-{group}'] ")}.search-result h3 a").Select(a => a.GetAttribute("href")!)
            .Select(h => h.StartsWith("/units/", StringComparison.Ordinal) ? h : h.Split('#')[0])];

    private static Dictionary<string, string> Counts(Page page) => page.Document.QuerySelectorAll(".search-kinds a").Where(a => a.QuerySelector(".num") is not null)
        .ToDictionary(a => System.Globalization.CultureInfo.InvariantCulture.TextInfo.ToTitleCase(a.GetAttribute("href")!.Split("kind=")[1]), a => a.QuerySelector(".num")!.TextContent);
}
