using CompetencyAssessment.Data.Auditing;
using CompetencyAssessment.Data.Import;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Tests.Data;

/// <summary>Tampering by plain SQL is found, and the entry and the row are named.</summary>
public sealed class AuditCheckTests
{
    [Fact]
    public async Task Check_OfAWholeStory_FindsNothing()
    {
        await using var database = await Database.CreateAsync();
        var story = await FinishedAsync(database);
        Assert.Equal([], await database.CheckAsync());
        Assert.True(await database.UseAsync(db => db.AuditEntries.CountAsync(e => e.StreamId == story.Assessment)) > 30);
    }

    [Fact]
    public async Task Check_OfALongChain_GoesOnPageByPage()
    {
        await using var database = await Database.CreateAsync();
        var stream = Guid.NewGuid();
        await database.UseAsync(async db =>
        {
            for (var i = 0; i < 1203; i++)
            {
                db.Note(AuditFact.Of(stream, "test.one", Guid.NewGuid()));
            }

            await db.SaveChangesAsync();
        });
        Assert.Equal([], await database.CheckAsync());
        Assert.Equal(1, await database.TamperAsync("UPDATE AuditEntries SET AtTicks = AtTicks + 1 WHERE Sequence = 1101"));
        Assert.Equal([(1101L, AuditFaultCodes.Hash)], (await database.CheckAsync()).Select(f => (f.Sequence!.Value, f.Code)));
    }

    [Theory]
    [InlineData("UPDATE AuditEntries SET Payload = CAST('{\"state\":\"Planned\"}' AS BLOB) WHERE StreamId = @s AND Sequence = 4", AuditFaultCodes.Hash, 4)]
    [InlineData("UPDATE AuditEntries SET Payload = x'00FF' WHERE StreamId = @s AND Sequence = 4", AuditFaultCodes.Hash, 4)]
    [InlineData("UPDATE AuditEntries SET Action = 'evidence.viewed' WHERE StreamId = @s AND Sequence = 4", AuditFaultCodes.Hash, 4)]
    [InlineData("UPDATE AuditEntries SET ActorId = SubjectId WHERE StreamId = @s AND Sequence = 4", AuditFaultCodes.Hash, 4)]
    [InlineData("UPDATE AuditEntries SET AtTicks = AtTicks - 1 WHERE StreamId = @s AND Sequence = 4", AuditFaultCodes.Hash, 4)]
    [InlineData("UPDATE AuditEntries SET Hash = zeroblob(32) WHERE StreamId = @s AND Sequence = 4", AuditFaultCodes.Hash, 4)]
    [InlineData("UPDATE AuditEntries SET Hash = x'00' WHERE StreamId = @s AND Sequence = 4", AuditFaultCodes.Hash, 4)]
    [InlineData("UPDATE AuditEntries SET KeyId = 'other' WHERE StreamId = @s AND Sequence = 4", AuditFaultCodes.Key, 4)]
    [InlineData("UPDATE AuditEntries SET SubjectId = 'no id' WHERE StreamId = @s AND Sequence = 4", AuditFaultCodes.Entry, 4)]
    [InlineData("DELETE FROM AuditEntries WHERE StreamId = @s AND Sequence = 4", AuditFaultCodes.Gap, 4)]
    [InlineData("DELETE FROM AuditEntries WHERE StreamId = @s AND Sequence = 1", AuditFaultCodes.Gap, 1)]
    [InlineData("UPDATE AuditEntries SET Sequence = CASE Sequence WHEN 4 THEN -5 ELSE -4 END WHERE StreamId = @s AND Sequence IN (4, 5); UPDATE AuditEntries SET Sequence = -Sequence WHERE Sequence < 0", AuditFaultCodes.Link, 4)]
    [InlineData("UPDATE AuditChains SET LastHash = zeroblob(32) WHERE Id = @s", AuditFaultCodes.Tail, null)]
    [InlineData("UPDATE AuditChains SET LastSequence = LastSequence + 1 WHERE Id = @s", AuditFaultCodes.Tail, null)]
    [InlineData("DELETE FROM AuditChains WHERE Id = @s", AuditFaultCodes.Owner, null)]
    [InlineData("DELETE FROM AuditEntries WHERE StreamId = @s", AuditFaultCodes.Tail, 1)]
    [InlineData("DELETE FROM AuditEntries WHERE StreamId = @s; DELETE FROM AuditChains WHERE Id = @s", AuditFaultCodes.NoChain, null)]
    public async Task Check_OfAnAlteredChain_NamesTheFirstFault(string sql, string code, int? sequence)
    {
        await using var database = await Database.CreateAsync();
        var story = await FinishedAsync(database);
        Assert.True(await database.TamperAsync(sql, ("@s", Text(story.Assessment))) > 0);
        var faults = await database.CheckAsync();
        Assert.All(faults, f => Assert.Equal(story.Assessment, f.Stream));
        if (sequence is { } at)
        {
            Assert.Equal((at, code), ((int)faults[0].Sequence!.Value, faults[0].Code));
        }
        else
        {
            Assert.Contains(faults, f => f.Code == code);
        }
    }

    [Fact]
    public async Task Check_OfACutTail_NamesTheFirstMissingEntry()
    {
        await using var database = await Database.CreateAsync();
        var story = await FinishedAsync(database);
        var last = await database.UseAsync(db => db.AuditChains.Where(c => c.Id == story.Assessment).Select(c => c.LastSequence).SingleAsync());
        Assert.Equal(2, await database.TamperAsync("DELETE FROM AuditEntries WHERE StreamId = @s AND Sequence > @n", ("@s", Text(story.Assessment)), ("@n", last - 2)));
        Assert.Contains(new AuditFault(story.Assessment, last - 1, AuditFaultCodes.Tail, null), await database.CheckAsync());
    }

    [Fact]
    public async Task Check_OfAChainMadeWithAnotherKey_NamesIt()
    {
        await using var database = await Database.CreateAsync();
        var story = await FinishedAsync(database);
        var forged = new AuditKey([.. Enumerable.Repeat((byte)9, 32)]);
        byte[] previous = [];
        foreach (var entry in await database.UseAsync(db => db.AuditEntries.AsNoTracking().Where(e => e.StreamId == story.Assessment).OrderBy(e => e.Sequence).ToListAsync()))
        {
            var changed = new AuditEntry
            {
                StreamId = entry.StreamId,
                Sequence = entry.Sequence,
                SchemaVersion = entry.SchemaVersion,
                AtTicks = entry.AtTicks + 1,
                ActorId = entry.ActorId,
                Action = entry.Action,
                SubjectId = entry.SubjectId,
                Payload = entry.Payload,
                PreviousHash = previous,
            };
            previous = AuditTrail.HashOf(changed, forged);
            await database.TamperAsync(
                "UPDATE AuditEntries SET AtTicks = @t, PreviousHash = @p, Hash = @h WHERE StreamId = @s AND Sequence = @n",
                ("@t", changed.AtTicks), ("@p", changed.PreviousHash), ("@h", previous), ("@s", Text(entry.StreamId)), ("@n", entry.Sequence));
        }

        await database.TamperAsync("UPDATE AuditChains SET LastHash = @h WHERE Id = @s", ("@h", previous), ("@s", Text(story.Assessment)));
        var faults = await database.CheckAsync();
        Assert.Equal((1L, AuditFaultCodes.Hash), (faults[0].Sequence!.Value, faults[0].Code));
        Assert.All(faults, f => Assert.Equal(AuditFaultCodes.Hash, f.Code));
    }

    /// <summary>SQL, code, and the query for the row that is to be named.</summary>
    [Theory]
    [InlineData("UPDATE Ratings SET Level = 2 WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM Ratings ORDER BY Id LIMIT 1")]
    [InlineData("UPDATE Ratings SET Comment = Comment || '。' WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM Ratings ORDER BY Id LIMIT 1")]
    [InlineData("UPDATE Ratings SET Cause = 'Nonsense' WHERE Id = @id", AuditFaultCodes.RowUnreadable, "SELECT Id FROM Ratings ORDER BY Id LIMIT 1")]
    [InlineData("UPDATE Ratings SET NeedsConfirmation = 0 WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM Ratings WHERE NeedsConfirmation = 1")]
    [InlineData("UPDATE RatingCitation SET Place = '19' WHERE RatingId = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM Ratings ORDER BY Id LIMIT 1")]
    [InlineData("DELETE FROM RatingMethod WHERE RatingId = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM Ratings ORDER BY Id LIMIT 1")]
    [InlineData("DELETE FROM Ratings WHERE Id = @id", AuditFaultCodes.RowMissing, "SELECT Id FROM Ratings ORDER BY Id LIMIT 1")]
    [InlineData("UPDATE RatingRevisions SET Content = replace(Content, '\"level\":0', '\"level\":2') WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM RatingRevisions WHERE Number = 1 ORDER BY Id LIMIT 1")]
    [InlineData("UPDATE RatingRevisions SET Content = 'not json' WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM RatingRevisions WHERE Number = 1 ORDER BY Id LIMIT 1")]
    [InlineData("UPDATE RatingRevisions SET Salt = zeroblob(16) WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM RatingRevisions WHERE Number = 2 ORDER BY Id LIMIT 1")]
    [InlineData("DELETE FROM RatingRevisions WHERE Id = @id", AuditFaultCodes.RowMissing, "SELECT Id FROM RatingRevisions WHERE Number = 1 ORDER BY Id LIMIT 1")]
    [InlineData("UPDATE EvidenceJudgements SET Reason = '無' WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM EvidenceJudgements")]
    [InlineData("UPDATE EvidenceJudgements SET Authentic = 'Doubted' WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM EvidenceJudgements")]
    [InlineData("UPDATE EvidenceJudgements SET Authentic = 'Nonsense' WHERE Id = @id", AuditFaultCodes.RowUnreadable, "SELECT Id FROM EvidenceJudgements")]
    [InlineData("DELETE FROM EvidenceJudgements WHERE Id = @id", AuditFaultCodes.RowMissing, "SELECT Id FROM EvidenceJudgements")]
    [InlineData("UPDATE SufficiencyJudgements SET Sufficient = 0 WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM SufficiencyJudgements")]
    [InlineData("UPDATE EvidenceJudgements SET RevisionNo = 1 WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM EvidenceJudgements")]
    [InlineData("UPDATE JudgementRevisions SET Reason = '無' WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM JudgementRevisions WHERE Number = 1 AND EvidenceJudgementId IS NOT NULL")]
    [InlineData("UPDATE JudgementRevisions SET Sufficient = 0 WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM JudgementRevisions WHERE SufficiencyJudgementId IS NOT NULL")]
    [InlineData("UPDATE JudgementRevisions SET Number = 7 WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM JudgementRevisions WHERE Number = 2")]
    [InlineData("DELETE FROM JudgementRevisions WHERE Id = @id", AuditFaultCodes.RowMissing, "SELECT Id FROM JudgementRevisions WHERE Number = 1 AND EvidenceJudgementId IS NOT NULL")]
    [InlineData("UPDATE Assessments SET State = 'Assessing' WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM Assessments")]
    [InlineData("UPDATE Assessments SET State = 'Nonsense' WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM Assessments")]
    [InlineData("UPDATE Assessments SET IsOpen = 1 WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM Assessments")]
    [InlineData("DELETE FROM Assessments WHERE Id = @id", AuditFaultCodes.RowMissing, "SELECT Id FROM Assessments")]
    [InlineData("UPDATE AssessorAssignment SET PersonId = (SELECT CandidateId FROM Assessments) WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM AssessorAssignment WHERE EndedAt IS NOT NULL")]
    [InlineData("UPDATE AssessorAssignment SET EndedAt = BegunAt WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM AssessorAssignment WHERE EndedAt IS NULL")]
    [InlineData("UPDATE StoredFiles SET Sha256 = zeroblob(32) WHERE Key = 'aa/1'", AuditFaultCodes.RowChanged, "SELECT Id FROM EvidenceVersions")]
    [InlineData("DELETE FROM EvidenceVersions WHERE Id = @id", AuditFaultCodes.RowMissing, "SELECT Id FROM EvidenceVersions")]
    [InlineData("UPDATE Decisions SET Outcome = 'NotYetCompetent' WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM Decisions")]
    [InlineData("UPDATE DecisionSnapshot SET Content = '{}' WHERE DecisionId = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM Decisions")]
    [InlineData("DELETE FROM DecisionSnapshot WHERE DecisionId = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM Decisions")]
    [InlineData("UPDATE ReturnReplies SET Text = Text || '。' WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM ReturnReplies")]
    [InlineData("UPDATE ReturnReplies SET RoundId = NULL WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM ReturnReplies")]
    [InlineData("UPDATE ReplyEvidence SET EvidenceVersionId = NULL WHERE ReplyId = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM ReturnReplies")]
    [InlineData("DELETE FROM ReturnReplies WHERE Id = @id", AuditFaultCodes.RowMissing, "SELECT Id FROM ReturnReplies")]
    [InlineData("UPDATE SelfRatings SET Level = 2 WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM SelfRatings")]
    [InlineData("UPDATE RoundSelfRating SET Remark = '無' WHERE SelfRatingId = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM SelfRatings")]
    [InlineData("DELETE FROM SelfRatings WHERE Id = @id", AuditFaultCodes.RowMissing, "SELECT Id FROM SelfRatings")]
    [InlineData("UPDATE RecordDocuments SET Sha256 = zeroblob(32) WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM RecordDocuments")]
    [InlineData("UPDATE StoredFiles SET Sha256 = zeroblob(32) WHERE Key = 'bb/1'", AuditFaultCodes.RowChanged, "SELECT Id FROM RecordDocuments")]
    [InlineData("DELETE FROM RecordDocuments WHERE Id = @id", AuditFaultCodes.RowMissing, "SELECT Id FROM RecordDocuments")]
    [InlineData("UPDATE RecordIssues SET Number = 'CR-2026-000009' WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM RecordIssues")]
    [InlineData("UPDATE Decisions SET VoidedAt = SignedAt WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM Decisions")]
    [InlineData("UPDATE VerificationDraws SET Lot = 1 WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM VerificationDraws")]
    [InlineData("DELETE FROM VerificationDraws WHERE Id = @id", AuditFaultCodes.RowMissing, "SELECT Id FROM VerificationDraws")]
    [InlineData("UPDATE VerificationItem SET Agrees = 0 WHERE VerificationId = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM Verifications")]
    [InlineData("UPDATE Verifications SET Outcome = 'Disagreed' WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM Verifications")]
    [InlineData("UPDATE Verifications SET ClosedAt = NULL WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM Verifications")]
    public Task Check_OfAnAlteredRow_NamesIt(string sql, string code, string row) => NamesAsync(s => s.Assessment, sql, code, row);

    [Theory]
    [InlineData("UPDATE AspNetUserRoles SET RoleId = (SELECT Id FROM AspNetRoles WHERE Name = 'Administrator') WHERE @id <> ''", AuditFaultCodes.RowChanged, "SELECT PersonId AS Id FROM AspNetUsers")]
    [InlineData("DELETE FROM AspNetUserRoles WHERE @id <> ''", AuditFaultCodes.RowChanged, "SELECT PersonId AS Id FROM AspNetUsers")]
    [InlineData("UPDATE AspNetUsers SET PersonId = @id", AuditFaultCodes.RowUnattested, "SELECT CandidateId AS Id FROM Assessments")]
    [InlineData("UPDATE Qualifications SET ValidUntil = '2099-01-01' WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM Qualifications")]
    [InlineData("UPDATE Qualifications SET WithdrawnAt = RecordedAt WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM Qualifications")]
    [InlineData("UPDATE StoredFiles SET Sha256 = zeroblob(32) WHERE Key = 'cc/1'", AuditFaultCodes.RowChanged, "SELECT Id FROM QualificationProofs")]
    [InlineData("DELETE FROM QualificationProofs WHERE Id = @id", AuditFaultCodes.RowMissing, "SELECT Id FROM QualificationProofs")]
    [InlineData("UPDATE IndependenceOverrides SET Answer = '無' WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM IndependenceOverrides")]
    [InlineData("UPDATE IndependenceOverrides SET State = 'Refused' WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM IndependenceOverrides")]
    [InlineData("UPDATE VerificationRules SET Seed = x'00' WHERE Id = @id", AuditFaultCodes.RowChanged, "SELECT Id FROM VerificationRules")]
    [InlineData("DELETE FROM VerificationRules WHERE Id = @id", AuditFaultCodes.RowMissing, "SELECT Id FROM VerificationRules")]
    public Task Check_OfAnAlteredRowOfTheCentre_NamesIt(string sql, string code, string row) => NamesAsync(s => s.Centre, sql, code, row);

    [Fact]
    public async Task Check_OfASnapshotRewrittenWithItsHash_NamesIt()
    {
        await using var database = await Database.CreateAsync();
        await FinishedAsync(database);
        await database.TamperAsync("UPDATE DecisionSnapshot SET Content = '{}', Sha256 = @h", ("@h", DocumentFile.HashOf("{}")));
        Assert.Equal(AuditFaultCodes.RowChanged, Assert.Single(await database.CheckAsync()).Code);
    }

    [Fact]
    public async Task Check_OfRowsThatNoEntryTellsOf_NamesThem()
    {
        await using var database = await Database.CreateAsync();
        var story = await FinishedAsync(database);
        var forged = Guid.NewGuid();
        await database.TamperAsync(
            "INSERT INTO RatingRevisions (Id, AssessmentId, RatingId, Number, Content, Salt, ByPersonId, At) SELECT @id, AssessmentId, RatingId, 9, Content, Salt, ByPersonId, At FROM RatingRevisions LIMIT 1",
            ("@id", Text(forged)));
        await database.TamperAsync(
            "INSERT INTO EvidenceVersions (Id, EvidenceItemId, Number, FileId, FileName, UploadedAt) SELECT @id, EvidenceItemId, 9, FileId, FileName, UploadedAt FROM EvidenceVersions LIMIT 1",
            ("@id", Text(forged)));
        await database.TamperAsync(
            "INSERT INTO JudgementRevisions (Id, AssessmentId, EvidenceJudgementId, Number, Valid, Salt, At) SELECT @id, AssessmentId, EvidenceJudgementId, 9, Valid, Salt, At FROM JudgementRevisions WHERE Number = 2",
            ("@id", Text(forged)));
        var faults = await database.CheckAsync();
        Assert.Equal(3, faults.Count(f => f == new AuditFault(story.Assessment, null, AuditFaultCodes.RowUnattested, forged)));
    }

    /// <summary>Entries from before a history was kept name no revision; what stood then becomes its beginning, attested by them.</summary>
    [Fact]
    public async Task Check_OfAJudgementFromBeforeItsHistory_GoesOnFromIt()
    {
        await using var database = await Database.CreateAsync();
        var story = await Story.BeginAsync(database);
        byte[] salt = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];
        var old = new RequirementFields(true, "足夠");
        var id = await database.UseAsync(async db =>
        {
            var sheet = await db.Set<AssessorAssignment>().Where(a => a.AssessmentId == story.Assessment).Select(a => a.Id).SingleAsync();
            var judgement = new SufficiencyJudgement(db.NextKey(), story.Assessment, sheet, await db.Requirements.OrderBy(r => r.Code).Select(r => r.Id).FirstAsync());
            db.Add(judgement);
            db.Note(AuditFact.Of(story.Assessment, "requirement.judged", judgement.Id, ("requirement", judgement.RequirementId.ToString()), ("digest", Convert.ToHexStringLower(SaltedDigest.Of(salt, old.DigestText())))));
            await db.SaveChangesAsync();
            return judgement.Id;
        });
        await database.TamperAsync("UPDATE SufficiencyJudgements SET Sufficient = 1, Reason = @reason, Salt = @salt", ("@reason", old.Reason!), ("@salt", salt));
        Assert.Equal([], await database.CheckAsync());

        foreach (var next in new[] { new RequirementFields(false, "不足"), new RequirementFields(true, null) })
        {
            await database.UseAsync(async db =>
            {
                db.AddRange((await db.SufficiencyJudgements.SingleAsync()).Judge(next, story.Assessor, db.NextKey, database.Now));
                await db.SaveChangesAsync();
            });
        }

        Assert.Equal([], await database.CheckAsync());
        var kept = await database.UseAsync(db => db.JudgementRevisions.OrderBy(r => r.Number).ToListAsync());
        Assert.Equal([(0, old, null), (1, new RequirementFields(false, "不足"), story.Assessor), (2, new RequirementFields(true, null), story.Assessor)], kept.Select(r => (r.Number, r.Requirement!, r.ByPersonId)));
        Assert.All(kept, r => Assert.Equal(id, r.JudgementId));
        await database.TamperAsync("UPDATE JudgementRevisions SET Reason = '改過' WHERE Number = 0");
        Assert.Contains(await database.CheckAsync(), f => (f.Code, f.Subject) == (AuditFaultCodes.RowChanged, kept[0].Id));
        await database.TamperAsync("DELETE FROM JudgementRevisions WHERE Number = 0");
        Assert.Contains(await database.CheckAsync(), f => (f.Code, f.Subject) == (AuditFaultCodes.RowMissing, kept[0].Id));
    }

    private static string Text(Guid id) => id.ToString().ToUpperInvariant();

    private static async Task NamesAsync(Func<Story, Guid> stream, string sql, string code, string row)
    {
        await using var database = await Database.CreateAsync();
        var story = await FinishedAsync(database);
#pragma warning disable EF1002 // the query is the test's own
        var id = await database.UseAsync(db => db.Database.SqlQueryRaw<Guid>($"SELECT Id AS Value FROM ({row})").AsAsyncEnumerable().FirstAsync().AsTask());
#pragma warning restore EF1002
        Assert.True(await database.TamperAsync(sql, ("@id", Text(id))) > 0);
        var faults = await database.CheckAsync();
        Assert.Contains(faults, f => f.Stream == stream(story) && f.Code == code && f.Subject == id);
        Assert.All(faults, f => Assert.DoesNotContain("chain.", f.Code, StringComparison.Ordinal));
        var single = await database.UseAsync(db => new AuditCheck(db, database.Key).CheckAsync(stream(story), CancellationToken.None));
        Assert.Equal(faults, single);
    }

    private static async Task<Story> FinishedAsync(Database database)
    {
        var story = await Story.BeginAsync(database);
        await story.FinishAsync(database);
        return story;
    }
}
