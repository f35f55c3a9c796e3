using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Data.Import;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Features.Meetings;
using CompetencyAssessment.Web.Features.MyAssessments;
using CompetencyAssessment.Web.Features.Rounds;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Features.ThirdParty;
using CompetencyAssessment.Web.Features.TwoAssessors;
using CompetencyAssessment.Web.Features.Uploads;
using CompetencyAssessment.Web.Features.Verification;
using CompetencyAssessment.Web.Hosting;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CompetencyAssessment.Web.Tests.Infrastructure;

/// <summary>Somebody made up who can sign in.</summary>
internal sealed record TestUser(Guid UserId, Guid PersonId, string UserName, string Name);

/// <summary>An assessment and the two who meet over it.</summary>
internal sealed record TestAssessment(Guid Id, TestUser Candidate, TestUser Assessor)
{
    /// <summary>Only of those rated by two.</summary>
    public TestUser Second { get; init; } = null!;

    /// <summary>Only of those that somebody else decides.</summary>
    public TestUser DecisionMaker { get; init; } = null!;

    /// <summary>The same as the second assessor rates it.</summary>
    public TestAssessment OfSecond => this with { Assessor = Second };
}

/// <summary>Makes people and assessments by the verbs that the screens call.</summary>
internal sealed class TestData(TestSite site)
{
    public const string Password = "山高水長 2026 test";

    private static readonly string Hash = new PasswordHasher<AppUser>(Options.Create(new PasswordHasherOptions { IterationCount = TestSite.HashRounds })).HashPassword(new AppUser(), Password);

    private int _count;

    public Task<TestUser> CandidateAsync(string? name = null) => UserAsync(name ?? "受評者", Roles.Candidate);

    public Task<TestUser> AssessorAsync(string? name = null) => UserAsync(name ?? "評量人員", Roles.Assessor);

    public Task<TestUser> AdministratorAsync(string? name = null) => UserAsync(name ?? "承辦人員", Roles.Administrator);

    /// <summary>Somebody with roles; assessors and verifiers are qualified for every unit.</summary>
    public async Task<TestUser> UserAsync(string name, params string[] roles)
    {
        var user = await WithoutQualificationAsync(name, roles);
        foreach (var kind in Enum.GetValues<JudgingKind>().Where(k => roles.Contains(k == JudgingKind.Verifying ? Roles.Verifier : Roles.Assessor)))
        {
            await QualifyAsync(user, kind);
        }

        return user;
    }

    /// <summary>Records a qualification for every unit.</summary>
    public Task QualifyAsync(TestUser user, JudgingKind kind = JudgingKind.Assessing, DateOnly? until = null) => site.UseAsync(async services =>
    {
        foreach (var unit in await services.GetRequiredService<AppDbContext>().Units.Select(u => u.Id).ToListAsync())
        {
            await services.GetRequiredService<KeepIndependence>().AddQualificationAsync(
                user.PersonId, Guid.NewGuid(), new QualificationTerms { UnitId = unit, Kind = kind, Title = "評量人員訓練結業證明", Issuer = "晴川評量中心", ValidFrom = new DateOnly(2020, 1, 1), ValidUntil = until }, CancellationToken.None);
        }

        return true;
    });

    /// <summary>The smallest PDF that is one.</summary>
    public static readonly byte[] Pdf = Encoding.Latin1.GetBytes("%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n");

    /// <summary>Keeps a file that proves a qualification.</summary>
    public Task<Guid> ProveAsync(Guid qualification, TestUser by, string fileName = "證明.pdf") => site.UseAsync(s =>
        s.GetRequiredService<KeepProof>().RunAsync(qualification, by.PersonId, new MemoryStream(Pdf), fileName, CancellationToken.None));

    public async Task<TestUser> WithoutQualificationAsync(string name, params string[] roles)
    {
        var number = Interlocked.Increment(ref _count);
        var userName = $"{roles.FirstOrDefault() ?? "nobody"}{number}".ToLowerInvariant();
        return await site.UseAsync(async services =>
        {
            var db = services.GetRequiredService<AppDbContext>();
            var centre = await db.Centres.AsNoTracking().SingleAsync();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var person = new Person(db.NextKey(), centre.Id, $"{name}{number}", null, null, site.Clock.GetUtcNow().UtcDateTime);
            person.ChangeRoles(Guid.Empty, roles, []);
            db.People.Add(person);
            await db.SaveChangesAsync();
            var user = new AppUser { Id = db.NextKey(), UserName = userName, PersonId = person.Id, PasswordHash = Hash, LockoutEnabled = true, NoticeVersion = PrivacyNotice.Version };
            var users = services.GetRequiredService<UserManager<AppUser>>();
            Check(await users.CreateAsync(user));
            Check(await users.AddToRolesAsync(user, roles));
            await transaction.CommitAsync();
            return new TestUser(user.Id, person.Id, userName, person.NameZh);
        });
    }

    public Task<TestUser> VerifierAsync(string? name = null) => UserAsync(name ?? "覆核人員", Roles.Verifier);

    public Task<TestUser> QualityLeadAsync(string? name = null) => UserAsync(name ?? "品質主管", Roles.QualityLead);

    /// <summary>Imports the default scheme under another code, with other rules.</summary>
    public Task<Guid> SchemeAsync(Action<JsonObject> changeRules) => site.UseAsync(async services =>
    {
        var number = Interlocked.Increment(ref _count);
        var scheme = JsonNode.Parse(DocumentFile.Embedded(DocumentFile.EmbeddedNames("Schemes").Single()))!.AsObject();
        (scheme["id"], scheme["code"]) = (Guid.NewGuid().ToString(), $"BGM6R0925v2-test{number}");
        changeRules(scheme["rules"]!.AsObject());
        var result = await services.GetRequiredService<SchemeImporter>().ImportAsync(scheme.ToJsonString(), CancellationToken.None);
        Assert.False(result.Refused, string.Join("; ", result.Faults.Select(f => $"{f.Path} {f.Reason}")));
        return await services.GetRequiredService<AppDbContext>().Schemes.Where(s => s.Code == $"BGM6R0925v2-test{number}").Select(s => s.Id).SingleAsync();
    });

    /// <summary>Plans an assessment with the scheme that comes with the project, or with another.</summary>
    public Task<Guid> PlanAsync(TestUser candidate, TestUser assessor, Guid? schemeId = null, TestUser? second = null, TestUser? decisionMaker = null) => site.UseAsync(async services =>
    {
        var db = services.GetRequiredService<AppDbContext>();
        var scheme = await db.Schemes.AsNoTracking().OrderBy(s => s.ImportedAt).ThenBy(s => s.Id).FirstAsync(s => schemeId == null || s.Id == schemeId);
        var methods = (await services.GetRequiredService<UnitCatalogue>().SchemeAsync(db, scheme.Id, CancellationToken.None)).Document.MethodVariants.Select(m => m.Code).ToList();
        var today = DateOnly.FromDateTime(site.Clock.GetUtcNow().UtcDateTime);
        return await services.GetRequiredService<PlanAssessment>().RunAsync(
            new NewAssessment(candidate.PersonId, assessor.PersonId, scheme.Id, methods, today.AddDays(30), today.AddDays(60))
            {
                SecondAssessorId = second?.PersonId,
                DecisionMakerId = decisionMaker?.PersonId,
            },
            CancellationToken.None);
    });

    /// <summary>Planned and acknowledged: evidence can come.</summary>
    public async Task<TestAssessment> GatheringAsync(TestUser? candidate = null, TestUser? assessor = null, Guid? scheme = null)
    {
        candidate ??= await CandidateAsync();
        assessor ??= await AssessorAsync();
        var id = await PlanAsync(candidate, assessor, scheme);
        await site.UseAsync(s => Do(s.GetRequiredService<CandidateMoves>().AcknowledgeAsync(id, candidate.PersonId, CancellationToken.None)));
        return new TestAssessment(id, candidate, assessor);
    }

    /// <summary>Adds a small text file as evidence, described and mapped to every criterion and requirement.</summary>
    public Task<AddedEvidence> AddEvidenceAsync(TestAssessment assessment, string? text = null)
    {
        var number = Interlocked.Increment(ref _count);
        return AddEvidenceAsync(assessment, Encoding.UTF8.GetBytes(text ?? $"第 {number} 份佐證資料：服務水準目標 80 %。"), $"佐證 {number}.txt");
    }

    /// <summary>Adds a file as evidence, described and mapped to every criterion and requirement.</summary>
    public Task<AddedEvidence> AddEvidenceAsync(TestAssessment assessment, byte[] bytes, string fileName) => site.UseAsync(async services =>
    {
        var number = Interlocked.Increment(ref _count);
        using var content = new MemoryStream(bytes);
        var added = await services.GetRequiredService<AddEvidence>().RunAsync(assessment.Id, assessment.Candidate.PersonId, content, fileName, null, CancellationToken.None);
        await services.GetRequiredService<DescribeEvidence>().RunAsync(assessment.Id, assessment.Candidate.PersonId, added.ItemId, new EvidenceDescription
        {
            Title = $"佐證資料 {number}",
            Kind = EvidenceKind.OperatingPlan,
            Context = EvidenceContext.Workplace,
            PeriodFrom = new DateOnly(2025, 7, 1),
            PeriodTo = new DateOnly(2025, 12, 31),
            OwnShare = "全文撰寫",
            Help = "無",
            AiUse = "無",
            Confidentiality = Confidentiality.General,
        }, CancellationToken.None);
        var unit = await UnitAsync(services, assessment.Id);
        await services.GetRequiredService<MapEvidence>().RunAsync(assessment.Id, assessment.Candidate.PersonId, added.ItemId, [.. unit.Criteria.Select(c => c.Code)], [.. unit.Requirements.Keys], CancellationToken.None);
        return added;
    });

    public async Task<TestAssessment> SubmittedAsync(TestUser? candidate = null, TestUser? assessor = null, int pieces = 1, Guid? scheme = null)
    {
        var assessment = await GatheringAsync(candidate, assessor, scheme);
        for (var i = 0; i < pieces; i++)
        {
            await AddEvidenceAsync(assessment);
        }

        await SubmitAsync(assessment);
        return assessment;
    }

    /// <summary>Submits; points that were sent back and have no answer yet get one first.</summary>
    public async Task SubmitAsync(TestAssessment assessment)
    {
        var open = await site.QueryAsync(db => db.Rounds.Where(r => r.AssessmentId == assessment.Id).OrderByDescending(r => r.Number).Take(1)
            .SelectMany(r => r.ReturnItems).Where(i => i.Reply == null).Select(i => i.Id).ToListAsync());
        foreach (var point in open)
        {
            await site.UseAsync(s => s.GetRequiredService<ReplyToReturn>().RunAsync(assessment.Id, assessment.Candidate.PersonId, point, new ReplyFields("已補上所缺。", []), CancellationToken.None));
        }

        await site.UseAsync(s => Do(s.GetRequiredService<SubmitAssessment>().RunAsync(assessment.Id, assessment.Candidate.PersonId, declared: true, CancellationToken.None)));
    }

    public async Task<TestAssessment> AssessingAsync(TestUser? candidate = null, TestUser? assessor = null, int pieces = 1, Guid? scheme = null)
    {
        var assessment = await SubmittedAsync(candidate, assessor, pieces, scheme);
        await site.UseAsync(s => Do(s.GetRequiredService<ScoringCommands>().StartAsync(assessment.Id, assessment.Assessor.PersonId, CancellationToken.None)));
        return assessment;
    }

    /// <summary>Started, with two assessors and, on request, a decision maker; nothing is rated yet.</summary>
    public async Task<TestAssessment> ByTwoAsync(bool decisionMaker = false, TestUser? assessor = null, int pieces = 1)
    {
        var scheme = await SchemeAsync(rules => (rules["assessors"], rules["separateDecisionMaker"]) = (2, decisionMaker));
        var assessment = new TestAssessment(Guid.Empty, await CandidateAsync(), assessor ?? await AssessorAsync("主責"))
        {
            Second = await AssessorAsync("第二"),
            DecisionMaker = decisionMaker ? await AssessorAsync("簽署") : null!,
        };
        assessment = assessment with { Id = await PlanAsync(assessment.Candidate, assessment.Assessor, scheme, assessment.Second, assessment.DecisionMaker) };
        await site.UseAsync(s => Do(s.GetRequiredService<CandidateMoves>().AcknowledgeAsync(assessment.Id, assessment.Candidate.PersonId, CancellationToken.None)));
        for (var i = 0; i < pieces; i++)
        {
            await AddEvidenceAsync(assessment);
        }

        await SubmitAsync(assessment);
        await site.UseAsync(s => Do(s.GetRequiredService<ScoringCommands>().StartAsync(assessment.Id, assessment.Assessor.PersonId, CancellationToken.None)));
        return assessment;
    }

    /// <summary>One of two assessors has finished.</summary>
    public Task FinishRatingAsync(TestAssessment assessment, TestUser by) =>
        site.UseAsync(s => Do(s.GetRequiredService<FinishRating>().RunAsync(assessment.Id, by.PersonId, CancellationToken.None)));

    /// <summary>Both have rated all and finished: the lead at 2, the second too, but for these criteria.</summary>
    public async Task BothFinishAsync(TestAssessment assessment, int otherLevel, params string[] differing)
    {
        await RateAllAsync(assessment);
        await RateAllAsync(assessment.OfSecond);
        foreach (var code in differing)
        {
            await RateAgainAsync(assessment.OfSecond, code, otherLevel);
        }

        await FinishRatingAsync(assessment, assessment.Assessor);
        await FinishRatingAsync(assessment, assessment.Second);
    }

    /// <summary>Another level, for a criterion that was rated completely.</summary>
    public Task<RatingAnswer> RateAgainAsync(TestAssessment assessment, string code, int level, string comment = "第二人之說明") => InTransactionAsync(async services =>
    {
        var scheme = await SchemeAsync(services, assessment.Id);
        var rating = await services.GetRequiredService<AppDbContext>().Ratings.AsNoTracking()
            .Where(r => r.AssessmentId == assessment.Id && services.GetRequiredService<AppDbContext>().Assessments.Any(a => a.Assignments.Any(x => x.Id == r.AssignmentId && x.PersonId == assessment.Assessor.PersonId)))
            .Join(services.GetRequiredService<AppDbContext>().Criteria.Where(c => c.Code == code), r => r.CriterionId, c => c.Id, (r, c) => new { r.Level, r.Comment, r.Cause }).SingleAsync();
        var changes = new Dictionary<string, FieldChange> { ["level"] = new(rating.Level, level), ["comment"] = new(rating.Comment, comment) };
        if (level < scheme.Document.PassMark)
        {
            changes["cause"] = new(null, "notEnoughEvidence");
        }

        return await services.GetRequiredService<ScoringCommands>().RateAsync(assessment.Id, assessment.Assessor.PersonId, code, changes, CancellationToken.None);
    });

    /// <summary>Asks somebody for a report of two criteria.</summary>
    public Task<(Guid Id, string Token)> InviteAsync(TestAssessment assessment, int days = 14) => site.UseAsync(s => s.GetRequiredService<ReportVerbs>().InviteAsync(
        assessment.Id, assessment.Assessor.PersonId, new Referee("孫大同", "營運處", "直屬主管", "sun@example.org", ["P1.1", "S01"], days), CancellationToken.None));

    /// <summary>A report that was handed in, and that the assessor has confirmed.</summary>
    public async Task<Guid> ConfirmedReportAsync(TestAssessment assessment)
    {
        var (id, _) = await InviteAsync(assessment);
        var answer = new ReportAnswer { Relation = "主管", Together = "兩年", Lines = [new("P1.1", Observed.Seen, "每月主持檢討會議", "今年起"), new("S01", Observed.CannotSay, null, null)] };
        await site.UseAsync(async s =>
        {
            await s.GetRequiredService<ReportVerbs>().OpenAsync(id, CancellationToken.None);
            return true;
        });
        await site.UseAsync(s => s.GetRequiredService<ReportVerbs>().ReceiveAsync(id, answer, true, CancellationToken.None));
        return await site.UseAsync(async s =>
        {
            var today = s.GetRequiredService<LocalTime>().Today;
            await s.GetRequiredService<ReportVerbs>().ConfirmAsync(id, assessment.Assessor.PersonId, new Confirmation(ConfirmationWay.Telephone, today, "經總機轉接確認"), CancellationToken.None);
            return id;
        });
    }

    /// <summary>A note of the assessor's own; answers with its version.</summary>
    public Task<Guid> AddNoteAsync(TestAssessment assessment, string text = "觀察紀錄：簡報後回答三個問題。") => site.UseAsync(async s =>
    {
        var piece = await s.GetRequiredService<AddAssessorEvidence>().AddAsync(
            assessment.Id, assessment.Assessor.PersonId, new AssessorPiece("觀察紀錄", EvidenceKind.Other, EvidenceContext.Workplace, EvidenceOrigin.Assessor), text, CancellationToken.None);
        var db = s.GetRequiredService<AppDbContext>();
        return await db.EvidenceVersions.Where(v => db.AssessorEvidence.Any(x => x.Id == piece && x.EvidenceItemId == v.EvidenceItemId)).Select(v => v.Id).SingleAsync();
    });

    /// <summary>Cites the whole of a version for a criterion beside what it cites, and judges that version as accepted.</summary>
    public async Task CiteAsync(TestAssessment assessment, string code, Guid version)
    {
        var fields = (await site.QueryAsync(db => db.Ratings.AsNoTracking().AsSingleQuery().Include(r => r.Methods).Include(r => r.Citations)
            .SingleAsync(r => r.AssessmentId == assessment.Id && db.Assessments.Any(a => a.Id == assessment.Id && a.Assignments.Any(x => x.Id == r.AssignmentId && x.PersonId == assessment.Assessor.PersonId)) && db.Criteria.Any(c => c.Id == r.CriterionId && c.Code == code)))).Fields;
        JsonNode Places(IEnumerable<Citation> citations) => JsonSerializer.SerializeToNode(citations, RatingFields.Json)!;
        var changes = new Dictionary<string, FieldChange> { ["citations"] = new(Places(fields.Citations), Places([.. fields.Citations, new Citation(version, PlaceKind.Whole, null)])) };
        await InTransactionAsync(s => s.GetRequiredService<ScoringCommands>().RateAsync(assessment.Id, assessment.Assessor.PersonId, code, changes, CancellationToken.None));
        await InTransactionAsync(s => s.GetRequiredService<ScoringCommands>().JudgeEvidenceAsync(
            assessment.Id, assessment.Assessor.PersonId, version, _ => new JudgementFields(JudgementVerdict.Accepted, JudgementVerdict.Accepted, JudgementVerdict.Accepted, null), CancellationToken.None));
    }

    /// <summary>Rates every criterion at a level with all that makes a rating complete, and judges all evidence as accepted and sufficient.</summary>
    public async Task RateAllAsync(TestAssessment assessment, int level = 2)
    {
        foreach (var code in (await UnitAsync(assessment.Id)).Criteria.Select(c => c.Code))
        {
            await RateAsync(assessment, code, level);
        }

        await JudgeAllAsync(assessment);
    }

    /// <summary>Rates one criterion completely.</summary>
    public Task<RatingAnswer> RateAsync(TestAssessment assessment, string code, int level) => InTransactionAsync(async services =>
    {
        var db = services.GetRequiredService<AppDbContext>();
        var version = await HandedIn(db, assessment.Id).FirstAsync();
        var scheme = await SchemeAsync(services, assessment.Id);
        var method = scheme.Document.MethodVariants.First(m => m.Requires == MethodBasis.File).Code;
        var changes = new Dictionary<string, FieldChange>
        {
            ["level"] = new(null, level),
            ["comment"] = new(null, "數據與推估一致，見所附頁次。"),
            ["methods"] = new(new JsonArray(), new JsonArray(new JsonObject { ["code"] = method, ["note"] = null })),
            ["citations"] = new(new JsonArray(), new JsonArray(new JsonObject { ["versionId"] = version, ["kind"] = "page", ["place"] = "18" })),
        };
        if (level < scheme.Document.PassMark)
        {
            changes["cause"] = new(null, "notEnoughEvidence");
        }

        return await services.GetRequiredService<ScoringCommands>().RateAsync(assessment.Id, assessment.Assessor.PersonId, code, changes, CancellationToken.None);
    });

    public async Task JudgeAllAsync(TestAssessment assessment)
    {
        var by = assessment.Assessor.PersonId;
        foreach (var version in await site.QueryAsync(db => HandedIn(db, assessment.Id).ToListAsync()))
        {
            await InTransactionAsync(s => s.GetRequiredService<ScoringCommands>().JudgeEvidenceAsync(
                assessment.Id, by, version, _ => new JudgementFields(JudgementVerdict.Accepted, JudgementVerdict.Accepted, JudgementVerdict.Accepted, null), CancellationToken.None));
        }

        foreach (var requirement in (await UnitAsync(assessment.Id)).Requirements.Keys)
        {
            await InTransactionAsync(s => s.GetRequiredService<ScoringCommands>().JudgeRequirementAsync(assessment.Id, by, requirement, _ => new RequirementFields(true, null), CancellationToken.None));
        }
    }

    public async Task ReturnAsync(TestAssessment assessment)
    {
        var code = (await UnitAsync(assessment.Id)).Criteria[0].Code;
        await InTransactionAsync(s => Do(s.GetRequiredService<ScoringCommands>().ReturnAsync(
            assessment.Id, assessment.Assessor.PersonId, "請補充。", new Dictionary<string, string> { [code] = "缺少第三季數據" }, site.Clock.GetUtcNow().UtcDateTime.AddDays(14), CancellationToken.None)));
    }

    /// <summary>Rated completely, signed and, as the default scheme asks for no verification, finalised with its documents.</summary>
    public async Task<TestAssessment> FinalisedAsync(TestUser? candidate = null, TestUser? assessor = null, int pieces = 1, Guid? scheme = null)
    {
        var assessment = await AssessingAsync(candidate, assessor, pieces, scheme);
        await DecideAsync(assessment);
        return assessment;
    }

    /// <summary>From gathering, with evidence there, to the documents.</summary>
    public async Task FinishAsync(TestAssessment assessment)
    {
        await SubmitAsync(assessment);
        await site.UseAsync(s => Do(s.GetRequiredService<ScoringCommands>().StartAsync(assessment.Id, assessment.Assessor.PersonId, CancellationToken.None)));
        await DecideAsync(assessment);
    }

    private async Task DecideAsync(TestAssessment assessment)
    {
        await RateAllAsync(assessment);
        await SignAsync(assessment);
    }

    /// <summary>All rated, the first criterion under the pass mark, signed not yet competent and released.</summary>
    public async Task<TestAssessment> NotYetCompetentAsync(TestUser? candidate = null, TestUser? assessor = null)
    {
        var assessment = await AssessingAsync(candidate, assessor);
        foreach (var (code, index) in (await UnitAsync(assessment.Id)).Criteria.Select((c, i) => (c.Code, i)))
        {
            await RateAsync(assessment, code, index == 0 ? 1 : 2);
        }

        await JudgeAllAsync(assessment);
        await SignAsync(assessment, Outcome.NotYetCompetent);
        return assessment;
    }

    /// <summary>Signs by the assessor.</summary>
    public async Task SignAsync(TestAssessment assessment, Outcome outcome = Outcome.Competent)
    {
        var seen = await site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).Select(a => a.ContentVersion).SingleAsync());
        await site.UseAsync(s => s.GetRequiredService<SignDecision>().RunAsync(assessment.Id, assessment.Assessor.PersonId, new Signature
        {
            Outcome = outcome,
            Strengths = "推估與現場數據一致。",
            NextSteps = "持續追蹤放棄率。",
            Feedback = outcome == Outcome.NotYetCompetent ? "尚缺第三季數據。" : null,
            AuthenticationMethod = "password",
            AuthenticatedAt = site.Clock.GetUtcNow().UtcDateTime,
        }, seen, CancellationToken.None));
    }

    /// <summary>A decision that its verifier sent back.</summary>
    /// <returns>Key of the verification.</returns>
    public async Task<Guid> DisagreedAsync(TestUser assessor, Guid scheme)
    {
        var assessment = await FinalisedAsync(assessor: assessor, scheme: scheme);
        return await site.UseAsync(async services =>
        {
            var db = services.GetRequiredService<AppDbContext>();
            var verification = await db.Verifications.Include(v => v.Items).SingleAsync(v => v.AssessmentId == assessment.Id);
            verification.Judge(verification.Items[0].CriterionId, false, "出處不符");
            await db.SaveChangesAsync();
            var by = await db.Assessments.SelectMany(a => a.Assignments).Where(a => a.AssessmentId == assessment.Id && a.Part == AssessmentPart.Verifier).Select(a => a.PersonId).SingleAsync();
            await services.GetRequiredService<VerificationCommands>().DisagreeAsync(assessment.Id, by, null, CancellationToken.None);
            return verification.Id;
        });
    }

    /// <summary>A meeting that runs: an observation of T4, or a questioning with two questions on K01.</summary>
    public async Task<Guid> BeginMeetingAsync(TestAssessment assessment, AppointmentKind kind)
    {
        var by = assessment.Assessor.PersonId;
        var terms = new MeetingTerms { Kind = kind, Method = kind == AppointmentKind.Observation ? "M6.L" : "M3.O" };
        var meeting = await site.UseAsync(s => s.GetRequiredService<HoldMeeting>().PrepareAsync(assessment.Id, by, terms, ["T4"], CancellationToken.None));
        if (kind == AppointmentKind.Questioning)
        {
            var criterion = (await UnitAsync(assessment.Id)).Criterion("K01")!.Id;
            var chosen = await site.QueryAsync(db => db.BankQuestions.Where(q => q.CriterionId == criterion).Select(q => q.Id).ToListAsync());
            await InTransactionAsync(s => s.GetRequiredService<NoteMeeting>().AskAsync(assessment.Id, meeting, by, chosen, null, CancellationToken.None));
        }

        await site.UseAsync(s => Do(s.GetRequiredService<HoldMeeting>().CheckIdentityAsync(assessment.Id, meeting, by, IdentityDocument.Passport, IdentityPlace.OnSite, CancellationToken.None)));
        await site.UseAsync(s => Do(s.GetRequiredService<HoldMeeting>().BeginAsync(assessment.Id, meeting, by, CancellationToken.None)));
        return meeting;
    }

    /// <summary>Breaks it off.</summary>
    public Task BreakOffAsync(TestAssessment assessment, Guid meeting) =>
        site.UseAsync(s => Do(s.GetRequiredService<HoldMeeting>().BreakOffAsync(assessment.Id, meeting, assessment.Assessor.PersonId, "連線中斷", CancellationToken.None)));

    /// <summary>Notes something of everything, and finishes it.</summary>
    public async Task FinishMeetingAsync(TestAssessment assessment, Guid meeting, string words = "說明清楚")
    {
        var by = assessment.Assessor.PersonId;
        await InTransactionAsync(s => s.GetRequiredService<NoteMeeting>().ChangeAsync(assessment.Id, meeting, by, f => f with { Present = "資深經理人二位" }, CancellationToken.None));
        var items = await site.QueryAsync(db => db.ObservedItems.Where(i => i.MeetingId == meeting).Join(db.Criteria, i => i.CriterionId, c => c.Id, (i, c) => c.Code).ToListAsync());
        foreach (var code in items)
        {
            await InTransactionAsync(s => s.GetRequiredService<NoteMeeting>().SeeAsync(assessment.Id, meeting, by, code, _ => new ObservedFields(SeenVerdict.Seen, words), CancellationToken.None));
        }

        foreach (var question in await site.QueryAsync(db => db.AskedQuestions.Where(q => q.MeetingId == meeting).Select(q => q.Id).ToListAsync()))
        {
            await InTransactionAsync(s => s.GetRequiredService<NoteMeeting>().AnswerAsync(assessment.Id, meeting, by, question, _ => new AskedFields(words, ["再想想"], true), CancellationToken.None));
        }

        await site.UseAsync(s => Do(s.GetRequiredService<HoldMeeting>().FinishAsync(assessment.Id, meeting, by, CancellationToken.None)));
    }

    public Task<UnitView> UnitAsync(Guid assessmentId) => site.UseAsync(services => UnitAsync(services, assessmentId));

    /// <summary>The state as it stands in the database.</summary>
    public Task<AssessmentState> StateAsync(TestAssessment assessment) =>
        site.QueryAsync(db => db.Assessments.AsNoTracking().Where(a => a.Id == assessment.Id).Select(a => a.State).SingleAsync());

    public static IQueryable<Guid> HandedIn(AppDbContext db, Guid assessmentId) =>
        db.Rounds.Where(r => r.AssessmentId == assessmentId).SelectMany(r => r.Evidence).Select(e => e.EvidenceVersionId).Distinct();

    private static async Task<UnitView> UnitAsync(IServiceProvider services, Guid assessmentId)
    {
        var db = services.GetRequiredService<AppDbContext>();
        var version = await db.Assessments.Where(a => a.Id == assessmentId).Select(a => a.UnitVersionId).SingleAsync();
        return await services.GetRequiredService<UnitCatalogue>().UnitAsync(db, version, CancellationToken.None);
    }

    private static async Task<SchemeView> SchemeAsync(IServiceProvider services, Guid assessmentId)
    {
        var db = services.GetRequiredService<AppDbContext>();
        var scheme = await db.Assessments.Where(a => a.Id == assessmentId).Select(a => a.SchemeId).SingleAsync();
        return await services.GetRequiredService<UnitCatalogue>().SchemeAsync(db, scheme, CancellationToken.None);
    }

    private Task<T> InTransactionAsync<T>(Func<IServiceProvider, Task<T>> run) => site.UseAsync(async services =>
    {
        var db = services.GetRequiredService<AppDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var answer = await run(services);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return answer;
    });

    private static async Task<bool> Do(Task task)
    {
        await task;
        return true;
    }

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(string.Join("; ", result.Errors.Select(e => e.Description)));
        }
    }
}
