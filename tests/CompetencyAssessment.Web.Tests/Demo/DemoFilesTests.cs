using CompetencyAssessment.Web.Demo.Files;
using CompetencyAssessment.Web.Storage;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;

namespace CompetencyAssessment.Web.Tests.Demo;

public sealed class DemoFilesTests
{
    private static readonly DateOnly Today = new(2026, 5, 20);
    private static readonly DemoCompany Other = DemoCompany.Create("陳柏翰", "海岳商銀客服中心", 7);

    private readonly FileInspector inspector = new(new StorageOptions { FilesFolder = "unused", UploadsFolder = "unused" });

    public static TheoryData<string> Names =>
        [.. Make(DemoCompany.Story).Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryFile_PassesInspectionAndValidation_AndIsTheSameEachTime(string name)
    {
        foreach (var company in new[] { DemoCompany.Story, Other })
        {
            var bytes = Make(company)[name]();

            Assert.IsType<Accepted>(inspector.Inspect(new MemoryStream(bytes), name));
            Assert.Equal(bytes, Make(company)[name]());
            Assert.Empty(Validate(name, bytes));
        }
    }

    [Fact]
    public void StoryFigures_AreThoseOfTheStory()
    {
        var story = DemoCompany.Story;
        Assert.Equal(295, story.HandlingSeconds);
        Assert.Equal("64.0", story.PostsAt(295).ToString("0.0"));
        Assert.Equal("69.4", story.PostsAt(DemoPlan.StoryHandlingSeconds).ToString("0.0"));
        Assert.Equal(2_850, story.WeekdayCalls);
        Assert.Equal(story.MonthlyCalls, 22 * story.WeekdayCalls + 8 * 2_025);
        var (before, after) = DemoQuarter.LastTwo(story, Today);
        Assert.Equal("71.0", before.ServiceLevel.ToString("0.0"));
        Assert.Equal("8.4", before.Abandonment.ToString("0.0"));
        Assert.Equal("68.0", before.FirstContactResolution.ToString("0.0"));
        Assert.Equal((2026, 1), (after.Year, after.Number));
        Assert.Equal(236_700, before.Months.Sum(m => m.Offered));
    }

    [Fact]
    public void Workbook_CellB12_HoldsThePostsNeeded()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(DemoFiles.StaffingWorkbook(DemoCompany.Story)), isEditable: false);
        var workbook = document.WorkbookPart!;
        var first = (WorksheetPart)workbook.GetPartById(workbook.Workbook!.Sheets!.Elements<Sheet>().First().Id!);
        var cell = first.Worksheet!.Descendants<Cell>().Single(c => c.CellReference == DemoFiles.StaffingCell);

        Assert.Equal("B8/(B9*(1-B10)*B11)", cell.CellFormula!.Text);
        Assert.Equal(64.0, double.Parse(cell.CellValue!.Text, System.Globalization.CultureInfo.InvariantCulture), 1);
    }

    [Fact]
    public void StoryPlan_HasItsResourcesOnPage18_AndNoParagraphTwice()
    {
        var plan = DemoPlan.Story();
        Assert.Equal(38, plan.Sections.Count(s => s.NewPage));
        // Cover and table of contents come first.
        var resources = plan.Sections[DemoPlan.StoryResourcePage - 3];
        Assert.Contains("69.4", resources.Paragraphs[0], StringComparison.Ordinal);
        Assert.Contains("320", resources.Paragraphs[0], StringComparison.Ordinal);
        Assert.Contains("64.0", DemoPlan.Story(corrected: true).Sections[DemoPlan.StoryResourcePage - 3].Paragraphs[0], StringComparison.Ordinal);
    }

    public static TheoryData<int> Plans => [0, 1, 2, 3, 4, 5, 6, 7];

    [Theory]
    [MemberData(nameof(Plans))]
    public void EveryPlan_HasWholeTablesAndNoParagraphTwice(int seed)
    {
        var plan = seed switch
        {
            0 => DemoPlan.Story(),
            1 => DemoPlan.Story(corrected: true),
            _ => DemoPlan.Short(DemoCompany.Create("陳柏翰", "海岳商銀客服中心", seed)),
        };
        var paragraphs = plan.Sections.SelectMany(s => s.Paragraphs).ToList();
        Assert.Equal(paragraphs.Count, paragraphs.Distinct().Count());
        Assert.All(plan.Sections.Where(s => s.Table is not null), s => Assert.All(s.Table!.Rows, row => Assert.Equal(s.Table.Columns.Count, row.Count)));
        Assert.All(plan.Sections, s => Assert.NotEmpty(s.Paragraphs));
    }

    private static Dictionary<string, Func<byte[]>> Make(DemoCompany company)
    {
        var (before, after) = DemoQuarter.LastTwo(company, Today);
        return new Dictionary<string, Func<byte[]>>(StringComparer.Ordinal)
        {
            ["營運計畫.docx"] = () => DemoFiles.PlanDocument(company == DemoCompany.Story ? DemoPlan.Story() : DemoPlan.Short(company)),
            ["人力推估.xlsx"] = () => DemoFiles.StaffingWorkbook(company),
            ["前季檢討.xlsx"] = () => DemoFiles.QuarterlyReview(before),
            ["本季檢討.xlsx"] = () => DemoFiles.QuarterlyReview(after),
            ["簡報.pptx"] = () => DemoFiles.PlanSlides(company),
            ["詢問紀錄.docx"] = () => DemoFiles.QuestioningNotes(company, "張書豪", Today),
            ["第三方報告.docx"] = () => DemoFiles.ThirdPartyReport(company, "周雅婷", "營運處經理", Today),
            ["時段.csv"] = () => DemoFiles.IntervalCsv(company, Today),
            ["簡報紀要.txt"] = () => DemoFiles.PresentationOutline(company, Today),
        };
    }

    private static List<string> Validate(string name, byte[] bytes)
    {
        var stream = new MemoryStream(bytes);
        using OpenXmlPackage? package = Path.GetExtension(name) switch
        {
            ".docx" => WordprocessingDocument.Open(stream, isEditable: false),
            ".xlsx" => SpreadsheetDocument.Open(stream, isEditable: false),
            ".pptx" => PresentationDocument.Open(stream, isEditable: false),
            _ => null,
        };
        return package is null
            ? []
            : [.. new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(package).Select(e => $"{e.Part?.Uri} {e.Path?.XPath} {e.Description}")];
    }
}
