using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Disputes;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Features.Incidents;
using CompetencyAssessment.Web.Features.Independence;
using CompetencyAssessment.Web.Features.Misconduct;
using CompetencyAssessment.Web.Features.Plans;
using CompetencyAssessment.Web.Features.Schemes;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Cost;

/// <summary>A centre with so many rows of everything that pages list, and an address of each page in it.</summary>
internal sealed class World(TestSite site)
{
    private readonly Dictionary<string, (string Name, string Address)[]> _addresses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Browser> _browsers = new(StringComparer.Ordinal);
    private readonly TestSite _site = site;
    private Browser _nobody = null!;

    /// <summary>Every page of the application, from its endpoints; one without an address here fails.</summary>
    public IReadOnlyList<(string Pattern, string Name, string Address, Browser Browser)> Pages()
    {
        var endpoints = _site.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET", StringComparer.Ordinal) != false)
            .DistinctBy(e => e.RoutePattern.RawText);
        var pages = new List<(string, string, string, Browser)>();
        var faults = new List<string>();
        foreach (var endpoint in endpoints)
        {
            var pattern = "/" + (endpoint.RoutePattern.RawText ?? "").TrimStart('/');
            if (pattern is "/error/{status:int:range(400,599)}" or "/{**path:file}" || pattern.StartsWith("/design", StringComparison.Ordinal))
            {
                continue;
            }

            if (!TryAddresses(pattern, out var addresses))
            {
                faults.Add($"{pattern} has no address in {nameof(World)}: add one, so that it is looked at.");
                continue;
            }

            var browser = BrowserFor(endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).FirstOrDefault(p => p is not null), pattern);
            pages.AddRange(addresses.Select(a => (pattern, a.Name, a.Address, browser)));
        }

        Faults.None(faults);
        return pages;
    }

    private Browser BrowserFor(string? policy, string pattern) => policy switch
    {
        null => _nobody,
        Permissions.SignedIn => pattern.StartsWith("/files/", StringComparison.Ordinal) || pattern.StartsWith("/documents/", StringComparison.Ordinal) ? _browsers[Permissions.Assess]
            : pattern.StartsWith("/qualifications/", StringComparison.Ordinal) ? _browsers[Permissions.ManagePeople]
            : pattern.StartsWith("/conflicts/", StringComparison.Ordinal) ? _browsers[Permissions.Assess]
            : pattern.StartsWith("/misconduct/", StringComparison.Ordinal) ? _browsers[Permissions.Assess]
            : pattern.StartsWith("/appeals/", StringComparison.Ordinal) ? _browsers[Permissions.OverseeQuality] : _browsers[Permissions.BeAssessed],
        _ => _browsers[policy],
    };

    private bool TryAddresses(string pattern, out (string Name, string Address)[] addresses)
    {
        if (_addresses.TryGetValue(pattern, out addresses!))
        {
            return true;
        }

        addresses = [("", pattern)];
        return !pattern.Contains('{', StringComparison.Ordinal);
    }

    public static async Task<World> MakeAsync(TestSite site, int rows)
    {
        var data = site.Data;
        var candidate = await data.CandidateAsync();
        var assessor = await data.AssessorAsync();
        var administrator = await data.AdministratorAsync();
        var world = new World(site) { _nobody = site.Browser() };
        world._browsers[Permissions.BeAssessed] = await site.SignInAsync(candidate);
        world._browsers[Permissions.Assess] = await site.SignInAsync(assessor);
        var office = await site.SignInAsync(administrator);
        foreach (var permission in Permissions.OfRole[Roles.Administrator])
        {
            world._browsers[permission] = office;
        }

        world._browsers[Permissions.Verify] = await site.SignInAsync(await data.VerifierAsync());
        var overseer = await data.QualityLeadAsync();
        world._browsers[Permissions.OverseeQuality] = await site.SignInAsync(overseer);

        var earlier = await data.FinalisedAsync(candidate, assessor);

        // One candidate with much evidence, and many assessments of others with the same assessor.
        var full = await data.AssessingAsync(candidate, assessor, rows);
        await site.QueryAsync(db => db.Assessments.Where(a => a.Id == full.Id).ExecuteUpdateAsync(u => u.SetProperty(a => a.PredecessorId, earlier.Id)));
        await data.ReturnAsync(full);
        await data.SubmitAsync(full);
        await site.UseAsync(async s =>
        {
            await s.GetRequiredService<ScoringCommands>().StartAsync(full.Id, assessor.PersonId, CancellationToken.None);
            return true;
        });
        await data.RateAllAsync(full);
        for (var i = 1; i < rows; i++)
        {
            await data.PlanAsync(await data.CandidateAsync(), assessor);
        }

        var submitted = await data.SubmittedAsync(assessor: assessor, pieces: rows);
        var returned = await data.AssessingAsync(assessor: assessor, pieces: rows);
        await data.ReturnAsync(returned);
        var planned = await data.PlanAsync(await data.CandidateAsync(), assessor);
        var finished = await world.WithMeetingsAsync(assessor, rows, null);
        var document = await site.QueryAsync(db => (from d in db.RecordDocuments join i in db.RecordIssues on d.IssueId equals i.Id join x in db.Decisions on i.DecisionId equals x.Id where x.AssessmentId == finished.Id orderby d.Id select d.Id).FirstAsync());
        var version = await site.QueryAsync(db => TestData.HandedIn(db, full.Id).OrderBy(v => v).FirstAsync());
        var item = await site.QueryAsync(db => db.EvidenceVersions.Where(v => v.Id == version).Select(v => v.EvidenceItemId).SingleAsync());

        await world.DisputesAsync(earlier, assessor, overseer, rows);
        var verified = await world.WithMeetingsAsync(assessor, rows, await data.SchemeAsync(rules => rules["verification"] = true));
        var disagreed = await data.DisagreedAsync(assessor, await data.SchemeAsync(rules => rules["verification"] = true));
        world.Add("/verification/{id:guid}", ("open", $"/verification/{verified.Id}"));
        world.Add("/quality/verifications/{id:guid}", ("closed", $"/quality/verifications/{disagreed}"));
        world.Add("/assessments/{id:guid}/verifier", ("open", $"/assessments/{verified.Id}/verifier"));
        var alone = await data.ByTwoAsync(assessor: assessor, pieces: rows);
        var two = await data.ByTwoAsync(decisionMaker: true, assessor: assessor, pieces: rows);
        await data.BothFinishAsync(two, 1, [.. (await data.UnitAsync(two.Id)).Criteria.Take(rows).Select(c => c.Code)]);
        world.Add("/scoring/{id:guid}/finish", ("rating", $"/scoring/{alone.Id}/finish"));
        world.Add("/scoring/{id:guid}/differences", ("both finished", $"/scoring/{two.Id}/differences"));
        world.Add("/scoring/{id:guid}/handover", ("not agreed", $"/scoring/{two.Id}/handover"));
        await site.IndexAsync();
        world.Add("/search", ("nothing asked", "/search"), ("everything", "/search?q=%E4%BD%90%E8%AD%89"), ("evidence", "/search?q=%E4%BD%90%E8%AD%89&kind=evidence"));
        var (scheme, draft) = await world.SchemesAsync(administrator, rows);
        world.Add("/schemes/{id:guid}/file", ("second", $"/schemes/{scheme}/file"));
        world.Add("/schemes/{id:guid}/changes", ("second", $"/schemes/{scheme}/changes"));
        foreach (var part in new[] { "", "/changes", "/about", "/scale", "/rules", "/methods", "/coverage", "/criteria" })
        {
            world.Add("/schemes/drafts/{id:guid}" + part, ("open", $"/schemes/drafts/{draft}{part}"));
        }

        world.Add("/schemes/drafts/{id:guid}/coverage/{code}", ("open", $"/schemes/drafts/{draft}/coverage/E1"));
        world.Add("/schemes/drafts/{id:guid}/criteria/{code}", ("open", $"/schemes/drafts/{draft}/criteria/P1.1"));
        await world.AuthenticityAsync(full, version, assessor, rows);
        world.Add("/files/{versionId:guid}", ("text", $"/files/{version}"));
        world.Add("/files/{versionId:guid}/download", ("text", $"/files/{version}/download"));
        world.Add("/files/{versionId:guid}/text", ("text", $"/files/{version}/text"));
        world.Add("/documents/{documentId:guid}", ("statement", $"/documents/{document}"));
        world.Add("/units/{code}", ("BGM6R0925v2", "/units/BGM6R0925v2"));
        world.Add("/units/schema/{kind}", ("unit", "/units/schema/unit"), ("scheme", "/units/schema/scheme"));
        world.Add("/people/{id:guid}", ("candidate", $"/people/{candidate.PersonId}"), ("assessor", $"/people/{assessor.PersonId}"));
        var (asked, filed) = await world.IndependenceAsync(full, administrator, rows);
        world.Add("/people/{id:guid}/independence", ("assessor", $"/people/{assessor.PersonId}/independence"), ("candidate", $"/people/{candidate.PersonId}/independence"));
        var (qualification, proof) = await world.ProofsAsync(assessor, administrator, rows);
        world.Add("/people/{id:guid}/independence/qualifications/{qualificationId:guid}/proof", ("assessor", $"/people/{assessor.PersonId}/independence/qualifications/{qualification}/proof"));
        world.Add("/qualifications/proofs/{proofId:guid}", ("assessor", $"/qualifications/proofs/{proof}"));
        world.Add("/qualifications/proofs/{proofId:guid}/download", ("assessor", $"/qualifications/proofs/{proof}/download"));
        world.Add("/quality/overrides", ("open", "/quality/overrides"), ("all", "/quality/overrides?all=true"));
        world.Add("/quality/overrides/{id:guid}", ("asked", $"/quality/overrides/{asked}"));
        world.Add("/quality/objections/{id:guid}", ("filed", $"/quality/objections/{filed}"));
        world.Add("/assessments/{id:guid}/independence", ("assessing", $"/assessments/{full.Id}/independence"));
        world.Add("/quality/conflicts", ("list", "/quality/conflicts"));
        world.Add("/conflicts/{id:guid}", ("assessing", $"/conflicts/{full.Id}"));
        world.Add("/my/{id:guid}/objection", ("assessing", $"/my/{full.Id}/objection"));
        world.Add("/people/{id:guid}/edit", ("candidate", $"/people/{candidate.PersonId}/edit"));
        world.Add("/centre/seal/{fileId:guid}");
        world.Add("/scoring/{id:guid}", ("assessing", $"/scoring/{full.Id}"), ("finalised", $"/scoring/{finished.Id}"), ("submitted", $"/scoring/{submitted.Id}"), ("returned", $"/scoring/{returned.Id}"));
        world.Add("/scoring/{id:guid}/missing", ("assessing", $"/scoring/{full.Id}/missing"));
        world.Add("/scoring/{id:guid}/sheet", ("assessing", $"/scoring/{full.Id}/sheet"));
        world.Add("/scoring/{id:guid}/return", ("assessing", $"/scoring/{full.Id}/return"));
        world.Add("/scoring/{id:guid}/sign", ("assessing", $"/scoring/{full.Id}/sign"), ("signed", $"/scoring/{finished.Id}/sign"));
        world.Add("/scoring/{id:guid}/charts", ("assessing", $"/scoring/{full.Id}/charts"), ("submitted", $"/scoring/{submitted.Id}/charts"), ("returned", $"/scoring/{returned.Id}/charts"));
        world.Add("/scoring/{id:guid}/rounds", ("twice", $"/scoring/{full.Id}/rounds?text={item}"));
        world.Add("/scoring/{id:guid}/self-ratings", ("assessing", $"/scoring/{full.Id}/self-ratings"));
        world.Add("/scoring/{id:guid}/ratings/{code}/history", ("assessing", $"/scoring/{full.Id}/ratings/P1.1/history"));
        world.Add("/scoring/{id:guid}/judgements/history", ("assessing", $"/scoring/{full.Id}/judgements/history"));
        world.Add("/scoring/{id:guid}/self-ratings/{code}", ("assessing", $"/scoring/{full.Id}/self-ratings/P1.1"));
        var (reports, report, link) = await world.ReportsAsync(full, rows);
        world.Add("/assessments/{id:guid}/reports", ("assessing", reports));
        world.Add("/assessments/{id:guid}/reports/new", ("assessing", $"{reports}/new"));
        world.Add("/assessments/{id:guid}/reports/{reportId:guid}", ("confirmed", $"{reports}/{report}"));
        world.Add("/report", ("open", link));
        world.Add("/scoring/{id:guid}/evidence", ("assessing", $"/scoring/{full.Id}/evidence"));
        world.Add("/my/{id:guid}/assessor-evidence", ("finalised", $"/my/{earlier.Id}/assessor-evidence"));
        world.Add("/my/{id:guid}/history", ("assessing", $"/my/{full.Id}/history"));
        world.Add("/scoring/{id:guid}/history", ("assessing", $"/scoring/{full.Id}/history"));
        world.Add("/assessments/{id:guid}/history", ("finalised", $"/assessments/{finished.Id}/history"));
        world.Add("/verification/{id:guid}/history", ("open", $"/verification/{verified.Id}/history"));
        world.Add("/quality/audit/{id:guid}/revocation", ("finalised", $"/quality/audit/{finished.Id}/revocation"));
        world.Add("/quality/audit/{id:guid}", ("assessing", $"/quality/audit/{full.Id}"));
        world.Add("/quality/audit", ("all", "/quality/audit"), ("filtered", $"/quality/audit?code=A-2026&kind=evidence&person=%E7%AD%94&from=2026-01-01&to=2027-01-01"));
        world.Add("/my/{id:guid}/rounds", ("twice", $"/my/{full.Id}/rounds"));
        world.Add("/my/{id:guid}/self-assessment", ("assessing", $"/my/{full.Id}/self-assessment"));
        world.Add("/assessments/{id:guid}/rounds", ("twice", $"/assessments/{full.Id}/rounds"));
        world.Add("/assessments/{id:guid}/plan", ("assessing", $"/assessments/{full.Id}/plan"));
        world.Add("/my/{id:guid}/extension", ("assessing", $"/my/{full.Id}/extension"));
        world.Add("/assessments/{id:guid}/extension", ("returned", $"/assessments/{returned.Id}/extension"));
        var appointment = await world.AppointmentsAsync(full, rows);
        world.Add("/assessments/{id:guid}/appointments", ("assessing", $"/assessments/{full.Id}/appointments"));
        world.Add("/assessments/{id:guid}/appointments/new", ("assessing", $"/assessments/{full.Id}/appointments/new"));
        world.Add("/assessments/{id:guid}/appointments/{appointmentId:guid}", ("assessing", $"/assessments/{full.Id}/appointments/{appointment}"));
        world.Add("/assessments/{id:guid}/appointments/{appointmentId:guid}/calendar", ("assessing", $"/assessments/{full.Id}/appointments/{appointment}/calendar"));
        world.Add("/my/{id:guid}/appointments/{appointmentId:guid}/calendar", ("assessing", $"/my/{full.Id}/appointments/{appointment}/calendar"));
        var (observation, questioning) = await world.MeetingsAsync(full, rows);
        world.Add("/scoring/{id:guid}/meetings", ("assessing", $"/scoring/{full.Id}/meetings"));
        world.Add("/scoring/{id:guid}/meetings/new", ("observation", $"/scoring/{full.Id}/meetings/new?kind=Observation&appointment={appointment}"), ("questioning", $"/scoring/{full.Id}/meetings/new?kind=Questioning"));
        world.Add("/scoring/{id:guid}/meetings/{meetingId:guid}", ("observation", $"/scoring/{full.Id}/meetings/{observation}"), ("questioning", $"/scoring/{full.Id}/meetings/{questioning}"));
        world.Add("/scoring/{id:guid}/meetings/notes", ("assessing", $"/scoring/{full.Id}/meetings/notes"));
        world.Add("/assessments/{id:guid}/meetings", ("assessing", $"/assessments/{full.Id}/meetings"), ("finalised", $"/assessments/{finished.Id}/meetings"));
        world.Add("/quality/audit/{id:guid}/meetings", ("assessing", $"/quality/audit/{full.Id}/meetings"), ("finalised", $"/quality/audit/{finished.Id}/meetings"));
        world.Add("/verification/{id:guid}/meetings", ("open", $"/verification/{verified.Id}/meetings"));
        var question = await site.QueryAsync(db => db.BankQuestions.OrderBy(q => q.Id).Select(q => q.Id).FirstAsync());
        world.Add("/questions/{questionId:guid}", ("offered", $"/questions/{question}"));
        for (var i = 0; i < rows; i++)
        {
            await site.UseAsync(async s =>
            {
                await s.GetRequiredService<AdjustmentVerbs>().AskAsync(full.Id, candidate.PersonId, "延長閱讀時間", "視力", true, CancellationToken.None);
                return true;
            });
        }

        var adjustment = await site.QueryAsync(db => db.Adjustments.Where(a => a.AssessmentId == full.Id).Select(a => a.Id).FirstAsync());
        await world.DecisionAppealsAsync(full, rows);
        world.Add("/my/{id:guid}/adjustments", ("assessing", $"/my/{full.Id}/adjustments"));
        world.Add("/quality/adjustments/{adjustmentId:guid}", ("asked", $"/quality/adjustments/{adjustment}"));
        world.Add("/my/{id:guid}", ("assessing", $"/my/{full.Id}"), ("finalised", $"/my/{earlier.Id}"));
        world.Add("/my/{id:guid}/review", ("finalised", $"/my/{earlier.Id}/review"));
        world.Add("/my/{id:guid}/appeal", ("finalised", $"/my/{earlier.Id}/appeal"));
        world.Add("/my/{id:guid}/carry-over", ("assessing", $"/my/{full.Id}/carry-over"));
        world.Add("/assessments/cohort", ("tasks", "/assessments/cohort"), ("criteria", "/assessments/cohort?by=criteria&state=open"));
        world.Add("/my/{id:guid}/evidence/{itemId:guid}", ("assessing", $"/my/{full.Id}/evidence/{item}"));
        world.Add("/assessments/{id:guid}", ("assessing", $"/assessments/{full.Id}"), ("finalised", $"/assessments/{finished.Id}"), ("planned", $"/assessments/{planned}"));
        world.Add("/assessments/{id:guid}/assessor", ("assessing", $"/assessments/{full.Id}/assessor"));
        world.Add("/assessments/{id:guid}/withdraw", ("assessing", $"/assessments/{full.Id}/withdraw"));
        world.Add("/assessments/{id:guid}/suspend", ("assessing", $"/assessments/{full.Id}/suspend"));
        world.Add("/assessments/{id:guid}/terminate", ("assessing", $"/assessments/{full.Id}/terminate"));
        return world;
    }

    /// <summary>Misconduct cases and incidents of many; of one the candidate was told.</summary>
    private async Task AuthenticityAsync(TestAssessment full, Guid version, TestUser assessor, int rows)
    {
        var data = _site.Data;
        var lead = await data.QualityLeadAsync();
        Guid suspected = default, incident = default;
        for (var i = 0; i < rows; i++)
        {
            await _site.UseAsync(async s =>
            {
                var (verbs, quarantine, end) = (s.GetRequiredService<MisconductVerbs>(), s.GetRequiredService<QuarantineVersion>(), s.GetRequiredService<EndIncident>());
                await verbs.CloseAsync(await verbs.ReportAsync(full.Id, assessor.PersonId, "文字相同", [], CancellationToken.None), lead.PersonId, MisconductOutcome.NotPursued, "同一來源", CancellationToken.None);
                incident = await quarantine.RunAsync(full.Id, version, assessor.PersonId, IncidentKind.PersonalData, "電話", CancellationToken.None);
                await end.LiftAsync(incident, lead.PersonId, "為公開電話", CancellationToken.None);
                return true;
            });
        }

        await WarningsAsync(full, assessor, lead, rows);
        var handedIn = await _site.QueryAsync(db => TestData.HandedIn(db, full.Id).ToListAsync());
        await _site.UseAsync(async s =>
        {
            var (verbs, now) = (s.GetRequiredService<MisconductVerbs>(), _site.Clock.GetUtcNow().UtcDateTime);
            suspected = await verbs.ReportAsync(full.Id, assessor.PersonId, "文字相同", handedIn, CancellationToken.None);
            await verbs.OpenAsync(suspected, lead.PersonId, "文字相同", now.AddDays(14), DateOnly.FromDateTime(now).AddDays(14), CancellationToken.None);
            return true;
        });
        Add("/misconduct/{assessmentId:guid}/report", ("open", $"/misconduct/{full.Id}/report"));
        Add("/quality/misconduct", ("all", "/quality/misconduct?all=true"));
        Add("/quality/misconduct/{id:guid}", ("told", $"/quality/misconduct/{suspected}"));
        Add("/my/{id:guid}/misconduct", ("told", $"/my/{full.Id}/misconduct"));
        Add("/quality/incidents", ("all", "/quality/incidents?all=true"));
        Add("/quality/incidents/{id:guid}", ("open", $"/quality/incidents/{incident}"));
        Add("/files/{versionId:guid}/quarantine", ("text", $"/files/{version}/quarantine"));
        Add("/files/{versionId:guid}/overlaps", ("text", $"/files/{version}/overlaps"));
    }

    /// <summary>Many warnings, of which all but the first are appealed.</summary>
    private async Task WarningsAsync(TestAssessment full, TestUser assessor, TestUser lead, int rows)
    {
        var cases = new List<Guid>();
        for (var i = 0; i <= rows; i++)
        {
            await _site.UseAsync(async s =>
            {
                var (verbs, now) = (s.GetRequiredService<MisconductVerbs>(), _site.Clock.GetUtcNow().UtcDateTime);
                var found = await verbs.ReportAsync(full.Id, assessor.PersonId, "文字相同", [], CancellationToken.None);
                await verbs.OpenAsync(found, lead.PersonId, "文字相同", now.AddDays(14), DateOnly.FromDateTime(now).AddDays(14), CancellationToken.None);
                await verbs.AnswerAsync(found, full.Candidate.PersonId, "同一來源", CancellationToken.None);
                await verbs.CloseAsync(found, lead.PersonId, MisconductOutcome.Warned, "屬實", CancellationToken.None);
                cases.Add(found);
                return true;
            });
        }

        foreach (var found in cases.Skip(1))
        {
            await DisputeAsync(d => d.AppealWarningAsync(found, full.Candidate.PersonId, "已註明出處", CancellationToken.None));
        }

        Add("/my/{id:guid}/misconduct/{caseId:guid}/appeal", ("warned", $"/my/{full.Id}/misconduct/{cases[0]}/appeal"));
    }

    /// <summary>Many refusals, of which all but the first are appealed.</summary>
    private async Task DecisionAppealsAsync(TestAssessment full, int rows)
    {
        var lead = await _site.Data.QualityLeadAsync();
        for (var i = 0; i < rows; i++)
        {
            await _site.UseAsync(async s =>
            {
                await s.GetRequiredService<AdjustmentVerbs>().AskAsync(full.Id, full.Candidate.PersonId, "改以視訊進行", null, false, CancellationToken.None);
                return true;
            });
        }

        var asked = await _site.QueryAsync(db => db.Adjustments.Where(a => a.AssessmentId == full.Id).OrderByDescending(a => a.Id).Select(a => a.Id).Take(rows + 1).ToListAsync());
        foreach (var id in asked)
        {
            await _site.UseAsync(async s =>
            {
                var verbs = s.GetRequiredService<AdjustmentVerbs>();
                await verbs.TakeOnAsync(id, lead.PersonId, CancellationToken.None);
                await verbs.RefuseAsync(id, lead.PersonId, "無此設備", CancellationToken.None);
                return true;
            });
        }

        foreach (var id in asked.Skip(1))
        {
            await DisputeAsync(d => d.AppealRefusalAsync(id, full.Candidate.PersonId, "可另行租借", CancellationToken.None));
        }

        var ofRefusal = await _site.QueryAsync(db => db.Appeals.Where(a => a.Against == AppealSubject.Adjustment).Select(a => a.Id).FirstAsync());
        var ofWarning = await _site.QueryAsync(db => db.Appeals.Where(a => a.Against == AppealSubject.Misconduct).Select(a => a.Id).FirstAsync());
        _addresses["/appeals/{id:guid}"] = [.. _addresses["/appeals/{id:guid}"], ("refusal", $"/appeals/{ofRefusal}"), ("warning", $"/appeals/{ofWarning}")];
        Add("/my/{id:guid}/adjustments/{adjustmentId:guid}/appeal", ("refused", $"/my/{full.Id}/adjustments/{asked[0]}/appeal"));
    }

    /// <summary>Reviews and appeals of many, one that waits for the next attempt, and a result that may be followed by one.</summary>
    private async Task DisputesAsync(TestAssessment earlier, TestUser assessor, TestUser overseer, int rows)
    {
        var data = _site.Data;
        var review = await DisputeAsync(d => d.AskReviewAsync(earlier.Id, earlier.Candidate.PersonId, "姓名有誤", CancellationToken.None));
        var appeal = await DisputeAsync(d => d.AppealAsync(earlier.Id, earlier.Candidate.PersonId, "評定有異議", CancellationToken.None));
        for (var i = 1; i < rows; i++)
        {
            var other = await data.CandidateAsync();
            var ended = await data.PlanAsync(other, assessor);
            await _site.UseAsync(async s =>
            {
                await s.GetRequiredService<TerminateAssessment>().RunAsync(ended, "缺席", CancellationToken.None);
                return true;
            });
            await DisputeAsync(d => d.AppealAsync(ended, other.PersonId, "並未缺席", CancellationToken.None));
        }

        var disputed = await data.FinalisedAsync(assessor: assessor);
        var upheld = await DisputeAsync(d => d.AppealAsync(disputed.Id, disputed.Candidate.PersonId, "評定有異議", CancellationToken.None));
        var hearer = await data.AssessorAsync();
        await _site.UseAsync(async s =>
        {
            var hear = s.GetRequiredService<HearAppeal>();
            await hear.AssignAsync(upheld, hearer.PersonId, "", CancellationToken.None);
            await hear.DecideAsync(upheld, hearer.PersonId, AppealOutcome.NewAssessment, "程序有瑕疵", new Corrections("", null, "", null), CancellationToken.None);
            return true;
        });
        var heard = await data.FinalisedAsync(assessor: assessor);
        var hearing = await DisputeAsync(d => d.AppealAsync(heard.Id, heard.Candidate.PersonId, "評定有異議", CancellationToken.None));
        await _site.UseAsync(async s =>
        {
            await s.GetRequiredService<HearAppeal>().AssignAsync(hearing, overseer.PersonId, "", CancellationToken.None);
            return true;
        });
        Add("/appeals/{id:guid}/history", ("heard", $"/appeals/{hearing}/history"));
        var open = await data.NotYetCompetentAsync(assessor: assessor);
        Add("/reviews/{id:guid}", ("open", $"/reviews/{review}"));
        Add("/appeals/{id:guid}", ("open", $"/appeals/{appeal}"));
        Add("/appeals/{id:guid}/plan", ("upheld", $"/appeals/{upheld}/plan"));
        Add("/assessments/{id:guid}/reassessment", ("not yet competent", $"/assessments/{open.Id}/reassessment"));
    }

    private Task<Guid> DisputeAsync(Func<DisputeResult, Task<Guid>> file) => _site.UseAsync(s => file(s.GetRequiredService<DisputeResult>()));

    /// <summary>A second version of the scheme, a draft of the third with a change, and drafts of other schemes.</summary>
    private Task<(Guid Scheme, Guid Draft)> SchemesAsync(TestUser administrator, int rows) => _site.UseAsync(async services =>
    {
        var db = services.GetRequiredService<AppDbContext>();
        var (start, edit) = (services.GetRequiredService<StartDraft>(), services.GetRequiredService<EditDraft>());
        var by = administrator.PersonId;
        Task ChangeAsync(Guid id, int days) => edit.RunAsync(id, new DraftPart(SchemeSection.Rules), null, s => s with { Rules = s.Rules with { SubmitDays = days } }, by, CancellationToken.None);

        var first = await db.Schemes.OrderBy(s => s.ImportedAt).ThenBy(s => s.Id).Select(s => s.Id).FirstAsync();
        var next = await start.NextVersionAsync(first, by, CancellationToken.None);
        await ChangeAsync(next, 50);
        var published = await services.GetRequiredService<PublishDraft>().RunAsync(next, 1, 3, by, CancellationToken.None);
        var draft = await start.NextVersionAsync(first, by, CancellationToken.None);
        await ChangeAsync(draft, 51);
        for (var i = 1; i < rows; i++)
        {
            await start.NewSchemeAsync(first, $"copy-{i}", new LocalText($"副本{i}"), by, CancellationToken.None);
        }

        return (published.Id!.Value, draft);
    });

    /// <summary>Many qualifications, employers and conflicts of the assessor, requests for overrides, and an objection.</summary>
    private async Task<(Guid Override, Guid Objection)> IndependenceAsync(TestAssessment assessment, TestUser administrator, int rows)
    {
        var part = await _site.QueryAsync(db => db.Assessments.Where(a => a.Id == assessment.Id).SelectMany(a => a.Assignments).Select(a => a.Id).FirstAsync());
        var unit = await _site.QueryAsync(db => db.Units.Select(u => u.Id).FirstAsync());
        for (var i = 0; i < rows; i++)
        {
            var (assessor, other) = (await _site.Data.WithoutQualificationAsync("無資格", Roles.Assessor), await _site.Data.CandidateAsync());
            await _site.UseAsync(async s =>
            {
                var keep = s.GetRequiredService<KeepIndependence>();
                await keep.AddQualificationAsync(
                    assessment.Assessor.PersonId, administrator.PersonId, new QualificationTerms { UnitId = unit, Kind = JudgingKind.Assessing, Title = $"證明 {i}", Issuer = "中心", ValidFrom = new DateOnly(2020, 1, 1) }, CancellationToken.None);
                await keep.AddAffiliationAsync(assessment.Assessor.PersonId, AffiliationKind.Employer, $"機構 {i}", null, null, CancellationToken.None);
                await keep.DeclareConflictAsync(assessment.Assessor.PersonId, other.PersonId, administrator.PersonId, "親屬", CancellationToken.None);
                await s.GetRequiredService<AskOverride>().RunAsync(new OverrideSubject(assessor.PersonId, other.PersonId, unit, JudgingKind.Assessing), assessment.Id, administrator.PersonId, "人手不足", null, CancellationToken.None);
                return true;
            });
        }

        await _site.UseAsync(async s =>
        {
            await s.GetRequiredService<ObjectToAssessor>().FileAsync(assessment.Id, part, assessment.Candidate.PersonId, "曾為同事", CancellationToken.None);
            return true;
        });
        return (await _site.QueryAsync(db => db.IndependenceOverrides.Select(o => o.Id).FirstAsync()), await _site.QueryAsync(db => db.AssessorObjections.Select(o => o.Id).SingleAsync()));
    }

    /// <summary>So many proofs of a qualification, and so many qualifications that end soon.</summary>
    private async Task<(Guid Qualification, Guid Proof)> ProofsAsync(TestUser person, TestUser administrator, int rows)
    {
        var qualification = await _site.QueryAsync(db => db.Qualifications.Where(q => q.PersonId == person.PersonId).Select(q => q.Id).FirstAsync());
        var proof = Guid.Empty;
        for (var i = 0; i < Math.Min(rows, 20); i++)
        {
            proof = await _site.Data.ProveAsync(qualification, administrator);
            await _site.Data.QualifyAsync(await _site.Data.WithoutQualificationAsync("到期", Roles.Assessor), until: new DateOnly(2026, 3, 20));
        }

        return (qualification, proof);
    }

    /// <summary>So many appointments of one assessment.</summary>
    private async Task<Guid> AppointmentsAsync(TestAssessment assessment, int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            await _site.UseAsync(async s =>
            {
                var start = _site.Clock.GetUtcNow().UtcDateTime.AddDays(i + 1);
                await s.GetRequiredService<ArrangeAppointment>().MakeAsync(
                    assessment.Id, assessment.Assessor.PersonId, new AppointmentTerms { Kind = AppointmentKind.Questioning, StartAt = start, EndAt = start.AddHours(1), Place = "會議室" }, CancellationToken.None);
                return true;
            });
        }

        return await _site.QueryAsync(db => db.Appointments.Where(a => a.AssessmentId == assessment.Id).OrderBy(a => a.StartAt).Select(a => a.Id).FirstAsync());
    }

    /// <summary>Signed after so many meetings.</summary>
    private async Task<TestAssessment> WithMeetingsAsync(TestUser assessor, int rows, Guid? scheme)
    {
        var assessment = await _site.Data.AssessingAsync(assessor: assessor, pieces: rows, scheme: scheme);
        var (observation, questioning) = await MeetingsAsync(assessment, rows);
        await _site.Data.BreakOffAsync(assessment, observation);
        await _site.Data.BreakOffAsync(assessment, questioning);
        await _site.Data.RateAllAsync(assessment);
        await _site.Data.SignAsync(assessment);
        return assessment;
    }

    /// <summary>So many finished meetings of one assessment, and of each kind one that runs.</summary>
    private async Task<(Guid Observation, Guid Questioning)> MeetingsAsync(TestAssessment assessment, int rows)
    {
        var data = _site.Data;
        for (var i = 0; i < rows; i++)
        {
            await data.FinishMeetingAsync(assessment, await data.BeginMeetingAsync(assessment, AppointmentKind.Observation));
            await data.FinishMeetingAsync(assessment, await data.BeginMeetingAsync(assessment, AppointmentKind.Questioning));
        }

        return (await data.BeginMeetingAsync(assessment, AppointmentKind.Observation), await data.BeginMeetingAsync(assessment, AppointmentKind.Questioning));
    }

    /// <summary>Reports that are confirmed, one that is open, and notes of the assessor's.</summary>
    private async Task<(string Address, Guid Report, string Link)> ReportsAsync(TestAssessment assessment, int rows)
    {
        var confirmed = Guid.Empty;
        for (var i = 0; i < Math.Min(rows, 20); i++)
        {
            confirmed = await _site.Data.ConfirmedReportAsync(assessment);
            await _site.Data.AddNoteAsync(assessment);
        }

        var (_, token) = await _site.Data.InviteAsync(assessment);
        return ($"/assessments/{assessment.Id}/reports", confirmed, $"/report?key={token}");
    }

    private void Add(string pattern, params (string Name, string Address)[] addresses) => _addresses[pattern] = addresses;
}
