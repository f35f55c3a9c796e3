using Microsoft.Playwright;

namespace CompetencyAssessment.EndToEnd.Tests.Journeys;

/// <summary>A warning from report to the appeal that sets it aside, and an observation that a successor takes over: played through, and every state looked at.</summary>
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
            await visitor.EachAsync(brief, "/appeals", appeal);
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
        await InBothAsync("meetings with one that was left");
        await visitor.PressAsync("main a[href*='/meetings/']:not([href*='/new'])");
        var meeting = visitor.Path;
        await InBothAsync("an observation of an earlier assessor");
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
        await InBothAsync("an observation that goes on");

        async Task InBothAsync(string what)
        {
            await visitor.SpeakAsync(AccessibilityTests.English);
            await visitor.LookAsync(what, briefly: true);
            await visitor.SpeakAsync(AccessibilityTests.Chinese);
            await visitor.LookAsync(what);
        }
    });
}
