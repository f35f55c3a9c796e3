using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.EndToEnd.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace CompetencyAssessment.EndToEnd.Tests.Journeys;

/// <summary>
/// What is entered in the workspace survives a lost network, an ended session, a killed server, a closed or crashed tab and a second
/// browser; it is never sent under another account, and <em>saved</em> is never said before the server has committed.
/// </summary>
public sealed class NeverLostTests : IAsyncLifetime
{
    private const string Comment = "離線時寫下的評語，不可遺失。𠮷🙂";
    private const string CommentOfP11 = "#comment-P1\\.1";

    private readonly List<string> _faults = [];
    private readonly List<Visitor> _visitors = [];
    private PublishedApp _app = null!;
    private Chromium _chromium = null!;
    private Seed _seed = null!;
    private Member _assessor = null!;
    private Guid _id;

    public async Task InitializeAsync()
    {
        _app = await PublishedApp.InstallAsync();
        _seed = new Seed(_app.Data);
        _assessor = await _seed.MemberAsync("chang", "張書豪", "Chang Shu-Hao", "zh-TW", Roles.Assessor);
        var candidate = await _seed.MemberAsync("lin", "林雅筑", "Lin Ya-Chu", "zh-TW", Roles.Candidate);
        _id = await _seed.AssessingAsync(candidate, _assessor);
        await _app.StartAsync();
        _chromium = await Chromium.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _chromium.DisposeAsync();
        await _seed.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public Task Keys_RateAllFortyCriteria_WithUnderAHundredInputs() => PlayAsync(async () =>
    {
        var page = await OpenAsync();
        var scoring = new ScoringPages(_visitors[0], _id);
        var codes = await scoring.CodesAsync();
        await scoring.CiteForAllAsync("M2");
        foreach (var code in codes)
        {
            // A level by key goes on by itself; knowledge and skills want a reason.
            await scoring.RateByKeysAsync(code, 2, code[0] == 'P' ? null : $"{code} 由計畫第 18 頁可見。");
        }

        await SavedAsync(page);
        Assert.InRange(scoring.Inputs, codes.Count, 99);
        await Assertions.Expect(page.Locator("[data-complete]")).ToHaveTextAsync("40");
        var ratings = await _seed.QueryAsync(db => db.Ratings.AsNoTracking().Include(r => r.Methods).Include(r => r.Citations).Where(r => r.AssessmentId == _id).ToListAsync());
        Assert.All(ratings, r => Assert.True(r.Level == 2 && r.Methods.Count == 1 && r.Citations is [{ Place: "1" }], $"{r.Level} {r.Methods.Count} {r.Citations.Count}"));
    });

    [Fact]
    public Task Network_Lost_KeepsAndSendsWhenItIsBack() => PlayAsync(async () =>
    {
        var page = await OpenAsync();
        await page.Context.SetOfflineAsync(true);
        await EnterAsync(page);
        await StateAsync(page, "waiting");
        Assert.Null((await StoredAsync()).Comment);
        await page.Context.SetOfflineAsync(false);
        await SavedAsync(page);
        await IsStoredOnceAsync();
    });

    [Fact]
    public Task Tab_ClosedAndCrashedWhileOffline_IsShownAndSentByTheNext() => PlayAsync(async () =>
    {
        var page = await OpenAsync();
        var context = page.Context;
        var cut = true;
        await context.RouteAsync("**/ratings/**", route => cut ? route.AbortAsync() : route.ContinueAsync());
        await EnterAsync(page);
        await StateAsync(page, "waiting");
        await page.CloseAsync();

        // The next tab shows it, cannot send it either, and crashes.
        page = await context.NewPageAsync();
        await page.GotoAsync($"/scoring/{_id}");
        await page.WaitForSelectorAsync("[data-ready]");
        Assert.Equal(Comment, await page.InputValueAsync(CommentOfP11));
        await StateAsync(page, "waiting");
        await page.GotoAsync("chrome://crash").ContinueWith(_ => { }, TaskScheduler.Default);

        cut = false;
        page = await context.NewPageAsync();
        await page.GotoAsync($"/scoring/{_id}");
        await page.WaitForSelectorAsync("[data-ready]");
        Assert.Equal(Comment, await page.InputValueAsync(CommentOfP11));
        await SavedAsync(page);
        await IsStoredOnceAsync();
    });

    [Fact]
    public Task Session_Ended_SendsAfterSigningInAgain_AndNeverAsSomebodyElse() => PlayAsync(async () =>
    {
        await _seed.MemberAsync("wu", "吳俊宏", "Wu Chun-Hung", "zh-TW", Roles.Assessor);
        var page = await OpenAsync();
        await page.Context.ClearCookiesAsync(new() { Name = "session" });
        await EnterAsync(page);
        await StateAsync(page, "waiting");
        await Assertions.Expect(page.Locator("[data-sign-in-again]")).ToBeVisibleAsync();

        // A colleague signs in at the same browser: nothing goes out under that name.
        var tab = await page.Context.NewPageAsync();
        await SignInAsync(tab, "wu");
        await page.EvaluateAsync("() => dispatchEvent(new Event('focus'))");
        await Assertions.Expect(page.Locator("[data-saved]")).ToContainTextAsync(await page.EvaluateAsync<string>("() => document.querySelector('[data-scoring]').dataset.textOtherAccount.split('：')[1]"));
        Assert.Null((await StoredAsync()).Comment);
        Assert.Equal(0, await _seed.QueryAsync(db => db.RatingRevisions.CountAsync()));

        await tab.GotoAsync("/account/profile");
        await tab.EvaluateAsync("() => document.querySelector('[data-sign-out]').requestSubmit()");
        await tab.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/");
        await SignInAsync(tab, "chang");
        await page.EvaluateAsync("() => dispatchEvent(new Event('focus'))");
        await SavedAsync(page);
        await IsStoredOnceAsync();
    });

    [Fact]
    public Task Server_KilledInMidSave_GetsItOnceWhenItIsBack() => PlayAsync(async () =>
    {
        var page = await OpenAsync();

        // The first answer is lost on its way back: the server has committed, the page cannot know.
        var lost = false;
        await page.Context.RouteAsync("**/ratings/**", async route =>
        {
            if (!lost)
            {
                lost = true;
                await route.FetchAsync();
                await _app.KillAsync();
                await route.AbortAsync();
                return;
            }

            await route.ContinueAsync();
        });
        await page.Keyboard.PressAsync("2");
        await StateAsync(page, "waiting");
        await page.FillAsync(CommentOfP11, Comment);
        await _app.StartAsync();
        await SavedAsync(page);
        await IsStoredOnceAsync();
        Assert.Equal(2, await _seed.QueryAsync(db => db.RatingRevisions.CountAsync()));
    });

    [Fact]
    public Task Browsers_EditingTheSameField_AreAskedWhichValueStands() => PlayAsync(async () =>
    {
        var page = await OpenAsync();
        var other = await OpenAsync();
        await other.FillAsync(CommentOfP11, "另一個瀏覽器的評語");
        await SavedAsync(other);

        // Both go out together, so that no answer tells of the other browser before the comment is written.
        await page.Context.SetOfflineAsync(true);
        await EnterAsync(page);
        await StateAsync(page, "waiting");
        await page.Context.SetOfflineAsync(false);
        await StateAsync(page, "conflict");
        var question = page.Locator("#P1\\.1 [data-conflict]");
        await Assertions.Expect(question).ToContainTextAsync("另一個瀏覽器的評語");
        await Assertions.Expect(question).ToContainTextAsync(Comment);
        Assert.Equal(2, (await StoredAsync()).Level);
        await question.Locator("button").First.ClickAsync();
        await SavedAsync(page);
        await IsStoredOnceAsync();
    });

    [Fact]
    public Task SignOut_WithUnsentWork_AsksAndThenForgets() => PlayAsync(async () =>
    {
        var page = await OpenAsync();
        await page.Context.RouteAsync("**/ratings/**", route => route.AbortAsync());
        await EnterAsync(page);
        await StateAsync(page, "waiting");
        page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await page.GotoAsync("/scoring");
        await page.WaitForSelectorAsync("[data-unsent-banner]:not([hidden])");
        await page.ClickAsync(".bar details summary >> nth=-1");
        await page.ClickAsync("[data-sign-out] button");
        await page.WaitForSelectorAsync("#confirm-dialog[open]");
        await page.ClickAsync("[data-confirm-ok]");
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/");
        await page.Context.UnrouteAllAsync();
        await SignInAsync(page, "chang");
        await page.GotoAsync($"/scoring/{_id}");
        await page.WaitForSelectorAsync("[data-ready]");
        Assert.Equal("", await page.InputValueAsync(CommentOfP11));
        Assert.Null((await StoredAsync()).Comment);
    });

    private async Task PlayAsync(Func<Task> play, [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        try
        {
            await play();
        }
        catch
        {
            foreach (var visitor in _visitors)
            {
                await visitor.KeepAsync(test);
            }

            throw;
        }
    }

    /// <summary>A browser of its own, with the workspace open.</summary>
    private async Task<IPage> OpenAsync()
    {
        var visitor = await Visitor.ArriveAsync(_chromium, _app.Address, $"browser-{_visitors.Count + 1}", "zh-TW", _faults);
        _visitors.Add(visitor);
        await visitor.SignInAsync(_assessor.UserName, Seed.Password);
        await new ScoringPages(visitor, _id).OpenAsync();
        return visitor.Page;
    }

    private static async Task SignInAsync(IPage page, string userName)
    {
        await page.GotoAsync("/account/sign-in");
        await page.FillAsync("#Form_UserName", userName);
        await page.FillAsync("#Form_Password", Seed.Password);
        await page.PressAsync("#Form_Password", "Enter");
        await page.WaitForURLAsync(url => !url.Contains("/account/sign-in", StringComparison.Ordinal));
    }

    /// <summary>A level by key, a comment by typing.</summary>
    private static async Task EnterAsync(IPage page)
    {
        await page.Keyboard.PressAsync("2");
        await page.FillAsync(CommentOfP11, Comment);
    }

    private static Task<IElementHandle?> StateAsync(IPage page, string state) => page.WaitForSelectorAsync($"[data-saved][data-state={state}]");

    private static Task<IElementHandle?> SavedAsync(IPage page) => page.WaitForSelectorAsync("[data-saved][data-state=saved]", new() { Timeout = 40_000 });

    private Task<RatingFields> StoredAsync() => _seed.QueryAsync(async db => (await (
        from rating in db.Ratings.AsNoTracking().Include(r => r.Methods).Include(r => r.Citations)
        join criterion in db.Criteria on rating.CriterionId equals criterion.Id
        where rating.AssessmentId == _id && criterion.Code == "P1.1"
        select rating).SingleAsync()).Fields);

    private async Task IsStoredOnceAsync()
    {
        var stored = await StoredAsync();
        Assert.Equal((2, Comment), (stored.Level, stored.Comment));
    }
}
