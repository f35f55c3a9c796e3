using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CompetencyAssessment.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Data.Auditing;

/// <summary>Writes facts to the end of their chains, inside the caller's transaction.</summary>
internal static class AuditTrail
{
    internal const int SchemaVersion = 1;

    private static readonly JsonSerializerOptions Canonical = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static async Task WriteAsync(AppDbContext db, IReadOnlyList<AuditFact> facts, AuditKey key, Guid? actor, DateTime now, CancellationToken cancel)
    {
        // In one order for everybody, so that two writers of the same chains cannot wait for each other. The updates take the rows' locks before the
        // read: two writers of one chain stand in line.
        var chains = facts.GroupBy(f => f.Stream).OrderBy(g => g.Key).Select(g => (g.Key, Count: g.Count(), Facts: g)).ToList();
        foreach (var (stream, count, _) in chains)
        {
            await db.RaiseOrInsertAsync(
                () => db.AuditChains.Where(c => c.Id == stream).ExecuteUpdateAsync(s => s.SetProperty(c => c.LastSequence, c => c.LastSequence + count), cancel),
                $"INSERT INTO AuditChains (Id, LastSequence, LastHash) VALUES ({stream}, {(long)count}, {Array.Empty<byte>()})",
                cancel);
        }

        var streams = chains.ConvertAll(c => c.Key);
        var owners = await db.AuditChains.AsNoTracking().Where(c => streams.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
        foreach (var (stream, count, chain) in chains)
        {
            var owner = owners[stream];
            var sequence = owner.LastSequence - count;
            var hash = owner.LastHash;
            foreach (var fact in chain)
            {
                var entry = Entry(fact, ++sequence, hash, key, actor, now);
                hash = entry.Hash;
                db.AuditEntries.Add(entry);
            }

            var last = hash;
            await db.AuditChains.Where(c => c.Id == stream).ExecuteUpdateAsync(s => s.SetProperty(c => c.LastHash, last), cancel);
        }
    }

    internal static byte[] HashOf(AuditEntry entry, AuditKey key)
    {
        using var data = new MemoryStream();
        data.Write(entry.StreamId.ToByteArray(bigEndian: true));
        WriteNumber(data, entry.Sequence);
        WriteNumber(data, entry.SchemaVersion);
        WriteNumber(data, entry.AtTicks);
        data.Write((entry.ActorId ?? Guid.Empty).ToByteArray(bigEndian: true));
        data.Write(entry.SubjectId.ToByteArray(bigEndian: true));
        WriteBytes(data, Encoding.UTF8.GetBytes(entry.Action));
        WriteBytes(data, entry.Payload);
        WriteBytes(data, entry.PreviousHash);
        return key.Sign(data.ToArray());
    }

    private static AuditEntry Entry(AuditFact fact, long sequence, byte[] previous, AuditKey key, Guid? actor, DateTime now)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(fact.Data, Canonical);
        var entry = Build([]);
        return Build(HashOf(entry, key));

        AuditEntry Build(byte[] hash) => new()
        {
            StreamId = fact.Stream,
            Sequence = sequence,
            SchemaVersion = SchemaVersion,
            AtTicks = now.Ticks,
            ActorId = actor,
            Action = fact.Action,
            SubjectId = fact.Subject,
            Payload = payload,
            PreviousHash = previous,
            Hash = hash,
            KeyId = key.KeyId,
        };
    }

    private static void WriteNumber(MemoryStream data, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        data.Write(bytes);
    }

    private static void WriteBytes(MemoryStream data, byte[] bytes)
    {
        WriteNumber(data, bytes.Length);
        data.Write(bytes);
    }
}
