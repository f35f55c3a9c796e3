using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace CompetencyAssessment.Web.Reading;

/// <summary>What a part of a file is; in JSON in lower case.</summary>
[JsonConverter(typeof(LowerCase<PartKind>))]
internal enum PartKind
{
    Page,
    Slide,
    Sheet,
    Text,
}

[JsonConverter(typeof(LowerCase<BlockType>))]
internal enum BlockType
{
    Heading,
    Paragraph,
    Item,
    Table,
    Notes,
}

/// <summary>A piece of running text, or a table.</summary>
internal sealed record TextBlock(BlockType Type)
{
    /// <summary>Of a heading, from 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Level { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<string>>? Rows { get; init; }
}

/// <summary>A cell of a sheet that is not empty.</summary>
internal sealed record TextCell(string Address, string Text);

internal sealed record TextRow(int Number, IReadOnlyList<TextCell> Cells);

/// <summary>A page, slide or sheet, or the whole of a running text. Numbers count from 1.</summary>
internal sealed record TextPart(PartKind Kind, int Number, string? Name, IReadOnlyList<TextBlock> Blocks)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Columns { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TextRow>? Rows { get; init; }

    [JsonIgnore]
    public bool IsEmpty => Blocks.Count == 0 && Rows is null or { Count: 0 };
}

/// <summary>What was read from a file, with its structure.</summary>
/// <param name="Cut">A limit was reached; the rest of the file was left out.</param>
/// <param name="Parts">In reading order; a page without text is left out.</param>
internal sealed record DocumentText(bool Cut, IReadOnlyList<TextPart> Parts)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    [JsonIgnore]
    public bool IsEmpty => Parts.All(p => p.IsEmpty);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <exception cref="JsonException">The bytes are not what <see cref="ToJson"/> writes.</exception>
    public static DocumentText FromJson(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<DocumentText>(json, Json) ?? throw new JsonException("null");
}

internal sealed class LowerCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
