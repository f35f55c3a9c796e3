using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NJsonSchema;
using NJsonSchema.Validation;

namespace CompetencyAssessment.Data.Import;

/// <summary>Reads a unit's or a scheme's file against its JSON Schema, and writes the canonical form that is stored and hashed.</summary>
public static class DocumentFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        ReadCommentHandling = JsonCommentHandling.Disallow,
    };

    private static readonly JsonSerializerOptions FileOptions = new(Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true, NewLine = "\n" };

    /// <summary>Files that come with the project, e.g. <c>Units/BGM6R0925v2.json</c>.</summary>
    public static string Embedded(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Names of the units and schemes that come with the project.</summary>
    public static IEnumerable<string> EmbeddedNames(string folder) =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(n => n.StartsWith(folder + "/", StringComparison.Ordinal) && !n.EndsWith(".schema.json", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    public static string Canonical<T>(T document) => JsonSerializer.Serialize(document, Options);

    /// <summary>The document as a file that can be imported, elsewhere too: to be read, and without what is not there.</summary>
    public static string ToFile<T>(T document) => JsonSerializer.Serialize(document, FileOptions) + "\n";

    public static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("The document is empty.");

    public static byte[] HashOf(string canonical) => SHA256.HashData(Encoding.UTF8.GetBytes(canonical));

    /// <summary>Every fault against the schema, or the document.</summary>
    internal static async Task<(T? Document, IReadOnlyList<ImportFault> Faults)> ReadAsync<T>(string json, string schemaName, CancellationToken cancel)
        where T : class
    {
        try
        {
            using var _ = JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            var (line, column) = PlaceOf(e, json);
            return (null, [new ImportFault($"{line}:{column}", $"is not JSON at line {line}, column {column}")]);
        }

        var schema = await JsonSchema.FromJsonAsync(Embedded(schemaName), cancel);
        var faults = schema.Validate(json).SelectMany(Flatten).Distinct().ToList();

        // A text that is not there fails its pattern too; that is one thing to put right.
        var tooShort = faults.Where(f => f.Template.StartsWith(Words(ValidationErrorKind.StringTooShort), StringComparison.Ordinal)).Select(f => f.Path).ToHashSet();
        faults.RemoveAll(f => tooShort.Contains(f.Path) && f.Template.StartsWith(Words(ValidationErrorKind.PatternMismatch), StringComparison.Ordinal));
        if (faults.Count > 0)
        {
            return (null, faults);
        }

        try
        {
            return (Parse<T>(json), []);
        }
        catch (JsonException e)
        {
            return (null, [new ImportFault(e.Path ?? "", "does not fit the schema")]);
        }
    }

    /// <summary>Line and column from 1, in characters; the parser counts bytes.</summary>
    private static (long Line, int Column) PlaceOf(JsonException fault, string json)
    {
        var number = fault.LineNumber ?? 0;
        var line = Encoding.UTF8.GetBytes(json.Split('\n').ElementAtOrDefault((int)number) ?? "");
        return (number + 1, Encoding.UTF8.GetCharCount(line, 0, (int)Math.Min(fault.BytePositionInLine ?? 0, line.Length)) + 1);
    }

    private static IEnumerable<ImportFault> Flatten(ValidationError error) =>
        error is ChildSchemaValidationError child
            ? child.Errors.SelectMany(e => e.Value).SelectMany(Flatten)
            : [new ImportFault(error.Path ?? "#/", FaultReason.Of(Words(error.Kind) + (error.HasLineInfo ? " (line {0})" : ""), error.LineNumber, error.Kind))];

    /// <summary>What is wrong, for people who write such files.</summary>
    private static string Words(ValidationErrorKind kind) => kind switch
    {
        ValidationErrorKind.PropertyRequired => "is missing",
        ValidationErrorKind.NoAdditionalPropertiesAllowed => "is not known here",
        ValidationErrorKind.StringExpected => "must be a text",
        ValidationErrorKind.IntegerExpected => "must be a whole number",
        ValidationErrorKind.NumberExpected => "must be a number",
        ValidationErrorKind.BooleanExpected => "must be true or false",
        ValidationErrorKind.ObjectExpected => "must be an object in braces",
        ValidationErrorKind.ArrayExpected => "must be a list in square brackets",
        ValidationErrorKind.StringTooShort => "is too short",
        ValidationErrorKind.StringTooLong => "is too long",
        ValidationErrorKind.NumberTooSmall => "is too small",
        ValidationErrorKind.NumberTooBig => "is too large",
        ValidationErrorKind.TooFewItems or ValidationErrorKind.TooFewProperties => "has too few entries",
        ValidationErrorKind.TooManyItems or ValidationErrorKind.TooManyProperties => "has too many entries",
        ValidationErrorKind.ItemsNotUnique => "holds an entry more than once",
        ValidationErrorKind.PatternMismatch => "does not have the form that the schema asks for",
        ValidationErrorKind.NotInEnumeration => "is none of the values that the schema allows",
        ValidationErrorKind.UuidExpected or ValidationErrorKind.GuidExpected => "must be a UUID",
        _ => "does not fit the schema",
    };
}
