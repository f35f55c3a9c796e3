using System.Net;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>The same page open twice: who saves second is told, keeps what was typed, and may save again.</summary>
public sealed class TwoWindowsTests(TestSite site) : IClassFixture<TestSite>
{
    private const string Changed = "已在另一個視窗修改";

    [Fact]
    public async Task Rename_InTwoWindows_TellsTheSecond()
    {
        var person = await site.Data.CandidateAsync();
        var browser = await site.SignInAsync(await site.Data.AdministratorAsync());
        var path = $"/people/{person.PersonId}/edit";
        var (first, second) = (await browser.OpenAsync(path), await browser.OpenAsync(path));
        await (await first.Form(path).Fill("Form.NameZh", "先存的名字").PostAsync()).FollowAsync();

        var told = (await second.Form(path).Fill("Form.NameZh", "後存的名字").PostAsync()).Is(HttpStatusCode.OK);

        Assert.Contains(Changed, told.Main, StringComparison.Ordinal);
        Assert.Equal("先存的名字", await NameAsync());
        await (await told.Form(path).PostAsync()).FollowAsync();
        Assert.Equal("後存的名字", await NameAsync());
        Task<string> NameAsync() => site.QueryAsync(db => db.People.Where(p => p.Id == person.PersonId).Select(p => p.NameZh).SingleAsync());
    }

    [Fact]
    public async Task DescribeCentre_InTwoWindows_TellsTheSecond()
    {
        var browser = await site.SignInAsync(await site.Data.AdministratorAsync());
        var (first, second) = (await browser.OpenAsync("/centre"), await browser.OpenAsync("/centre"));
        await (await first.Form("/centre").Fill("Form.Name", "先存").Fill("Form.Address", "臺北市").Fill("Form.Contact", "02-1").PostAsync()).FollowAsync();

        var told = (await second.Form("/centre").Fill("Form.Name", "後存").Fill("Form.Address", "臺北市").Fill("Form.Contact", "02-2").PostAsync()).Is(HttpStatusCode.OK);

        Assert.Contains(Changed, told.Main, StringComparison.Ordinal);
        Assert.Equal("先存", await site.QueryAsync(db => db.Centres.Select(c => c.Name).SingleAsync()));
        await (await told.Form("/centre").PostAsync()).FollowAsync();
        Assert.Equal("後存", await site.QueryAsync(db => db.Centres.Select(c => c.Name).SingleAsync()));
    }

    [Fact]
    public async Task MapEvidence_InTwoWindows_TellsTheSecond()
    {
        var assessment = await site.Data.GatheringAsync();
        var added = await site.Data.AddEvidenceAsync(assessment);
        var browser = await site.SignInAsync(assessment.Candidate);
        var path = $"/my/{assessment.Id}/evidence/{added.ItemId}";
        var (first, second) = (await browser.OpenAsync(path), await browser.OpenAsync(path));
        await (await first.Form(path).Fill("Form.Criteria", "P1.1").PostAsync()).FollowAsync();

        var told = (await second.Form(path).Fill("Form.Criteria", "P1.2", "P1.3").PostAsync()).Is(HttpStatusCode.OK);

        Assert.Contains(Changed, told.Main, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync());
        await (await told.Form(path).PostAsync()).FollowAsync();
        Assert.Equal(2, await CountAsync());
        Task<int> CountAsync() => site.QueryAsync(db => db.AssessmentEvidence.Where(l => l.EvidenceItemId == added.ItemId).SelectMany(l => l.Criteria).CountAsync());
    }
}
