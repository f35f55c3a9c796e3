using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain.People;

/// <summary>A person known to the centre. Apart from the sign-in account, which not everybody has.</summary>
public sealed class Person : Entity
{
    private Person()
    {
    }

    public Person(Guid id, Guid centreId, string nameZh, string? nameLatin, string? candidateNumber, DateTime now)
    {
        Id = id;
        CentreId = centreId;
        NameZh = nameZh;
        NameLatin = nameLatin;
        CandidateNumber = candidateNumber;
        CreatedAt = now;
        Note(AuditFact.Of(centreId, "person.created", id));
    }

    public Guid CentreId { get; private set; }

    /// <summary>Name in Chinese; the Latin name where there is none in Chinese.</summary>
    public string NameZh { get; private set; } = "";

    public string? NameLatin { get; private set; }

    /// <summary>The centre's own number for a candidate.</summary>
    public string? CandidateNumber { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public string NameIn(string culture) => culture.StartsWith("en", StringComparison.OrdinalIgnoreCase) && NameLatin is { Length: > 0 } ? NameLatin : NameZh;

    public void Rename(string nameZh, string? nameLatin, string? candidateNumber)
    {
        (NameZh, NameLatin, CandidateNumber) = (nameZh, nameLatin, candidateNumber);
        Note(AuditFact.Of(CentreId, "person.renamed", Id));
    }

    /// <summary>A change of roles, by the account that was given or lost them. Nobody gives themselves a role.</summary>
    /// <exception cref="DomainException"><c>role.own</c></exception>
    public void ChangeRoles(Guid byPersonId, IReadOnlyCollection<string> added, IReadOnlyCollection<string> removed)
    {
        if (byPersonId == Id && added.Count > 0)
        {
            throw new DomainException("role.own");
        }

        foreach (var role in added)
        {
            Note(AuditFact.Of(CentreId, "role.given", Id, ("role", role)));
        }

        foreach (var role in removed)
        {
            Note(AuditFact.Of(CentreId, "role.taken", Id, ("role", role)));
        }
    }

    /// <summary>Something about the account that the audit trail tells: made, link handed out, password set, barred.</summary>
    public void NoteAccount(string what) => Note(AuditFact.Of(CentreId, $"account.{what}", Id));
}
