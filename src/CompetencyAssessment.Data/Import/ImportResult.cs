namespace CompetencyAssessment.Data.Import;

/// <summary>A fault of a file: where, as a JSON pointer, and what is wrong there.</summary>
public sealed record ImportFault(string Path, string Reason);

/// <summary>What an import did. With faults, nothing was changed.</summary>
public sealed record ImportResult(string Code, bool Changed, IReadOnlyList<ImportFault> Faults)
{
    public bool Refused => Faults.Count > 0;
}
