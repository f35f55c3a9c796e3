using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Web.Tests.Data;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>Units and schemes from files, by the page: no build, no command.</summary>
public sealed class UnitImportTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Import_ASecondUnitAndItsScheme_CanBeSeenAndPlannedWith()
    {
        await using var fresh = new TestSite();
        var office = await fresh.SignInAsync(await fresh.Data.AdministratorAsync());
        await office.OpenAsync("/units");

        var units = await (await ImportAsync(office, "Unit", Json(SmallUnit.Unit()))).FollowAsync();
        Assert.Equal("/units", units.Path);
        Assert.Contains($"已匯入 {SmallUnit.Code}", units.Main, StringComparison.Ordinal);
        Assert.Contains("接聽客戶來電", units.Main, StringComparison.Ordinal);
        var schemes = await (await ImportAsync(office, "Scheme", Json(SmallUnit.Scheme()))).FollowAsync();
        Assert.Contains($"已匯入 {SmallUnit.SchemeCode}", schemes.Main, StringComparison.Ordinal);

        var unit = await office.OpenAsync($"/units/{SmallUnit.Code}");
        Assert.All(SmallUnit.Criteria, c => Assert.Contains(c, unit.Main, StringComparison.Ordinal));
        Assert.Contains(SmallUnit.SchemeCode, (await office.OpenAsync("/assessments/new")).Main, StringComparison.Ordinal);
        Assert.Equal(["scheme.imported", "unit.imported"], await fresh.QueryAsync(db => db.AuditEntries.Where(e => e.Action.EndsWith(".imported")).Select(e => e.Action).Distinct().OrderBy(a => a).ToListAsync()));

        // The same file once more changes nothing.
        var before = await Database.DumpAsync(fresh.Database);
        var again = await (await ImportAsync(office, "Unit", Json(SmallUnit.Unit()))).FollowAsync();
        Assert.Contains($"{SmallUnit.Code} 已存在，資料沒有變更", again.Main, StringComparison.Ordinal);
        Assert.Equal(before, await Database.DumpAsync(fresh.Database));
    }

    [Fact]
    public async Task Import_UnitWithFaults_NamesEveryOneAndChangesNothing()
    {
        var unit = SmallUnit.Unit();
        unit["published"]!["level"] = 9;
        unit["published"]!["knowledge"]![0]!["code"] = "Q1";
        unit["published"]!["skills"]![0]!.AsObject().Remove("id");
        unit["published"]!["surplus"] = 1;

        await RefusedAsync("Unit", Json(unit), "#/published.level", "#/published.knowledge[0].code", "#/published.skills[0].id", "#/published.surplus");
    }

    [Fact]
    public async Task Import_UnitThatContradictsItself_NamesEveryFaultAndChangesNothing()
    {
        var unit = SmallUnit.Unit();
        unit["published"]!["knowledge"]![1]!["code"] = "K01";
        unit["published"]!["tasks"]![0]!["indicators"]![0]!["terms"]![0]!["note"] = "N9";
        unit["translations"]![0]!["texts"]!.AsObject().Remove("S01");
        unit["errata"]!["items"]![0]!["items"]![0] = "P9.9";

        await RefusedAsync("Unit", Json(unit), "#/published (K01)", "#/published (P1.1)", "#/translations/0/texts", "#/translations/0/texts/K02", "#/errata/items/0");
    }

    [Fact]
    public async Task Import_SchemeThatDoesNotFitItsUnit_NamesTheWrongCodesInChinese()
    {
        var scheme = SmallUnit.Scheme();
        scheme["unit"] = "BGM6R0925v2";
        scheme["coverage"]![0]!["evidence"] = "E7";
        scheme["rules"]!["simulationMayCarry"]![0] = "T9";

        var page = await RefusedAsync("Scheme", Json(scheme));

        Assert.Contains("不是 BGM6R0925v2 的評量證據要求", page.Main, StringComparison.Ordinal);
        Assert.Contains("不是 BGM6R0925v2 的工作任務", page.Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_SchemeWithoutItsUnitOrAsAUnit_IsRefused()
    {
        await RefusedAsync("Scheme", Json(SmallUnit.Scheme()), "#/unit");
        await RefusedAsync("Unit", Json(SmallUnit.Scheme()));
    }

    [Fact]
    public async Task Import_WhatIsNoText_IsRefused()
    {
        await RefusedAsync("Unit", [.. "{ \"format\": "u8, 0xC3, 0x28], "#");
        await RefusedAsync("Unit", "{ \"format\": 1,"u8.ToArray());
        await RefusedAsync("Scheme", "[]"u8.ToArray());
    }

    [Fact]
    public async Task Import_WithoutAFileOrTooLarge_SaysSo()
    {
        var office = await OfficeAsync();

        var none = (await (await office.OpenAsync("/units/import")).Form("/units/import").PostAsync()).Is(HttpStatusCode.OK);
        var empty = (await ImportAsync(office, "Unit", [])).Is(HttpStatusCode.OK);
        var large = (await ImportAsync(office, "Unit", new byte[(5 * 1024 * 1024) + 1])).Is(HttpStatusCode.OK);

        Assert.Contains("請選擇檔案", none.Main, StringComparison.Ordinal);
        Assert.Contains("檔案沒有內容", empty.Main, StringComparison.Ordinal);
        Assert.Contains("5 MB", large.Document.QuerySelector(".error-summary")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Roles.Candidate)]
    [InlineData(Roles.Assessor)]
    public async Task Import_ForOtherRoles_IsNotThere(string role)
    {
        var browser = await site.SignInAsync(await site.Data.UserAsync("旁人", role));
        (await browser.GetAsync("/units/import")).Is(HttpStatusCode.NotFound);
        var before = await Database.DumpAsync(site.Database);

        (await browser.PostFieldsAsync("/units/import", ("Form.Kind", "Unit"))).Is(HttpStatusCode.NotFound);
        (await browser.GetAsync("/units/schema/unit")).Is(HttpStatusCode.NotFound);

        Assert.Equal(before, await Database.DumpAsync(site.Database));
    }

    private static byte[] Json(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    private static async Task<Page> ImportAsync(Browser office, string kind, byte[] file) =>
        await (await office.OpenAsync("/units/import")).Form("/units/import").Fill("Form.Kind", kind).Attach("Form.File", "職能單元.json", file).PostAsync();

    /// <summary>The page tells these places and no others, each with a reason in Chinese, and the database stays as it was.</summary>
    private async Task<Page> RefusedAsync(string kind, byte[] file, params string[] places)
    {
        var office = await OfficeAsync();
        await office.OpenAsync("/units/import");
        var before = await Database.DumpAsync(site.Database);

        var page = (await ImportAsync(office, kind, file)).Is(HttpStatusCode.OK);

        Assert.Contains("「職能單元.json」未匯入", page.Main, StringComparison.Ordinal);
        var faults = page.Document.QuerySelectorAll(".faults tbody tr").Select(r => (Place: r.QuerySelector("code")!.TextContent, Reason: r.QuerySelector("td")!.TextContent)).ToList();
        Assert.NotEmpty(faults);
        Assert.Contains($"共發現 {faults.Count} 項錯誤", page.Main, StringComparison.Ordinal);
        Assert.All(faults, f => Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", f.Reason));
        if (places.Length > 0)
        {
            Assert.Equal(places.Order(StringComparer.Ordinal), faults.Select(f => f.Place).Distinct().Order(StringComparer.Ordinal));
        }

        Assert.Equal(before, await Database.DumpAsync(site.Database));
        return page;
    }

    private async Task<Browser> OfficeAsync() => await site.SignInAsync(await site.Data.AdministratorAsync());
}
