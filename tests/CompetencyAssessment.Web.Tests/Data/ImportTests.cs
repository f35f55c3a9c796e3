using System.Text.Json.Nodes;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Import;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Tests.Data;

public sealed class ImportTests
{
    [Fact]
    public async Task Import_Twice_ChangesNothing()
    {
        await using var database = await Database.CreateAsync();
        foreach (var folder in new[] { "Units", "Schemes" })
        {
            Assert.NotEmpty(DocumentFile.EmbeddedNames(folder));
        }

        async Task<List<ImportResult>> Both()
        {
            var unit = await UnitAsync(database, DocumentFile.Embedded("Units/BGM6R0925v2.json"));
            return [unit, await SchemeAsync(database, DocumentFile.Embedded("Schemes/BGM6R0925v2-default.json"))];
        }

        Assert.All(await Both(), r => Assert.Equal((true, false), (r.Changed, r.Refused)));
        var before = await database.DumpAsync();
        database.Clock.Advance(TimeSpan.FromDays(1));
        Assert.All(await Both(), r => Assert.Equal((false, false), (r.Changed, r.Refused)));
        Assert.Equal(before, await database.DumpAsync());
    }

    [Fact]
    public async Task Import_ASecondUnitOfAnotherSize_Works()
    {
        await using var database = await Database.CreateAsync();
        await UnitAsync(database, DocumentFile.Embedded("Units/BGM6R0925v2.json"));
        Assert.True((await UnitAsync(database, SmallUnit.Unit())).Changed);
        Assert.True((await SchemeAsync(database, SmallUnit.Scheme())).Changed);
        await using var db = database.Open();
        var version = await db.UnitVersions.SingleAsync(v => v.Code == SmallUnit.Code);
        var unit = await new UnitCatalogue().UnitAsync(db, version.Id, CancellationToken.None);
        Assert.Equal(SmallUnit.Criteria, unit.Criteria.Select(c => c.Code));
        Assert.Equal(SmallUnit.Criteria, await db.Criteria.Where(c => c.UnitVersionId == version.Id).OrderBy(c => c.Position).Select(c => c.Code).ToListAsync());
        Assert.Equal(["E1", "E2"], unit.Requirements.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("Prepare", unit.TextIn("T1", "en-GB"));
        Assert.Equal("準備接聽", unit.TextIn("T1", "zh-TW"));
        Assert.Equal("Take customer calls", unit.NameIn("en"));
        var scheme = await new UnitCatalogue().SchemeAsync(db, (await db.Schemes.SingleAsync()).Id, CancellationToken.None);
        Assert.Equal((3, 1), (scheme.Document.Scale.Count, scheme.Document.PassMark));
    }

    [Fact]
    public async Task Import_ANewerTranslation_IsARevisionBesideTheFormer()
    {
        await using var database = await Database.CreateAsync();
        await UnitAsync(database, SmallUnit.Unit());
        var next = SmallUnit.Unit();
        next["translations"]![0]!["revision"] = 2;
        next["translations"]![0]!["texts"]!["K01"] = "Product knowledge";
        next["errata"]!["revision"] = 2;
        Assert.True((await UnitAsync(database, next)).Changed);
        await using var db = database.Open();
        var unit = await new UnitCatalogue().UnitAsync(db, (await db.UnitVersions.SingleAsync()).Id, CancellationToken.None);
        Assert.Equal("Product knowledge", unit.TextIn("K01", "en"));
        Assert.Equal("Products", unit.TextIn("K01", "en", 1));
        Assert.Equal([1, 2], unit.Errata.Select(e => e.Revision).Order());
        Assert.Equal(4, await db.UnitRevisions.CountAsync());
    }

    [Fact]
    public async Task Import_AnotherTextUnderAKnownRevision_IsRefused()
    {
        await using var database = await Database.CreateAsync();
        await UnitAsync(database, SmallUnit.Unit());
        var changed = SmallUnit.Unit();
        changed["translations"]![0]!["texts"]!["K01"] = "Product knowledge";
        changed["errata"]!["items"]![0]!["found"] = "客戶需求";
        await RefusedAsync(database, () => UnitAsync(database, changed), "#/translations/0/revision", "#/errata/revision");
    }

    [Fact]
    public async Task Import_AChangedPublishedText_IsRefused()
    {
        await using var database = await Database.CreateAsync();
        await UnitAsync(database, SmallUnit.Unit());
        var changed = SmallUnit.Unit();
        changed["published"]!["tasks"]![0]!["text"] = "準備接聽。";
        changed["translations"]![0]!["revision"] = 2;
        await RefusedAsync(database, () => UnitAsync(database, changed), "#/published");
    }

    [Fact]
    public async Task Import_AUnitUnderAnothersIds_IsRefused()
    {
        await using var database = await Database.CreateAsync();
        await UnitAsync(database, SmallUnit.Unit());
        var other = SmallUnit.Unit();
        other["published"]!["code"] = "TST1R0002v1";
        other["published"]!["unitCode"] = "TST1R0002";
        await RefusedAsync(database, () => UnitAsync(database, other), "#/published/unitId", "#/published/versionId");
    }

    [Fact]
    public async Task Import_AnotherVersionOfAUnit_BelongsToIt()
    {
        await using var database = await Database.CreateAsync();
        await UnitAsync(database, SmallUnit.Unit());
        var next = SmallUnit.Unit();
        next["published"]!["code"] = "TST1R0001v2";
        next["published"]!["versionId"] = "0b6e2f7a-64d3-4c57-9f7e-0d8a5f3f1a03";
        Assert.Equal([], (await UnitAsync(database, next)).Faults);
        await using var db = database.Open();
        Assert.Equal(1, await db.Units.CountAsync());
        Assert.Equal(2, await db.UnitVersions.CountAsync());
    }

    [Fact]
    public async Task Import_UnitWithManyFaults_NamesEveryOne()
    {
        await using var database = await Database.CreateAsync();
        var text = SmallUnit.Unit();
        text["published"]!["level"] = 9;
        text["published"]!["knowledge"]![0]!["code"] = "Q1";
        text["published"]!["skills"]![0]!.AsObject().Remove("id");
        text["published"]!["name"] = " 前有空白";
        text["published"]!["surplus"] = 1;
        var shape = await RefusedAsync(database, () => UnitAsync(database, text), "#/published.level", "#/published.knowledge[0].code", "#/published.skills[0].id", "#/published.name", "#/published.surplus");
        Assert.All(shape.Faults, f => Assert.False(string.IsNullOrWhiteSpace(f.Reason)));
    }

    [Fact]
    public async Task Import_UnitThatContradictsItself_NamesEveryFault()
    {
        await using var database = await Database.CreateAsync();
        var text = SmallUnit.Unit();
        text["published"]!["knowledge"]![1]!["code"] = "K01";
        text["published"]!["evidence"]![1]!["id"] = text["published"]!["evidence"]![0]!["id"]!.GetValue<string>();
        text["published"]!["tasks"]![0]!["indicators"]![0]!["terms"]![0]!["note"] = "N9";
        text["published"]!["tasks"]![0]!["indicators"]![0]!["terms"]![0]!["term"] = "腳本";
        text["translations"]![0]!["texts"]!.AsObject().Remove("S01");
        text["translations"]![0]!["texts"]!["S09"] = "Nothing";
        text["translations"]![0]!["terms"]!["P1.1"]![0]!["term"] = "cue";
        text["errata"]!["items"]![0]!["items"]![0] = "P9.9";
        await RefusedAsync(
            database,
            () => UnitAsync(database, text),
            "#/published (K01)", "#/published (E1, E2)", "#/published (P1.1)", "#/translations/0/texts", "#/translations/0/texts/S09", "#/translations/0/texts/K02", "#/translations/0/terms/P1.1", "#/errata/items/0");
    }

    [Fact]
    public async Task Import_ATranslationTwice_IsRefused()
    {
        await using var database = await Database.CreateAsync();
        var text = SmallUnit.Unit();
        text["translations"]!.AsArray().Add(text["translations"]![0]!.DeepClone());
        await RefusedAsync(database, () => UnitAsync(database, text), "#/translations/1");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("{\"format\":2}")]
    public async Task Import_WhatIsNoUnit_IsRefused(string json)
    {
        await using var database = await Database.CreateAsync();
        await RefusedAsync(database, () => UnitAsync(database, json));
        await RefusedAsync(database, () => SchemeAsync(database, json));
    }

    [Fact]
    public async Task Import_SchemeWithoutItsUnit_IsRefused()
    {
        await using var database = await Database.CreateAsync();
        await RefusedAsync(database, () => SchemeAsync(database, SmallUnit.Scheme()), "#/unit");
    }

    [Fact]
    public async Task Import_SchemeThatDoesNotFit_NamesEveryFault()
    {
        await using var database = await Database.CreateAsync();
        await UnitAsync(database, SmallUnit.Unit());
        var scheme = SmallUnit.Scheme();
        var descriptors = scheme["descriptors"]!.AsObject();
        descriptors["P9.9"] = descriptors["P1.1"]!.DeepClone();
        descriptors.Remove("K02");
        descriptors["S01"]!.AsArray().RemoveAt(0);
        scheme["passMark"] = 5;
        scheme["scale"]![0]!["value"] = 2;
        scheme["interpretations"] = new JsonObject { ["P8.8"] = new JsonObject { ["zh-TW"] = "無" } };
        scheme["coverage"]![0]!["evidence"] = "E7";
        scheme["coverage"]![0]!["criteria"]![0] = "P7.7";
        scheme["coverage"]![0]!["methods"]![0] = "M7";
        scheme["methodVariants"]![0]!["method"] = "M8";
        scheme["methodVariants"]![0]!["code"] = "M2";
        scheme["rules"]!["simulationMayCarry"]![0] = "T9";
        await RefusedAsync(
            database,
            () => SchemeAsync(database, scheme),
            "#/descriptors/P9.9", "#/descriptors", "#/descriptors/S01", "#/passMark", "#/scale", "#/interpretations/P8.8", "#/coverage/E7", "#/coverage/0/criteria/P7.7", "#/coverage/0/methods/M7",
            "#/methodVariants/M8", "#/methodVariants", "#/methodVariants/M2", "#/rules/simulationMayCarry/T9");
    }

    [Fact]
    public async Task Import_AChangedScheme_NeedsItsOwnVersionAndId()
    {
        await using var database = await Database.CreateAsync();
        await UnitAsync(database, SmallUnit.Unit());
        await SchemeAsync(database, SmallUnit.Scheme());
        var changed = SmallUnit.Scheme();
        changed["passMark"] = 2;
        await RefusedAsync(database, () => SchemeAsync(database, changed), "#/version");
        changed["version"] = 2;
        await RefusedAsync(database, () => SchemeAsync(database, changed), "#/id");
        changed["id"] = "0b6e2f7a-64d3-4c57-9f7e-0d8a5f3f2202";
        Assert.True((await SchemeAsync(database, changed)).Changed);
        await using var db = database.Open();
        Assert.Equal([1, 2], await db.Schemes.OrderBy(s => s.Number).Select(s => s.PassMark).ToListAsync());
    }

    private static async Task<ImportResult> RefusedAsync(Database database, Func<Task<ImportResult>> import, params string[] paths)
    {
        var before = await database.DumpAsync();
        var result = await import();
        Assert.True(result.Refused);
        Assert.False(result.Changed);
        Assert.All(result.Faults, f => Assert.NotEqual("", f.Reason));
        Assert.Equal([], paths.Except(result.Faults.Select(f => f.Path)));
        if (paths.Length > 0)
        {
            Assert.Equal([], result.Faults.Where(f => !paths.Contains(f.Path)));
        }

        Assert.Equal(before, await database.DumpAsync());
        return result;
    }

    private static Task<ImportResult> UnitAsync(Database database, JsonNode json) => UnitAsync(database, json.ToJsonString());

    private static async Task<ImportResult> UnitAsync(Database database, string json)
    {
        await using var db = database.Open();
        return await new UnitImporter(db, database.Clock).ImportAsync(json, CancellationToken.None);
    }

    private static Task<ImportResult> SchemeAsync(Database database, JsonNode json) => SchemeAsync(database, json.ToJsonString());

    private static async Task<ImportResult> SchemeAsync(Database database, string json)
    {
        await using var db = database.Open();
        return await new SchemeImporter(db, database.Clock).ImportAsync(json, CancellationToken.None);
    }
}
