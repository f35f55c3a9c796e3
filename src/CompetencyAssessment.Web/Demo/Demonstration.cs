using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Reports.Layout;
using CompetencyAssessment.Web.Demo.Files;
using CompetencyAssessment.Web.Features.Account;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.CentreSettings;
using CompetencyAssessment.Web.Features.Disputes;
using CompetencyAssessment.Web.Features.People;
using CompetencyAssessment.Web.Features.Plans;
using CompetencyAssessment.Web.Features.Schemes;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Features.Uploads;
using CompetencyAssessment.Web.Localization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CompetencyAssessment.Web.Demo;

/// <summary>
/// The demonstration centre: an administrator, two assessors, a verifier, a quality lead and sixteen candidates at every stage, made through the verbs that the
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
                    await ReturnedAsync(8, daysAgo: 25, cancel, remark: "備註：早班值班專員王小華 0900-123-456、李大同 0900-654-321");
                    await IncidentAsync(8, cancel);
                },
                () => GatheringAsync(9, cancel),
                () => LateAsync(10, cancel),
                () => OverrideAskedAsync(11, cancel),
                () => WithdrawnAsync(12, cancel),
                () => DecidedAsync(13, cancel),
                () => SuspendedAsync(14, cancel),
                () => BlindAsync(15, cancel),
                () => HandedOnAsync(16, cancel),
            ];
            for (var i = 0; i < cases.Length; i++)
            {
                log.LogInformation("Demonstration: candidate {Number} of {Count}", i + 1, cases.Length);
                await cases[i]();
            }

            await DraftAsync(cancel);
            await RemindQualificationsAsync(cancel);
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
        await MeetAsync(id, 1, 45, promised: false, cancel);
        await StartAsync(id, 1, 42, cancel);
        await RateAsync(id, 1, 42, "P3.4", new RatingFields
        {
            Level = 2,
            Methods = [new("M2", null), new("M5", null), new("M1.Q", DemoAnswers.Notes["P3.4"])],
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
            await MeetAsync(id, 1, 3, promised: true, cancel);
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

    private async Task ReturnedAsync(int number, int daysAgo, CancellationToken cancel, string? remark = null)
    {
        var id = await ShortEvidenceAsync(number, 2, daysAgo + 40, cancel, remark: remark);
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

        await RefusedAdjustmentAsync(id, number, cancel);

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

    /// <summary>The next version of the scheme, begun and not published: running assessments and new ones stay with the one in force.</summary>
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
}
