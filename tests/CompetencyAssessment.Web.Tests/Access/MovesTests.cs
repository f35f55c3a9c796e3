using System.Net;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Disputes;
using CompetencyAssessment.Web.Features.Documents;
using CompetencyAssessment.Web.Features.Misconduct;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CompetencyAssessment.Web.Tests.Access;

/// <summary>
/// Every move at its address, in every state, by everybody: whose it is not finds nothing there, and where the state does not allow it, whose it is
/// changes nothing either. One candidate goes the whole way; at each new place on it, everything is tried before the next move is made.
/// </summary>
public sealed class MovesTests(TestSite site) : IClassFixture<TestSite>
{
    private enum Who
    {
        Candidate,
        OtherCandidate,
        Lead,
        Second,
        DecisionMaker,
        Verifier,

        /// <summary>Verifies others by role.</summary>
        Hearer,
        Administrator,
        QualityLead,
        OtherAssessor,

        /// <summary>Nobody is signed in.</summary>
        Nobody,
    }

    /// <summary>Whose each move is. What stands in braces is filled in on the way; an address that cannot be filled in yet is not tried.</summary>
    private static readonly Move[] Moves =
    [
        new("plan", "/assessments/new", s => !s.IsOpen(), [Who.Administrator],
            ("Form.SchemeId", "{scheme}"), ("Form.Candidate", "{candidate's name}"), ("Form.AssessorId", "{Lead}"), ("Form.SecondAssessorId", "{Second}"), ("Form.DecisionMakerId", "{DecisionMaker}"),
            ("Form.Methods", "M2"), ("Form.SubmitBy", "2026-04-01"), ("Form.DecideBy", "2026-05-01")),
        new("acknowledge", "/my/{id}/acknowledge", s => s.Allows(AssessmentMove.Acknowledge), [Who.Candidate]),
        new("withdraw by the candidate", "/my/{id}/withdraw", s => s is AssessmentState.Planned or AssessmentState.Gathering, [Who.Candidate], ("reason", "改期")),
        new("submit", "/my/{id}/submit", s => s.Allows(AssessmentMove.Submit), [Who.Candidate], ("declared", "true")),
        new("take back", "/my/{id}/take-back", s => s.Allows(AssessmentMove.TakeBack), [Who.Candidate]),
        new("start", "/scoring/{id}/start", s => s.Allows(AssessmentMove.Start), [Who.Lead]),
        new("return", "/scoring/{id}/return", s => s.Allows(AssessmentMove.Return), [Who.Lead], ("ResubmitBy", "2026-03-20"), ("Missing[P1.1]", "缺第三季數據")),
        new("finish", "/scoring/{id}/finish", s => s == AssessmentState.Assessing, [Who.Lead, Who.Second]),
        new("take the finish back", "/scoring/{id}/finish/take-back", s => s == AssessmentState.Assessing, [Who.Lead, Who.Second]),
        new("hand over", "/scoring/{id}/handover", s => s == AssessmentState.Assessing, [Who.Lead]),
        new("give back", "/scoring/{id}/handover/give-back", s => s == AssessmentState.Assessing, [Who.DecisionMaker], ("Form.Reason", "請說明依據")),
        new("sign", "/scoring/{id}/sign", s => s.Allows(AssessmentMove.Sign), [Who.DecisionMaker],
            ("Form.ContentVersion", "{version}"), ("Form.Outcome", "NotYetCompetent"), ("Form.Strengths", "推估一致"), ("Form.NextSteps", "持續追蹤"), ("Form.Feedback", "尚缺推估"), ("Form.Password", TestData.Password)),
        new("disagree", "/verification/{id}/disagree", s => s.Allows(AssessmentMove.SendBack), [Who.Verifier]),
        new("agree", "/verification/{id}/agree", s => s.Allows(AssessmentMove.Finalise), [Who.Verifier]),
        new("withdraw", "/assessments/{id}/withdraw", s => s.Allows(AssessmentMove.Withdraw), [Who.Administrator], ("Form.Reason", "改期")),
        new("terminate", "/assessments/{id}/terminate", s => s.Allows(AssessmentMove.Terminate), [Who.Administrator], ("Form.Reason", "缺席")),
        new("terminate for misconduct", "/quality/misconduct/{case}/close", s => s.Allows(AssessmentMove.Terminate), [Who.QualityLead], ("End.Outcome", "Terminated"), ("End.Reason", "屬實")),
        new("suspend", "/assessments/{id}/suspend", s => s.Allows(AssessmentMove.Suspend), [Who.Administrator], ("Form.Reason", "住院")),
        new("resume", "/assessments/{id}/resume", s => s.Allows(AssessmentMove.Resume), [Who.Administrator]),
        new("rate again", "/appeals/{appeal}/plan", s => s == AssessmentState.Finalised, [Who.Administrator],
            ("Form.AssessorId", "{OtherAssessor}"), ("Form.SecondAssessorId", "{second of others}"), ("Form.DecisionMakerId", "{decision maker of others}"), ("Form.DecideBy", "2026-05-01")),
    ];

    private readonly Dictionary<Who, TestUser> _users = [];
    private readonly Dictionary<Who, Browser> _browsers = [];
    private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);
    private readonly HashSet<(AssessmentState? State, bool HandedOver)> _tried = [];
    private TestAssessment _assessment = null!;
    private Place? _here;

    [Fact]
    public async Task Move_ByAnybodyElse_OrInAnotherState_ChangesNothing()
    {
        await GatherPeopleAsync();
        await MakeAsync("plan", Who.Administrator, AssessmentState.Planned);
        await MakeAsync("withdraw", Who.Administrator, AssessmentState.Withdrawn);
        await MakeAsync("plan", Who.Administrator, AssessmentState.Planned);
        await MakeAsync("terminate", Who.Administrator, AssessmentState.Terminated);
        await MakeAsync("plan", Who.Administrator, AssessmentState.Planned);
        await MakeAsync("acknowledge", Who.Candidate, AssessmentState.Gathering);
        await SuspectAsync();
        await MakeAsync("terminate for misconduct", Who.QualityLead, AssessmentState.Terminated);

        await MakeAsync("plan", Who.Administrator, AssessmentState.Planned);
        await MakeAsync("acknowledge", Who.Candidate, AssessmentState.Gathering);
        await SuspectAsync();
        await site.Data.AddEvidenceAsync(_assessment);
        await MakeAsync("submit", Who.Candidate, AssessmentState.Submitted);
        await MakeAsync("take back", Who.Candidate, AssessmentState.Gathering);
        await MakeAsync("submit", Who.Candidate, AssessmentState.Submitted);
        await MakeAsync("suspend", Who.Administrator, AssessmentState.Suspended);
        await MakeAsync("resume", Who.Administrator, AssessmentState.Submitted);
        await MakeAsync("start", Who.Lead, AssessmentState.Assessing);

        await site.Data.RateAllAsync(_assessment);
        await site.Data.RateAllAsync(_assessment.OfSecond);
        await MakeAsync("finish", Who.Lead, AssessmentState.Assessing);
        await MakeAsync("suspend", Who.Administrator, AssessmentState.Suspended);
        await TryEverythingAsync();
        await MakeAsync("resume", Who.Administrator, AssessmentState.Assessing);
        await MakeAsync("take the finish back", Who.Lead, AssessmentState.Assessing);
        await FinishAsync();
        await MakeAsync("return", Who.Lead, AssessmentState.Returned);
        await site.Data.SubmitAsync(_assessment);
        await MakeAsync("take back", Who.Candidate, AssessmentState.Returned);
        await MakeAsync("submit", Who.Candidate, AssessmentState.Submitted);
        await MakeAsync("start", Who.Lead, AssessmentState.Assessing);
        await FinishAsync();
        await MakeAsync("hand over", Who.Lead, AssessmentState.Assessing);
        await MakeAsync("give back", Who.DecisionMaker, AssessmentState.Assessing);

        await DecideAsync();
        await JudgeAsync(agrees: false);
        await MakeAsync("disagree", Who.Verifier, AssessmentState.Assessing);
        await DecideAsync();
        await JudgeAsync(agrees: true);

        // Nothing is released while a misconduct case is open.
        await ClearAsync();
        await MakeAsync("agree", Who.Verifier, AssessmentState.Finalised);
        await AppealAsync();
        await MakeAsync("rate again", Who.Administrator, AssessmentState.Submitted);

        Assert.Equal(Enum.GetValues<AssessmentState>(), _tried.Select(t => t.State).OfType<AssessmentState>().Distinct().Order());
    }

    private async Task FinishAsync()
    {
        await MakeAsync("finish", Who.Lead, AssessmentState.Assessing);
        await MakeAsync("finish", Who.Second, AssessmentState.Assessing);
    }

    private async Task DecideAsync()
    {
        await FinishAsync();
        await MakeAsync("hand over", Who.Lead, AssessmentState.Assessing);

        await MakeAsync("sign", Who.DecisionMaker, AssessmentState.Decided);
    }

    /// <summary>Makes a move by somebody whose it is; before, where nobody was at this place yet, everything is tried there.</summary>
    private async Task MakeAsync(string name, Who by, AssessmentState to)
    {
        await LookAsync();
        if (_tried.Add((_here?.State, _here?.HandedOver == true)))
        {
            await TryEverythingAsync();
        }

        var (move, before) = (Moves.Single(m => m.Name == name), _here);
        Assert.Contains(by, move.Makers);
        var answer = await SendAsync(move, by);
        await LookAsync();
        Assert.True(_here != before && _here?.State == to, $"{before}: {by} made the move {name}, got {(int)answer.Status}, and it is {_here}. {answer.Main}");
    }

    /// <summary>Every move by everybody, but by those who may go on with it from here. A fault of the server ends the test by itself.</summary>
    private async Task TryEverythingAsync()
    {
        var (place, faults) = (_here?.State, new List<string>());
        foreach (var move in Moves.Where(m => !Fill(m.Path).Contains('{', StringComparison.Ordinal)))
        {
            var here = _here;
            foreach (var who in Enum.GetValues<Who>())
            {
                var isTheirs = move.Makers.Contains(who);
                if (isTheirs && (here is null || move.StartsIn(here.State)))
                {
                    continue;
                }

                var status = (await SendAsync(move, who)).Status;
                if (!isTheirs && status != (who == Who.Nobody ? HttpStatusCode.Unauthorized : HttpStatusCode.NotFound))
                {
                    faults.Add($"{who} tried the move {move.Name} and got {(int)status}");
                }
            }

            await LookAsync();
            if (_here != here)
            {
                faults.Add($"Somebody tried the move {move.Name}, and it is {_here}");
            }
        }

        Faults.None(faults.Select(f => $"{place}: {f}"));
    }

    private Task<Page> SendAsync(Move move, Who by) => _browsers[by].PostFieldsAsync(Fill(move.Path), [.. move.Fields.Select(f => (f.Name, Fill(f.Value)))]);

    private string Fill(string text) => _words.Aggregate(text, (filled, word) => filled.Replace($"{{{word.Key}}}", word.Value, StringComparison.Ordinal));

    /// <summary>Looks where the candidate's latest assessment stands. A new one has a verifier and a hearer from the beginning.</summary>
    private async Task LookAsync() => _here = await site.QueryAsync(async db =>
    {
        var candidate = _users[Who.Candidate].PersonId;
        Task<Place?> ReadAsync() => db.Assessments.Where(a => a.CandidateId == candidate).OrderByDescending(a => a.Code)
            .Select(a => new Place(a.Id, a.State, a.HandedOverAt != null, a.Version, a.ContentVersion, a.Rounds.Count, db.AuditEntries.Count(e => e.StreamId == a.Id))).FirstOrDefaultAsync();

        var place = await ReadAsync();
        if (place is null || place.Id == _assessment.Id)
        {
            _words["version"] = $"{place?.Content}";
            return place;
        }

        _assessment = _assessment with { Id = place.Id };
        _words["id"] = $"{place.Id}";
        _words.Remove("case");
        var (assessment, now) = (await db.Assessments.Include(a => a.Assignments).SingleAsync(a => a.Id == place.Id), site.Clock.GetUtcNow().UtcDateTime);
        assessment.Assign(AssessmentPart.Verifier, _users[Who.Verifier].PersonId, db.NextKey, now);
        assessment.Assign(AssessmentPart.Hearer, _users[Who.Hearer].PersonId, db.NextKey, now);
        await db.SaveChangesAsync();
        return await ReadAsync();
    });

    private async Task GatherPeopleAsync()
    {
        var data = site.Data;
        _browsers[Who.Nobody] = site.Browser();
        foreach (var who in Enum.GetValues<Who>().Except([Who.Nobody]))
        {
            _users[who] = await data.UserAsync($"{who}", who switch
            {
                Who.Candidate or Who.OtherCandidate => Roles.Candidate,
                Who.Verifier or Who.Hearer => Roles.Verifier,
                Who.Administrator => Roles.Administrator,
                Who.QualityLead => Roles.QualityLead,
                _ => Roles.Assessor,
            });
            _browsers[who] = await site.SignInAsync(_users[who]);
            _words[$"{who}"] = $"{_users[who].PersonId}";
        }

        _assessment = new TestAssessment(Guid.Empty, _users[Who.Candidate], _users[Who.Lead]) { Second = _users[Who.Second], DecisionMaker = _users[Who.DecisionMaker] };
        _words["candidate's name"] = _users[Who.Candidate].UserName;
        _words["second of others"] = $"{(await data.AssessorAsync()).PersonId}";
        _words["decision maker of others"] = $"{(await data.AssessorAsync()).PersonId}";
        _words["scheme"] = $"{await data.SchemeAsync(rules => (rules["assessors"], rules["separateDecisionMaker"], rules["verification"]) = (2, true, true))}";
        await _browsers[Who.Administrator].OpenAsync($"/assessments/new?scheme={_words["scheme"]}");
    }

    /// <summary>A suspicion that the candidate has answered.</summary>
    private async Task SuspectAsync() => await site.UseAsync(async s =>
    {
        var verbs = s.GetRequiredService<MisconductVerbs>();
        var found = await verbs.ReportAsync(_assessment.Id, _users[Who.Lead].PersonId, "文字相同", [], CancellationToken.None);
        var until = site.Clock.GetUtcNow().UtcDateTime.AddDays(14);
        await verbs.OpenAsync(found, _users[Who.QualityLead].PersonId, "文字相同", until, DateOnly.FromDateTime(until), CancellationToken.None);
        await verbs.AnswerAsync(found, _users[Who.Candidate].PersonId, "同一來源", CancellationToken.None);
        _words["case"] = $"{found}";
        return true;
    });

    private async Task ClearAsync() => await site.UseAsync(async s =>
    {
        await s.GetRequiredService<MisconductVerbs>().CloseAsync(Guid.Parse(_words["case"]), _users[Who.QualityLead].PersonId, MisconductOutcome.NotFounded, "來源相同", CancellationToken.None);
        return true;
    });

    private async Task JudgeAsync(bool agrees) => await site.QueryAsync(async db =>
    {
        var verification = await db.Verifications.Include(v => v.Items).SingleAsync(v => v.AssessmentId == _assessment.Id && v.ClosedAt == null);
        foreach (var item in verification.Items.Select(i => i.CriterionId).ToList())
        {
            verification.Judge(item, agrees, agrees ? null : "出處不符");
        }

        return await db.SaveChangesAsync();
    });

    /// <summary>An appeal after which the same is rated again.</summary>
    private async Task AppealAsync() => await site.UseAsync(async s =>
    {
        var appeal = await s.GetRequiredService<DisputeResult>().AppealAsync(_assessment.Id, _users[Who.Candidate].PersonId, "評定有異議", CancellationToken.None);
        await s.GetRequiredService<HearAppeal>().DecideAsync(appeal, _users[Who.Hearer].PersonId, AppealOutcome.RatedAgain, "程序有瑕疵", new Corrections("", null, "", null), CancellationToken.None);
        _words["appeal"] = $"{appeal}";
        return true;
    });

    /// <param name="Name">What it is called here.</param>
    /// <param name="Path">Where it is posted to.</param>
    /// <param name="StartsIn">States in which whose it is may make it.</param>
    /// <param name="Makers">Whose it is.</param>
    /// <param name="Fields">With all that it needs.</param>
    private sealed record Move(string Name, string Path, Func<AssessmentState, bool> StartsIn, Who[] Makers, params (string Name, string Value)[] Fields);

    /// <summary>Where an assessment stands, and how often it and its audit trail were written.</summary>
    private sealed record Place(Guid Id, AssessmentState State, bool HandedOver, int Version, int Content, int Rounds, int Facts);
}
