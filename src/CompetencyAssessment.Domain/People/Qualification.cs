using System.Globalization;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.People;

/// <summary>What a qualification is: for which unit and part, by which proof, and when it is in force.</summary>
public sealed record QualificationTerms
{
    public required Guid UnitId { get; init; }

    public required JudgingKind Kind { get; init; }

    /// <summary>What proves it, e.g. 職能評量人員訓練結業.</summary>
    public required string Title { get; init; }

    /// <summary>Who issued the proof.</summary>
    public required string Issuer { get; init; }

    /// <summary>Its number, or where it is kept.</summary>
    public string? Proof { get; init; }

    public required DateOnly ValidFrom { get; init; }

    /// <summary>Last day; null where it does not expire.</summary>
    public DateOnly? ValidUntil { get; init; }
}

/// <summary>資格: lets a person assess against a unit, or verify decisions on it, as long as it is in force.</summary>
public sealed class Qualification : Entity
{
    private readonly List<QualificationProof> _proofs = [];

    private Qualification()
    {
    }

    /// <exception cref="DomainException"><c>qualification.dates</c></exception>
    public Qualification(Guid id, Person person, QualificationTerms terms, DateTime now)
    {
        if (terms.ValidUntil < terms.ValidFrom)
        {
            throw new DomainException("qualification.dates");
        }

        (Id, CentreId, PersonId, RecordedAt) = (id, person.CentreId, person.Id, now);
        (UnitId, Kind, Title, Issuer, Proof, ValidFrom, ValidUntil) = (terms.UnitId, terms.Kind, terms.Title, terms.Issuer, terms.Proof, terms.ValidFrom, terms.ValidUntil);
        Note(AuditFact.Of(
            CentreId, "qualification.recorded", id, ("person", PersonId.ToString()), ("unit", UnitId.ToString()), ("kind", Kind.ToString()), ("from", Text(ValidFrom)), ("until", Text(ValidUntil))));
    }

    public Guid CentreId { get; private set; }

    public Guid PersonId { get; private set; }

    public Guid UnitId { get; private set; }

    public JudgingKind Kind { get; private set; }

    public string Title { get; private set; } = "";

    public string Issuer { get; private set; } = "";

    public string? Proof { get; private set; }

    public DateOnly ValidFrom { get; private set; }

    public DateOnly? ValidUntil { get; private set; }

    public DateTime RecordedAt { get; private set; }

    public DateTime? WithdrawnAt { get; private set; }

    public string? WithdrawalReason { get; private set; }

    /// <summary>Files that prove it, as they were added; the latest counts, and earlier ones stay as history.</summary>
    public IReadOnlyList<QualificationProof> Proofs => _proofs;

    public QualificationProof? CurrentProof => _proofs.MaxBy(p => p.AddedAt);

    public bool IsInForce(DateOnly today) => WithdrawnAt is null && ValidFrom <= today && !(ValidUntil < today);

    /// <summary>Adds a file that proves it; it takes the place of the one before.</summary>
    /// <exception cref="DomainException"><c>qualification.withdrawn</c></exception>
    public QualificationProof AddProof(Guid id, StoredFile file, string fileName, Guid byPerson, DateTime now)
    {
        if (WithdrawnAt is not null)
        {
            throw new DomainException("qualification.withdrawn");
        }

        var proof = new QualificationProof(id, Id, file.Id, fileName, byPerson, now);
        _proofs.Add(proof);
        Note(AuditFact.Of(CentreId, "qualification.proof-added", id, ("qualification", Id.ToString()), ("person", PersonId.ToString()), ("sha256", Convert.ToHexStringLower(file.Sha256))));
        return proof;
    }

    /// <summary>It counts no longer; the row stays, with the reason.</summary>
    /// <exception cref="DomainException"><c>qualification.withdrawn</c>, <c>reason.missing</c></exception>
    public void Withdraw(string reason, DateTime now)
    {
        if (WithdrawnAt is not null)
        {
            throw new DomainException("qualification.withdrawn");
        }

        DomainException.DemandReason(reason);
        (WithdrawnAt, WithdrawalReason) = (now, reason);
        Note(AuditFact.Of(CentreId, "qualification.withdrawn", Id, ("person", PersonId.ToString())));
    }

    private static string Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}

/// <summary>證明文件: a file that proves a qualification; never changed.</summary>
public sealed class QualificationProof
{
    private QualificationProof()
    {
    }

    internal QualificationProof(Guid id, Guid qualificationId, Guid fileId, string fileName, Guid addedById, DateTime now) =>
        (Id, QualificationId, FileId, FileName, AddedById, AddedAt) = (id, qualificationId, fileId, fileName, addedById, now);

    public Guid Id { get; private set; }

    public Guid QualificationId { get; private set; }

    public Guid FileId { get; private set; }

    /// <summary>The name it had with whoever added it.</summary>
    public string FileName { get; private set; } = "";

    public Guid AddedById { get; private set; }

    public DateTime AddedAt { get; private set; }
}
