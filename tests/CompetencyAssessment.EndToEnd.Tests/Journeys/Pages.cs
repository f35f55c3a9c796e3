using System.Globalization;
using Microsoft.Playwright;

namespace CompetencyAssessment.EndToEnd.Tests.Journeys;

/// <summary>Setting a password by a link, and what stands before the first page.</summary>
internal sealed class AccountPages(Visitor visitor)
{
    public async Task BeginAsync(string link, string userName, string password, bool look = false)
    {
        var page = visitor.Page;
        await visitor.OpenAsync(link);
        Assert.Equal(userName, await page.InputValueAsync("#user-name"));
        await page.FillAsync("#Form_NewPassword", password);
        await page.FillAsync("#Form_Repeated", password);
        await visitor.LeaveAsync(() => page.PressAsync("#Form_Repeated", "Enter"));
        await visitor.SignInAsync(userName, password);

        // The notice comes before anything else, whatever address was asked for.
        Assert.Equal("/privacy/acknowledge", visitor.Path);
        await visitor.OpenAsync("/account/profile");
        Assert.Equal("/privacy/acknowledge", visitor.Path);
        if (look)
        {
            await visitor.LookAsync("privacy notice before the first page");
        }

        await visitor.LeaveAsync(() => page.ClickAsync("form[action='/privacy/acknowledge'] .btn-primary"));
    }
}

/// <summary>People, centre and plans.</summary>
internal sealed class OfficePages(Visitor visitor)
{
    /// <returns>The one-time link.</returns>
    public async Task<string> AddPersonAsync(string userName, string nameZh, string nameLatin, string? number, string role)
    {
        var page = visitor.Page;
        await visitor.GoAsync("/people");
        await visitor.LeaveAsync(() => page.ClickAsync("main a[href='/people/new'] >> nth=0"));
        await page.FillAsync("#NameZh", nameZh);
        await page.FillAsync("#NameLatin", nameLatin);
        await page.FillAsync("#CandidateNumber", number ?? "");
        await page.FillAsync("#UserName", userName);
        await page.CheckAsync($"#role-{role}");
        await visitor.LeaveAsync(() => page.ClickAsync("form[action='/people/new'] .btn-primary"));
        return await page.InputValueAsync("#one-time-link");
    }

    /// <summary>Records that the person whose page is open may assess.</summary>
    public async Task QualifyAsync()
    {
        var page = visitor.Page;
        await visitor.LeaveAsync(() => page.ClickAsync("main a[href$='/independence']"));
        await page.ClickAsync("section[aria-labelledby=qualifications] > details > summary");
        await page.SelectOptionAsync("#Qualification_UnitId", new SelectOptionValue { Index = 1 });
        await page.SelectOptionAsync("#Qualification_Kind", "Assessing");
        await page.FillAsync("#Qualification_Title", "結業證明");
        await page.FillAsync("#Qualification_Issuer", "評量中心");
        await page.FillAsync("#Qualification_ValidFrom", "2020-01-01");
        await visitor.LeaveAsync(() => page.ClickAsync("form[action$='/qualifications'] .btn-primary"));
    }

    /// <returns>The assessment's id.</returns>
    public async Task<Guid> PlanAsync(string candidate, string assessor)
    {
        var page = visitor.Page;
        await visitor.GoAsync("/assessments");
        await visitor.LeaveAsync(() => page.ClickAsync("main a[href='/assessments/new'] >> nth=0"));
        await page.FillAsync("#Form_Candidate", candidate);
        var choice = await page.Locator("#Form_AssessorId option", new() { HasText = assessor }).GetAttributeAsync("value");
        await page.SelectOptionAsync("#Form_AssessorId", choice!);
        await page.FillAsync("#Form_SubmitBy", Day(30));
        await page.FillAsync("#Form_DecideBy", Day(60));
        await visitor.LeaveAsync(() => page.ClickAsync("form[action='/assessments/new'][method=post] .btn-primary"));
        return Guid.Parse(visitor.Path.Split('/')[^1]);
    }

    private static string Day(int after) => DateTime.UtcNow.AddDays(after).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>The candidate's assessment.</summary>
internal sealed class MyPages(Visitor visitor, Guid id)
{
    public async Task AcknowledgeAsync()
    {
        var page = visitor.Page;
        await visitor.GoAsync("/my");
        await visitor.LeaveAsync(() => page.ClickAsync($"main a[href='/my/{id}'] >> nth=0"));
        await visitor.LeaveAsync(() => page.ClickAsync($"form[action='/my/{id}/acknowledge'] button"));
    }

    /// <summary>Uploads all files at once, and waits until each is taken or refused.</summary>
    /// <returns>What stands beside each file's name, by state.</returns>
    public async Task<ILookup<string, string>> UploadAsync(params FilePayload[] files)
    {
        var page = visitor.Page;
        await page.SetInputFilesAsync("#upload-files", files);
        await page.WaitForFunctionAsync(
            "count => [...document.querySelectorAll('.upload-row')].filter(row => ['done', 'refused', 'failed'].includes(row.dataset.state)).length === count", files.Length);
        var rows = await page.EvaluateAsync<string[][]>("() => [...document.querySelectorAll('.upload-row')].map(row => [row.dataset.state, row.innerText])");
        return rows.ToLookup(r => r[0], r => r[1], StringComparer.Ordinal);
    }

    /// <summary>Opens a piece by its title; until it is described, that is the name of its file.</summary>
    public Task OpenPieceAsync(string title) => visitor.LeaveAsync(() => visitor.Page.ClickAsync($".evidence-list .evidence-title:has-text('{title}')"));

    /// <summary>Opens a piece, describes it and maps it in one go, and returns to the assessment.</summary>
    public async Task DescribeAsync(string title, string kind, params string[] groups)
    {
        var page = visitor.Page;
        await OpenPieceAsync(title);
        await page.FillAsync("#Form_Title", title);
        await page.SelectOptionAsync("#Form_Kind", kind);
        await page.SelectOptionAsync("#Form_Context", "Workplace");
        await page.FillAsync("#Form_PeriodFrom", "2026-01-01");
        await page.FillAsync("#Form_PeriodTo", "2026-06-30");
        await page.FillAsync("#Form_OwnShare", "全文由本人撰寫。");
        await page.FillAsync("#Form_Help", "無");
        await page.FillAsync("#Form_AiUse", "無");
        await page.SelectOptionAsync("#Form_Confidentiality", "Confidential");
        foreach (var requirement in await page.Locator("input[name='Form.Requirements']").AllAsync())
        {
            await requirement.CheckAsync();
        }

        foreach (var group in await page.Locator("details[data-choices]").AllAsync())
        {
            var codes = await group.Locator("summary .code").AllTextContentsAsync();
            if (groups.Length > 0 && !codes.Any(c => groups.Contains(c.Trim(), StringComparer.Ordinal)))
            {
                continue;
            }

            if (await group.GetAttributeAsync("open") is null)
            {
                await group.Locator(":scope > summary").ClickAsync();
            }

            await group.Locator("[data-choose-all]").ClickAsync();
        }

        await visitor.LeaveAsync(() => page.ClickAsync(".save-bar .btn-primary"));
        await ReturnToAssessmentAsync();
    }

    public async Task ReturnToAssessmentAsync() => await visitor.LeaveAsync(() => visitor.Page.ClickAsync($".crumbs a[href='/my/{id}']"));

    /// <summary>Answers every point that was sent back, and points to the first piece of evidence.</summary>
    public async Task AnswerAsync(string text)
    {
        var page = visitor.Page;
        await page.WaitForSelectorAsync("[data-replies][data-ready]");
        foreach (var point in await page.Locator("[data-reply]").AllAsync())
        {
            await point.Locator("[data-reply-text]").FillAsync(text);
            await point.Locator("[data-reply-evidence] input >> nth=0").CheckAsync();
        }

        await page.WaitForSelectorAsync("[data-replies] [data-saved][data-state=saved]");
        await page.WaitForSelectorAsync("#declared");
    }

    public async Task SubmitAsync()
    {
        await visitor.Page.CheckAsync("#declared");
        await visitor.ConfirmAsync($"form[action='/my/{id}/submit'] .btn-primary");
        Assert.Equal(0, await visitor.Page.Locator("#declared").CountAsync());
    }
}

/// <summary>The assessor's workspace, return and signature.</summary>
internal sealed class ScoringPages(Visitor visitor, Guid id)
{
    private IPage Page => visitor.Page;

    public async Task StartAsync()
    {
        await visitor.GoAsync("/scoring");
        await visitor.LeaveAsync(() => Page.ClickAsync($"main a[href='/scoring/{id}']"));
        await visitor.LeaveAsync(() => Page.ClickAsync($"form[action='/scoring/{id}/start'] button"));
        await ReadyAsync();
    }

    public async Task<IReadOnlyList<string>> CodesAsync() =>
        await Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('[data-criterion]')].map(card => card.dataset.criterion)");

    /// <summary>Rates one criterion by its controls.</summary>
    /// <param name="cause">Value of a cause, for a level under the pass mark.</param>
    /// <param name="piece">Where the page is: version and title of a piece of evidence; the first one where none is given.</param>
    public async Task RateAsync(string code, int level, string method, string place, string comment, string? cause = null, string piece = "")
    {
        await GoToAsync(code);
        var card = Page.Locator($"[data-criterion='{code}']");
        await card.Locator($"[data-level][value='{level}']").CheckAsync();
        if (cause is not null)
        {
            await card.Locator("[data-field=cause]").SelectOptionAsync(cause);
        }

        await card.Locator($"[data-method='{method}']").CheckAsync();
        await CiteAsync(code, piece, "page", place);
        await card.Locator("textarea[data-field=comment]").FillAsync(comment);
    }

    /// <summary>Adds a place to the rating of the criterion in hand.</summary>
    public async Task CiteAsync(string code, string piece, string kind, string place)
    {
        var card = Page.Locator($"[data-criterion='{code}']");
        await card.Locator("[data-c-add]").ClickAsync();
        var row = card.Locator("[data-citation]:not([data-template=true])").Last;
        await row.Locator("[data-c-version]").SelectOptionAsync(await row.Locator("[data-c-version] option", new() { HasText = piece }).First.GetAttributeAsync("value") ?? "");
        await row.Locator("[data-c-kind]").SelectOptionAsync(kind);
        await row.Locator("[data-c-place]").FillAsync(place);
    }

    /// <summary>How many keys were pressed so far; a text that is written counts as none.</summary>
    public int Inputs { get; private set; }

    /// <summary>By keys alone: opens the evidence, and sets method and the place in view for every criterion at once.</summary>
    public async Task CiteForAllAsync(string method)
    {
        await KeyAsync("e");
        await Page.WaitForSelectorAsync("[data-v-place]:not(:empty)");
        await KeyAsync("a");
        await KeyAsync("b");
        var number = await Page.Locator($"[data-bulk-method][value='{method}']").EvaluateAsync<int>("box => [...document.querySelectorAll('[data-bulk-method]')].indexOf(box) + 1");
        await KeyAsync(number.ToString(CultureInfo.InvariantCulture));
        await KeyAsync("a");
        await KeyAsync("Enter");
    }

    /// <summary>Rates the criterion in hand by keys alone; the next one comes up by itself.</summary>
    public async Task RateByKeysAsync(string code, int level, string? comment)
    {
        await Page.WaitForSelectorAsync($"[data-criterion='{code}']:not([hidden])");
        if (comment is not null)
        {
            await KeyAsync("c");
            await Page.Keyboard.InsertTextAsync(comment);
            await KeyAsync("Escape");
        }

        await KeyAsync(level.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Brings up a criterion by its place in the list.</summary>
    public Task GoToAsync(string code) => Page.ClickAsync($".score-nav [data-goto='{code}']");

    private Task KeyAsync(string key)
    {
        Inputs++;
        return Page.Keyboard.PressAsync(key);
    }

    public async Task AcceptAllAsync()
    {
        await Page.ClickAsync("[data-tab=pieces]");
        foreach (var reader in await Page.Locator("[data-v-close]:visible").AllAsync())
        {
            await reader.ClickAsync();
        }

        foreach (var accept in await Page.Locator("[data-accept-all]").AllAsync())
        {
            await accept.ClickAsync();
        }
    }

    public async Task JudgeRequirementsAsync(bool sufficient, string reason)
    {
        await Page.ClickAsync("[data-tab=requirements]");
        foreach (var requirement in await Page.Locator("[data-requirement]").AllAsync())
        {
            await requirement.Locator($"input[type=radio][value={(sufficient ? "true" : "false")}]").CheckAsync();
            await requirement.Locator("[data-reason]").FillAsync(reason);
        }
    }

    /// <summary>Waits until the page says that everything is saved.</summary>
    public Task SavedAsync() => Page.WaitForSelectorAsync("[data-saved][data-state=saved]", new() { Timeout = 30_000 });

    public async Task<int> CompleteAsync() => int.Parse((await Page.InnerTextAsync("[data-complete]")).Trim(), CultureInfo.InvariantCulture);

    public async Task OpenAsync()
    {
        await visitor.OpenAsync($"/scoring/{id}");
        await ReadyAsync();
    }

    /// <summary>Waits until the workspace has begun, with what it found unsent.</summary>
    public Task ReadyAsync() => Page.WaitForSelectorAsync("[data-scoring][data-ready]");

    public Task OpenSignAsync() => visitor.LeaveAsync(() => Page.ClickAsync($"a[href='/scoring/{id}/sign']"));

    public async Task SignAsync(string outcome, string strengths, string nextSteps, string password)
    {
        await Page.CheckAsync($"#outcome-{outcome}");
        await Page.FillAsync("#Form_Strengths", strengths);
        await Page.FillAsync("#Form_NextSteps", nextSteps);
        await Page.FillAsync("#Form_Password", password);
        await visitor.ConfirmAsync($"form[action='/scoring/{id}/sign'] .btn-primary");
    }
}

/// <summary>The public check of a document.</summary>
internal sealed class VerifyPages(Visitor visitor)
{
    public async Task<bool> ByCodeAsync(string code)
    {
        var page = visitor.Page;
        await visitor.LeaveAsync(() => page.ClickAsync(".foot a[href='/verify']"));
        await page.FillAsync("#code", code);
        await visitor.LeaveAsync(() => page.PressAsync("#code", "Enter"));
        return await FoundAsync();
    }

    public async Task<bool> ByFileAsync(byte[] pdf)
    {
        var page = visitor.Page;
        await page.SetInputFilesAsync("#Form_File", new FilePayload { Name = "document.pdf", MimeType = "application/pdf", Buffer = pdf });
        await visitor.LeaveAsync(() => page.ClickAsync("form[action='/verify'][method=post] .btn-primary"));
        return await FoundAsync();
    }

    private async Task<bool> FoundAsync()
    {
        Assert.Equal(1, await visitor.Page.Locator("main .notice").CountAsync());
        return await visitor.Page.Locator(".verify-result .notice.tone-success").CountAsync() == 1;
    }
}
