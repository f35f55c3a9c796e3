using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.People;

/// <summary>The assessment centre. Assessments, numbers and documents belong to it.</summary>
public sealed class Centre : Entity
{
    private Centre()
    {
    }

    public Centre(Guid id, string name, string timeZone)
    {
        Id = id;
        Name = name;
        TimeZone = timeZone;
        RequiresQualifications = true;
    }

    public string Name { get; private set; } = "";

    public string? NameEn { get; private set; }

    public string Address { get; private set; } = "";

    public string? AddressEn { get; private set; }

    /// <summary>Telephone, mail or web address as printed on documents.</summary>
    public string Contact { get; private set; } = "";

    /// <summary>IANA name, e.g. <c>Asia/Taipei</c>; years of numbers and ends of days follow it.</summary>
    public string TimeZone { get; private set; } = "";

    /// <summary>The seal (印鑑) printed on documents, a PNG or JPEG.</summary>
    public Guid? SealFileId { get; private set; }

    /// <summary>
    /// Whether only people with a qualification in force take a part. A centre from before qualifications were kept begins without, and turns it on
    /// when it has recorded them; a new one begins with it.
    /// </summary>
    public bool RequiresQualifications { get; private set; }

    /// <summary>Why they are required, or no longer.</summary>
    public string? QualificationsReason { get; private set; }

    /// <summary>Of that reason; null before there is one.</summary>
    public byte[]? QualificationsSalt { get; private set; }

    public void Describe(string name, string? nameEn, string address, string? addressEn, string contact)
    {
        (Name, NameEn, Address, AddressEn, Contact) = (name, nameEn, address, addressEn, contact);
        Note(AuditFact.Of(Id, "centre.described", Id));
    }

    /// <summary>Says whether qualifications are required, with the reason; conflicts of interest count in any case.</summary>
    /// <exception cref="DomainException"><c>reason.missing</c></exception>
    public void RequireQualifications(bool required, string reason)
    {
        DomainException.DemandReason(reason, Assessments.RatingFields.TextLimit);
        if (RequiresQualifications != required)
        {
            (RequiresQualifications, QualificationsReason, QualificationsSalt) = (required, reason, SaltedDigest.NewSalt());
            Note(AuditFact.Of(
                Id, "centre.qualifications", Id, ("required", required ? "yes" : "no"), ("digest", Convert.ToHexStringLower(SaltedDigest.Of(QualificationsSalt, QualificationsDigestText())))));
        }
    }

    /// <summary>What the audit trail's digest is made of, once it was said whether qualifications are required.</summary>
    public string QualificationsDigestText() => $"{RequiresQualifications}\n{QualificationsReason}";

    public void SetSeal(Guid? fileId)
    {
        SealFileId = fileId;
        Note(AuditFact.Of(Id, "centre.seal-set", Id, ("file", fileId?.ToString() ?? "")));
    }
}
