using System.Collections;
using CompetencyAssessment.Data.Import;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Features.Schemes;
using CompetencyAssessment.Web.Tests.Data;

namespace CompetencyAssessment.Web.Tests.Schemes;

/// <summary>Nothing of a scheme can change without being seen, edited or taken along.</summary>
public sealed class SchemeComparisonTests
{
    private static readonly SchemeDocument Scheme = DocumentFile.Parse<SchemeDocument>(DocumentFile.Embedded("Schemes/BGM6R0925v2-default.json"));

    /// <summary>Whoever adds a rule finds it missing here: it wants a field in <see cref="RulesForm"/> with its hint, and a line in <see cref="SchemeComparison"/>.</summary>
    [Fact]
    public void Rules_EachOfThem_IsEditedAndCompared()
    {
        foreach (var rule in typeof(SchemeRules).GetProperties())
        {
            Assert.True(typeof(RulesForm).GetProperty(rule.Name) is not null, $"{nameof(RulesForm)} has no field for {rule.Name}.");
            var other = Scheme.Rules with { };
            rule.SetValue(other, Other(rule.GetValue(other)));
            var changed = Scheme with { Rules = other };
            Assert.True(SchemeComparison.Parts(Scheme, changed).SequenceEqual([new DraftPart(SchemeSection.Rules)]), $"A change of {rule.Name} is not seen.");
            Assert.Equal(DocumentFile.Canonical(changed), DocumentFile.Canonical(RulesForm.Of(changed).ApplyTo(Scheme)));
        }
    }

    [Fact]
    public void Forms_OfWhatStands_ChangeNothing()
    {
        PartForm[] forms =
        [
            AboutForm.Of(Scheme), ScaleForm.Of(Scheme), RulesForm.Of(Scheme), MethodsForm.Of(Scheme),
            .. Scheme.Coverage.Select(c => CoverageForm.Of(Scheme, c.Evidence)), .. Scheme.Descriptors.Keys.Select(c => CriterionForm.Of(Scheme, c)),
        ];
        Assert.All(forms, f => Assert.Equal(DocumentFile.Canonical(Scheme), DocumentFile.Canonical(f.ApplyTo(Scheme))));
    }

    [Fact]
    public void Parts_OfEveryKindOfChange_AreNamed()
    {
        void Differs(DraftPart part, Func<SchemeDocument, SchemeDocument> change) => Assert.Equal([part], SchemeComparison.Parts(Scheme, change(Scheme)));

        Differs(new(SchemeSection.About), s => s with { Name = s.Name with { En = "Another" } });
        Differs(new(SchemeSection.About), s => s with { Description = null });
        Differs(new(SchemeSection.Scale), s => s with { PassMark = 3 });
        Differs(new(SchemeSection.Scale), s => s with { Scale = [.. s.Scale.Select(l => l with { Meaning = new LocalText("另訂") })] });
        Differs(new(SchemeSection.Methods), s => s with { MethodVariants = [.. s.MethodVariants.Select(v => v with { Requires = MethodBasis.FileOrNote })] });
        Differs(new(SchemeSection.Coverage, "E2"), s => s.WithCoverage(s.Coverage[1] with { Criteria = ["P4.1"] }));
        Differs(new(SchemeSection.Criteria, "P3.4"), s => s.WithCriterion("P3.4", s.Descriptors["P3.4"], new LocalText("讀作釐清")));
        Differs(new(SchemeSection.Criteria, "K01"), s => s.WithCriterion("K01", [.. s.Descriptors["K01"].Select(t => t with { En = null })], null));
        Assert.True(SchemeComparison.AreSame(Scheme, Scheme with { Id = Guid.NewGuid(), Version = 9, Code = "x", Coverage = [.. Scheme.Coverage.Reverse()] }));
    }

    [Fact]
    public async Task File_OfAScheme_IsValidAndTheSameScheme()
    {
        foreach (var json in new[] { DocumentFile.Embedded("Schemes/BGM6R0925v2-default.json"), SmallUnit.Scheme().ToJsonString() })
        {
            var scheme = DocumentFile.Parse<SchemeDocument>(json);
            var unit = DocumentFile.Parse<UnitDocument>(scheme.Unit == SmallUnit.Code ? SmallUnit.Unit().ToJsonString() : DocumentFile.Embedded("Units/BGM6R0925v2.json")).Published;
            Assert.Empty(await SchemeImporter.FaultsAsync(scheme, unit, CancellationToken.None));
            Assert.Equal(DocumentFile.Canonical(scheme), DocumentFile.Canonical(DocumentFile.Parse<SchemeDocument>(DocumentFile.ToFile(scheme))));
        }
    }

    [Theory]
    [InlineData("#/descriptors.P1.1[3].zh-TW", nameof(SchemeSection.Criteria), "P1.1")]
    [InlineData("#/descriptors/P3.7", nameof(SchemeSection.Criteria), "P3.7")]
    [InlineData("#/coverage[1].methods", nameof(SchemeSection.Coverage), "E2")]
    [InlineData("#/coverage/0/methods/M9", nameof(SchemeSection.Coverage), "E1")]
    [InlineData("#/coverage", nameof(SchemeSection.Coverage), null)]
    [InlineData("#/passMark", nameof(SchemeSection.Scale), null)]
    [InlineData("#/methodVariants", nameof(SchemeSection.Methods), null)]
    [InlineData("#/rules.submitDays", nameof(SchemeSection.Rules), null)]
    [InlineData("#/name.zh-TW", nameof(SchemeSection.About), null)]
    public void Part_OfAFault_IsWhereItIsMended(string path, string section, string? code) =>
        Assert.Equal(new DraftPart(Enum.Parse<SchemeSection>(section), code), DraftPart.Of(new ImportFault(path, "is missing"), Scheme));

    [Fact]
    public void Text_OnSeveralLines_BecomesOne() =>
        Assert.Equal(new LocalText("第一行，第二行", "one two"), new TextForm { Zh = " 第一行，\r\n\r\n第二行 ", En = "one \n two" }.Text);

    private static object? Other(object? value) => value switch
    {
        int number => number + 1,
        bool yes => !yes,
        IEnumerable => (string[])["T1"],
        null => 12,
        _ => throw new InvalidOperationException($"Say how a rule of {value.GetType()} differs."),
    };
}
