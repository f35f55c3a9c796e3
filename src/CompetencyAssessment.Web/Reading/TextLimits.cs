namespace CompetencyAssessment.Web.Reading;

/// <summary>How much of a file is read. What lies beyond is left out, and the text says so.</summary>
internal sealed record TextLimits
{
    /// <summary>Bytes that come out of an archive, all entries together; more is a bomb and fails.</summary>
    public long ExpandedBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Entries of an archive; more fails.</summary>
    public int Entries { get; init; } = 20_000;

    /// <summary>Pages, slides or sheets.</summary>
    public int Parts { get; init; } = 1_000;

    public int Characters { get; init; } = 2_000_000;

    /// <summary>Cells of sheets and tables.</summary>
    public int Cells { get; init; } = 200_000;

    public int Blocks { get; init; } = 100_000;

    /// <summary>Shared strings of a workbook.</summary>
    public int SharedStrings { get; init; } = 500_000;

    public int CellCharacters { get; init; } = 8_000;
}

/// <summary>The file is not what its type says, or is made to do harm; reading it again gives the same.</summary>
internal sealed class UnreadableException : Exception
{
    public UnreadableException(string message)
        : base(message)
    {
    }

    public UnreadableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

/// <summary>Collects parts within the limits. A limit ends the reading by <see cref="LimitException"/>; what was collected stays.</summary>
internal sealed class TextCollector(TextLimits limits, CancellationToken cancel)
{
    private readonly List<TextPart> _parts = [];
    private List<TextBlock> _blocks = [];
    private List<TextRow> _rows = [];
    private int _characters;
    private int _cells;
    private int _blockCount;
    private (PartKind Kind, int Number, string? Name)? _open;

    public TextLimits Limits => limits;

    public CancellationToken Cancel => cancel;

    public bool IsCut { get; private set; }

    /// <summary>Begins a part and ends the one before it.</summary>
    public void Begin(PartKind kind, int number, string? name = null)
    {
        cancel.ThrowIfCancellationRequested();
        End();
        if (_parts.Count >= limits.Parts)
        {
            throw new LimitException();
        }

        _open = (kind, number, Clean(name));
    }

    public void Rename(string? name)
    {
        if (_open is { } open && Clean(name) is { } clean)
        {
            _open = open with { Name = Charge(clean) };
        }
    }

    public void Add(BlockType type, string text, int? level = null)
    {
        cancel.ThrowIfCancellationRequested();
        if (Clean(text) is not { } clean)
        {
            return;
        }

        CountBlock();
        _blocks.Add(new TextBlock(type) { Text = Charge(clean), Level = level });
    }

    public void AddTable(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        cancel.ThrowIfCancellationRequested();
        if (rows.All(r => r.All(string.IsNullOrWhiteSpace)))
        {
            return;
        }

        CountBlock();
        var kept = new List<IReadOnlyList<string>>();
        _blocks.Add(new TextBlock(BlockType.Table) { Rows = kept });
        foreach (var row in rows)
        {
            CountCells(row.Count);
            kept.Add([.. row.Select(c => Charge(Clean(c) ?? ""))]);
        }
    }

    /// <summary>Adds a row of a sheet; empty cells are left out.</summary>
    public void AddRow(int number, IEnumerable<(int Column, string Text)> cells)
    {
        cancel.ThrowIfCancellationRequested();
        var kept = new List<TextCell>();
        foreach (var (column, text) in cells)
        {
            if (Clean(text) is not { } clean)
            {
                continue;
            }

            CountCells(1);
            if (clean.Length > limits.CellCharacters)
            {
                clean = Shorten(clean, limits.CellCharacters);
                IsCut = true;
            }

            kept.Add(new TextCell(CellAddress.Of(column, number), Charge(clean)));
        }

        if (kept.Count > 0)
        {
            _rows.Add(new TextRow(number, kept));
        }
    }

    /// <summary>Runs a reader to its end or to a limit.</summary>
    public DocumentText Collect(Action<TextCollector> read)
    {
        try
        {
            read(this);
        }
        catch (LimitException)
        {
            IsCut = true;
        }

        End();
        return new DocumentText(IsCut, _parts);
    }

    private void End()
    {
        if (_open is { } open && (_blocks.Count > 0 || _rows.Count > 0))
        {
            _parts.Add(new TextPart(open.Kind, open.Number, open.Name, _blocks)
            {
                Rows = open.Kind == PartKind.Sheet ? _rows : null,
                Columns = open.Kind == PartKind.Sheet ? CellAddress.Columns(_rows) : null,
            });
        }

        (_open, _blocks, _rows) = (null, [], []);
    }

    private void CountBlock()
    {
        if (++_blockCount > limits.Blocks)
        {
            throw new LimitException();
        }
    }

    private void CountCells(int count)
    {
        if ((_cells += count) > limits.Cells)
        {
            throw new LimitException();
        }
    }

    private string Charge(string text)
    {
        if ((_characters += text.Length) > limits.Characters)
        {
            throw new LimitException();
        }

        return text;
    }

    /// <summary>Without control characters, halves of surrogate pairs and blanks at the ends; null where nothing is left.</summary>
    private static string? Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var clean = text.AsSpan().ContainsAnyInRange('\0', '\u001f') || text.AsSpan().ContainsAnyInRange('\ud800', '\udfff') || text.AsSpan().ContainsAny('\ufffe', '\uffff', '\u007f')
            ? string.Concat(text.EnumerateRunes().Where(r => r.Value is '\n' or '\t' || !(System.Text.Rune.IsControl(r) || r.Value is 0xFFFE or 0xFFFF)).Select(r => r.ToString()))
            : text;
        clean = clean.Trim();
        return clean.Length == 0 ? null : clean;
    }

    private static string Shorten(string text, int length) => text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + "…";

    private sealed class LimitException : Exception;
}

/// <summary>Addresses such as <c>B12</c>.</summary>
internal static class CellAddress
{
    /// <summary>As many columns as a sheet can have.</summary>
    public const int LastColumn = 16_384;

    private const int ShownWithoutGaps = 100;

    /// <summary>Column from 1.</summary>
    public static string Column(int column)
    {
        var name = "";
        for (; column > 0; column = (column - 1) / 26)
        {
            name = (char)('A' + (column - 1) % 26) + name;
        }

        return name;
    }

    public static string Of(int column, int row) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Column(column)}{row}");

    /// <summary>The column of an address; 0 where it is none.</summary>
    public static int ColumnOf(string address)
    {
        var column = 0;
        foreach (var c in address.TakeWhile(char.IsAsciiLetter))
        {
            column = column * 26 + (char.ToUpperInvariant(c) - 'A' + 1);
            if (column > LastColumn)
            {
                return 0;
            }
        }

        return column;
    }

    /// <summary>All columns up to the last one used; where that is far out, only those in use.</summary>
    public static IReadOnlyList<string> Columns(IReadOnlyList<TextRow> rows)
    {
        var used = rows.SelectMany(r => r.Cells).Select(c => ColumnOf(c.Address)).ToHashSet();
        var last = used.Count == 0 ? 0 : used.Max();
        return [.. (last <= ShownWithoutGaps ? Enumerable.Range(1, last) : used.Order()).Select(Column)];
    }
}
