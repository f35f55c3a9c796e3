using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace CompetencyAssessment.Data.Import;

/// <summary>A fault of a file: where, as a JSON pointer, and what is wrong there.</summary>
public sealed record ImportFault
{
    public ImportFault(string path, FaultReason reason)
    {
        Path = path;
        (Template, Args) = (reason.Template, reason.Args);
    }

    public string Path { get; }

    /// <summary>What is wrong, in English with places for <see cref="Args"/>: the key of its translation.</summary>
    public string Template { get; }

    public IReadOnlyList<object?> Args { get; }

    /// <summary>What is wrong, in English.</summary>
    public string Reason => string.Format(CultureInfo.InvariantCulture, Template, [.. Args]);

    public bool Equals(ImportFault? other) => other is not null && other.Path == Path && other.Reason == Reason;

    public override int GetHashCode() => HashCode.Combine(Path, Reason);
}

/// <summary>A noun among the values of a sentence: unlike codes and what a file says, it has a translation.</summary>
public sealed record FaultNoun(string Word)
{
    public override string ToString() => Word;
}

/// <summary>Takes an interpolated sentence apart into its template and its values, so that a screen can say it in another language.</summary>
[InterpolatedStringHandler]
public sealed class FaultReason
{
    private readonly StringBuilder _template;
    private readonly List<object?> _args;

    public FaultReason(int literalLength, int formattedCount) => (_template, _args) = (new StringBuilder(literalLength + (3 * formattedCount)), new List<object?>(formattedCount));

    public string Template => _template.ToString();

    public IReadOnlyList<object?> Args => _args;

    public static implicit operator FaultReason(string text) => FromString(text);

    public static FaultReason FromString(string text)
    {
        var reason = new FaultReason(text.Length, 0);
        reason.AppendLiteral(text);
        return reason;
    }

    /// <summary>From a template as <see cref="string.Format(string, object?[])"/> takes it.</summary>
    public static FaultReason Of(string template, params object?[] args)
    {
        var reason = new FaultReason(template.Length, args.Length);
        reason._template.Append(template);
        reason._args.AddRange(args);
        return reason;
    }

    public void AppendLiteral(string text) => _template.Append(text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

    public void AppendFormatted<T>(T value)
    {
        _template.Append('{').Append(_args.Count).Append('}');
        _args.Add(value);
    }
}

/// <summary>What an import did. With faults, nothing was changed.</summary>
/// <param name="Code">Code of the unit's version or of the scheme; empty where the file has none that can be read.</param>
/// <param name="Changed">Whether something was added.</param>
/// <param name="Faults">All that are found.</param>
/// <param name="Id">Id of the unit's version or of the scheme, where it is in the database now.</param>
public sealed record ImportResult(string Code, bool Changed, IReadOnlyList<ImportFault> Faults, Guid? Id = null)
{
    public bool Refused => Faults.Count > 0;
}
