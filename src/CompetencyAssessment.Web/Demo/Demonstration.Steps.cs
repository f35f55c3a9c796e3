using System.Text.Json.Nodes;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Commands;
using CompetencyAssessment.Web.Demo.Files;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Holidays;
using CompetencyAssessment.Web.Features.MyAssessments;
using CompetencyAssessment.Web.Features.Rounds;
using CompetencyAssessment.Web.Features.Schemes;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Features.SelfAssessment;
using CompetencyAssessment.Web.Features.Uploads;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Demo;

/// <summary>The steps that the stories are made of, each one verb at its time.</summary>
internal sealed partial class Demonstration
{
    private async Task<Guid> PlanAsync(int candidate, int daysAgo, int assessor, bool acknowledge, CancellationToken cancel, int? daysToSubmit = null, Guid? scheme = null, int? second = null)
    {
        var id = Guid.Empty;
        await StepAsync<PlanAssessment>(daysAgo, Admin, async (plan, _) => id = await plan.RunAsync(
            new NewAssessment(Candidate(candidate).Person, Assessor(assessor).Person, scheme ?? _scheme, ["M1.Q", "M1.R", "M2", "M3.O", "M5", "M6.L"],
                Day(daysAgo - (daysToSubmit ?? _rules.Rules.SubmitDays)), Day(daysAgo - (daysToSubmit ?? _rules.Rules.SubmitDays) - _rules.Rules.DecideDays))
            {
                SecondAssessorId = second is { } other ? Assessor(other).Person : null,
            },
            cancel));
        if (acknowledge)
        {
            await StepAsync<CandidateMoves>(daysAgo - 1, Candidate(candidate).User, (moves, _) => moves.AcknowledgeAsync(id, Candidate(candidate).Person, cancel));
        }

        return id;
    }

    private async Task<Guid> ShortEvidenceAsync(int number, int assessor, int daysAgo, CancellationToken cancel, Guid? scheme = null, int? second = null, string? remark = null)
    {
        var id = await PlanAsync(number, daysAgo, assessor, acknowledge: true, cancel, scheme: scheme, second: second);
        var company = Company(number);
        var (before, after) = DemoQuarter.LastTwo(company, Day(daysAgo));
        await EvidenceAsync(id, number, daysAgo - 6, "客服中心營運計畫.pdf", PlanPdf.Draw(DemoPlan.Short(company), At(daysAgo - 6), fonts), EvidenceKind.OperatingPlan, PlanCriteria(), ["E1", "E3"], cancel);
        await EvidenceAsync(id, number, daysAgo - 7, "人力試算表.xlsx", DemoFiles.StaffingWorkbook(company, remark), EvidenceKind.Workbook, ["P3.4", "S05", "S08"], ["E1"], cancel);
        await EvidenceAsync(id, number, daysAgo - 7, $"{after.Label}營運檢討.xlsx", DemoFiles.QuarterlyReview(after), EvidenceKind.PerformanceAnalysis, ["P5.2", "P5.3", "P5.4", "P5.5", "P5.6", "S07"], ["E4"], cancel);
        await EvidenceAsync(id, number, daysAgo - 8, "服務水準趨勢.png", DemoFiles.ServiceLevelChart(before, after, Path.Combine(AppContext.BaseDirectory, "Fonts", FontFile)), EvidenceKind.PerformanceAnalysis, ["P1.3", "P5.3"], ["E4"], cancel);
        await EvidenceAsync(id, number, daysAgo - 8, "計畫簡報.pptx", DemoFiles.PlanSlides(company), EvidenceKind.Presentation, ["P4.1", "P4.2", "P4.3", "S03"], ["E2"], cancel);
        return id;
    }

    private async Task<Guid> EvidenceAsync(Guid id, int candidate, int daysAgo, string fileName, byte[] bytes, EvidenceKind kind, IReadOnlyCollection<string> criteria, IReadOnlyCollection<string> requirements, CancellationToken cancel)
    {
        var (user, person) = Candidate(candidate);
        AddedEvidence added = null!;
        await StepAsync<AddEvidence>(daysAgo, user, async (add, _) => added = await add.RunAsync(id, person, new MemoryStream(bytes), fileName, null, cancel));
        await StepAsync<DescribeEvidence>(daysAgo, user, (describe, _) => describe.RunAsync(id, person, added.ItemId, new EvidenceDescription
        {
            Title = Path.GetFileNameWithoutExtension(fileName),
            Kind = kind,
            Context = EvidenceContext.Workplace,
            PeriodFrom = Day(daysAgo + 180),
            PeriodTo = Day(daysAgo + 2),
            OwnShare = kind == EvidenceKind.ThirdPartyReport ? "由主管撰寫，本人未參與內容。" : "本人主筆，團隊提供話務與品質數據。",
            Help = kind == EvidenceKind.OperatingPlan ? "財務處協助核對成本，營運處協理審閱初稿。" : "無",
            AiUse = kind == EvidenceKind.Presentation ? "以文書工具的潤稿功能修正錯字，內容為本人撰寫。" : "無",
            Confidentiality = kind is EvidenceKind.Workbook or EvidenceKind.PerformanceAnalysis ? Confidentiality.Confidential : Confidentiality.General,
        }, cancel));
        await StepAsync<MapEvidence>(daysAgo, user, (map, _) => map.RunAsync(id, person, added.ItemId, criteria, requirements, cancel));
        return added.VersionId;
    }

    /// <summary>The candidate rates themselves, one criterion after the other; null leaves one open.</summary>
    private Task AssessOneselfAsync(Guid id, int candidate, int daysAgo, Func<string, int?> level, IReadOnlyDictionary<string, string> remarks, CancellationToken cancel) =>
        StepAsync<RateOneself>(daysAgo, Candidate(candidate).User, async (rate, _) =>
        {
            foreach (var code in _unit.Criteria.Select(c => c.Code).Where(c => level(c) is not null))
            {
                await rate.RunAsync(id, Candidate(candidate).Person, code, new SelfRatingFields(level(code), remarks.GetValueOrDefault(code)), cancel);
            }
        });

    private Task ReplyAsync(Guid id, int candidate, int daysAgo, string code, string text, IReadOnlyList<Guid> pieces, CancellationToken cancel) =>
        StepAsync<ReplyToReturn>(daysAgo, Candidate(candidate).User, async (reply, p) =>
        {
            var criterion = _unit.Criterion(code)!.Id;
            var point = await p.GetRequiredService<AppDbContext>().Rounds.Where(r => r.AssessmentId == id).OrderByDescending(r => r.Number)
                .SelectMany(r => r.ReturnItems).Where(i => i.CriterionId == criterion).Select(i => i.Id).FirstAsync(cancel);
            await reply.RunAsync(id, Candidate(candidate).Person, point, new ReplyFields(text, pieces), cancel);
        });

    private Task SubmitAsync(Guid id, int candidate, int daysAgo, CancellationToken cancel) =>
        StepAsync<SubmitAssessment>(daysAgo, Candidate(candidate).User, (submit, _) => submit.RunAsync(id, Candidate(candidate).Person, declared: true, cancel));

    private Task StartAsync(Guid id, int assessor, int daysAgo, CancellationToken cancel) =>
        StepAsync<ScoringCommands>(daysAgo, Assessor(assessor).User, (commands, _) => commands.StartAsync(id, Assessor(assessor).Person, cancel));

    private async Task RateAllAsync(Guid id, int assessor, int daysAgo, Guid plan, CancellationToken cancel, IReadOnlyCollection<string>? except = null, IReadOnlyCollection<string>? above = null, (Guid Review, Guid Report)? versions = null, bool isStarted = false)
    {
        if (!isStarted)
        {
            await StartAsync(id, assessor, daysAgo, cancel);
        }

        var page = 3;
        foreach (var criterion in _unit.Criteria)
        {
            page++;
            if (except?.Contains(criterion.Code) == true)
            {
                continue;
            }

            var isAbove = above?.Contains(criterion.Code) == true;
            var fields = criterion.Kind switch
            {
                CriterionKind.Knowledge => new RatingFields
                {
                    Level = 2,
                    Methods = [new("M3.O", DemoAnswers.Notes.GetValueOrDefault(criterion.Code, DemoAnswers.Notes["K01"]))],
                    Comment = DemoAnswers.Reasons[criterion.Code],
                },
                CriterionKind.Skill => new RatingFields
                {
                    Level = isAbove ? 3 : 2,
                    Methods = [new("M2", null)],
                    Citations = [new(plan, PlaceKind.Page, Page(page))],
                    Comment = DemoAnswers.Reasons[criterion.Code],
                },
                _ when criterion.Task == "T4" => new RatingFields { Level = 2, Methods = [new("M6.L", DemoAnswers.Notes["T4"])] },
                _ when criterion.Task == "T5" && versions is { } v => new RatingFields
                {
                    Level = 2,
                    Methods = [new("M5", null), new("M1.R", null), .. Asked(criterion.Code)],
                    Citations = [new(v.Review, PlaceKind.Cell, "B6"), new(v.Report, PlaceKind.Section, "二")],
                },
                _ => new RatingFields
                {
                    Level = isAbove ? 3 : 2,
                    Methods = [new("M2", null), .. Asked(criterion.Code)],
                    Citations = [new(plan, PlaceKind.Page, Page(page))],
                    Comment = isAbove ? "除達成標準外，能主動提出替代做法並說明取捨。" : null,
                },
            };
            await RateAsync(id, assessor, daysAgo, criterion.Code, fields, cancel);
        }

        // Help was declared: the candidate is asked about it once for each piece.
        static MethodUse[] Asked(string code) => code is "P1.1" or "P5.1" ? [new MethodUse("M1.Q", DemoAnswers.Notes[code])] : [];

        static string Page(int page) => (page % 11 + 3).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private Task RateUnderAsync(Guid id, int assessor, int daysAgo, string code, int level, ShortfallCause cause, string[] methods, IReadOnlyList<Citation> citations, CancellationToken cancel) =>
        RateAsync(id, assessor, daysAgo, code, new RatingFields
        {
            Level = level,
            Cause = cause,
            Methods = [.. methods.Select(m => new MethodUse(m, DemoAnswers.Notes.GetValueOrDefault(code)))],
            Citations = citations,
            Comment = DemoAnswers.Missing[code],
        }, cancel);

    private Task RateAsync(Guid id, int assessor, int daysAgo, string code, RatingFields fields, CancellationToken cancel) =>
        StepAsync<ScoringCommands>(daysAgo, Assessor(assessor).User, async (commands, p) =>
        {
            var db = p.GetRequiredService<AppDbContext>();
            var criterion = _unit.Criterion(code)!.Id;
            var now = await db.Ratings.AsNoTracking().AsSingleQuery().Include(r => r.Methods).Include(r => r.Citations)
                .SingleAsync(r => r.AssessmentId == id && r.CriterionId == criterion && db.Set<AssessorAssignment>().Any(a => a.Id == r.AssignmentId && a.PersonId == Assessor(assessor).Person), cancel);
            var from = (JsonObject)JsonNode.Parse(now.Fields.ToJson())!;
            var to = (JsonObject)JsonNode.Parse(fields.ToJson())!;
            var changes = to.Where(f => !JsonNode.DeepEquals(f.Value, from[f.Key])).ToDictionary(f => f.Key, f => new FieldChange(from[f.Key]?.DeepClone(), f.Value?.DeepClone()));
            await p.GetRequiredService<CommandRunner>().OnceAsync(Guid.NewGuid(), Assessor(assessor).User, $"rate {code}", () => commands.RateAsync(id, Assessor(assessor).Person, code, changes, cancel), cancel);
        });

    private Task JudgeAsync(Guid id, int assessor, int daysAgo, bool sufficient, CancellationToken cancel) =>
        StepAsync<ScoringCommands>(daysAgo, Assessor(assessor).User, async (commands, p) =>
        {
            var db = p.GetRequiredService<AppDbContext>();
            var runner = p.GetRequiredService<CommandRunner>();
            var (user, person) = Assessor(assessor);
            var accepted = new JudgementFields(JudgementVerdict.Accepted, JudgementVerdict.Accepted, JudgementVerdict.Accepted, null);
            foreach (var version in await db.EvidenceJudgements.Where(j => j.AssessmentId == id).Select(j => j.EvidenceVersionId).Distinct().ToListAsync(cancel))
            {
                await runner.OnceAsync(Guid.NewGuid(), user, "judge evidence", () => commands.JudgeEvidenceAsync(id, person, version, _ => accepted, cancel), cancel);
            }

            foreach (var requirement in _unit.Requirements.Keys)
            {
                var enough = sufficient || requirement is "E2" or "E3";
                await runner.OnceAsync(Guid.NewGuid(), user, $"judge {requirement}", () => commands.JudgeRequirementAsync(id, person, requirement, _ => new RequirementFields(enough, enough ? null : "待補充後再判定。"), cancel), cancel);
            }
        });

    private Task SignAsync(Guid id, int assessor, int daysAgo, Outcome outcome, string strengths, string nextSteps, string? feedback, CancellationToken cancel) =>
        StepAsync<SignDecision>(daysAgo, Assessor(assessor).User, async (sign, p) =>
        {
            var seen = await p.GetRequiredService<AppDbContext>().Assessments.Where(a => a.Id == id).Select(a => a.ContentVersion).SingleAsync(cancel);
            await sign.RunAsync(id, Assessor(assessor).Person, new Signature
            {
                Outcome = outcome,
                Strengths = strengths,
                NextSteps = nextSteps,
                Feedback = feedback,
                AuthenticationMethod = "password",
                AuthenticatedAt = clock.GetUtcNow().UtcDateTime,
            }, seen, cancel);
        });

    /// <summary>A scheme of the centre's own, which differs from the default one in its rules alone.</summary>
    private async Task<Guid> SchemeAsync(string code, LocalText name, Func<SchemeRules, SchemeRules> change, CancellationToken cancel)
    {
        var (user, person) = _people[DemoPeople.Administrator.UserName];
        var draft = Guid.Empty;
        await StepAsync<StartDraft>(149, user, async (start, _) => draft = await start.NewSchemeAsync(_scheme, code, name, person, cancel));
        await StepAsync<EditDraft>(149, user, (edit, _) => edit.RunAsync(draft, new DraftPart(SchemeSection.Rules), seen: null, scheme => scheme with { Rules = change(scheme.Rules) }, person, cancel));
        await StepAsync<PublishDraft>(149, user, async (publish, p) =>
        {
            var seen = await p.GetRequiredService<AppDbContext>().SchemeDrafts.Where(d => d.Id == draft).Select(d => d.Version).SingleAsync(cancel);
            var result = await publish.RunAsync(draft, seen, 1, person, cancel);
            if (result.Refused)
            {
                throw new InvalidOperationException(string.Join("; ", result.Faults));
            }
        });
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AppDbContext>().Schemes.Where(s => s.Code == code).Select(s => s.Id).SingleAsync(cancel);
    }

    /// <summary>One verb, some days ago, by somebody; each with a context of its own, as a request would have.</summary>
    private async Task StepAsync<T>(int daysAgo, Guid? user, Func<T, IServiceProvider, Task> run, int minutes = 0)
        where T : notnull
    {
        // Every step is a little later than the one before it on the same day.
        clock.Set(At(daysAgo).AddMinutes(minutes).AddSeconds(_steps++));
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<AppDbContext>().ActorId = user;
        await run(scope.ServiceProvider.GetRequiredService<T>(), scope.ServiceProvider);
    }

    private int _steps;

    private async Task<DateTime> EndOfWorkingDayAsync(IServiceProvider services, int daysAgo, CancellationToken cancel) =>
        await EndOfDayAsync(services, (await services.GetRequiredService<CentreCalendar>().WorkingDaysAsync(cancel)).After(Day(daysAgo), _rules.Rules.ReturnWorkingDays), cancel);

    private static async Task<DateTime> EndOfDayAsync(IServiceProvider services, DateOnly day, CancellationToken cancel) =>
        PlanAssessment.EndOfDay(day, await services.GetRequiredService<Hosting.CentreProfile>().TimeZoneAsync(cancel));

    private async Task<Guid> ItemOfAsync(Guid version, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AppDbContext>().EvidenceVersions.Where(v => v.Id == version).Select(v => v.EvidenceItemId).SingleAsync(cancel);
    }

    private async Task<Guid> FirstVersionAsync(Guid assessment, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        return await (from link in db.AssessmentEvidence where link.AssessmentId == assessment && link.Number == 1 join v in db.EvidenceVersions on link.EvidenceItemId equals v.EvidenceItemId orderby v.Number select v.Id).FirstAsync(cancel);
    }

    private string[] PlanCriteria() => [.. _unit.Criteria.Where(c => c.Task is "T1" or "T2" or "T3" || c.Kind == CriterionKind.Knowledge || c.Code is "S01" or "S04" or "S06" or "S09").Select(c => c.Code)];

    private static DemoCompany Company(int number) =>
        DemoPeople.Candidates[number - 1] is { Company: { } company } person ? DemoCompany.Create(person.NameZh, company, number) : DemoCompany.Story;

    private (Guid User, Guid Person) Candidate(int number) => _people[DemoPeople.Candidates[number - 1].UserName];

    private (Guid User, Guid Person) Assessor(int number) => _people[DemoPeople.Assessors[number - 1].UserName];

    private DateTimeOffset At(int daysAgo) => daysAgo <= 0 ? _now : new DateTimeOffset(_now.AddDays(-daysAgo).Date, TimeSpan.Zero).AddHours(2);

    /// <summary>A day at the centre, some days ago; negative for days to come.</summary>
    private DateOnly Day(int daysAgo) => DateOnly.FromDateTime(_now.AddHours(8).AddDays(-daysAgo).Date);

    private static void Demand(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(string.Join("; ", result.Errors.Select(e => e.Description)));
        }
    }

    private const string FontFile = "NotoSansTC-Regular.ttf";
}
