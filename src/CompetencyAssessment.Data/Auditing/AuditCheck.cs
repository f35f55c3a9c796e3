using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Data.Auditing;

/// <summary>
/// Checks the chains of the audit trail and the rows that they attest. It reads only, entry pages and one assessment's rows at a time,
/// and reports bad data instead of throwing; a lost database still throws.
/// </summary>
public sealed partial class AuditCheck(AppDbContext db, AuditKey key)
{
    private const int PageSize = 500;

    /// <summary>Checks every chain.</summary>
    /// <returns>Faults, those of one chain in the order of their entries; empty when all is well.</returns>
    public async Task<IReadOnlyList<AuditFault>> CheckAllAsync(CancellationToken cancel)
    {
        var faults = new List<AuditFault>();
        foreach (var stream in await StreamsAsync(cancel))
        {
            faults.AddRange(await CheckAsync(stream, cancel));
        }

        return faults;
    }

    /// <summary>Every chain that there is or should be: by owner rows, by entries without one, and by assessments.</summary>
    public async Task<IReadOnlyList<Guid>> StreamsAsync(CancellationToken cancel)
    {
        var streams = await db.AuditChains.AsNoTracking().Select(c => c.Id).ToListAsync(cancel);
        streams.AddRange(await db.AuditEntries.AsNoTracking().Select(e => e.StreamId).Distinct().Where(s => !db.AuditChains.Any(c => c.Id == s)).ToListAsync(cancel));
        streams.AddRange((await db.Assessments.AsNoTracking().Select(a => a.Id).ToListAsync(cancel)).Except(streams).ToList());
        return streams;
    }

    /// <summary>Checks one chain and the rows that it attests.</summary>
    public async Task<IReadOnlyList<AuditFault>> CheckAsync(Guid stream, CancellationToken cancel)
    {
        var faults = new Faults(stream);
        var attested = new Attested();
        await WalkAsync(stream, attested, faults, cancel);
        await RowsAsync(stream, attested, faults, cancel);
        return faults.InOrder();
    }

    private async Task WalkAsync(Guid stream, Attested attested, Faults faults, CancellationToken cancel)
    {
        long last = 0;
        byte[] hash = [];
        var size = PageSize;
        while (true)
        {
            List<AuditEntry> page;
            try
            {
                page = await db.AuditEntries.AsNoTracking().Where(e => e.StreamId == stream && e.Sequence > last).OrderBy(e => e.Sequence).Take(size).ToListAsync(cancel);
            }
            catch (Exception e) when (IsBadData(e))
            {
                if (size > 1)
                {
                    size = 1;
                    continue;
                }

                var next = await db.AuditEntries.Where(x => x.StreamId == stream && x.Sequence > last).MinAsync(x => x.Sequence, cancel);
                faults.Add(AuditFaultCodes.Entry, null, next);
                last = next;
                continue;
            }

            foreach (var entry in page)
            {
                if (entry.Sequence != last + 1)
                {
                    faults.Add(AuditFaultCodes.Gap, null, last + 1);
                }

                if (!entry.PreviousHash.AsSpan().SequenceEqual(hash))
                {
                    faults.Add(AuditFaultCodes.Link, entry.SubjectId, entry.Sequence);
                }

                if (entry.KeyId != key.KeyId)
                {
                    faults.Add(AuditFaultCodes.Key, entry.SubjectId, entry.Sequence);
                }
                else if (!CryptographicOperations.FixedTimeEquals(AuditTrail.HashOf(entry, key), entry.Hash))
                {
                    faults.Add(AuditFaultCodes.Hash, entry.SubjectId, entry.Sequence);
                }

                if (!attested.Take(entry))
                {
                    faults.Add(AuditFaultCodes.Entry, entry.SubjectId, entry.Sequence);
                }

                (last, hash) = (entry.Sequence, entry.Hash);
            }

            if (page.Count < size)
            {
                break;
            }
        }

        var owner = await db.AuditChains.AsNoTracking().SingleOrDefaultAsync(c => c.Id == stream, cancel);
        if (owner is null)
        {
            faults.Add(last == 0 ? AuditFaultCodes.NoChain : AuditFaultCodes.Owner, stream, last == 0 ? null : last);
        }
        else if (owner.LastSequence != last || !owner.LastHash.AsSpan().SequenceEqual(hash))
        {
            faults.Add(AuditFaultCodes.Tail, null, Math.Min(last, owner.LastSequence) + (owner.LastSequence == last ? 0 : 1));
        }
    }

    private async Task RowsAsync(Guid stream, Attested attested, Faults faults, CancellationToken cancel)
    {
        await StateAsync(stream, attested, faults, cancel);
        await AssignmentsAsync(stream, attested, faults, cancel);
        await RatingsAsync(stream, attested, faults, cancel);
        await JudgementsAsync(stream, attested, faults, cancel);
        await ReconciliationsAsync(stream, attested, faults, cancel);
        await EvidenceAsync(attested, faults, cancel);
        await CandidateAsync(stream, attested, faults, cancel);
        await PlanAsync(stream, attested, faults, cancel);
        await DecisionsAsync(stream, attested, faults, cancel);
        await VerificationsAsync(stream, attested, faults, cancel);
        await DocumentsAsync(stream, attested, faults, cancel);
        await DisputesAsync(stream, attested, faults, cancel);
        await AddedAsync(stream, attested, faults, cancel);
        if (await db.Centres.AnyAsync(c => c.Id == stream, cancel))
        {
            await CentreAsync(stream, attested, faults, cancel);
        }
    }

    private async Task StateAsync(Guid stream, Attested attested, Faults faults, CancellationToken cancel)
    {
        // As text: a state that is none would not come through the model.
        var state = await db.Database.SqlQuery<string>($"SELECT State AS Value FROM Assessments WHERE Id = {stream}").SingleOrDefaultAsync(cancel);
        if (attested.State is not { } told)
        {
            if (state is not null)
            {
                faults.Add(AuditFaultCodes.RowUnattested, stream);
            }

            return;
        }

        if (state is null)
        {
            faults.Add(AuditFaultCodes.RowMissing, stream, told.Sequence);
        }
        else if (state != told.Value
            || await db.Assessments.Where(a => a.Id == stream).Select(a => a.IsOpen).SingleAsync(cancel) != (Enum.TryParse<AssessmentState>(state, out var parsed) && parsed.IsOpen()))
        {
            faults.Add(AuditFaultCodes.RowChanged, stream, told.Sequence);
        }
    }

    private async Task AssignmentsAsync(Guid stream, Attested attested, Faults faults, CancellationToken cancel)
    {
        var rows = await ReadAsync(db.Set<AssessorAssignment>().AsNoTracking().Where(a => a.AssessmentId == stream), attested.Assignments, faults, cancel);
        Match(rows, r => r.Id, attested.Assignments, faults, (row, told) =>
            told.Value == row.PersonId.ToString() && attested.Ended.Contains(row.Id) == row.EndedAt is not null && attested.Finished.Contains(row.Id) == row.FinishedAt is not null);
    }

    private async Task RatingsAsync(Guid stream, Attested attested, Faults faults, CancellationToken cancel)
    {
        var current = (await ReadAsync(
            db.Ratings.AsNoTracking().Include(r => r.Methods).Include(r => r.Citations).Where(r => r.AssessmentId == stream), attested.LatestRevisions, faults, cancel))
            .ToDictionary(r => r.Id);
        var unreadable = faults.Subjects();
        foreach (var (rating, told) in attested.LatestRevisions)
        {
            if (!current.ContainsKey(rating) && !unreadable.Contains(rating))
            {
                faults.Add(AuditFaultCodes.RowMissing, rating, told.Sequence);
            }
        }

        var histories = new HashSet<Guid>();
        foreach (var rating in current.Values.Select(r => r.Id).Concat(attested.LatestRevisions.Keys).Distinct())
        {
            histories.Add(rating);
            await HistoryAsync(rating, current.GetValueOrDefault(rating), attested, faults, cancel);
        }

        foreach (var (revision, told) in attested.Revisions.Where(r => !r.Value.Seen))
        {
            faults.Add(AuditFaultCodes.RowMissing, revision, told.Sequence);
        }

        // A revision written beside the history of this assessment's ratings.
        foreach (var stray in await db.RatingRevisions.AsNoTracking().Where(r => r.AssessmentId == stream).Select(r => new { r.Id, r.RatingId }).ToListAsync(cancel))
        {
            if (!histories.Contains(stray.RatingId))
            {
                faults.Add(AuditFaultCodes.RowUnattested, stray.Id);
            }
        }
    }

    /// <summary>One rating's revisions against their entries, and the rating against the last of them.</summary>
    private async Task HistoryAsync(Guid rating, CriterionRating? current, Attested attested, Faults faults, CancellationToken cancel)
    {
        var told = attested.LatestRevisions.GetValueOrDefault(rating);
        var revisions = await ReadAsync(db.RatingRevisions.AsNoTracking().Where(r => r.RatingId == rating).OrderBy(r => r.Number), attested.LatestRevisions, faults, cancel);
        RatingFields? last = null;
        var needsConfirmation = false;
        foreach (var revision in revisions)
        {
            if (!attested.Revisions.TryGetValue(revision.Id, out var entry))
            {
                faults.Add(AuditFaultCodes.RowUnattested, revision.Id);
                continue;
            }

            entry.Seen = true;
            if (entry.Digest != Hex(SaltedDigest.Of(revision.Salt, revision.Content))
                || entry.Number != revision.Number.ToString(CultureInfo.InvariantCulture) || entry.Rating != rating)
            {
                faults.Add(AuditFaultCodes.RowChanged, revision.Id, entry.Sequence);
            }

            var fields = FieldsOf(revision.Content);
            needsConfirmation = entry.Action is "rating.taken-over" or "rating.moved"
                || (entry.Action == "rating.changed" && needsConfirmation && fields?.Level == last?.Level);
            last = fields;
        }

        if (current is null)
        {
            return;
        }

        if (told is null)
        {
            if (current.RevisionNo != 0 || current.Fields.ToJson() != new RatingFields().ToJson())
            {
                faults.Add(AuditFaultCodes.RowUnattested, rating);
            }
        }
        else if (current.Fields.ToJson() != last?.ToJson() || current.RevisionNo != told.Number || current.NeedsConfirmation != needsConfirmation)
        {
            faults.Add(AuditFaultCodes.RowChanged, rating, told.Sequence);
        }
    }

    /// <summary>Judgements as they stand, and each state that they had.</summary>
    private async Task JudgementsAsync(Guid stream, Attested attested, Faults faults, CancellationToken cancel)
    {
        static string Value(int number, byte[] salt, string text) => string.Create(CultureInfo.InvariantCulture, $"{number}|{Hex(SaltedDigest.Of(salt, text))}");
        var evidence = await ReadAsync(db.EvidenceJudgements.AsNoTracking().Where(j => j.AssessmentId == stream), attested.EvidenceJudged, faults, cancel);
        Match(evidence, r => r.Id, attested.EvidenceJudged, faults, (row, told) => told.Value == Value(row.RevisionNo, row.Salt, row.Fields.DigestText()), row => row.Salt.Length == 0);
        var requirements = await ReadAsync(db.SufficiencyJudgements.AsNoTracking().Where(j => j.AssessmentId == stream), attested.RequirementsJudged, faults, cancel);
        Match(requirements, r => r.Id, attested.RequirementsJudged, faults, (row, told) => told.Value == Value(row.RevisionNo, row.Salt, row.Fields.DigestText()), row => row.Salt.Length == 0);
        var revisions = await ReadAsync(db.JudgementRevisions.AsNoTracking().Where(r => r.AssessmentId == stream), attested.JudgementRevisions, faults, cancel);
        Match(revisions, r => r.Id, attested.JudgementRevisions, faults, (row, told) => told.Value == $"{row.JudgementId}|{Value(row.Number, row.Salt, row.DigestText())}");
    }

    /// <summary>What two assessors saw differently, and what they agreed on.</summary>
    private async Task ReconciliationsAsync(Guid stream, Attested attested, Faults faults, CancellationToken cancel)
    {
        var rows = await ReadAsync(db.Reconciliations.AsNoTracking().Include(r => r.Differences).Where(r => r.AssessmentId == stream), attested.Reconciliations, faults, cancel);
        Match(rows, r => r.Id, attested.Reconciliations, faults, (row, told) => row.ConfirmedAt is null || told.Value.Length > 0);
        Match(rows.SelectMany(r => r.Differences), d => d.Id, attested.Differences, faults, (row, told) => told.Value == Hex(SaltedDigest.Of(row.Salt, row.DigestText())));
    }

    private async Task EvidenceAsync(Attested attested, Faults faults, CancellationToken cancel)
    {
        foreach (var ids in attested.Versions.Keys.Chunk(PageSize))
        {
            var rows = await db.EvidenceVersions.AsNoTracking().Where(v => ids.Contains(v.Id))
                .Join(db.StoredFiles, v => v.FileId, f => f.Id, (v, f) => new { v.Id, f.Sha256 }).ToDictionaryAsync(r => r.Id, cancel);
            foreach (var id in ids)
            {
                var told = attested.Versions[id];
                if (!rows.TryGetValue(id, out var row))
                {
                    faults.Add(AuditFaultCodes.RowMissing, id, told.Sequence);
                }
                else if (Hex(row.Sha256) != told.Value)
                {
                    faults.Add(AuditFaultCodes.RowChanged, id, told.Sequence);
                }
            }
        }

        // An upload that no entry tells of, among those of the pieces that this assessment knows.
        foreach (var items in attested.Items.Chunk(PageSize))
        {
            var versions = await db.EvidenceVersions.AsNoTracking().Where(v => items.Contains(v.EvidenceItemId)).Select(v => v.Id).ToListAsync(cancel);
            foreach (var version in versions.Where(v => !attested.Versions.ContainsKey(v)))
            {
                // A piece may be used in several assessments: another's chain may tell of the version.
                if (!await db.AuditEntries.AnyAsync(e => e.SubjectId == version && e.Action == "evidence.version-added", cancel))
                {
                    faults.Add(AuditFaultCodes.RowUnattested, version);
                }
            }
        }
    }

    /// <summary>What the candidate says: answers to what was sent back, and self-ratings, those kept with a round too.</summary>
    private async Task CandidateAsync(Guid stream, Attested attested, Faults faults, CancellationToken cancel)
    {
        var replies = await ReadAsync(db.ReturnReplies.AsNoTracking().Include(r => r.Evidence).Where(r => r.AssessmentId == stream), attested.Replies, faults, cancel);
        Match(replies, r => r.Id, attested.Replies, faults, (row, told) => told.Value == $"{Hex(SaltedDigest.Of(row.Salt, row.DigestText()))}|{row.RoundId}");
        var ratings = await ReadAsync(db.SelfRatings.AsNoTracking().Where(s => s.AssessmentId == stream), attested.SelfRatings, faults, cancel);
        Match(ratings, r => r.Id, attested.SelfRatings, faults, (row, told) => told.Value == Hex(SaltedDigest.Of(row.Salt, row.Fields.DigestText())));
        foreach (var kept in await db.Rounds.AsNoTracking().Where(r => r.AssessmentId == stream).SelectMany(r => r.SelfRatings).ToListAsync(cancel))
        {
            if (!attested.SelfRatingsEver.Contains((kept.SelfRatingId, Hex(SaltedDigest.Of(kept.Salt, kept.Fields.DigestText())))))
            {
                faults.Add(AuditFaultCodes.RowChanged, kept.SelfRatingId, attested.SelfRatings.GetValueOrDefault(kept.SelfRatingId)?.Sequence);
            }
        }
    }

    /// <summary>The versions of the plan, requests for more time, appointments, and adjustments; of the grounds of an adjustment no entry tells.</summary>
    private async Task PlanAsync(Guid stream, Attested attested, Faults faults, CancellationToken cancel)
    {
        var plans = await ReadAsync(db.PlanVersions.AsNoTracking().Where(p => p.AssessmentId == stream), attested.Plans, faults, cancel);
        Match(plans, p => p.Id, attested.Plans, faults, (row, told) => told.Value == Hex(SaltedDigest.Of(row.Salt, row.DigestText())));
        var extensions = await ReadAsync(db.DeadlineExtensions.AsNoTracking().Where(e => e.AssessmentId == stream), attested.Extensions, faults, cancel);
        Match(extensions, e => e.Id, attested.Extensions, faults, (row, told) => told.Value == Hex(SaltedDigest.Of(row.Salt, row.DigestText())));
        var appointments = await ReadAsync(db.Appointments.AsNoTracking().Where(a => a.AssessmentId == stream), attested.Appointments, faults, cancel);
        Match(appointments, a => a.Id, attested.Appointments, faults, (row, told) => told.Value == Hex(SaltedDigest.Of(row.Salt, row.DigestText())));
        await MeetingsAsync(stream, attested, faults, cancel);
        var adjustments = await ReadAsync(db.Adjustments.AsNoTracking().Where(a => a.AssessmentId == stream), attested.Adjustments, faults, cancel);
        Match(adjustments, a => a.Id, attested.Adjustments, faults, (row, told) => told.Value == Hex(SaltedDigest.Of(row.Salt, row.DigestText())));
    }

    /// <summary>Observations and questionings: how they went, all that was entered of those that have ended, and what was noted before a takeover.</summary>
    private async Task MeetingsAsync(Guid stream, Attested attested, Faults faults, CancellationToken cancel)
    {
        var meetings = await ReadAsync(db.Meetings.AsNoTracking().Where(m => m.AssessmentId == stream), attested.Meetings, faults, cancel);
        var items = meetings.Count == 0 ? [] : await db.ObservedItems.AsNoTracking().Where(i => db.Meetings.Any(m => m.Id == i.MeetingId && m.AssessmentId == stream)).ToListAsync(cancel);
        var questions = meetings.Count == 0 ? [] : await db.AskedQuestions.AsNoTracking().Where(q => db.Meetings.Any(m => m.Id == q.MeetingId && m.AssessmentId == stream)).ToListAsync(cancel);
        Match(meetings, m => m.Id, attested.Meetings, faults, (row, told) => told.Value == Hex(SaltedDigest.Of(row.Salt, row.DigestText()))
            && (row.State is not (MeetingState.Finished or MeetingState.BrokenOff) || attested.MeetingContents.GetValueOrDefault(row.Id) == Hex(SaltedDigest.Of(row.Salt, row.ContentText(items.Where(i => i.MeetingId == row.Id), questions.Where(q => q.MeetingId == row.Id))))));
        var takeovers = await ReadAsync(db.MeetingTakeovers.AsNoTracking().Where(t => db.Meetings.Any(m => m.Id == t.MeetingId && m.AssessmentId == stream)), attested.MeetingTakeovers, faults, cancel);
        Match(takeovers, t => t.Id, attested.MeetingTakeovers, faults, (row, told) => told.Value == row.Digest());
    }

    /// <summary>Reviews, appeals, objections to assessors, incidents, misconduct cases, and what the candidate asked to have carried over.</summary>
    private async Task DisputesAsync(Guid stream, Attested attested, Faults faults, CancellationToken cancel)
    {
        var reviews = await ReadAsync(db.ReviewRequests.AsNoTracking().Where(r => r.AssessmentId == stream), attested.Reviews, faults, cancel);
        Match(reviews, r => r.Id, attested.Reviews, faults, (row, told) => told.Value == Hex(SaltedDigest.Of(row.Salt, row.DigestText())));
        var appeals = await ReadAsync(db.Appeals.AsNoTracking().Where(a => a.AssessmentId == stream), attested.Appeals, faults, cancel);
        Match(appeals, a => a.Id, attested.Appeals, faults, (row, told) => told.Value == Hex(SaltedDigest.Of(row.Salt, row.DigestText())));
        var objections = await ReadAsync(db.AssessorObjections.AsNoTracking().Where(o => o.AssessmentId == stream), attested.Objections, faults, cancel);
        Match(objections, o => o.Id, attested.Objections, faults, (row, told) => told.Value == Hex(SaltedDigest.Of(row.Salt, row.DigestText())));
        var incidents = await ReadAsync(db.Incidents.AsNoTracking().Where(i => i.AssessmentId == stream), attested.Incidents, faults, cancel);
        Match(incidents, i => i.Id, attested.Incidents, faults, (row, told) => told.Value == Hex(SaltedDigest.Of(row.Salt, row.DigestText())));
        var cases = await ReadAsync(db.MisconductCases.AsNoTracking().Where(c => c.AssessmentId == stream), attested.Cases, faults, cancel);
        Match(cases, c => c.Id, attested.Cases, faults, (row, told) => told.Value == Hex(SaltedDigest.Of(row.Salt, row.DigestText())));
        var carried = await db.CarryOverRequests.AsNoTracking().Where(r => r.AssessmentId == stream).ToListAsync(cancel);
        Match(carried, r => r.Id, attested.CarryOvers, faults, (row, told) => told.Value == $"{row.CriterionId}|{row.RatingId}");
    }

    /// <summary>What assessors added, and third-party reports.</summary>
    private async Task AddedAsync(Guid stream, Attested attested, Faults faults, CancellationToken cancel)
    {
        var added = await ReadAsync(db.AssessorEvidence.AsNoTracking().Where(e => e.AssessmentId == stream), attested.Added, faults, cancel);
        Match(added, e => e.Id, attested.Added, faults, (row, told) =>
            told.Value == string.Create(CultureInfo.InvariantCulture, $"{row.EvidenceItemId}|{row.Number}|{row.Origin}") && attested.AddedWithdrawn.Contains(row.Id) == row.WithdrawnAt is not null);
        var reports = await ReadAsync(db.ThirdPartyReports.AsNoTracking().Where(r => r.AssessmentId == stream), attested.Reports, faults, cancel);
        Match(reports, r => r.Id, attested.Reports, faults, (row, told) => told.Value == Hex(SaltedDigest.Of(row.Salt, row.DigestText())));
    }

    private static void Match<T>(IEnumerable<T> rows, Func<T, Guid> id, Dictionary<Guid, Told> told, Faults faults, Func<T, Told, bool> same, Func<T, bool>? blank = null)
    {
        var seen = faults.Subjects();
        foreach (var row in rows)
        {
            seen.Add(id(row));
            if (told.TryGetValue(id(row), out var entry))
            {
                if (!same(row, entry))
                {
                    faults.Add(AuditFaultCodes.RowChanged, id(row), entry.Sequence);
                }
            }
            else if (blank?.Invoke(row) != true)
            {
                faults.Add(AuditFaultCodes.RowUnattested, id(row));
            }
        }

        foreach (var (missing, entry) in told.Where(t => !seen.Contains(t.Key)))
        {
            faults.Add(AuditFaultCodes.RowMissing, missing, entry.Sequence);
        }
    }

    /// <summary>Reads rows; where one of them cannot be read, finds out which.</summary>
    private static async Task<List<T>> ReadAsync<T, TTold>(IQueryable<T> rows, Dictionary<Guid, TTold> told, Faults faults, CancellationToken cancel)
        where T : class
        where TTold : Told
    {
        try
        {
            return await rows.ToListAsync(cancel);
        }
        catch (Exception e) when (IsBadData(e))
        {
            var readable = new List<T>();
            foreach (var id in await rows.Select(r => EF.Property<Guid>(r, "Id")).ToListAsync(cancel))
            {
                try
                {
                    readable.AddRange(await rows.Where(r => EF.Property<Guid>(r, "Id") == id).ToListAsync(cancel));
                }
                catch (Exception inner) when (IsBadData(inner))
                {
                    faults.Add(AuditFaultCodes.RowUnreadable, id, told.GetValueOrDefault(id)?.Sequence);
                }
            }

            return readable;
        }
    }

    private static RatingFields? FieldsOf(string content)
    {
        try
        {
            return JsonSerializer.Deserialize<RatingFields>(content, RatingFields.Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static bool IsBadData(Exception e) => e is FormatException or InvalidCastException or InvalidOperationException or OverflowException or ArgumentException;

    private sealed class Faults(Guid stream)
    {
        private readonly List<AuditFault> _faults = [];

        public void Add(string code, Guid? subject, long? sequence = null) => _faults.Add(new AuditFault(stream, sequence, code, subject));

        public HashSet<Guid> Subjects() => [.. _faults.Where(f => f.Code == AuditFaultCodes.RowUnreadable && f.Subject is not null).Select(f => f.Subject!.Value)];

        public IReadOnlyList<AuditFault> InOrder() => [.. _faults.OrderBy(f => f.Sequence ?? long.MaxValue)];
    }
}
