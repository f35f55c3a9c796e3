using SkiaSharp;

namespace CompetencyAssessment.Reports.Layout;

/// <summary>What a document says of itself. Equal settings and content give equal bytes.</summary>
public sealed record DocumentSettings
{
    /// <summary>Title, shown by viewers in the window's bar.</summary>
    public required string Title { get; init; }

    /// <summary>Who stands for it.</summary>
    public string Author { get; init; } = "";

    /// <summary>What it is about.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Language of the text (BCP 47), for screen readers.</summary>
    public string Language { get; init; } = "zh-TW";

    /// <summary>When it was made; also the date of its last change.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Footnote of a character that no typeface has; {0} is the code point.</summary>
    public string MissingCharacterNote { get; init; } = "〓 代表字型未收錄之字，字碼 {0}。";

    /// <summary>Footnote of a character whose special shape no typeface has; {0} are the code points.</summary>
    public string MissingVariantNote { get; init; } = "以通用字形代替之異體字，字碼 {0}。";
}

/// <summary>A document made of sections of pages.</summary>
public sealed class Document
{
    private const float NoteSize = 7.5f;
    private const string NoteColor = "#555555";

    private readonly DocumentSettings _settings;
    private readonly List<PageDescriptor> _sections = [];

    private Document(DocumentSettings settings) => _settings = settings;

    /// <summary>Describes a document; nothing is drawn yet.</summary>
    public static Document Create(DocumentSettings settings, Action<Document> content)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(content);
        var document = new Document(settings);
        content(document);
        return document;
    }

    /// <summary>Adds a section that begins on a new page.</summary>
    public Document Page(Action<PageDescriptor> page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var descriptor = new PageDescriptor();
        page(descriptor);
        _sections.Add(descriptor);
        return this;
    }

    /// <summary>Draws the document as PDF/A-2b with typefaces reduced to what it uses.</summary>
    public byte[] GeneratePdf(FontLibrary fonts)
    {
        ArgumentNullException.ThrowIfNull(fonts);
        var (pages, _) = Paginate(fonts);
        var used = new Dictionary<FontFace, SortedSet<int>>();
        using (var nowhere = new SKNoDrawCanvas(1, 1))
        {
            var collecting = DrawContext.Collecting(nowhere, used);
            foreach (var page in pages)
                page.Draw(collecting);
        }

        var subsets = new Dictionary<FontFace, SKTypeface>();
        try
        {
            foreach (var (face, codePoints) in used)
                subsets[face] = face.Subset(codePoints);
            return PdfFinishing.Finish(Draw(pages, subsets), _settings.Language);
        }
        finally
        {
            foreach (var subset in subsets.Values)
                subset.Dispose();
        }
    }

    /// <summary>The number of pages that the document would have.</summary>
    public int CountPages(FontLibrary fonts)
    {
        ArgumentNullException.ThrowIfNull(fonts);
        return Paginate(fonts).Pages.Count;
    }

    private byte[] Draw(List<LaidOutPage> pages, Dictionary<FontFace, SKTypeface> subsets)
    {
        using var stream = new MemoryStream();
        var created = _settings.Created.UtcDateTime;
        var metadata = new SKDocumentPdfMetadata
        {
            Title = _settings.Title,
            Author = _settings.Author,
            Subject = _settings.Subject,
            Creator = "CompetencyAssessment",
            Creation = created,
            Modified = created,
            RasterDpi = 150,
            EncodingQuality = 90,
            PdfA = true,
        };
        using (var pdf = SKDocument.CreatePdf(stream, metadata))
        {
            foreach (var page in pages)
            {
                using var canvas = pdf.BeginPage(page.Width, page.Height);
                page.Draw(DrawContext.Drawing(canvas, subsets));
                pdf.EndPage();
            }

            pdf.Close();
        }

        return stream.ToArray();
    }

    private (List<LaidOutPage> Pages, LayoutContext Context) Paginate(FontLibrary fonts)
    {
        var context = new LayoutContext(fonts, _settings);
        var pages = new List<LaidOutPage>();
        foreach (var section in _sections)
            Paginate(section, context, pages);

        // Headers and footers are laid out once more, now that the number of pages is known.
        context.TotalPages = pages.Count;
        for (var i = 0; i < pages.Count; i++)
        {
            context.Page = i + 1;
            pages[i].LayOutMargins(context);
        }

        return (pages, context);
    }

    private static void Paginate(PageDescriptor section, LayoutContext context, List<LaidOutPage> pages)
    {
        var width = section.PageWidth - section.Left - section.Right;
        var rest = section.ContentContainer.Build();
        var header = section.HeaderContainer.Build();
        var footer = section.FooterContainer.Build();
        var carried = new List<Footnote>();
        do
        {
            context.Page = pages.Count + 1;
            var head = header?.Fit(context, width, LayoutContext.Unbounded, force: true).Box;
            var foot = footer?.Fit(context, width, LayoutContext.Unbounded, force: true).Box;
            var height = section.PageHeight - section.Top - section.Bottom - (head?.Height ?? 0) - (foot?.Height ?? 0);
            context.FullHeight = height;

            // Notes take room from the text whose marks call for them: try until both fit.
            var reserved = 0f;
            Fit fit;
            Box? notes;
            List<Footnote> later;
            while (true)
            {
                fit = rest?.Fit(context, width, height - reserved, force: true) ?? Layout.Fit.Empty;
                List<Footnote> called = [.. carried];
                foreach (var note in (head?.Notes() ?? []).Concat(fit.Box?.Notes() ?? []).Concat(foot?.Notes() ?? []))
                {
                    if (!called.Contains(note))
                        called.Add(note);
                }

                (notes, later) = LayOutNotes(called, context, width, height * 0.45f);
                var needed = notes?.Height ?? 0;
                if (needed <= reserved + 0.01f)
                    break;
                reserved = needed;
            }

            carried = later;
            rest = fit.Rest;
            pages.Add(new LaidOutPage(section, header, footer, fit.Box, notes, width));
        }
        while (rest is not null || carried.Count > 0);
    }

    private static (Box? Box, List<Footnote> Later) LayOutNotes(List<Footnote> notes, LayoutContext context, float width, float limit)
    {
        const float Lead = 10;
        const float Trail = 5;
        if (notes.Count == 0)
            return (null, []);
        var style = new TextStyle(NoteSize, Color: NoteColor, LineHeight: 1.4f);
        var lines = new List<Box>();
        var height = Lead + Trail;
        var count = 0;
        foreach (var note in notes)
        {
            // A mark such as 【註1】 stands as it is; a bare number is raised.
            var mark = style with { Superscript = note.Mark.All(char.IsAsciiDigit) };
            var element = new TextElement([new TextSpan(note.Mark, mark), new TextSpan(note.Mark.EndsWith('】') ? note.Text : " " + note.Text, style)], style, TextAlignment.Left);
            var box = element.Fit(context, width, LayoutContext.Unbounded, force: true).Box!;
            if (count > 0 && height + box.Height > limit)
                break;
            lines.Add(box);
            height += box.Height;
            count++;
        }

        var result = new Box(width, height) { Paint = static (target, x, y, _) => target.Line(x, y + 6, x + 96, y + 6, 0.5f, NoteColor), Stretching = Stretching.None };
        var top = Lead;
        foreach (var line in lines)
        {
            result.Children.Add(new Placed(0, top, line));
            top += line.Height;
        }

        return (result, notes[count..]);
    }

    private sealed class LaidOutPage(PageDescriptor section, Element? header, Element? footer, Box? content, Box? notes, float width)
    {
        private Box? _header;
        private Box? _footer;

        internal float Width => section.PageWidth;
        internal float Height => section.PageHeight;

        internal void LayOutMargins(LayoutContext context)
        {
            _header = header?.Fit(context, width, LayoutContext.Unbounded, force: true).Box;
            _footer = footer?.Fit(context, width, LayoutContext.Unbounded, force: true).Box;
        }

        internal void Draw(DrawContext target)
        {
            _header?.Draw(target, section.Left, section.Top);
            content?.Draw(target, section.Left, section.Top + (_header?.Height ?? 0));
            var bottom = section.PageHeight - section.Bottom - (_footer?.Height ?? 0);
            notes?.Draw(target, section.Left, bottom - notes.Height);
            _footer?.Draw(target, section.Left, bottom);
        }
    }
}

/// <summary>A section of pages of one size.</summary>
public sealed class PageDescriptor
{
    internal PageDescriptor()
    {
    }

    internal float PageWidth { get; private set; } = 595.28f;
    internal float PageHeight { get; private set; } = 841.89f;
    internal float Left { get; private set; } = 56;
    internal float Top { get; private set; } = 48;
    internal float Right { get; private set; } = 56;
    internal float Bottom { get; private set; } = 40;
    internal Container HeaderContainer { get; private set; } = new(new TextStyle());
    internal Container ContentContainer { get; private set; } = new(new TextStyle());
    internal Container FooterContainer { get; private set; } = new(new TextStyle());
    private TextStyle _style = new();

    /// <summary>Size in points; A4 upright where not called.</summary>
    public void Size(float width, float height) => (PageWidth, PageHeight) = (width, height);

    /// <summary>Margins in points.</summary>
    public void Margin(float left, float top, float right, float bottom) => (Left, Top, Right, Bottom) = (left, top, right, bottom);

    /// <summary>What text looks like; call it before header, content and footer.</summary>
    public void DefaultTextStyle(TextStyle style) => _style = style;

    /// <summary>At the top of every page.</summary>
    public Container Header() => HeaderContainer = new Container(_style);

    /// <summary>What flows over the pages.</summary>
    public Container Content() => ContentContainer = new Container(_style);

    /// <summary>At the foot of every page.</summary>
    public Container Footer() => FooterContainer = new Container(_style);
}
