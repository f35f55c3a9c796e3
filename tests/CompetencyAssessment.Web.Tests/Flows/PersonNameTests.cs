using System.Net;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>Names with characters that the documents' typefaces lack.</summary>
public sealed class PersonNameTests(TestSite site) : IClassFixture<TestSite>
{
    /// <summary>A private-use character, which no typeface has.</summary>
    private const string Rare = "王\uE123明";

    [Fact]
    public async Task New_WithARareCharacter_WarnsOnceBesideTheField()
    {
        var browser = await site.SignInAsync(await site.Data.AdministratorAsync());

        var warned = (await (await browser.OpenAsync("/people/new")).Form("/people/new").Fill("NameZh", Rare).PostAsync()).Is(HttpStatusCode.OK);

        Assert.Contains("文件字型未收錄「\uE123」", warned.Document.GetElementById("NameZh-error")!.TextContent, StringComparison.Ordinal);
        await (await warned.Form("/people/new").PostAsync()).FollowAsync();
        Assert.Equal(1, await site.QueryAsync(db => db.People.CountAsync(p => p.NameZh == Rare)));
    }

    [Fact]
    public async Task Edit_WithARareCharacter_WarnsOnce_AndAgainOfAnother()
    {
        var person = await site.Data.CandidateAsync();
        var path = $"/people/{person.PersonId}/edit";
        var browser = await site.SignInAsync(await site.Data.AdministratorAsync());

        var warned = (await (await browser.OpenAsync(path)).Form(path).Fill("Form.NameZh", Rare + "一").PostAsync()).Is(HttpStatusCode.OK);
        var again = (await warned.Form(path).Fill("Form.NameZh", Rare + "\uE124").PostAsync()).Is(HttpStatusCode.OK);

        Assert.NotNull(again.Document.GetElementById("Form_NameZh-error"));
        await (await again.Form(path).PostAsync()).FollowAsync();
        Assert.Equal(Rare + "\uE124", await site.QueryAsync(db => db.People.Where(p => p.Id == person.PersonId).Select(p => p.NameZh).SingleAsync()));
    }
}
