namespace CompetencyAssessment.EndToEnd.Tests.Journeys;

/// <summary>Looks at pages as somebody with weak eyes or little patience for motion has them.</summary>
internal sealed class Comfort
{
    /// <summary>More than this share of the window, moved by itself, is felt.</summary>
    private const double Shift = 0.01;

    /// <summary>Adds up how far the page moves by itself, without anybody's input, as the browser measures it (CLS).</summary>
    private const string CountShifts =
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
          const acts = [...document.querySelectorAll('main :is(a, button, input, select, textarea, summary), header :is(a, button, summary)')].filter(seen)
            .map((e) => [e, e.getBoundingClientRect()]).filter(([, box]) => box.width > 0 && box.height > 0);
          const isAbove = (e) => e.closest('.bar, .score-bar, .score-sides, .save-bar, .map-bar, .score-done, .toc, .reader, .criterion > header');
          for (const [i, [a, one]] of acts.entries()) {
            for (const [b, two] of acts.slice(i + 1)) {
              if (a.contains(b) || b.contains(a) || isAbove(a) !== isAbove(b)) continue;
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

    private readonly Visitor _visitor;
    private readonly List<string> _faults = [];

    private Comfort(Visitor visitor) => _visitor = visitor;

    public IReadOnlyList<string> Faults => _faults;

    public static async Task<Comfort> BeginAsync(Visitor visitor)
    {
        await visitor.Page.AddInitScriptAsync(CountShifts);
        return new Comfort(visitor);
    }

    /// <summary>Opens a page and notes what is wrong with it.</summary>
    public async Task OpenAsync(string path)
    {
        var page = _visitor.Page;
        await page.SetViewportSizeAsync(1280, 900);
        await _visitor.OpenAsync(path);
        Note(path, "moved while it was shown", await page.EvaluateAsync<string[]>(
            "limit => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(shifted.sum > limit ? [shifted.sum.toFixed(3), ...shifted.what.slice(0, 3)] : []))))", Shift));
        Note(path, "moves", await page.EvaluateAsync<string[]>(FindMotion));
        await page.EvaluateAsync("() => { document.documentElement.style.fontSize = '200%'; }");
        Note(path, "with text of twice the size", await page.EvaluateAsync<string[]>(FindCutOff));
        await page.EvaluateAsync("() => { document.documentElement.style.fontSize = ''; }");

        // A window of 1280 px, zoomed to 200 %, has half of them.
        await page.SetViewportSizeAsync(640, 450);
        await page.EvaluateAsync("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
        Note(path, "at 200 % zoom", await page.EvaluateAsync<string[]>(FindCutOff));
    }

    private void Note(string path, string when, string[] found) => _faults.AddRange(found.Select(f => $"{path}, {when}: {f}"));
}
