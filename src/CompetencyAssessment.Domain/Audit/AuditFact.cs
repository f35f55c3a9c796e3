using System.Security.Cryptography;
using System.Text;

namespace CompetencyAssessment.Domain.Audit;

/// <summary>
/// Something that happened, told in identifiers, codes and digests only: never in a person's words or data,
/// so that erasing a person breaks no chain.
/// </summary>
/// <param name="Stream">The assessment, or the centre, in whose chain it stands.</param>
/// <param name="Action">What happened, e.g. <c>assessment.submitted</c>.</param>
/// <param name="Subject">The row that it is about.</param>
/// <param name="Data">Further identifiers, codes and digests.</param>
public sealed record AuditFact(Guid Stream, string Action, Guid Subject, IReadOnlyDictionary<string, string> Data)
{
    public static AuditFact Of(Guid stream, string action, Guid subject, params (string Key, string Value)[] data) =>
        new(stream, action, subject, new SortedDictionary<string, string>(data.ToDictionary(d => d.Key, d => d.Value), StringComparer.Ordinal));
}

/// <summary>A salted SHA-256 of personal content; without the salt, which is erased with the content, it tells nothing.</summary>
public static class SaltedDigest
{
    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(16);

    public static byte[] Of(byte[] salt, string content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(salt);
        hash.AppendData(Encoding.UTF8.GetBytes(content));
        return hash.GetHashAndReset();
    }
}
