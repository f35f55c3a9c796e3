using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.EndToEnd.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace CompetencyAssessment.EndToEnd.Tests.Journeys;

/// <summary>Signing in, rating and signing with nothing but the keyboard.</summary>
public sealed class KeyboardTests
{
    [Fact]
    public async Task Assessor_ByKeyboardAlone_RatesAndSigns()
    {
        await using var app = await PublishedApp.InstallAsync();
        await using var seed = new Seed(app.Data);
        var assessor = await seed.MemberAsync("chang", "張書豪", "Chang Shu-Hao", "zh-TW", Roles.Assessor);
        var candidate = await seed.MemberAsync("lin", "林雅筑", "Lin Ya-Chu", "zh-TW", Roles.Candidate);
        var id = await seed.AssessingAsync(candidate, assessor);
        await seed.RateAllAsync(id, assessor);
        await app.StartAsync();
        await using var chromium = await Chromium.StartAsync();
        var faults = new List<string>();
        var visitor = await Visitor.ArriveAsync(chromium, app.Address, "keyboard", "zh-TW", faults);
        try
        {
            var keys = new Keys(visitor.Page);

            // The first field has the focus; the first stop of every other page is the way past its head.
            Assert.Equal("Form_UserName", await keys.FocusedAsync("id"));
            await keys.TypeAsync(assessor.UserName);
            await keys.ToAsync("#Form_Password");
            await keys.TypeAsync(Seed.Password);
            await visitor.LeaveAsync(() => keys.PressAsync("Enter"));
            await keys.PressAsync("Tab");
            Assert.Equal("skip-link", await keys.FocusedAsync("class"));
            await keys.PressAsync("Enter");
            await keys.ToAsync($"main a[href='/scoring/{id}']");
            await visitor.LeaveAsync(() => keys.PressAsync("Enter"));

            // One criterion: level by an arrow, comment by typing.
            await keys.ToAsync("[data-goto='P1.2']");
            await keys.PressAsync("Enter");
            Assert.Equal("P1.2", await keys.FocusedAsync("id"));
            await keys.ToAsync("#P1\\.2 [data-level]:checked");
            await keys.PressAsync("ArrowDown");
            await keys.ToAsync("#comment-P1\\.2");
            await keys.PressAsync("Control+A");
            await keys.TypeAsync("每項指標都有來源，並與同業比較。");
            await keys.ToAsync("[data-next]");
            await visitor.Page.WaitForSelectorAsync("[data-saved][data-state=saved]");
            Assert.Equal(3, await seed.QueryAsync(db => (from rating in db.Ratings join criterion in db.Criteria on rating.CriterionId equals criterion.Id where rating.AssessmentId == id && criterion.Code == "P1.2" select rating.Level).SingleAsync()));

            // Signing: the dialog keeps the focus and gives it back.
            await keys.ToAsync($"a[href='/scoring/{id}/sign']", backwards: true);
            await visitor.LeaveAsync(() => keys.PressAsync("Enter"));
            await keys.ToAsync("input[name='Form.Outcome']");
            await keys.PressAsync("Space");
            await keys.ToAsync("#Form_Strengths");
            await keys.TypeAsync("推估與現場數據一致。");
            await keys.ToAsync("#Form_NextSteps");
            await keys.TypeAsync("持續追蹤放棄率。");
            await keys.ToAsync("#Form_Password");
            await keys.TypeAsync(Seed.Password);
            await keys.ToAsync($"form[action='/scoring/{id}/sign'] .btn-primary");
            await keys.PressAsync("Enter");
            await visitor.Page.WaitForSelectorAsync("#confirm-dialog[open]");
            for (var i = 0; i < 6; i++)
            {
                Assert.True(await visitor.Page.EvaluateAsync<bool>("() => document.activeElement === document.body || document.querySelector('#confirm-dialog').contains(document.activeElement)"), "The focus left the dialog.");
                await keys.PressAsync("Tab");
            }

            await keys.PressAsync("Escape");
            await visitor.Page.WaitForSelectorAsync("#confirm-dialog:not([open])", new() { State = WaitForSelectorState.Attached });
            Assert.True(await visitor.Page.EvaluateAsync<bool>("selector => document.activeElement?.matches(selector)", $"form[action='/scoring/{id}/sign'] .btn-primary"), "The focus was not given back.");
            await keys.PressAsync("Enter");
            await keys.ToAsync("[data-confirm-ok]");
            await visitor.LeaveAsync(() => keys.PressAsync("Enter"));
            Assert.Equal(Outcome.Competent, await seed.QueryAsync(db => db.Decisions.Where(d => d.AssessmentId == id).Select(d => d.Outcome).SingleAsync()));
            Assert.True(faults.Count == 0, string.Join('\n', faults));
        }
        catch
        {
            await visitor.KeepAsync("keyboard");
            throw;
        }
    }

    /// <summary>What fingers do. Every stop on the way must be seen.</summary>
    private sealed class Keys(IPage page)
    {
        public Task PressAsync(string key) => page.Keyboard.PressAsync(key);

        public Task TypeAsync(string text) => page.Keyboard.InsertTextAsync(text);

        public async Task<string?> FocusedAsync(string attribute) => await page.EvaluateAsync<string?>("name => document.activeElement?.getAttribute(name)", attribute);

        /// <summary>Presses Tab until the wanted element has the focus.</summary>
        public async Task ToAsync(string selector, bool backwards = false)
        {
            for (var i = 0; i < 300; i++)
            {
                var stop = await page.EvaluateAsync<string>(
                    """
                    selector => {
                      const at = document.activeElement;
                      if (!at || at === document.body || at.tagName === 'HTML') return 'outside';
                      if (at.matches(selector)) return 'there';
                      const seen = (element) => {
                        const style = getComputedStyle(element);
                        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
                      };
                      const box = at.getBoundingClientRect();
                      const shown = seen(at) || (at.closest('label, summary, details') && seen(at.closest('label, summary, details')));
                      return shown && box.width > 0 && box.height > 0 || at.tagName === 'IFRAME' ? 'on the way' : `unseen: ${at.outerHTML.slice(0, 160)}`;
                    }
                    """,
                    selector);
                if (stop == "there")
                {
                    return;
                }

                Assert.False(stop.StartsWith("unseen", StringComparison.Ordinal) && i > 0, $"The focus is not visible, {stop}");
                await PressAsync(backwards ? "Shift+Tab" : "Tab");
            }

            Assert.Fail($"Tab does not reach {selector}.");
        }
    }
}
