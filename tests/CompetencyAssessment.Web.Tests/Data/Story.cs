using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Data.Import;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Domain.Records;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Tests.Data;

/// <summary>A centre with its people, and an assessment of the small unit, brought about by the domain's verbs alone.</summary>
internal sealed class Story
{
    public Guid Centre { get; private set; }

    public Guid Candidate { get; private set; }

    public Guid Assessor { get; private set; }

    public Guid Successor { get; private set; }

    public Guid Assessment { get; private set; }

    public Guid Unit { get; private set; }

    private Guid UnitVersion { get; set; }

    private Guid Scheme { get; set; }

    public static async Task<Story> BeginAsync(Func<AppDbContext> open, TimeProvider clock)
    {
        var story = new Story();
        await using var db = open();
        Assert.Empty((await new UnitImporter(db, clock).ImportAsync(SmallUnit.Unit().ToJsonString(), CancellationToken.None)).Faults);
        Assert.Empty((await new SchemeImporter(db, clock).ImportAsync(SmallUnit.Scheme().ToJsonString(), CancellationToken.None)).Faults);
        var now = clock.GetUtcNow().UtcDateTime;
        var centre = new Centre(story.Centre = db.NextKey(), "晴川評量中心", "Asia/Taipei");
        centre.Describe("晴川評量中心", "Qingchuan", "臺北市", "Taipei", "02-0000-0000");
        db.Centres.Add(centre);
        db.People.AddRange(
            new Person(story.Candidate = db.NextKey(), centre.Id, "林雅筑", null, "C001", now),
            new Person(story.Assessor = db.NextKey(), centre.Id, "張書豪", null, null, now),
            new Person(story.Successor = db.NextKey(), centre.Id, "何佩君", null, null, now));
        var version = await db.UnitVersions.SingleAsync(v => v.Code == SmallUnit.Code);
        (story.Unit, story.UnitVersion) = (version.UnitId, version.Id);
        story.Scheme = await db.Schemes.Where(s => s.UnitVersionId == version.Id).Select(s => s.Id).SingleAsync();
        var assessment = story.Plan(db, now, 1);
        story.Assessment = assessment.Id;
        db.Assessments.Add(assessment);
        await db.SaveChangesAsync();
        return story;
    }

    public static Task<Story> BeginAsync(Database database) => BeginAsync(() => database.Open(), database.Clock);

    public Assessment Plan(AppDbContext db, DateTime now, int attempt) => new(
        db.NextKey(),
        new AssessmentPlan
        {
            CentreId = Centre,
            Code = $"A-2026-{attempt:D6}",
            CandidateId = Candidate,
            AssessorId = Assessor,
            UnitId = Unit,
            UnitVersionId = UnitVersion,
            SchemeId = Scheme,
            TranslationRevision = 1,
            ErrataRevision = 1,
            AttemptNo = attempt,
            Methods = ["M1", "M2"],
            SubmitBy = now.AddDays(30),
            DecideBy = now.AddDays(60),
        },
        db.NextKey,
        now);

    public static Task<Assessment> LoadAsync(AppDbContext db, Guid id) =>
        db.Assessments.Include(a => a.Assignments).Include(a => a.Methods).Include(a => a.Rounds).ThenInclude(r => r.Evidence).SingleAsync(a => a.Id == id);

    /// <summary>To the end: evidence, every rating twice, judgements, a new assessor's confirmation, decision, documents.</summary>
    public async Task FinishAsync(Database database)
    {
        var versionId = Guid.Empty;
        await database.UseAsync(async db =>
        {
            var assessment = await LoadAsync(db, Assessment);
            assessment.Acknowledge(Candidate, database.Now);
            var file = new StoredFile(db.NextKey(), "aa/1", [.. Enumerable.Repeat((byte)1, 32)], 10, "application/pdf", database.Now);
            var item = new EvidenceItem(db.NextKey(), Candidate, "營運計畫", EvidenceKind.OperatingPlan, database.Now);
            versionId = item.AddVersion(db.NextKey(), Assessment, file, "計畫.pdf", database.Now).Id;
            db.AddRange(file, item, new AssessmentEvidence(db.NextKey(), Assessment, item.Id, 1));
            await db.SaveChangesAsync();
            var piece = new Submission.Piece(item.Id, versionId, item.Title, EvidenceContext.Workplace, new DateOnly(2025, 1, 1), "全部", "無", "無", Confidentiality.General, 1);
            var criterion = await db.Criteria.OrderBy(c => c.Position).Select(c => c.Id).FirstAsync();
            var self = new SelfRating(db.NextKey(), Assessment, criterion);
            self.Rate(new SelfRatingFields(1, "尚在學習"), new HashSet<int> { 0, 1, 2 }, database.Now);
            db.Add(self);
            assessment.Submit(Candidate, new Submission([piece], selfRatings: [self]), true, db.NextKey, database.Now);
            await db.SaveChangesAsync();
            assessment.Start(Assessor, database.Now);
            await db.SaveChangesAsync();

            // Sent back once, answered, and the self-rating changed in between.
            assessment.Return(Assessor, "請補充。", [(criterion, "缺少依據")], database.Now.AddDays(7), db.NextKey, database.Now);
            await db.SaveChangesAsync();
            self.Rate(new SelfRatingFields(0, "尚在學習"), new HashSet<int> { 0, 1, 2 }, database.Now);
            var reply = new ReturnReply(db.NextKey(), Assessment, assessment.CurrentRound!.ReturnItems[0].Id, Candidate);
            reply.Write(new ReplyFields("見第 18 頁。", [item.Id]), database.Now);
            db.Add(reply);
            await db.SaveChangesAsync();
            assessment.Submit(Candidate, new Submission([piece], [new Submission.Point(reply.ReturnItemId, reply)], [self]), true, db.NextKey, database.Now);
            await db.SaveChangesAsync();
            assessment.Start(Assessor, database.Now);
            await db.SaveChangesAsync();
        });
        await RateAsync(database, versionId);
        await database.UseAsync(async db =>
        {
            var assessment = await LoadAsync(db, Assessment);
            var (ended, begun) = assessment.ReplaceAssessor(Successor, "請假", db.NextKey, database.Now);
            foreach (var old in await db.Ratings.Include(r => r.Methods).Include(r => r.Citations).Where(r => r.AssignmentId == ended.Id).ToListAsync())
            {
                var taken = new CriterionRating(db.NextKey(), Assessment, begun.Id, old.CriterionId);
                db.Ratings.Add(taken);
                db.RatingRevisions.Add(taken.TakeOver(old, Successor, db.NextKey, database.Now)!);
            }

            await db.SaveChangesAsync();
            foreach (var mine in await db.Ratings.Include(r => r.Methods).Include(r => r.Citations).Where(r => r.AssignmentId == begun.Id).OrderBy(r => r.Id).Skip(1).ToListAsync())
            {
                db.RatingRevisions.Add(mine.Confirm(Successor, db.NextKey, database.Now)!);
            }

            var judgement = new EvidenceJudgement(db.NextKey(), Assessment, begun.Id, versionId);
            db.AddRange(judgement.Judge(new JudgementFields(JudgementVerdict.Accepted, JudgementVerdict.Doubted, null, "出處待查"), Successor, db.NextKey, database.Now));
            db.AddRange(judgement.Judge(new JudgementFields(JudgementVerdict.Accepted, JudgementVerdict.Accepted, JudgementVerdict.Accepted, null), Successor, db.NextKey, database.Now));
            var sufficiency = new SufficiencyJudgement(db.NextKey(), Assessment, begun.Id, await db.Requirements.OrderBy(r => r.Code).Select(r => r.Id).FirstAsync());
            db.AddRange(sufficiency.Judge(new RequirementFields(true, "足夠"), Successor, db.NextKey, database.Now));
            db.AddRange(judgement, sufficiency);
            await db.SaveChangesAsync();
        });
        await DecideAsync(database, versionId);
        await QualifyAsync(database);
    }

    /// <summary>What the centre's chain attests: a role, a qualification with its proof, an override.</summary>
    private async Task QualifyAsync(Database database)
    {
        await using var db = database.Open();
        var successor = await db.People.SingleAsync(p => p.Id == Successor);
        successor.ChangeRoles(Guid.NewGuid(), [Roles.Assessor, Roles.QualityLead], []);
        successor.ChangeRoles(Guid.NewGuid(), [], [Roles.QualityLead]);
        var user = new AppUser { Id = db.NextKey(), UserName = "he", NormalizedUserName = "HE", PersonId = Successor };
        var day = DateOnly.FromDateTime(database.Now);
        var qualification = new Qualification(db.NextKey(), successor, new QualificationTerms { UnitId = Unit, Kind = JudgingKind.Assessing, Title = "評量人員", Issuer = "中心", ValidFrom = day }, database.Now);
        var file = new StoredFile(db.NextKey(), "cc/1", [.. Enumerable.Repeat((byte)3, 32)], 10, "application/pdf", database.Now);
        qualification.AddProof(db.NextKey(), file, "證書.pdf", Assessor, database.Now);
        var past = new IndependenceOverride(db.NextKey(), Centre, new OverrideSubject(Successor, Candidate, Unit, JudgingKind.Assessing), Obstacles.SameEmployer, Assessment, Successor, "無其他人選", database.Now);
        past.Decide(Assessor, granted: true, "已查核", database.Now);
        var (role, other) = (new IdentityRole<Guid>(Roles.Assessor) { Id = db.NextKey() }, new IdentityRole<Guid>(Roles.Administrator) { Id = db.NextKey() });
        db.AddRange(user, file, qualification, past, role, other, new IdentityUserRole<Guid> { UserId = user.Id, RoleId = role.Id });
        await db.SaveChangesAsync();
    }

    private async Task RateAsync(Database database, Guid versionId)
    {
        await using var db = database.Open();
        var assignment = await db.Set<AssessorAssignment>().Where(a => a.AssessmentId == Assessment).Select(a => a.Id).SingleAsync();
        foreach (var criterion in await db.Criteria.OrderBy(c => c.Position).Select(c => c.Id).ToListAsync())
        {
            var rating = new CriterionRating(db.NextKey(), Assessment, assignment, criterion);
            db.Ratings.Add(rating);
            foreach (var level in new[] { 0, 1 })
            {
                var fields = new RatingFields { Level = level, Comment = $"等級{level}之理由。", Methods = [new("M2", null)], Citations = [new(versionId, PlaceKind.Page, "18")] };
                db.RatingRevisions.Add(rating.Change(fields, new HashSet<int> { 0, 1, 2 }, new HashSet<string> { "M1", "M2" }, Assessor, db.NextKey, database.Now)!);
                await db.SaveChangesAsync();
            }
        }
    }

    private async Task DecideAsync(Database database, Guid versionId)
    {
        await using var db = database.Open();
        var scheme = (await new UnitCatalogue().SchemeAsync(db, Scheme, CancellationToken.None)).Document;
        var assessment = await LoadAsync(db, Assessment);
        var sheet = new ScoreSheet(scheme, [], [new ScoreSheet.Evidence(versionId, EvidenceContext.Workplace, null)], []);
        var signature = new Signature { Outcome = Outcome.Competent, Strengths = "清楚", NextSteps = "持續", AuthenticationMethod = "password", AuthenticatedAt = database.Now };
        var decision = assessment.Sign(Successor, sheet, signature, assessment.ContentVersion, db.NextKey(), database.Now);
        decision.Keep("{\"decision\":1}", DocumentFile.HashOf("{\"decision\":1}"));
        assessment.Finalise(database.Now.AddDays(21), database.Now);
        var issue = new RecordIssue(db.NextKey(), Assessment, decision.Id, ("CR-2026-000001", "ABCD"), db.NextKey, database.Now);
        var file = new StoredFile(db.NextKey(), "bb/1", [.. Enumerable.Repeat((byte)2, 32)], 10, "application/pdf", database.Now);
        issue.Add(db.NextKey(), DocumentKind.Statement, "zh-TW", file.Sha256, "1", file.Id);
        var rule = new VerificationRule(db.NextKey(), Centre, 1, new VerificationTerms(100, 0, 12, true, 0), [1, 2, 3], Successor, database.Now);
        var draw = new VerificationDraw(db.NextKey(), decision, Successor, rule, DrawReason.Sample, database.Now);
        var criteria = await db.Criteria.Select(c => c.Id).ToListAsync();
        var verification = new Verification(db.NextKey(), decision, criteria, afterRelease: true, database.Now);
        criteria.ForEach(c => verification.Judge(c, true, null));
        verification.Agree(Assessor, "同意", database.Now);
        db.AddRange(decision, file, issue, rule, draw, verification);
        await db.SaveChangesAsync();
    }
}
