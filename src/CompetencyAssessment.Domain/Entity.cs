using CompetencyAssessment.Domain.Audit;

namespace CompetencyAssessment.Domain;

/// <summary>Makes the next client-side key, in an order that the database provider likes.</summary>
public delegate Guid NewKey();

/// <summary>An entity with a client-made key and a version that the database context raises with every change.</summary>
public abstract class Entity
{
    private List<AuditFact>? _facts;

    public Guid Id { get; protected init; }

    /// <summary>Concurrency token; set by the context, never by a verb.</summary>
    public int Version { get; private set; }

    /// <summary>Leaves a fact for the audit trail; the context writes it in the transaction that saves the change.</summary>
    protected void Note(AuditFact fact) => (_facts ??= []).Add(fact);

    /// <summary>Hands over the facts noted since the last call.</summary>
    public IReadOnlyList<AuditFact> TakeFacts()
    {
        var facts = _facts;
        _facts = null;
        return facts ?? (IReadOnlyList<AuditFact>)[];
    }
}
