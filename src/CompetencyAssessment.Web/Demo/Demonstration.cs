using System.Text.Json.Nodes;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Reports.Layout;
using CompetencyAssessment.Web.Commands;
using CompetencyAssessment.Web.Demo.Files;
using CompetencyAssessment.Web.Features.Account;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.CentreSettings;
using CompetencyAssessment.Web.Features.Disputes;
using CompetencyAssessment.Web.Features.Holidays;
using CompetencyAssessment.Web.Features.MyAssessments;
using CompetencyAssessment.Web.Features.People;
using CompetencyAssessment.Web.Features.Plans;
using CompetencyAssessment.Web.Features.Rounds;
using CompetencyAssessment.Web.Features.Schemes;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Features.SelfAssessment;
using CompetencyAssessment.Web.Features.Uploads;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CompetencyAssessment.Web.Demo;

/// <summary>
/// The demonstration centre: an administrator, two assessors, a verifier, a quality lead and fifteen candidates at every stage, made through the verbs that the
/// screens call, with dates relative to today. Development only.
/// </summary>
internal sealed partial class Demonstration(IServiceScopeFactory scopes, DemoClock clock, FontLibrary fonts, ILogger<Demonstration> log)
{
    private readonly Dictionary<string, (Guid User, Guid Person)> _people = [];
    private DateTimeOffset _now;
    private Guid _scheme;
    private UnitView _unit = null!;
    private SchemeDocument _rules = null!;

    private Guid Admin => _people[DemoPeople.Administrator.UserName].User;

    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DemoClock>();
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(p => p.GetRequiredService<DemoClock>()));
        builder.Services.AddSingleton<Demonstration>();
    }

    /// <summary>Fills an empty installation; one that has people already stays as it is.</summary>
    public async Task SeedAsync(CancellationToken cancel)
    {
        await using (var scope = scopes.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
            if (await db.Users.AnyAsync(cancel))
            {
                return;
            }

            _scheme = await db.Schemes.Where(s => s.Code == "BGM6R0925v2-default").OrderByDescending(s => s.Number).Select(s => s.Id).FirstAsync(cancel);
            var catalogue = scope.ServiceProvider.GetRequiredService<UnitCatalogue>();
            var scheme = await catalogue.SchemeAsync(db, _scheme, cancel);
            _rules = scheme.Document;
            _unit = await catalogue.UnitAsync(db, scheme.UnitVersionId, cancel);
        }

        _now = clock.GetUtcNow();
        log.LogInformation("Making the demonstration centre; this takes a few moments the first time");
        try
        {
            await AddPeopleAsync(cancel);
            await SetUpVerificationAsync(cancel);
            await SetUpIndependenceAsync(cancel);
            Func<Task>[] cases =
            [
                () => StoryAsync(cancel),
                () => CompetentAsync(2, cancel),
                () => NotYetCompetentAsync(3, cancel),
                () => AssessingAsync(4, half: true, cancel),
                () => AssessingAsync(5, half: false, cancel),
                () => SubmittedAsync(6, cancel),
                () => ReturnedAsync(7, daysAgo: 3, cancel),
                async () =>
                {
                    await ReturnedAsync(8, daysAgo: 25, cancel);
                    await IncidentAsync(8, cancel);
                },
                () => GatheringAsync(9, cancel),
                () => LateAsync(10, cancel),
                () => OverrideAskedAsync(11, cancel),
                () => WithdrawnAsync(12, cancel),
                () => DecidedAsync(13, cancel),
                () => SuspendedAsync(14, cancel),
                () => BlindAsync(15, cancel),
            ];
            for (var i = 0; i < cases.Length; i++)
            {
                log.LogInformation("Demonstration: candidate {Number} of {Count}", i + 1, cases.Length);
                await cases[i]();
            }

            await DraftAsync(cancel);
            await CheckTrailAsync(cancel);
        }
        finally
        {
            clock.Set(null);
        }

        log.LogInformation("The demonstration centre is ready; the sign-in page lists its accounts");
    }

    private async Task AddPeopleAsync(CancellationToken cancel)
    {
        await StepAsync<DescribeCentre>(150, null, (describe, _) => describe.RunAsync("晴川職能評量中心（示範）", "Chingchuan Assessment Centre (demonstration)", "臺北市中正區示範路 100 號 5 樓", "5F, No. 100, Shihfan Rd., Zhongzheng Dist., Taipei City", "02-2345-0000 · service@example.org", seen: null, cancel));
        foreach (var demo in DemoPeople.All)
        {
            CreatedPerson created = null!;
            OneTimeLink link = null!;
            await StepAsync<CreatePerson>(150, null, async (create, _) => created = await create.RunAsync(new NewPerson(demo.NameZh, demo.NameLatin, demo.Number, demo.UserName, [demo.Role]), Guid.Empty, cancel));
            await StepAsync<HandOutLink>(150, null, async (handOut, _) => link = await handOut.RunAsync(created.PersonId, cancel));
            await StepAsync<SetPassword>(150, null, async (set, _) => Demand(await set.RunAsync(link.UserId, link.Token, DemoPeople.Password, null, cancel)));
            _people[demo.UserName] = (link.UserId, created.PersonId);
        }
    }

    /// <summary>The story that must always work: sent back, answered, found competent, and verified before she is told.</summary>
    private async Task StoryAsync(CancellationToken cancel)
    {
        var company = DemoCompany.Story;
        var (before, after) = DemoQuarter.LastTwo(company, Day(0));
        var id = await PlanAsync(1, 80, 1, acknowledge: true, cancel, scheme: _verifiedScheme);
        var plan = await EvidenceAsync(id, 1, 70, "晴川客服中心營運計畫書.pdf", PlanPdf.Draw(DemoPlan.Story(), At(70), fonts), EvidenceKind.OperatingPlan, PlanCriteria(), ["E1", "E3"], cancel);
        var workbook = await EvidenceAsync(id, 1, 69, "人力試算表.xlsx", DemoFiles.StaffingWorkbook(company), EvidenceKind.Workbook, ["P3.2", "P3.3", "P3.4", "S05", "S08"], ["E1"], cancel);
        await EvidenceAsync(id, 1, 69, $"{before.Label}營運檢討.xlsx", DemoFiles.QuarterlyReview(before), EvidenceKind.PerformanceAnalysis, ["P1.1", "P1.3", "P5.3", "S07"], ["E4"], cancel);
        var review = await EvidenceAsync(id, 1, 68, $"{after.Label}營運檢討.xlsx", DemoFiles.QuarterlyReview(after), EvidenceKind.PerformanceAnalysis, ["P5.2", "P5.3", "P5.4", "P5.5", "P5.6", "S07"], ["E4"], cancel);
        await EvidenceAsync(id, 1, 67, "計畫簡報.pptx", DemoFiles.PlanSlides(company), EvidenceKind.Presentation, ["P4.1", "P4.2", "P4.3", "S03"], ["E2"], cancel);
        await AssessOneselfAsync(id, 1, 61, _ => 2, DemoAnswers.SelfRemarks, cancel);
        var report = await EvidenceAsync(id, 1, 66, "主管第三方報告.docx", DemoFiles.ThirdPartyReport(company, "周明德", "營運處協理", Day(72)), EvidenceKind.ThirdPartyReport, ["P5.1", "P5.5", "S02"], ["E4"], cancel);
        await SubmitAsync(id, 1, 60, cancel);

        await RateAllAsync(id, 1, 55, plan, cancel, except: ["P3.2", "P3.4"], versions: (review, report));
        await RateUnderAsync(id, 1, 54, "P3.4", 1, ShortfallCause.PerformanceShort, ["M2", "M5"], [new(plan, PlaceKind.Page, "18"), new(workbook, PlaceKind.Cell, "B12")], cancel);
        await RateUnderAsync(id, 1, 54, "P3.2", 1, ShortfallCause.NotEnoughEvidence, ["M2"], [new(plan, PlaceKind.Page, "18")], cancel);
        await JudgeAsync(id, 1, 54, sufficient: false, cancel);
        await StepAsync<ScoringCommands>(53, Assessor(1).User, async (commands, p) =>
            await commands.ReturnAsync(id, Assessor(1).Person, "整體完整，僅人力需求前後不一致。請更正後重新送件，並說明採用值的依據。",
                new Dictionary<string, string> { ["P3.4"] = DemoAnswers.Missing["P3.4"], ["P3.2"] = DemoAnswers.Missing["P3.2"] },
                await EndOfWorkingDayAsync(p, 53, cancel), cancel));

        var item = await ItemOfAsync(plan, cancel);
        var corrected = Guid.Empty;
        await StepAsync<AddEvidence>(47, Candidate(1).User, async (add, _) =>
            corrected = (await add.RunAsync(id, Candidate(1).Person, new MemoryStream(PlanPdf.Draw(DemoPlan.Story(corrected: true), At(47), fonts)), "晴川客服中心營運計畫書_第二版.pdf", item, cancel)).VersionId);
        await ReplyAsync(id, 1, 46, "P3.4", DemoAnswers.Replies["P3.4"], [item, await ItemOfAsync(workbook, cancel)], cancel);
        await ReplyAsync(id, 1, 46, "P3.2", DemoAnswers.Replies["P3.2"], [item], cancel);
        await SubmitAsync(id, 1, 46, cancel);
        await StartAsync(id, 1, 42, cancel);
        await RateAsync(id, 1, 42, "P3.4", new RatingFields
        {
            Level = 2,
            Methods = [new("M2", null), new("M5", null)],
            Citations = [new(corrected, PlaceKind.Page, "18"), new(workbook, PlaceKind.Cell, "B12")],
            Comment = "第二版已改採 295 秒與 64.0 人，與試算表一致，並說明依據為近兩季實績。",
        }, cancel);
        await RateAsync(id, 1, 42, "P3.2", new RatingFields
        {
            Level = 2,
            Methods = [new("M2", null)],
            Citations = [new(corrected, PlaceKind.Page, "19")],
            Comment = "尖峰缺口已指定負責人、期限與兩段式處理方案。",
        }, cancel);
        await JudgeAsync(id, 1, 42, sufficient: true, cancel);
        await SignAsync(id, 1, 41, Outcome.Competent,
            "能以實績檢討計畫，發現不一致後迅速更正並說明依據；簡報聚焦且能回應資深經理人的疑慮。",
            "下一期計畫建議加入需求增減一成的情境分析，並將外包啟動條件寫入服務契約。",
            null, cancel);
        await VerifyAsync(id, 39, _unit.Criteria.Count, cancel);
    }

    private async Task CompetentAsync(int number, CancellationToken cancel)
    {
        var id = await ShortEvidenceAsync(number, 2, 120, cancel);
        await SubmitAsync(id, number, 100, cancel);
        await RateAllAsync(id, 2, 95, await FirstVersionAsync(id, cancel), cancel, above: ["P2.3", "S04"]);
        await JudgeAsync(id, 2, 95, sufficient: true, cancel);
        await SignAsync(id, 2, 94, Outcome.Competent, "目標與宗旨的對應清楚，能主動與供應商協商取得共識。", "建議將風險登錄表納入每季營運檢討的固定議程。", null, cancel);
    }

    private async Task NotYetCompetentAsync(int number, CancellationToken cancel)
    {
        var id = await ShortEvidenceAsync(number, 1, 48, cancel);
        await SubmitAsync(id, number, 22, cancel);
        var plan = await FirstVersionAsync(id, cancel);
        await RateAllAsync(id, 1, 12, plan, cancel, except: ["P1.1", "P3.7", "P5.3", "P5.5", "S05", "P5.6"]);
        await RateUnderAsync(id, 1, 12, "P1.1", 1, ShortfallCause.NotEnoughEvidence, ["M2"], [new(plan, PlaceKind.Page, "4")], cancel);
        await RateUnderAsync(id, 1, 12, "P3.7", 1, ShortfallCause.PerformanceShort, ["M2"], [new(plan, PlaceKind.Page, "9")], cancel);
        await RateUnderAsync(id, 1, 12, "P5.3", 1, ShortfallCause.NotEnoughEvidence, ["M5"], [new(plan, PlaceKind.Page, "10")], cancel);
        await RateUnderAsync(id, 1, 12, "P5.5", 0, ShortfallCause.NoEvidence, [], [], cancel);
        await RateUnderAsync(id, 1, 12, "S05", 1, ShortfallCause.PerformanceShort, ["M2"], [new(plan, PlaceKind.Page, "6")], cancel);
        await RateAsync(id, 1, 12, "P5.6", new RatingFields { NotAssessedReason = "績效成果溝通以第三方報告佐證，受評者未能於期限內取得。" }, cancel);
        await JudgeAsync(id, 1, 12, sufficient: false, cancel);
        await SignAsync(id, 1, 9, Outcome.NotYetCompetent,
            "對企業宗旨與關鍵客戶的掌握清楚，簡報條理分明。",
            "請補充兩季以上的績效檢討、系統與流程的查核紀錄，並重新計算人力需求後申請重新評量。",
            "計畫架構完整，但任務五的實際執行佐證不足，且人力推估無法由話務量驗證。",
            cancel);

        // Within the days to dispute it: the quality lead chooses who hears the appeal.
        await StepAsync<DisputeResult>(5, Candidate(number).User, (dispute, _) => dispute.AppealAsync(
            id, Candidate(number).Person, "S05 之人力推估已於補充說明附上話務量試算，評定時未列入考量，請另由他人重新評定。", cancel));
    }

    private async Task AssessingAsync(int number, bool half, CancellationToken cancel)
    {
        var id = await ShortEvidenceAsync(number, 1, 40, cancel);
        var notes = Guid.Empty;
        if (!half)
        {
            await ObjectAsync(id, number, 30, cancel);
            notes = await SeminarNotesAsync(id, number, 15, cancel);
            await AssessOneselfAsync(id, number, 14, code => code is "P2.3" or "S04" ? 3 : code is "P3.7" or "K06" ? 1 : 2, DemoAnswers.SelfRemarks, cancel);
        }

        await SubmitAsync(id, number, 12, cancel);
        var report = half ? await ReportAsync(id, cancel) : Guid.Empty;
        await RateAllAsync(id, 1, 4, await FirstVersionAsync(id, cancel), cancel,
            except: half ? [.. _unit.Criteria.Skip(18).Select(c => c.Code)] : []);
        if (half)
        {
            await MeetAsync(id, 1, 3, cancel);
            await ConfirmReportAsync(id, report, cancel);
        }
        else
        {
            await JudgeAsync(id, 1, 3, sufficient: true, cancel);
            await MisconductAsync(id, number, notes, cancel);
        }
    }

    private async Task SubmittedAsync(int number, CancellationToken cancel)
    {
        var id = await ShortEvidenceAsync(number, 1, 30, cancel);
        await SeminarNotesAsync(id, number, 4, cancel);
        await SubmitAsync(id, number, 2, cancel);

        // The presentation is still to come.
        await StepAsync<ArrangeAppointment>(1, Assessor(1).User, (arrange, p) =>
        {
            var start = p.GetRequiredService<LocalTime>().ToUtc(Day(-3).ToDateTime(new TimeOnly(14, 0)));
            return arrange.MakeAsync(
                id,
                Assessor(1).Person,
                new AppointmentTerms { Kind = AppointmentKind.Observation, StartAt = start, EndAt = start.AddMinutes(90), Place = "中心 301 會議室", Criteria = ["P4.1", "P4.2", "P4.3", "S03"], Remark = "簡報 40 分鐘，問答 30 分鐘。" },
                cancel);
        });
    }

    private async Task ReturnedAsync(int number, int daysAgo, CancellationToken cancel)
    {
        var id = await ShortEvidenceAsync(number, 2, daysAgo + 40, cancel);
        await SubmitAsync(id, number, daysAgo + 10, cancel);
        var plan = await FirstVersionAsync(id, cancel);
        await RateAllAsync(id, 2, daysAgo + 4, plan, cancel, except: ["P3.7", "K06"]);
        await RateUnderAsync(id, 2, daysAgo + 4, "P3.7", 1, ShortfallCause.PerformanceShort, ["M2"], [new(plan, PlaceKind.Page, "9")], cancel);
        await RateUnderAsync(id, 2, daysAgo + 4, "K06", 1, ShortfallCause.PerformanceShort, ["M3.O"], [], cancel);
        await JudgeAsync(id, 2, daysAgo + 4, sufficient: false, cancel);
        await StepAsync<ScoringCommands>(daysAgo, Assessor(2).User, async (commands, p) =>
            await commands.ReturnAsync(id, Assessor(2).Person, "請就下列兩項補充後重新送件。",
                new Dictionary<string, string> { ["P3.7"] = DemoAnswers.Missing["P3.7"], ["K06"] = DemoAnswers.Missing["K06"] },
                await EndOfWorkingDayAsync(p, daysAgo, cancel), cancel));

        // One point is answered, as a draft; the other is still open.
        await ReplyAsync(id, number, daysAgo - 1, "P3.7", DemoAnswers.Replies["P3.7"], [await ItemOfAsync(plan, cancel)], cancel);
    }

    private async Task GatheringAsync(int number, CancellationToken cancel)
    {
        var id = await PlanAsync(number, 20, 2, acknowledge: true, cancel);
        var company = Company(number);
        await EvidenceAsync(id, number, 8, "營運計畫草案.pdf", PlanPdf.Draw(DemoPlan.Short(company), At(8), fonts), EvidenceKind.OperatingPlan, ["P1.1", "P1.2", "P2.1", "P3.1", "P3.4"], ["E1"], cancel);

        await AssessOneselfAsync(id, number, 6, code => code[0] == 'P' && code[1] is '1' or '2' or '3' ? 2 : null, DemoAnswers.SelfRemarks, cancel);

        // Brought, but not described yet: the page shows what is missing.
        await StepAsync<AddEvidence>(1, Candidate(number).User, (add, _) => add.RunAsync(id, Candidate(number).Person, new MemoryStream(DemoFiles.IntervalCsv(company, Day(3))), "分時話務量.csv", null, cancel));
    }

    private async Task LateAsync(int number, CancellationToken cancel)
    {
        var first = await PlanAsync(number, 140, 2, acknowledge: true, cancel);
        await StepAsync<TerminateAssessment>(75, Admin, (terminate, _) => terminate.RunAsync(first, "逾送件期限三十日且未回覆通知。", cancel));
        var second = await PlanAsync(number, 62, 2, acknowledge: true, cancel, daysToSubmit: 58);
        await StepAsync<ExtendDeadline>(6, Candidate(number).User, (extend, _) => extend.AskAsync(second, Candidate(number).Person, Day(-10), "第三季績效檢討延至下週定案，需待數據確認後才能完成。", cancel));
    }

    private async Task WithdrawnAsync(int number, CancellationToken cancel)
    {
        var id = await PlanAsync(number, 25, 2, acknowledge: true, cancel);
        await StepAsync<WithdrawAssessment>(15, Admin, (withdraw, _) => withdraw.RunAsync(id, "受評者職務調動，暫不參加。", cancel));
    }

    /// <summary>The next version of the scheme, begun and not published: running assessments and new ones stay with the first.</summary>
    private async Task DraftAsync(CancellationToken cancel)
    {
        var (user, person) = _people[DemoPeople.Administrator.UserName];
        var id = Guid.Empty;
        await StepAsync<StartDraft>(6, user, async (start, _) => id = await start.NextVersionAsync(_scheme, person, cancel));
        Task Edit(int daysAgo, DraftPart part, Func<SchemeDocument, SchemeDocument> change) =>
            StepAsync<EditDraft>(daysAgo, user, (edit, _) => edit.RunAsync(id, part, seen: null, change, person, cancel));

        await Edit(6, new DraftPart(SchemeSection.Rules), scheme => scheme with { Rules = scheme.Rules with { ReturnWorkingDays = 15, CarryOverMonths = 18 } });
        await Edit(5, new DraftPart(SchemeSection.Criteria, "P3.4"), scheme => scheme.WithCriterion(
            "P3.4",
            scheme.Descriptors["P3.4"],
            new LocalText("「鬧清」依勘誤讀作「釐清」；人力需求應能由話務量與處理時間推得。", "Read with the erratum as “clarify”; staffing must follow from call volume and handling time.")));
        await Edit(4, new DraftPart(SchemeSection.Coverage, "E2"), scheme => scheme.WithCoverage(scheme.Coverage.First(c => c.Evidence == "E2") with
        {
            Guidance = new LocalText(
                "現場觀察時記下提問與回答，並請至少一位聽者出具意見；以錄影代替者，錄影須含問答並可辨識受評者與聽者之角色。簡報檔與計畫書之數字一併核對。",
                "When observing live, note questions and answers, and ask at least one listener for an opinion. A recording used instead must hold the questions and answers and let the roles of candidate and listeners be recognised. Check the figures of the slides against the plan."),
        }));
    }

    // --- Steps ---

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

    private async Task<Guid> ShortEvidenceAsync(int number, int assessor, int daysAgo, CancellationToken cancel, Guid? scheme = null, int? second = null)
    {
        var id = await PlanAsync(number, daysAgo, assessor, acknowledge: true, cancel, scheme: scheme, second: second);
        var company = Company(number);
        var (before, after) = DemoQuarter.LastTwo(company, Day(daysAgo));
        await EvidenceAsync(id, number, daysAgo - 6, "客服中心營運計畫.pdf", PlanPdf.Draw(DemoPlan.Short(company), At(daysAgo - 6), fonts), EvidenceKind.OperatingPlan, PlanCriteria(), ["E1", "E3"], cancel);
        await EvidenceAsync(id, number, daysAgo - 7, "人力試算表.xlsx", DemoFiles.StaffingWorkbook(company), EvidenceKind.Workbook, ["P3.4", "S05", "S08"], ["E1"], cancel);
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
                    Methods = [new("M5", null), new("M1.R", null)],
                    Citations = [new(v.Review, PlaceKind.Cell, "B6"), new(v.Report, PlaceKind.Section, "二")],
                },
                _ => new RatingFields
                {
                    Level = isAbove ? 3 : 2,
                    Methods = [new("M2", null)],
                    Citations = [new(plan, PlaceKind.Page, Page(page))],
                    Comment = isAbove ? "除達成標準外，能主動提出替代做法並說明取捨。" : null,
                },
            };
            await RateAsync(id, assessor, daysAgo, criterion.Code, fields, cancel);
        }

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
