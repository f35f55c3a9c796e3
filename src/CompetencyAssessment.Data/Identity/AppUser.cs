using Microsoft.AspNetCore.Identity;

namespace CompetencyAssessment.Data.Identity;

/// <summary>A sign-in account. The person stands apart: not everybody has an account.</summary>
public sealed class AppUser : IdentityUser<Guid>
{
    public Guid PersonId { get; set; }

    /// <summary>Language of the screens, <c>zh-TW</c> or <c>en</c>.</summary>
    public string Culture { get; set; } = "zh-TW";

    /// <summary>Version of the privacy notice acknowledged last; null before the first sign-in.</summary>
    public int? NoticeVersion { get; set; }

    /// <summary>A barred account cannot sign in and is signed out at once.</summary>
    public bool Barred { get; set; }

    /// <summary>When the latest sign-in session began, UTC.</summary>
    public DateTime? SignedInAt { get; set; }

    /// <summary>Up to when changes count as seen: when the session before the latest began, or when they were marked as seen; UTC.</summary>
    public DateTime? SeenUntil { get; set; }
}

/// <summary>The roles of the application.</summary>
public static class Roles
{
    public const string Candidate = "Candidate";

    public const string Assessor = "Assessor";

    /// <summary>覆核人員.</summary>
    public const string Verifier = "Verifier";

    public const string Administrator = "Administrator";

    /// <summary>品質主管: holds verification rules, overrides, misconduct and appeals, and looks at the audit trail.</summary>
    public const string QualityLead = "QualityLead";

    public static readonly IReadOnlyList<string> All = [Candidate, Assessor, Verifier, Administrator, QualityLead];
}

/// <summary>That a user acknowledged a version of the privacy notice; append-only.</summary>
public sealed class NoticeAcknowledgement
{
    public Guid UserId { get; init; }

    public int NoticeVersion { get; init; }

    public DateTime At { get; init; }
}

/// <summary>A view of an evidence version in one sign-in session; the audit trail tells it once.</summary>
public sealed class EvidenceView
{
    public Guid PersonId { get; init; }

    public Guid EvidenceVersionId { get; init; }

    /// <summary>Id of the sign-in session.</summary>
    public Guid SessionId { get; init; }

    public DateTime At { get; init; }
}

/// <summary>A sign-in session that its person ended; a cookie of it that somebody kept opens nothing. Pruned once such a cookie has expired.</summary>
public sealed class EndedSession
{
    public Guid SessionId { get; init; }

    public DateTime At { get; init; }
}

/// <summary>An answered POST with its client-made id: a repetition does nothing and gives the same answer.</summary>
public sealed class CommandLog
{
    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    public string Name { get; init; } = "";

    public int Status { get; init; }

    public string Answer { get; init; } = "";

    public DateTime At { get; init; }
}
