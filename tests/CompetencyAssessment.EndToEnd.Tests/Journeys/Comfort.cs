using Microsoft.Playwright;

namespace CompetencyAssessment.EndToEnd.Tests.Journeys;

/// <summary>Looks at pages as somebody with weak eyes, little patience for motion or no mouse has them.</summary>
internal static class Comfort
{
    /// <summary>More than this share of the window, moved by itself, is felt.</summary>
    private const double Shift = 0.01;

    /// <summary>Adds up how far the page moves by itself, without anybody's input, as the browser measures it (CLS).</summary>
    public const string CountShifts =
        """
        window.shifted = { sum: 0, what: [] };
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            if (entry.hadRecentInput) continue;
            shifted.sum += entry.value;
            shifted.what.push(...entry.sources.map((source) => source.node?.outerHTML?.slice(0, 120) ?? source.node?.textContent?.slice(0, 40)));
          }
        }).observe({ type: 'layout-shift', buffered: true });
        """;

    /// <summary>
    /// What is cut off or stands on each other. What scrolls in itself (a field with a long value, too), what only screen readers hear, and names
    /// shortened with … are meant.
    /// </summary>
    private const string FindCutOff =
        """
        () => {
          const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('.visually-hidden, [hidden], dialog:not([open]), .skip-link');
          const say = (e) => `<${e.tagName.toLowerCase()} class="${e.className}"> ${e.textContent.trim().slice(0, 40)}`;
          const found = [];
          if (document.documentElement.scrollWidth > innerWidth) {
            const over = [...document.querySelectorAll('body *')].filter((e) => seen(e) && e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.table-frame, .table-scroll, .score-pane, .reader'));
            found.push(`${document.documentElement.scrollWidth} px wide: ${over.slice(0, 3).map(say).join(' | ')}`);
          }
          for (const e of document.querySelectorAll('body *:not(input, select, textarea)')) {
            const style = getComputedStyle(e);
            if (['hidden', 'clip'].includes(style.overflowX) && style.textOverflow !== 'ellipsis' && style.clipPath === 'none' && e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 1 && seen(e)) found.push(`cut off: ${say(e)}`);
          }
          const dialog = document.querySelector('dialog[open]');
          const acts = [...(dialog ?? document).querySelectorAll(dialog ? 'a, button, input, select, textarea' : 'main :is(a, button, input, select, textarea, summary), header :is(a, button, input, summary)')].filter(seen)
            .map((e) => [e, e.getBoundingClientRect()]).filter(([, box]) => box.width > 0 && box.height > 0);
          const isAbove = (e) => e.closest('.bar, .score-bar, .score-sides, .save-bar, .map-bar, .score-done, .toc, .reader, .criterion > header');
          for (const [i, [a, one]] of acts.entries()) {
            for (const [b, two] of acts.slice(i + 1)) {
              if (a.contains(b) || b.contains(a) || isAbove(a) !== isAbove(b) || a.closest('.bar-search')?.contains(b)) continue;
              const wide = Math.min(one.right, two.right) - Math.max(one.left, two.left);
              const high = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
              if (wide > 3 && high > 3 && ![a, b].some((e) => getComputedStyle(e).display === 'inline')) found.push(`on each other: ${say(a)} and ${say(b)}`);
            }
          }
          return [...new Set(found)].slice(0, 5);
        }
        """;

    /// <summary>What moves although the system asks for less.</summary>
    private const string FindMotion =
        """
        () => [...document.querySelectorAll('*')].flatMap((e) => [null, '::before', '::after'].map((part) => [e, getComputedStyle(e, part)]))
          .filter(([, style]) => style.scrollBehavior === 'smooth' || [...style.transitionDuration.split(','), ...(style.animationName === 'none' ? [] : style.animationDuration.split(','))].some((time) => parseFloat(time) > 0.001))
          .slice(0, 3).map(([e]) => e.outerHTML.slice(0, 120))
        """;

    /// <summary>
    /// What the keyboard alone cannot use. Each stop of Tab takes the focus; then it looks otherwise than before (or what stands for it does: its label, its
    /// row), and is not wholly behind something that sticks. Of an open dialog, what stands in it.
    /// </summary>
    private const string FindLostFocus =
        """
        () => {
          const shown = (e) => e.checkVisibility({ visibilityProperty: true });
          const stops = [...(document.querySelector('dialog[open]') ?? document).querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
            .filter((e) => e.tabIndex >= 0 && !e.matches(':disabled') && shown(e));
          const of = (e) => [e, e.labels?.[0], e.closest('label'), e.parentElement].filter(Boolean);
          const looks = (e) => of(e).map((each) => {
            const style = getComputedStyle(each);
            return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.borderColor, style.backgroundColor, style.color].join();
          }).join('|');
          const found = [];
          document.activeElement?.blur();
          for (const stop of stops) {
            const before = looks(stop);
            stop.focus();
            const say = `<${stop.outerHTML.slice(1, 100).replaceAll('\n', ' ')}`;
            if (document.activeElement !== stop) {
              if (shown(stop) && !stop.matches(':disabled')) found.push(`takes no focus: ${say}`);
              continue;
            }
            if (looks(stop) === before) found.push(`does not show its focus: ${say}`);
            const seen = of(stop).slice(0, -1).some((each) => [...each.getClientRects()].some(({ left, right, top, bottom }) => {
              const [l, r, t, b] = [Math.max(left, 0), Math.min(right, innerWidth), Math.max(top, 0), Math.min(bottom, innerHeight)];
              return r > l && b > t && [0.1, 0.5, 0.9].some((y) => [0.1, 0.5, 0.9].some((x) => {
                const at = document.elementFromPoint(l + (r - l) * x, t + (b - t) * y);
                return at && (each.contains(at) || at.contains(each));
              }));
            }));
            if (!seen) found.push(`has the focus out of sight: ${say}`);
          }
          document.activeElement?.blur();
          scrollTo(0, 0);
          return [...new Set(found)].slice(0, 5);
        }
        """;

    /// <summary>How far the page has moved by itself since it was opened.</summary>
    public static async Task<IReadOnlyList<string>> ShiftsAsync(IPage page)
    {
        var found = await page.EvaluateAsync<string[]>(
            "limit => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(shifted.sum > limit ? [shifted.sum.toFixed(3), ...shifted.what.slice(0, 3)] : []))))", Shift);
        return [.. found.Select(f => $"moved while it was shown: {f}")];
    }

    /// <summary>Looks at what is shown in a window of 1280 px, and leaves it so.</summary>
    /// <param name="page">The page.</param>
    /// <param name="briefly">Only at what another language can change: what is cut off, or stands on each other.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(IPage page, bool briefly)
    {
        var faults = new List<string>();
        async Task NoteAsync(string when, string script) => faults.AddRange((await page.EvaluateAsync<string[]>(script)).Select(f => $"{when}: {f}"));

        await page.EvaluateAsync("() => { document.documentElement.style.fontSize = '200%'; }");
        await NoteAsync("with text of twice the size", FindCutOff);
        await page.EvaluateAsync("() => { document.documentElement.style.fontSize = ''; }");

        // A window of 1280 px, zoomed to 200 %, has half of them.
        await page.SetViewportSizeAsync(640, 450);
        await page.EvaluateAsync("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
        await NoteAsync("at 200 % zoom", FindCutOff);
        await page.SetViewportSizeAsync(1280, 900);
        if (briefly)
        {
            return faults;
        }

        await NoteAsync("moves", FindMotion);

        // After a key, what takes the focus shows it as for the keyboard.
        await page.Keyboard.PressAsync("Tab");
        await NoteAsync("by keyboard", FindLostFocus);
        return faults;
    }
}
