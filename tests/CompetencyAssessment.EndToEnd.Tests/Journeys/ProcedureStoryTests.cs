using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.EndToEnd.Tests.Infrastructure;
using CompetencyAssessment.Web.Features.TwoAssessors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CompetencyAssessment.EndToEnd.Tests.Journeys;

/// <summary>Procedures played through, from what somebody asks or enters to the answer: every state is looked at.</summary>
[Trait("Kind", "Pages")]
public sealed class ProcedureStoryTests(DemonstrationSite site) : IClassFixture<DemonstrationSite>
{
    [Theory]
    [InlineData(AccessibilityTests.Chinese, 4, "黃柏翰")]
    [InlineData(AccessibilityTests.English, 7, "Cheng Ya-Wen")]
    public async Task Warning_IsAppealed_AndSetAside(string culture, int number, string name)
    {
        var brief = culture == AccessibilityTests.English;
        var (assessment, found, appeal) = ("", "", "");
        Task AsAsync(string account, Func<Visitor, Task> act) => site.VisitAsync(account, culture, act, test: $"warning-{account}");
        string Candidate() => $"demo-candidate-{number:D2}";

        await AsAsync(Candidate(), async visitor =>
        {
            await visitor.OpenAsync("/my");
            await visitor.PressAsync("main tbody a >> nth=0");
            assessment = visitor.Path.Split('/')[^1];
        });
        await AsAsync("demo-admin", async visitor =>
        {
            await visitor.EachAsync(brief, $"/misconduct/{assessment}/report");
            await visitor.Page.FillAsync("#Form_Suspicion", "第二章的圖表未註明出處。");
            await visitor.ConfirmAsync("main form .btn-primary");
            await visitor.LookAsync("a suspicion that was reported", brief);
        });
        await AsAsync("demo-quality-lead", async visitor =>
        {
            await visitor.OpenAsync("/quality/misconduct");
            await visitor.LeaveAsync(() => visitor.Page.Locator("main tbody tr", new() { HasText = name }).Locator("a").First.ClickAsync());
            found = visitor.Path;
            await visitor.LookAsync("a case that is not opened", brief);
            await visitor.Page.FillAsync("#Notice_Allegation", "");
            await visitor.ConfirmAsync("form[action$='/open'] .btn-primary");
            await visitor.LookAsync("a case without its allegation", brief);
            await visitor.Page.FillAsync("#Notice_Allegation", "第二章的圖表出自公會年報，未註明出處。");
            await visitor.ConfirmAsync("form[action$='/open'] .btn-primary");
            await visitor.LookAsync("a case that waits for the reply", brief);
        });
        await AsAsync(Candidate(), async visitor =>
        {
            await visitor.EachAsync(brief, $"/my/{assessment}/misconduct");
            await visitor.Page.FillAsync("#Form_Reply", "出處列於末頁的參考資料。");
            await visitor.ConfirmAsync("main form .btn-primary");
            await visitor.LookAsync("a reply that was sent", brief);
        });
        await AsAsync("demo-quality-lead", async visitor =>
        {
            await visitor.EachAsync(brief, found);
            await visitor.Page.SelectOptionAsync("#End_Outcome", "Warned");
            await visitor.Page.FillAsync("#End_Reason", "讀者無法得知圖表的出處。");
            await visitor.ConfirmAsync("form[action$='/close'] .btn-primary");
            await visitor.LookAsync("a case with a warning", brief);
        });
        await AsAsync(Candidate(), async visitor =>
        {
            await visitor.EachAsync(brief, $"/my/{assessment}/misconduct");
            await visitor.PressAsync("main a[href$='/appeal']");
            await visitor.LookAsync("an appeal against a warning", brief);
            await visitor.ConfirmAsync("main form .btn-primary");
            await visitor.LookAsync("an appeal without grounds", brief);
            await visitor.Page.FillAsync("#Form_Text", "末頁已列出年報。");
            await visitor.ConfirmAsync("main form .btn-primary");
            await visitor.LookAsync("an appeal that was filed", brief);
        });
        await AsAsync("demo-quality-lead", async visitor =>
        {
            await visitor.EachAsync(brief, "/disputes");
            await visitor.LeaveAsync(() => visitor.Page.Locator("main tbody tr").Filter(new() { HasTextRegex = new("不當行為警告|[Ww]arning") }).Filter(new() { HasText = name }).Locator("a").First.ClickAsync());
            appeal = visitor.Path;
            await visitor.LookAsync("an appeal that nobody hears yet", brief);
            await visitor.Page.Locator("#Assignment_HearerId option", new() { HasTextRegex = new("何佩君|Ho Pei-Chun") }).EvaluateAsync("option => { option.selected = true; }");
            await visitor.PressAsync("form[action$='/hearer'] .btn-primary");
            await visitor.LookAsync("an appeal that is heard", brief);
        });
        await AsAsync("demo-verifier", async visitor =>
        {
            await visitor.EachAsync(brief, "/appeals", $"{appeal}/history", appeal);
            await visitor.ConfirmAsync("form[action$='/decide'] .btn-primary");
            await visitor.LookAsync("a hearing without its outcome", brief);
            await visitor.Page.SelectOptionAsync("#Hearing_Outcome", "SetAside");
            await visitor.Page.FillAsync("#Hearing_Reason", "出處已查驗。");
            await visitor.ConfirmAsync("form[action$='/decide'] .btn-primary");
            await visitor.LookAsync("an appeal that is decided", brief);
        });
        await AsAsync(Candidate(), async visitor =>
        {
            await visitor.EachAsync(brief, $"/my/{assessment}/history", $"/my/{assessment}/misconduct");
            Assert.Equal(0, await visitor.Page.Locator("main a[href$='/appeal']").CountAsync());
        });
    }

    [Fact]
    public Task Observation_OfAnEarlierAssessor_IsTakenOver() => site.VisitAsync("demo-assessor-2", AccessibilityTests.Chinese, async visitor =>
    {
        await visitor.EachAsync(false, "/notifications");
        await visitor.LeaveAsync(() => visitor.Page.ClickAsync("main .notification:has-text('前任評量人員')"));
        await visitor.LookInBothAsync("meetings with one that was left");
        await visitor.PressAsync("main a[href*='/meetings/']:not([href*='/new'])");
        var meeting = visitor.Path;
        await visitor.LookInBothAsync("an observation of an earlier assessor");
        await visitor.UnfoldAsync();
        await visitor.ConfirmAsync("form[action$='/break-off'] button");
        await visitor.LookAsync("breaking off without a reason");
        await visitor.OpenAsync(meeting);
        await visitor.Page.ClickAsync("form[action$='/take-over'] .btn-primary");
        await visitor.Page.WaitForSelectorAsync("#confirm-dialog[open]");
        await visitor.LookAsync("taking it over");
        await visitor.LeaveAsync(() => visitor.Page.ClickAsync("[data-confirm-ok]"));
        Assert.Equal(meeting, visitor.Path);
        Assert.Equal(0, await visitor.Page.Locator("form[action$='/take-over']").CountAsync());
        await visitor.LookInBothAsync("an observation that goes on");
    });

    /// <summary>The office chooses who verifies; the verifier sends the decision back; the quality lead reads why.</summary>
    [Fact]
    public async Task Decision_TheVerifierDisagreesWith_GoesBack()
    {
        var before = await DashboardAsync();
        await site.VisitAsync("demo-admin", AccessibilityTests.Chinese, async visitor =>
        {
            await visitor.OpenAsync("/assessments?state=Decided");
            await visitor.PressAsync("main tbody a >> nth=0");
            var address = $"{visitor.Path}/verifier";
            await visitor.OpenAsync(address);
            await visitor.LookInBothAsync("choosing who verifies");
            await visitor.PressAsync($"form[action='{address}'] .btn-primary");
            await visitor.LookAsync("choosing nobody");
        });
        await site.VisitAsync("demo-verifier", AccessibilityTests.Chinese, async visitor =>
        {
            await visitor.OpenAsync("/verification");
            await visitor.PressAsync("main tbody a >> nth=0");
            var last = visitor.Page.Locator("[data-verify]").Last;
            await last.Locator("[data-agrees][value=false]").CheckAsync();
            await last.Locator("[data-reason]").FillAsync("引用的頁次未提及該項技能。");
            await visitor.Page.WaitForFunctionAsync("() => !document.querySelector('#end-form button').disabled");
            await visitor.Page.FillAsync("#Form_Remark", "請補上佐證位置。");
            await visitor.ConfirmAsync("button[formaction$='/disagree']");
            await visitor.LookInBothAsync("a verification that sent the decision back");
        });
        await site.VisitAsync("demo-quality-lead", AccessibilityTests.Chinese, async visitor =>
        {
            await visitor.OpenAsync("/quality/verification");
            await visitor.LeaveAsync(() => visitor.Page.Locator("main tbody tr", new() { HasText = "退回" }).Locator("a").First.ClickAsync());
            Assert.Contains("未提及該項技能", await visitor.Page.InnerTextAsync("main"), StringComparison.Ordinal);
            await visitor.LookInBothAsync("what the verifier does not agree with");
        });
        Assert.Equal(before, await DashboardAsync());

        // The candidate hears nothing of it.
        async Task<string> DashboardAsync()
        {
            var text = "";
            await site.VisitAsync("demo-candidate-13", AccessibilityTests.Chinese, async visitor =>
            {
                await visitor.OpenAsync("/dashboard");
                text = await visitor.Page.InnerTextAsync("main");
            });

            // From when changes are counted is another moment with each visit.
            return System.Text.RegularExpressions.Regex.Replace(text, "最近 14 天。|自 .* 以來。?", "");
        }
    }

    /// <summary>A candidate asks for an adjustment, and says why; the quality lead takes it on and agrees.</summary>
    [Fact]
    public async Task Adjustment_IsAskedTakenOnAndAgreed()
    {
        var address = "";
        await site.VisitAsync("demo-candidate-10", AccessibilityTests.Chinese, async visitor =>
        {
            await visitor.OpenAsync("/my");
            await visitor.PressAsync("main tbody a >> nth=0");
            address = $"{visitor.Path}/adjustments";
            await visitor.OpenAsync(address);
            await visitor.PressAsync($"form[action='{address}'] .btn-primary");
            await visitor.LookAsync("asking for nothing");
            await visitor.Page.FillAsync("#Form_What", "簡報改為坐著進行，並延長十五分鐘。");
            await visitor.Page.FillAsync("#Form_Why", "膝蓋手術後無法久站。");
            await visitor.Page.CheckAsync("#Form_Consents");
            await visitor.PressAsync($"form[action='{address}'] .btn-primary");
            await visitor.LookInBothAsync("an adjustment that was asked for");
        });
        await site.VisitAsync("demo-quality-lead", AccessibilityTests.Chinese, async visitor =>
        {
            await visitor.OpenAsync("/quality/adjustments");
            await visitor.LeaveAsync(() => visitor.Page.Locator("main tbody tr", new() { HasText = "楊承恩" }).Locator("a").First.ClickAsync());
            await visitor.LookInBothAsync("an adjustment that nobody has taken on");
            await visitor.ConfirmAsync("form[action$='/take-on'] .btn-primary");
            await visitor.LookInBothAsync("an adjustment to be decided");
            await visitor.ConfirmAsync("button[formaction$='/refuse']");
            await visitor.LookAsync("refusing without a reason");
            await visitor.PressAsync("form[action$='/agree'] .btn-primary");
            await visitor.LookInBothAsync("an adjustment that is agreed", briefly: true);
        });
        await site.VisitAsync("demo-candidate-10", AccessibilityTests.Chinese, async visitor =>
        {
            await visitor.OpenAsync(address);
            await visitor.Page.ClickAsync("form[action$='/withdraw-consent'] button");
            await visitor.Page.WaitForSelectorAsync("#confirm-dialog[open]");
            await visitor.LookAsync("withdrawing the consent");
            await visitor.LeaveAsync(() => visitor.Page.ClickAsync("[data-confirm-ok]"));
            await visitor.LookInBothAsync("an adjustment without its reason", briefly: true);
        });
    }

    /// <summary>A candidate asks to have the documents looked at again; the office corrects a name.</summary>
    [Fact]
    public async Task Review_IsAskedForAndAnswered()
    {
        await site.VisitAsync("demo-candidate-03", AccessibilityTests.Chinese, async visitor =>
        {
            await visitor.OpenAsync("/my");
            await visitor.PressAsync("main tbody a >> nth=0");
            await visitor.OpenAsync($"{visitor.Path}/review");
            await visitor.LookAsync("asking for a review");
            await visitor.Page.FillAsync("#Form_Text", "英文姓名應為 Wu Pei-Shan, Grace。");
            await visitor.ConfirmAsync("main form .btn-primary");
        });
        await site.VisitAsync("demo-admin", AccessibilityTests.Chinese, async visitor =>
        {
            await visitor.OpenAsync("/disputes");
            await visitor.PressAsync("main a[href^='/reviews/']");
            await visitor.LookInBothAsync("answering a review");
            await visitor.Page.FillAsync("#Correction_CandidateZh", "");
            await visitor.ConfirmAsync("form[action$='/correct'] .btn-primary");
            await visitor.LookAsync("a correction without its reason");
            await visitor.ConfirmAsync("form[action$='/dismiss'] .btn-outline-danger");
            await visitor.LookAsync("a dismissal without its reason", briefly: true);
            await visitor.Page.FillAsync("#Correction_CandidateLatin", "Wu Pei-Shan, Grace");
            await visitor.Page.FillAsync("#Correction_Reason", "依護照更正英文姓名。");
            await visitor.ConfirmAsync("form[action$='/correct'] .btn-primary");
            await visitor.LookInBothAsync("a review that is answered");
        });
    }

    /// <summary>Two rate alone and finish; the sheet is handed over to somebody who signs, and who may give it back.</summary>
    [Fact]
    public async Task Sheet_OfTwoAssessors_IsFinishedHandedOverAndGivenBack()
    {
        await using var seed = site.Seed();
        var (lead, second) = (await seed.MemberAsync("demo-assessor-1"), await seed.MemberAsync("demo-assessor-2"));
        var signer = await seed.MemberAsync("signer", "王怡文", "Wang I-Wen", AccessibilityTests.Chinese, Roles.Assessor);
        var candidate = await seed.MemberAsync("handed-over", "柯宜芳", "Ko I-Fang", AccessibilityTests.Chinese, Roles.Candidate);
        var scheme = await seed.SchemeAsync("two-and-one", await seed.MemberAsync("demo-admin"), rules => rules with { Assessors = 2, SeparateDecisionMaker = true });
        var id = await seed.AssessingAsync(candidate, lead, scheme, second, signer: signer);
        await seed.RateAllAsync(id, second);
        await site.VisitAsync(lead.UserName, AccessibilityTests.Chinese, async visitor =>
        {
            await visitor.OpenAsync($"/scoring/{id}/finish");
            await visitor.LookInBothAsync("a sheet with gaps");
            await seed.RateAllAsync(id, lead);
            await visitor.OpenAsync($"/scoring/{id}/finish");
            await visitor.LookInBothAsync("a sheet to be finished", briefly: true);
            await visitor.ConfirmAsync($"form[action='/scoring/{id}/finish'] .btn-primary");
            await visitor.LookInBothAsync("a sheet that is finished", briefly: true);
            await seed.UseAsync(async services =>
            {
                await services.GetRequiredService<FinishRating>().RunAsync(id, second.PersonId, CancellationToken.None);
                return true;
            });
            await visitor.OpenAsync($"/scoring/{id}/handover");
            await visitor.LookInBothAsync("a sheet to be handed over");
            await visitor.ConfirmAsync($"form[action='/scoring/{id}/handover'] .btn-primary");
            await visitor.OpenAsync($"/scoring/{id}/handover");
            await visitor.LookInBothAsync("a sheet that is handed over", briefly: true);
        });
        await site.VisitAsync(
            signer.UserName,
            AccessibilityTests.Chinese,
            async visitor =>
            {
                await visitor.OpenAsync($"/scoring/{id}/handover");
                await visitor.LookInBothAsync("giving a sheet back");
                await visitor.ConfirmAsync($"form[action='/scoring/{id}/handover/give-back'] .btn-primary");
                await visitor.LookAsync("giving it back without a reason");
            },
            password: Seed.Password);
    }
}
