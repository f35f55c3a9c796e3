using System.Net;
using System.Text;
using AngleSharp.Dom;
using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Data.Import;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Features.Schemes;
using CompetencyAssessment.Web.Tests.Data;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>An administrator edits a scheme as a draft, compares it, and publishes or discards it. Each test on a site of its own: there is one draft for a scheme.</summary>
public sealed class SchemeDraftTests : IAsyncLifetime
{
    private const string Code = "BGM6R0925v2-default";

    private readonly TestSite _site = new();
    private Browser _office = null!;

    public async Task InitializeAsync() => _office = await _site.SignInAsync(await _site.Data.AdministratorAsync());

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Fact]
    public async Task Draft_EditedAndPublished_IsTheNextVersionAndRunningAssessmentsKeepTheirs()
    {
        var running = await _site.Data.AssessingAsync();
        var draft = await StartAsync();

        var rules = await (await (await _office.OpenAsync($"{draft}/rules")).Form($"{draft}/rules")
            .Fill("Form.ReturnWorkingDays", "15").Fill("Form.SimulationMayCarry", "T1", "T2").Fill("Form.ValidityMonths", "36").PostAsync()).FollowAsync();
        Assert.Equal($"{draft}/rules", rules.Path);
        Assert.Contains("已儲存", rules.Main, StringComparison.Ordinal);
        await (await (await _office.OpenAsync($"{draft}/criteria/P3.4")).Form($"{draft}/criteria/P3.4")
            .Fill("Form.Interpretation.Zh", "「鬧清」讀作「釐清」。").Fill("Form.Levels[0].Text.En", "Nothing is said of it.").PostAsync()).FollowAsync();

        var compared = await _office.OpenAsync($"{draft}/changes");
        Assert.Equal(["10", "T3", "T4", "未訂效期"], Marks(compared, "section-Rules", "del"));
        Assert.Equal(["15", "36"], Marks(compared, "section-Rules", "ins"));
        Assert.Contains("「鬧清」讀作「釐清」。", Marks(compared, "section-Criteria", "ins"));
        var overview = await _office.OpenAsync(draft);
        Assert.Contains("進行中而沿用原版本的評量案件：1 件", overview.Document.QuerySelector($"form[action='{draft}/publish']")!.GetAttribute("data-confirm"), StringComparison.Ordinal);
        var list = await (await overview.Form($"{draft}/publish").PostAsync()).FollowAsync();
        Assert.Contains($"{Code} 第 3 版已發布", list.Main, StringComparison.Ordinal);

        var (first, second) = await VersionsAsync();
        Assert.Equal((15, 36, 10), (second.Rules.ReturnWorkingDays, second.Rules.ValidityMonths, first.Rules.ReturnWorkingDays));
        Assert.Equal(["T1", "T2"], second.Rules.SimulationMayCarry);
        Assert.Equal(first.Id, await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == running.Id).Select(a => a.SchemeId).SingleAsync()));
        var plan = await _office.OpenAsync("/assessments/new");
        Assert.Contains(("Form.SchemeId", second.Id.ToString()), plan.Form("main form[method=post]").Fields);
        Assert.Contains("第 3 版", plan.Main, StringComparison.Ordinal);
        Assert.Contains("15", Marks(await _office.OpenAsync($"/schemes/{second.Id}/changes"), "section-Rules", "ins"));
        Assert.EndsWith($"?scheme={second.Id}", (await _office.GetAsync(draft)).Path, StringComparison.Ordinal);

        var (actions, faults) = await _site.UseAsync(async services =>
        {
            var db = services.GetRequiredService<CompetencyAssessment.Data.AppDbContext>();
            var told = await db.AuditEntries.Where(e => e.Action.StartsWith("scheme.")).OrderBy(e => e.Sequence).Select(e => e.Action).ToListAsync();
            return (told, await services.GetRequiredService<AuditCheck>().CheckAllAsync(CancellationToken.None));
        });
        Assert.Equal(["scheme.draft-made", "scheme.draft-changed", "scheme.draft-changed", "scheme.published"], actions);
        Assert.Empty(faults);
    }

    [Fact]
    public async Task Draft_BegunTwice_IsOne()
    {
        var draft = await StartAsync();

        var id = (await VersionsAsync()).First.Id;
        Assert.Equal(draft, (await _office.PostFieldsAsync($"/schemes/{id}/draft")).Location);
        Assert.Contains("草稿編輯中", (await _office.OpenAsync("/schemes")).Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_WithFaults_NamesThemBesideTheFieldsAndKeepsWhatWasTyped()
    {
        var draft = await StartAsync();
        var before = await Database.DumpAsync(_site.Database);

        var rules = (await (await _office.OpenAsync($"{draft}/rules")).Form($"{draft}/rules")
            .Fill("Form.Assessors", "2").Fill("Form.SubmitDays", "0").Fill("Form.DecideDays", "").PostAsync()).Is(HttpStatusCode.OK);
        Assert.Equal(["#Form_SubmitDays", "#Form_DecideDays"], rules.Document.QuerySelectorAll(".error-summary a").Select(a => a.GetAttribute("href")));
        Assert.Contains(("Form.Assessors", "2"), rules.Form($"{draft}/rules").Fields);

        var about = (await (await _office.OpenAsync($"{draft}/about")).Form($"{draft}/about").Fill("Form.Name.Zh", " ").Fill("Form.Name.En", "Kept").PostAsync()).Is(HttpStatusCode.OK);
        Assert.NotNull(about.Document.QuerySelector("#Form_Name_Zh-error"));
        Assert.Contains(("Form.Name.En", "Kept"), about.Form($"{draft}/about").Fields);

        var tooLong = (await (await _office.OpenAsync($"{draft}/criteria/K01")).Form($"{draft}/criteria/K01").Fill("Form.Levels[2].Text.Zh", new string('長', 2001)).PostAsync()).Is(HttpStatusCode.OK);
        Assert.NotNull(tooLong.Document.QuerySelector("#Form_Levels_2__Text_Zh-error"));

        var scale = (await (await _office.OpenAsync($"{draft}/scale")).Form($"{draft}/scale").Fill("Form.Levels[1].Value", "0").Fill("Form.Passes", "0").PostAsync()).Is(HttpStatusCode.OK);
        Assert.Contains("各等級的數字不得重複", scale.Main, StringComparison.Ordinal);
        Assert.Contains("請選擇最低的合格等級", scale.Main, StringComparison.Ordinal);

        var methods = (await (await _office.OpenAsync($"{draft}/methods")).Form($"{draft}/methods").Fill("Form.Variants[0].Code", "M2").PostAsync()).Is(HttpStatusCode.OK);
        Assert.NotNull(methods.Document.QuerySelector("#Form_Variants_0__Code-error"));
        Assert.Contains("各施行方式的代碼不得重複", methods.Main, StringComparison.Ordinal);

        Assert.Equal(before, await Database.DumpAsync(_site.Database));
    }

    [Fact]
    public async Task Scale_WithALevelMore_IsListedAsFaultUntilEveryCriterionHasItsText()
    {
        var draft = await StartAsync();
        var added = (await (await _office.OpenAsync($"{draft}/scale")).Form($"{draft}/scale").Fill("Form.Levels[3].Name.Zh", "優異").PostAsync("act", "add")).Is(HttpStatusCode.OK);
        Assert.Contains(("Form.Levels[3].Name.Zh", "優異"), added.Form($"{draft}/scale").Fields);
        await (await added.Form($"{draft}/scale").Fill("Form.Levels[4].Name.Zh", "典範").PostAsync()).FollowAsync();

        var overview = await _office.OpenAsync(draft);
        var faults = overview.Document.QuerySelectorAll(".fault-list a").Select(a => a.GetAttribute("href")).ToList();
        Assert.Equal((await UnitAsync()).Select(c => $"{draft}/criteria/{c}").Order(StringComparer.Ordinal), faults.Order(StringComparer.Ordinal));
        Assert.All(overview.Document.QuerySelectorAll(".fault-list li"), f => Assert.Contains("尚未填寫", f.TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain(overview.Document.QuerySelectorAll("form"), f => f.GetAttribute("action") == $"{draft}/publish");

        var seen = await SeenAsync(draft);
        var refused = (await _office.PostFieldsAsync($"{draft}/publish", ("seen", $"{seen}"), ("number", "2"))).Is(HttpStatusCode.OK);
        Assert.Equal(faults.Count, refused.Document.QuerySelectorAll(".fault-list li").Length);
        Assert.Equal(1, await _site.QueryAsync(db => db.Schemes.CountAsync()));

        // Written for one of them, "save and next" leads on, and the list is one shorter.
        var next = await (await (await _office.OpenAsync($"{draft}/criteria/P1.1")).Form($"{draft}/criteria/P1.1").Fill("Form.Levels[4].Text.Zh", "足為範例。").PostAsync("act", "next")).FollowAsync();
        Assert.Equal($"{draft}/criteria/P1.2", next.Path);
        Assert.Equal(faults.Count - 1, (await _office.OpenAsync(draft)).Document.QuerySelectorAll(".fault-list li").Length);
    }

    [Fact]
    public async Task Methods_AddedRenamedAndRemoved_AreFollowedByTheCoverageGuide()
    {
        var draft = await StartAsync();
        var page = (await (await _office.OpenAsync($"{draft}/methods")).Form($"{draft}/methods").Fill("Form.Variants[0].Code", "M1.ASK").PostAsync("add", "M4")).Is(HttpStatusCode.OK);
        var names = page.Form($"{draft}/methods").Fields;
        var blank = names.Single(f => f.Value == "M4.").Name;
        await (await page.Form($"{draft}/methods").Fill(blank, "M4.B").Fill(blank.Replace("Code", "Name.Zh", StringComparison.Ordinal), "比對前一年度計畫").Fill("Form.Variants[1].Remove", "true").PostAsync()).FollowAsync();

        var document = await DocumentAsync(draft);
        Assert.Equal(["M1.ASK", "M2", "M3.O", "M3.W", "M4", "M4.B", "M5", "M6.L", "M6.R"], document.MethodVariants.Select(v => v.Code));
        Assert.All(document.Coverage, c => Assert.DoesNotContain("M1.R", c.Methods));
        Assert.Contains(document.Coverage, c => c.Methods.Contains("M1.ASK"));
        var guide = await _office.OpenAsync($"{draft}/coverage/E1");
        await (await guide.Form($"{draft}/coverage/E1").Fill("Form.Methods", "M4.B").Fill("Form.Criteria", "P1.1", "K01").PostAsync()).FollowAsync();
        Assert.Equal(("E1", "M4.B", "P1.1,K01"), (await DocumentAsync(draft)).Coverage.Select(c => (c.Evidence, string.Join(',', c.Methods), string.Join(',', c.Criteria))).First());
    }

    [Fact]
    public async Task Save_OverAnothersChangeOfTheSamePart_ShowsBothAndLosesNothing()
    {
        var draft = await StartAsync();
        var other = await _site.SignInAsync(await _site.Data.AdministratorAsync("王承辦"));
        var mine = await _office.OpenAsync($"{draft}/about");
        var theirs = await other.OpenAsync($"{draft}/about");
        var rules = await other.OpenAsync($"{draft}/rules");
        await (await theirs.Form($"{draft}/about").Fill("Form.Name.Zh", "他人的名稱").PostAsync()).FollowAsync();

        var conflict = (await mine.Form($"{draft}/about").Fill("Form.Name.Zh", "我的名稱").Fill("Form.Description.En", "Mine.").PostAsync()).Is(HttpStatusCode.OK);
        var panel = conflict.Document.QuerySelector(".conflict")!;
        Assert.Contains("王承辦", panel.TextContent, StringComparison.Ordinal);
        Assert.Contains("他人的名稱", panel.TextContent, StringComparison.Ordinal);
        Assert.Contains("我的名稱", panel.TextContent, StringComparison.Ordinal);
        Assert.Contains("Mine.", panel.TextContent, StringComparison.Ordinal);
        Assert.Contains(("Form.Name.Zh", "我的名稱"), conflict.Form($"{draft}/about").Fields);
        Assert.Equal("他人的名稱", (await DocumentAsync(draft)).Name.Zh);

        // Seen both, the same form may be saved; another part, opened before all this, is no conflict.
        await (await conflict.Form($"{draft}/about").PostAsync()).FollowAsync();
        await (await rules.Form($"{draft}/rules").Fill("Form.SubmitDays", "70").PostAsync()).FollowAsync();
        var document = await DocumentAsync(draft);
        Assert.Equal(("我的名稱", "Mine.", 70), (document.Name.Zh, document.Description!.En, document.Rules.SubmitDays));
    }

    [Fact]
    public async Task Edit_OfTwoPartsAtTheSameMoment_KeepsBoth()
    {
        var id = Guid.Parse((await StartAsync()).Split('/')[^1]);
        var by = await _site.QueryAsync(db => db.SchemeDrafts.Select(d => d.CreatedBy).SingleAsync());
        await _site.UseAsync(async services =>
        {
            await services.GetRequiredService<EditDraft>().RunAsync(id, new DraftPart(SchemeSection.Rules), null, scheme =>
            {
                if (scheme.Name.Zh != "同時")
                {
                    _site.UseAsync(async inner =>
                    {
                        await inner.GetRequiredService<EditDraft>().RunAsync(id, new DraftPart(SchemeSection.About), null, s => s with { Name = new LocalText("同時") }, by, CancellationToken.None);
                        return true;
                    }).GetAwaiter().GetResult();
                }

                return scheme with { Rules = scheme.Rules with { DecideDays = 31 } };
            }, by, CancellationToken.None);
            return true;
        });

        var document = await DocumentAsync($"/schemes/drafts/{id}");
        Assert.Equal(("同時", 31), (document.Name.Zh, document.Rules.DecideDays));
    }

    [Fact]
    public async Task Publish_OfWhatWasNotSeenOrSaysNothingNew_IsRefused()
    {
        var draft = await StartAsync();
        Assert.Contains("沒有可發布的變更", (await _office.OpenAsync(draft)).Main, StringComparison.Ordinal);
        var unchanged = (await _office.PostFieldsAsync($"{draft}/publish", ("seen", "0"), ("number", "2"))).Is(HttpStatusCode.OK);
        Assert.NotNull(unchanged.Document.QuerySelector(".error-summary"));

        await (await (await _office.OpenAsync($"{draft}/rules")).Form($"{draft}/rules").Fill("Form.SubmitDays", "70").PostAsync()).FollowAsync();
        var seen = await _office.OpenAsync(draft);
        await (await (await _office.OpenAsync($"{draft}/rules")).Form($"{draft}/rules").Fill("Form.SubmitDays", "71").PostAsync()).FollowAsync();
        foreach (var act in new[] { "publish", "discard" })
        {
            var again = (await seen.Form($"{draft}/{act}").PostAsync()).Is(HttpStatusCode.OK);
            Assert.Contains("草稿或其方案已有變更", again.Main, StringComparison.Ordinal);
        }

        // A version that came by import in the meantime takes the number that was announced.
        var current = await _office.OpenAsync(draft);
        await ImportAsync(3, Guid.NewGuid());
        Assert.Contains("草稿或其方案已有變更", (await current.Form($"{draft}/publish").PostAsync()).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        var warned = await _office.OpenAsync(draft);
        Assert.Contains("本草稿建立之後，第 3 版已發布", warned.Main, StringComparison.Ordinal);
        await (await warned.Form($"{draft}/publish").PostAsync()).FollowAsync();
        Assert.Equal([2, 3, 4], await _site.QueryAsync(db => db.Schemes.OrderBy(s => s.Number).Select(s => s.Number).ToListAsync()));
    }

    [Fact]
    public async Task Discard_EndsTheDraftAndNothingElse()
    {
        var draft = await StartAsync();
        var open = await _office.OpenAsync($"{draft}/about");
        await (await (await _office.OpenAsync(draft)).Form($"{draft}/discard").PostAsync()).FollowAsync();

        (await _office.GetAsync(draft)).Is(HttpStatusCode.NotFound);
        (await _office.GetAsync($"{draft}/rules")).Is(HttpStatusCode.NotFound);
        Assert.Equal(1, await _site.QueryAsync(db => db.Schemes.CountAsync()));

        // Who was still writing keeps what was typed, and is told.
        var late = (await open.Form($"{draft}/about").Fill("Form.Name.Zh", "太遲的名稱").PostAsync()).Is(HttpStatusCode.OK);
        Assert.Contains("此草稿已發布或捨棄", late.Main, StringComparison.Ordinal);
        Assert.Contains(("Form.Name.Zh", "太遲的名稱"), late.Form($"{draft}/about").Fields);
        Assert.NotEqual(draft, await StartAsync());
    }

    [Fact]
    public async Task NewScheme_AsACopyUnderItsOwnCode_IsPublishedAsItsFirstVersion()
    {
        var source = (await VersionsAsync()).First.Id;
        var form = (await _office.OpenAsync($"/schemes/new?from={source}")).Form("/schemes/new").Fill("Form.Name.Zh", "夜間班方案");
        var taken = (await form.Fill("Form.Code", Code).PostAsync()).Is(HttpStatusCode.OK);
        Assert.Contains("此代碼已有方案或草稿使用", taken.Main, StringComparison.Ordinal);
        Assert.Contains("一連字號組成", (await form.Fill("Form.Code", "夜間").PostAsync()).Is(HttpStatusCode.OK).Main, StringComparison.Ordinal);
        var draft = (await form.Fill("Form.Code", "BGM6R0925v2-evening").PostAsync()).Location!;

        Assert.Contains("BGM6R0925v2-evening", (await _office.OpenAsync("/schemes")).Main, StringComparison.Ordinal);
        await (await (await _office.OpenAsync(draft)).Form($"{draft}/publish").PostAsync()).FollowAsync();

        var published = await _site.QueryAsync(db => db.Schemes.SingleAsync(s => s.Code == "BGM6R0925v2-evening"));
        Assert.Equal((1, "夜間班方案"), (published.Number, published.Name));
        Assert.Contains("夜間班方案", (await _office.OpenAsync($"/units/BGM6R0925v2?scheme={published.Id}")).Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_OfAPublishedVersion_CanBeImportedElsewhere()
    {
        var draft = await StartAsync();
        await (await (await _office.OpenAsync($"{draft}/rules")).Form($"{draft}/rules").Fill("Form.CarryOverMonths", "6").PostAsync()).FollowAsync();
        await (await (await _office.OpenAsync(draft)).Form($"{draft}/publish").PostAsync()).FollowAsync();
        var version = (await VersionsAsync()).Second.Id;

        var file = (await _office.SendAsync(HttpMethod.Get, $"/schemes/{version}/file")).Is(HttpStatusCode.OK);

        Assert.Contains($"{Code}-v3.json", file.Headers["Content-Disposition"], StringComparison.Ordinal);
        await using var elsewhere = new TestSite();
        var office = await elsewhere.SignInAsync(await elsewhere.Data.AdministratorAsync());
        await (await (await office.OpenAsync("/units/import")).Form("/units/import").Fill("Form.Kind", "Scheme").Attach("Form.File", "scheme.json", file.Bytes).PostAsync()).FollowAsync();
        var (here, there) = (await _site.QueryAsync(db => db.Schemes.SingleAsync(s => s.Number == 3)), await elsewhere.QueryAsync(db => db.Schemes.SingleAsync(s => s.Number == 3)));
        Assert.Equal(here.ContentHash, there.ContentHash);
    }

    [Fact]
    public async Task Pages_OfAnotherUnitAndScale_FollowIt()
    {
        await _site.UseAsync(async services =>
        {
            Assert.Empty((await services.GetRequiredService<UnitImporter>().ImportAsync(SmallUnit.Unit().ToJsonString(), CancellationToken.None)).Faults);
            return await services.GetRequiredService<SchemeImporter>().ImportAsync(SmallUnit.Scheme().ToJsonString(), CancellationToken.None);
        });
        var draft = await StartAsync(SmallUnit.SchemeCode);

        var criterion = await _office.OpenAsync($"{draft}/criteria/P2.1");
        Assert.Equal(3, criterion.Document.QuerySelectorAll(".level-column").Length);
        Assert.Contains("確認客戶需求。", criterion.Main, StringComparison.Ordinal);
        Assert.Equal(2, (await _office.OpenAsync($"{draft}/coverage")).Document.QuerySelectorAll("tbody tr").Length);
        await (await (await _office.OpenAsync($"{draft}/coverage/E2")).Form($"{draft}/coverage/E2").Fill("Form.Criteria", "S01").Fill("Form.Methods", "M1").PostAsync()).FollowAsync();
        await (await (await _office.OpenAsync(draft)).Form($"{draft}/publish").PostAsync()).FollowAsync();
        (await _office.GetAsync($"{draft}/criteria/P5.6")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Pages_InEnglish_AreWhollyEnglish()
    {
        var draft = await StartAsync();
        await (await (await _office.OpenAsync($"{draft}/rules")).Form($"{draft}/rules").Fill("Form.SubmitDays", "70").PostAsync()).FollowAsync();
        await (await (await _office.OpenAsync("/")).Form("/preferences/language").PostAsync("culture", "en")).FollowAsync();
        foreach (var path in new[] { "/schemes", "/schemes/new", draft, $"{draft}/changes", $"{draft}/about", $"{draft}/scale", $"{draft}/rules", $"{draft}/methods", $"{draft}/coverage", $"{draft}/coverage/E1", $"{draft}/criteria", $"{draft}/criteria/P1.1" })
        {
            var page = await _office.OpenAsync(path);
            foreach (var other in page.Document.QuerySelectorAll("main [lang=zh-TW], main textarea, main input, .published-text").ToList())
            {
                other.Remove();
            }

            // The editor's name is made up in Chinese only, and the marks of notes (【註1】) stand in the translation too.
            Assert.DoesNotMatch(@"(?<!【)\p{IsCJKUnifiedIdeographs}", page.Main.Replace("承辦人員", "", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(Roles.Candidate)]
    [InlineData(Roles.Assessor)]
    public async Task Pages_ForOtherRoles_AreNotThere(string role)
    {
        var draft = await StartAsync();
        var version = (await VersionsAsync()).First.Id;
        var browser = await _site.SignInAsync(await _site.Data.UserAsync("旁人", role));
        await browser.OpenAsync("/units");
        var before = await Database.DumpAsync(_site.Database);
        foreach (var path in new[] { "/schemes", "/schemes/new", draft, $"{draft}/changes", $"{draft}/rules", $"{draft}/criteria/P1.1", $"{draft}/coverage/E1", $"/schemes/{version}/file", $"/schemes/{version}/changes" })
        {
            (await browser.GetAsync(path)).Is(HttpStatusCode.NotFound);
        }

        foreach (var path in new[] { "/schemes/new", $"/schemes/{version}/draft", $"{draft}/rules", $"{draft}/criteria/P1.1", $"{draft}/publish", $"{draft}/discard" })
        {
            (await browser.PostFieldsAsync(path, ("seen", "0"), ("number", "2"), ("Form.SubmitDays", "70"))).Is(HttpStatusCode.NotFound);
        }

        Assert.Equal(before, await Database.DumpAsync(_site.Database));
    }

    /// <summary>Begins the draft by the list's button.</summary>
    /// <returns>The draft's path.</returns>
    private async Task<string> StartAsync(string code = Code)
    {
        var id = await _site.QueryAsync(db => db.Schemes.Where(s => s.Code == code).OrderByDescending(s => s.Number).Select(s => s.Id).FirstAsync());
        var answer = await (await _office.OpenAsync("/schemes")).Form($"/schemes/{id}/draft").PostAsync();
        await answer.FollowAsync();
        return answer.Location!;
    }

    private async Task<(SchemeDocument First, SchemeDocument Second)> VersionsAsync()
    {
        var contents = await _site.QueryAsync(db => db.Schemes.Where(s => s.Code == Code).OrderBy(s => s.Number).Select(s => s.Content).ToListAsync());
        return (DocumentFile.Parse<SchemeDocument>(contents[0]), DocumentFile.Parse<SchemeDocument>(contents[^1]));
    }

    private async Task<SchemeDocument> DocumentAsync(string draft)
    {
        var id = Guid.Parse(draft.Split('/')[^1]);
        return DocumentFile.Parse<SchemeDocument>(await _site.QueryAsync(db => db.SchemeDrafts.Where(d => d.Id == id).Select(d => d.Content).SingleAsync()));
    }

    private async Task<int> SeenAsync(string draft)
    {
        var id = Guid.Parse(draft.Split('/')[^1]);
        return await _site.QueryAsync(db => db.SchemeDrafts.Where(d => d.Id == id).Select(d => d.Version).SingleAsync());
    }

    private async Task<IReadOnlyList<string>> UnitAsync() =>
        await _site.QueryAsync(db => db.Criteria.Where(c => db.UnitVersions.Any(v => v.Id == c.UnitVersionId && v.Code == "BGM6R0925v2")).Select(c => c.Code).ToListAsync());

    private async Task ImportAsync(int version, Guid id)
    {
        var scheme = (await VersionsAsync()).First with { Version = version, Id = id };
        await (await (await _office.OpenAsync("/units/import")).Form("/units/import").Fill("Form.Kind", "Scheme").Attach("Form.File", "scheme.json", Encoding.UTF8.GetBytes(DocumentFile.ToFile(scheme))).PostAsync()).FollowAsync();
    }

    /// <summary>What is marked as gone (<c>del</c>) or new (<c>ins</c>) in a section.</summary>
    private static IReadOnlyList<string> Marks(Page page, string section, string mark) =>
        [.. page.Document.QuerySelectorAll($"section[aria-labelledby='{section}'] {mark}").Select(e => e.TextContent)];
}
