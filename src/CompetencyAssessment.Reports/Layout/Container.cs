using SkiaSharp;

namespace CompetencyAssessment.Reports.Layout;

/// <summary>A place in a document for one thing; each call puts something into it or wraps what comes next.</summary>
public sealed class Container
{
    private readonly TextStyle _style;
    private Func<Element?>? _build;

    internal Container(TextStyle style) => _style = style;

    internal Element? Build() => _build?.Invoke();

    /// <summary>Space around what follows, in points.</summary>
    public Container Padding(float all) => Padding(all, all, all, all);

    /// <summary>Space around what follows, in points.</summary>
    public Container Padding(float left, float top, float right, float bottom) =>
        Wrap(child => new PaddingElement(child, left, top, right, bottom));

    /// <summary>Space above and below.</summary>
    public Container PaddingVertical(float value) => Padding(0, value, 0, value);

    /// <summary>Space at the left and the right.</summary>
    public Container PaddingHorizontal(float value) => Padding(value, 0, value, 0);

    /// <summary>Space above.</summary>
    public Container PaddingTop(float value) => Padding(0, value, 0, 0);

    /// <summary>Space above, but none at the top of a page.</summary>
    public Container SpaceAbove(float value) => Wrap(child => new SpaceAboveElement(child, value));

    /// <summary>Space below.</summary>
    public Container PaddingBottom(float value) => Padding(0, 0, 0, value);

    /// <summary>Space at the left.</summary>
    public Container PaddingLeft(float value) => Padding(value, 0, 0, 0);

    /// <summary>A coloured ground.</summary>
    public Container Background(string color, float radius = 0) => Wrap(child => new DecoratedElement(child, new Decoration(Background: color, Radius: radius)));

    /// <summary>A line on all four sides.</summary>
    public Container Border(float thickness, string color, float radius = 0) =>
        Wrap(child => new DecoratedElement(child, new Decoration(null, color, thickness, thickness, thickness, thickness, radius)));

    /// <summary>A line above.</summary>
    public Container BorderTop(float thickness, string color) => Wrap(child => new DecoratedElement(child, new Decoration(BorderColor: color, Top: thickness)));

    /// <summary>A line below.</summary>
    public Container BorderBottom(float thickness, string color) => Wrap(child => new DecoratedElement(child, new Decoration(BorderColor: color, Bottom: thickness)));

    /// <summary>A line at the left.</summary>
    public Container BorderLeft(float thickness, string color) => Wrap(child => new DecoratedElement(child, new Decoration(BorderColor: color, Left: thickness)));

    /// <summary>In the middle of the width. For pictures and fixed widths; text has an alignment of its own.</summary>
    public Container AlignCenter() => Wrap(static child => new AlignedElement(child, HorizontalPlace.Center, Stretching.None));

    /// <summary>At the right edge.</summary>
    public Container AlignRight() => Wrap(static child => new AlignedElement(child, HorizontalPlace.Right, Stretching.None));

    /// <summary>In the middle of the height of its row.</summary>
    public Container AlignMiddle() => Wrap(static child => new AlignedElement(child, HorizontalPlace.Left, Stretching.Middle));

    /// <summary>At the foot of its row.</summary>
    public Container AlignBottom() => Wrap(static child => new AlignedElement(child, HorizontalPlace.Left, Stretching.Bottom));

    /// <summary>A fixed width, or less where there is less.</summary>
    public Container Width(float value) => Wrap(child => new ConstrainedElement(child, value, 0));

    /// <summary>At least this high.</summary>
    public Container MinHeight(float value) => Wrap(child => new ConstrainedElement(child, null, value));

    /// <summary>Not split over two pages where one can hold it.</summary>
    public Container ShowEntire() => Wrap(static child => new WholeElement(child));

    /// <summary>On the first page only; for headers and footers.</summary>
    public Container ShowOnce() => Wrap(static child => new OncePerDocumentElement(child, onFirst: true));

    /// <summary>On every page but the first; for headers and footers.</summary>
    public Container SkipOnce() => Wrap(static child => new OncePerDocumentElement(child, onFirst: false));

    /// <summary>What text inside looks like where it does not say otherwise.</summary>
    public Container DefaultTextStyle(Func<TextStyle, TextStyle> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var child = new Container(change(_style));
        _build = child.Build;
        return child;
    }

    /// <summary>One paragraph in one style.</summary>
    public SpanDescriptor Text(string text)
    {
        var descriptor = new TextDescriptor(_style);
        _build = descriptor.Build;
        return descriptor.Span(text);
    }

    /// <summary>One paragraph of several spans.</summary>
    public void Text(Action<TextDescriptor> content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var descriptor = new TextDescriptor(_style);
        content(descriptor);
        _build = descriptor.Build;
    }

    /// <summary>One thing under another.</summary>
    public void Column(Action<ColumnDescriptor> content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var descriptor = new ColumnDescriptor(_style);
        content(descriptor);
        _build = descriptor.Build;
    }

    /// <summary>One thing beside another.</summary>
    public void Row(Action<RowDescriptor> content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var descriptor = new RowDescriptor(_style);
        content(descriptor);
        _build = descriptor.Build;
    }

    /// <summary>A grid with a head that is repeated on every page.</summary>
    public void Table(Action<TableDescriptor> content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var descriptor = new TableDescriptor(_style);
        content(descriptor);
        _build = descriptor.Build;
    }

    /// <summary>A picture (PNG, JPEG, WebP) within a frame, its proportions kept.</summary>
    /// <exception cref="ArgumentException">The bytes cannot be read as a picture.</exception>
    public void Image(byte[] bytes, float width, float height)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        var element = CanvasElement.Image(bytes, width, height);
        _build = () => element;
    }

    /// <summary>A QR code of this text, drawn as shapes.</summary>
    public void QrCode(string text, float size)
    {
        var element = CanvasElement.QrCode(text, size);
        _build = () => element;
    }

    /// <summary>A drawing without text. The function is called more than once and gets width and height in points.</summary>
    public void Canvas(float height, Action<SKCanvas, float, float> draw) => _build = () => new CanvasElement(null, height, draw);

    /// <summary>A square drawing with short texts in it, each in the middle of its place.</summary>
    public void Chart(float size, Action<SKCanvas> draw, IReadOnlyList<ChartText> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var style = _style;
        _build = () => new ChartElement(size, draw, [.. texts.Select(text => (text, (Element)new TextElement(
            [new TextSpan(text.Text, style with { Size = text.Size, Bold = text.Bold, Color = text.Color, LineHeight = 1.3f }, null, PageField.None)],
            style with { Size = text.Size, LineHeight = 1.3f },
            TextAlignment.Center)))]);
    }

    /// <summary>A horizontal rule.</summary>
    public void LineHorizontal(float thickness, string color) => Canvas(thickness, (canvas, width, height) =>
    {
        using var paint = new SKPaint { Color = SKColor.Parse(color) };
        canvas.DrawRect(0, 0, width, height, paint);
    });

    /// <summary>The following starts on a new page. Directly in a column only.</summary>
    public void PageBreak() => _build = static () => new PageBreakElement();

    private Container Wrap(Func<Element, Element> wrap)
    {
        var child = new Container(_style);
        _build = () => child.Build() is { } element ? wrap(element) : null;
        return child;
    }
}

/// <summary>A text in a chart.</summary>
/// <param name="X">Its middle, in points from the left.</param>
/// <param name="Y">Its middle, in points from the top.</param>
/// <param name="Text">One short line.</param>
/// <param name="Size">Size in points.</param>
/// <param name="Bold">Bold face.</param>
/// <param name="Color">#RRGGBB.</param>
public sealed record ChartText(float X, float Y, string Text, float Size, bool Bold, string Color);

/// <summary>The parts of a paragraph.</summary>
public sealed class TextDescriptor
{
    private readonly List<SpanDescriptor> _spans = [];
    private readonly TextStyle _style;

    internal TextDescriptor(TextStyle style) => _style = style;

    internal TextAlignment Alignment { get; set; }

    /// <summary>Lines in the middle.</summary>
    public void AlignCenter() => Alignment = TextAlignment.Center;

    /// <summary>Lines at the right edge.</summary>
    public void AlignRight() => Alignment = TextAlignment.Right;

    /// <summary>Lines stretched to both edges.</summary>
    public void Justify() => Alignment = TextAlignment.Justify;

    /// <summary>Adds text.</summary>
    public SpanDescriptor Span(string text) => Add(new SpanDescriptor(this, text, _style, PageField.None));

    /// <summary>Adds the number of the page; in headers and footers.</summary>
    public SpanDescriptor CurrentPageNumber() => Add(new SpanDescriptor(this, "", _style, PageField.Current));

    /// <summary>Adds the number of pages; in headers and footers.</summary>
    public SpanDescriptor TotalPages() => Add(new SpanDescriptor(this, "", _style, PageField.Total));

    internal Element Build() => new TextElement([.. _spans.Select(static span => span.Build())], _spans.Count > 0 ? _spans[0].Style : _style, Alignment);

    private SpanDescriptor Add(SpanDescriptor span)
    {
        _spans.Add(span);
        return span;
    }
}

/// <summary>The look of one part of a paragraph.</summary>
public sealed class SpanDescriptor
{
    private readonly TextDescriptor _owner;
    private readonly string _text;
    private readonly PageField _field;
    private Footnote? _note;

    internal SpanDescriptor(TextDescriptor owner, string text, TextStyle style, PageField field)
    {
        ArgumentNullException.ThrowIfNull(text);
        (_owner, _text, Style, _field) = (owner, text, style, field);
    }

    internal TextStyle Style { get; private set; }

    /// <summary>Bold face.</summary>
    public SpanDescriptor Bold() => With(Style with { Bold = true });

    /// <summary>Size in points.</summary>
    public SpanDescriptor FontSize(float value) => With(Style with { Size = value });

    /// <summary>#RRGGBB.</summary>
    public SpanDescriptor FontColor(string value) => With(Style with { Color = value });

    /// <summary>Distance of lines as a multiple of the size.</summary>
    public SpanDescriptor LineHeight(float value) => With(Style with { LineHeight = value });

    /// <summary>Extra space after each character, in points.</summary>
    public SpanDescriptor LetterSpacing(float value) => With(Style with { LetterSpacing = value });

    /// <summary>Raised and small.</summary>
    public SpanDescriptor Superscript() => With(Style with { Superscript = true });

    /// <summary>Leads to this address.</summary>
    public SpanDescriptor Hyperlink(string url) => With(Style with { Link = url });

    /// <summary>Prints a note at the foot of the page on which this span ends.</summary>
    public SpanDescriptor Footnote(Footnote note)
    {
        _note = note;
        return this;
    }

    /// <summary>Lines of the whole paragraph in the middle.</summary>
    public SpanDescriptor AlignCenter()
    {
        _owner.AlignCenter();
        return this;
    }

    /// <summary>Lines of the whole paragraph at the right edge.</summary>
    public SpanDescriptor AlignRight()
    {
        _owner.AlignRight();
        return this;
    }

    /// <summary>Lines of the whole paragraph stretched to both edges.</summary>
    public SpanDescriptor Justify()
    {
        _owner.Justify();
        return this;
    }

    internal TextSpan Build() => new(_text, Style, _note, _field);

    private SpanDescriptor With(TextStyle style)
    {
        Style = style;
        return this;
    }
}

/// <summary>Things one under another.</summary>
public sealed class ColumnDescriptor
{
    private readonly List<(Container Container, bool KeepWithNext)> _items = [];
    private readonly TextStyle _style;
    private float _spacing;

    internal ColumnDescriptor(TextStyle style) => _style = style;

    /// <summary>Space between items, in points.</summary>
    public void Spacing(float value) => _spacing = value;

    /// <summary>Adds an item. A heading is kept with the item after it.</summary>
    public Container Item(bool keepWithNext = false)
    {
        var container = new Container(_style);
        _items.Add((container, keepWithNext));
        return container;
    }

    internal Element Build()
    {
        var items = new List<ColumnItem>();
        foreach (var (container, keep) in _items)
        {
            if (container.Build() is { } element)
                items.Add(new ColumnItem(element, keep));
        }

        return new ColumnElement(items, _spacing);
    }
}

/// <summary>Things one beside another.</summary>
public sealed class RowDescriptor
{
    private readonly List<(Container Container, float Constant, float Relative)> _items = [];
    private readonly TextStyle _style;
    private float _spacing;

    internal RowDescriptor(TextStyle style) => _style = style;

    /// <summary>Space between items, in points.</summary>
    public void Spacing(float value) => _spacing = value;

    /// <summary>An item of this width in points.</summary>
    public Container ConstantItem(float width) => Add(width, 0);

    /// <summary>An item with a share of the width that is left.</summary>
    public Container RelativeItem(float share = 1) => Add(0, share);

    internal Element Build() =>
        new RowElement([.. _items.Select(static item => new RowItem(item.Container.Build(), item.Constant, item.Relative))], _spacing);

    private Container Add(float constant, float relative)
    {
        var container = new Container(_style);
        _items.Add((container, constant, relative));
        return container;
    }
}

/// <summary>A grid. Cells are added row by row.</summary>
public sealed class TableDescriptor
{
    private readonly List<(float Constant, float Relative)> _columns = [];
    private readonly List<(Container Container, int Span)> _head = [];
    private readonly List<(Container Container, int Span)> _cells = [];
    private readonly Dictionary<int, Decoration> _rules = [];
    private readonly TextStyle _style;
    private float _spacing;

    internal TableDescriptor(TextStyle style) => _style = style;

    /// <summary>Space between columns, in points.</summary>
    public void ColumnSpacing(float value) => _spacing = value;

    /// <summary>A column of this width in points.</summary>
    public void ConstantColumn(float width) => _columns.Add((width, 0));

    /// <summary>A column with a share of the width that is left.</summary>
    public void RelativeColumn(float share = 1) => _columns.Add((0, share));

    /// <summary>Adds a cell to the head, which is repeated on every page.</summary>
    public Container HeaderCell(int columnSpan = 1) => Add(_head, columnSpan);

    /// <summary>Adds a cell.</summary>
    public Container Cell(int columnSpan = 1) => Add(_cells, columnSpan);

    /// <summary>Draws a line over the row that begins with the next cell.</summary>
    public void Rule(float thickness, string color) => _rules[_cells.Count] = new Decoration(BorderColor: color, Top: thickness);

    internal Element Build() => new TableElement(Rows(_head, []), Rows(_cells, _rules));

    private Container Add(List<(Container Container, int Span)> cells, int columnSpan)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columnSpan);
        var container = new Container(_style);
        cells.Add((container, columnSpan));
        return container;
    }

    private List<Element> Rows(List<(Container Container, int Span)> cells, Dictionary<int, Decoration> rules)
    {
        var rows = new List<Element>();
        var row = new List<RowItem>();
        var column = 0;
        Decoration? rule = null;
        for (var i = 0; i < cells.Count; i++)
        {
            var (container, span) = cells[i];
            if (column == 0)
                rule = rules.GetValueOrDefault(i);
            var (constant, relative) = (_spacing * (span - 1), 0f);
            foreach (var (columnConstant, columnRelative) in _columns.Skip(column).Take(span))
                (constant, relative) = (constant + columnConstant, relative + columnRelative);
            row.Add(new RowItem(container.Build(), constant, relative));
            column += span;
            if (column < _columns.Count)
                continue;
            Close();
            row.Clear();
            column = 0;
        }

        if (row.Count > 0)
        {
            // A last row that is not full keeps its columns where they are.
            foreach (var (constant, relative) in _columns.Skip(column))
                row.Add(new RowItem(null, constant, relative));
            Close();
        }

        return rows;

        // Where rows are ruled, one without a rule belongs to the row above it and stays with it.
        void Close()
        {
            Element element = new RowElement([.. row], _spacing);
            if (rule is not null)
                rows.Add(new DecoratedElement(element, rule));
            else if (rules.Count > 0 && rows.Count > 0)
                rows[^1] = new WholeElement(new ColumnElement([new ColumnItem(rows[^1]), new ColumnItem(element)], 0));
            else
                rows.Add(element);
        }
    }
}
