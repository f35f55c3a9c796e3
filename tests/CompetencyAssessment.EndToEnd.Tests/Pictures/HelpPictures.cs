using CompetencyAssessment.EndToEnd.Tests.Infrastructure;
using CompetencyAssessment.EndToEnd.Tests.Journeys;
using CompetencyAssessment.Web.Demo;
using Microsoft.Playwright;
using SkiaSharp;

namespace CompetencyAssessment.EndToEnd.Tests.Pictures;

/// <summary>Makes the pictures of the manuals from the demonstration centre, in both languages: <c>eng/help-pictures</c>.</summary>
public sealed class HelpPictures(DemonstrationSite site) : IClassFixture<DemonstrationSite>
{
    private const int Limit = 60 * 1024;

    private const float Scale = 1.5f;

    private static readonly string[] Cultures = ["zh-TW", "en"];

    [OnRequestFact("HELP_PICTURES")]
    public async Task Pictures_OfTheManuals_AreMade()
    {
        foreach (var culture in Cultures)
        {
            await CandidatesAsync(culture);
            await site.VisitAsync("demo-assessor-1", culture, visitor => AssessorAsync(new Album(visitor, culture)), Scale);
        }

        // In one visit: what has changed is told once.
        await site.VisitAsync("demo-admin", "zh-TW", async visitor =>
        {
            foreach (var culture in Cultures)
            {
                await visitor.SpeakAsync(culture);
                await AdministratorAsync(new Album(visitor, culture));
            }
        }, Scale);
    }

    private async Task CandidatesAsync(string culture)
    {
        await AsCandidateAsync(11, culture, album => album.TakeAsync("candidate-plan", 800, 760, "section:has(> #acknowledge)"));
        await AsCandidateAsync(9, culture, async album =>
        {
            await album.TakeAsync("candidate-evidence", 1180, 620, ".candidate");
            var page = album.Page;
            await page.SetViewportSizeAsync(1000, 760);
            await page.CheckAsync("[data-map-pieces] [data-label='EV-01']");
            await page.ClickAsync("#map-P1\\.3 .map-text");
            await page.WaitForSelectorAsync("[data-map-undo]:enabled");
            await page.EvaluateAsync("() => { document.activeElement?.blur(); scrollTo(0, document.querySelector('.unit-map').getBoundingClientRect().top + scrollY - document.querySelector('.bar').offsetHeight - 8); }");
            await album.TakeViewAsync("candidate-map");
            await page.ClickAsync("[data-map-undo]");
            await page.WaitForSelectorAsync("[data-map-undo]:disabled");
        });
        await AsCandidateAsync(7, culture, album => album.TakeAsync("candidate-returned", 860, 600, "section:has(> #returned)"));
        await AsCandidateAsync(1, culture, album => album.TakeAsync("candidate-result", 900, 560, "section:has(> #result)"));
    }

    private Task AsCandidateAsync(int number, string culture, Func<Album, Task> pictures) => site.VisitAsync($"demo-candidate-{number:D2}", culture, async visitor =>
    {
        await visitor.OpenAsync("/my");
        await visitor.LeaveAsync(() => visitor.Page.ClickAsync("main tbody a >> nth=0"));
        await pictures(new Album(visitor, culture));
    }, Scale);

    private static async Task AssessorAsync(Album album)
    {
        var page = album.Page;
        await OpenAsync(5);
        await page.SetViewportSizeAsync(1280, 740);
        await page.ClickAsync(".score-nav [data-goto='P3.2']");
        await page.ClickAsync("[data-view] >> nth=0");
        await page.WaitForSelectorAsync(".pdfViewer .page[data-loaded]");
        await page.FillAsync(".reader-tools input[type=number]", "6");
        await page.PressAsync(".reader-tools input[type=number]", "Enter");
        await page.WaitForSelectorAsync(".pdfViewer .page[data-page-number='6'][data-loaded]");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await page.EvaluateAsync("() => { document.activeElement?.blur(); scrollTo(0, 0); for (const side of document.querySelectorAll('.score-evidence, .score-criteria')) side.scrollTop = 0; }");
        await album.TakeViewAsync("assessor-workspace");

        await page.ClickAsync("[data-v-close]");
        await page.SetViewportSizeAsync(800, 900);
        await page.EvaluateAsync("() => { document.querySelector('[data-side=evidence]').click(); }");
        await album.TakeAsync("assessor-evidence", 800, 620, "[data-pane=pieces] .evidence");
        await page.EvaluateAsync("() => { document.querySelector('[data-side=criteria]').click(); }");
        await page.ClickAsync(".score-nav [data-goto='P3.4']");
        await album.TakeAsync("assessor-rating", 800, 1150, "[data-criterion='P3.4'] h3", "[data-criterion='P3.4'] .methods");

        await OpenAsync(4);
        await album.Visitor.LeaveAsync(() => page.ClickAsync("a[href$='/sign']"));
        await album.TakeAsync("assessor-sign", 1080, 640, ".columns");

        async Task OpenAsync(int candidate)
        {
            await album.Visitor.OpenAsync("/scoring");
            await album.Visitor.LeaveAsync(() => page.ClickAsync($"tr:has-text('{album.NameOf(candidate)}') a"));
            await page.WaitForSelectorAsync("[data-scoring][data-ready]");
        }
    }

    private static async Task AdministratorAsync(Album album)
    {
        await album.Visitor.OpenAsync("/dashboard");
        await album.TakeAsync("administrator-dashboard", 1180, 700, ".dashboard");
        await album.Visitor.OpenAsync("/assessments/new");
        await album.TakeAsync("administrator-plan", 860, 800, "section:has(> #what)", "section:has(> #when)");
        await album.Visitor.OpenAsync("/assessments?state=Finalised");
        await album.Visitor.LeaveAsync(() => album.Page.ClickAsync($"tr:has-text('{album.NameOf(1)}') a"));
        await album.TakeAsync("administrator-documents", 800, 600, "section:has(> #decision)");
    }

    /// <summary>Takes pictures of one language and keeps them where the pages look for them.</summary>
    private sealed class Album(Visitor visitor, string culture)
    {
        private static readonly float[] Sizes = [1, 0.8f, 1 / Scale];

        private static readonly int[] Qualities = [85, 75, 65, 55, 45];

        public Visitor Visitor => visitor;

        public IPage Page => visitor.Page;

        public string NameOf(int candidate) => culture == "en" ? DemoPeople.Candidates[candidate - 1].NameLatin : DemoPeople.Candidates[candidate - 1].NameZh;

        /// <summary>The parts of the page that the selectors find first, with what lies between.</summary>
        /// <param name="name">Name of the file.</param>
        /// <param name="width">Of the window.</param>
        /// <param name="height">What is further below is cut off.</param>
        /// <param name="parts">Selectors.</param>
        public async Task TakeAsync(string name, int width, int height, params string[] parts)
        {
            await Page.SetViewportSizeAsync(width, 900);
            await Page.EvaluateAsync("() => { document.activeElement?.blur(); scrollTo(0, 0); }");
            var box = await Page.EvaluateAsync<float[]>(
                """
                parts => {
                  const boxes = parts.map(part => [...document.querySelectorAll(part)].find(e => e.checkVisibility()).getBoundingClientRect());
                  const left = Math.min(...boxes.map(b => b.left)), top = Math.min(...boxes.map(b => b.top));
                  return [left + scrollX, top + scrollY, Math.max(...boxes.map(b => b.right)) - left, Math.max(...boxes.map(b => b.bottom)) - top];
                }
                """, parts);
            Keep(name, await Page.ScreenshotAsync(new() { FullPage = true, Clip = new() { X = box[0], Y = box[1], Width = box[2], Height = Math.Min(box[3], height) } }));
        }

        /// <summary>What is in view under the page's head.</summary>
        public async Task TakeViewAsync(string name)
        {
            var bar = await Page.EvaluateAsync<float>("() => document.querySelector('.bar').getBoundingClientRect().bottom");
            var size = Page.ViewportSize!;
            Keep(name, await Page.ScreenshotAsync(new() { Clip = new() { X = 0, Y = bar, Width = size.Width, Height = size.Height - bar } }));
        }

        /// <summary>Without loss where that is small enough, else as good and as fine as the limit allows.</summary>
        private void Keep(string name, byte[] png)
        {
            using var image = SKBitmap.Decode(png);
            var bytes = Sizes.SelectMany(size => Encodings(image, size)).FirstOrDefault(b => b.Length <= Limit);
            Assert.True(bytes is not null, $"{name} does not fit into {Limit} bytes: cut it.");
            var folder = Directory.CreateDirectory(Path.Combine(Published.Root, "src", "CompetencyAssessment.Web", "wwwroot", "img", "help", culture)).FullName;
            File.WriteAllBytes(Path.Combine(folder, name + ".webp"), bytes);
        }

        private static IEnumerable<byte[]> Encodings(SKBitmap image, float size)
        {
            using var resized = image.Resize(new SKSizeI((int)(image.Width * size), (int)(image.Height * size)), new SKSamplingOptions(SKCubicResampler.Mitchell));
            using var pixels = resized.PeekPixels();
            yield return Encode(pixels, SKWebpEncoderCompression.Lossless, 100);
            foreach (var quality in Qualities)
            {
                yield return Encode(pixels, SKWebpEncoderCompression.Lossy, quality);
            }
        }

        private static byte[] Encode(SKPixmap pixels, SKWebpEncoderCompression compression, int quality)
        {
            using var data = pixels.Encode(new SKWebpEncoderOptions(compression, quality)) ?? throw new InvalidOperationException("The picture cannot be encoded.");
            return data.ToArray();
        }
    }
}
