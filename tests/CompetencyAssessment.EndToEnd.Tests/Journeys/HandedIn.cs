using CompetencyAssessment.Reports.Layout;
using CompetencyAssessment.Web.Demo;
using CompetencyAssessment.Web.Demo.Files;
using Microsoft.Playwright;

namespace CompetencyAssessment.EndToEnd.Tests.Journeys;

/// <summary>The files of 林雅筑, whose plan counts on other figures than her workbook until she corrects it.</summary>
internal static class HandedIn
{
    /// <summary>320 seconds and 69.4 posts on page 18; corrected, 295 and 64.0.</summary>
    public static FilePayload Plan(bool corrected = false)
    {
        using var fonts = FontLibrary.Load();
        return Pdf(corrected ? "營運計畫書_第二版.pdf" : "營運計畫書.pdf", PlanPdf.Draw(DemoPlan.Story(corrected), new DateTimeOffset(2026, 7, 1, 9, 0, 0, TimeSpan.FromHours(8)), fonts));
    }

    /// <summary>295 seconds, and 64.0 posts in B12.</summary>
    public static FilePayload Workbook { get; } = Sheet("人力試算表.xlsx", DemoFiles.StaffingWorkbook(DemoCompany.Story));

    /// <summary>Reviews of the last two quarters.</summary>
    public static IReadOnlyList<FilePayload> Reviews()
    {
        var (before, after) = DemoQuarter.LastTwo(DemoCompany.Story, DateOnly.FromDateTime(DateTime.UtcNow));
        return [Sheet("前一季營運檢討.xlsx", DemoFiles.QuarterlyReview(before)), Sheet("最近一季營運檢討.xlsx", DemoFiles.QuarterlyReview(after))];
    }

    public static FilePayload Sheet(string name, byte[] content) => new() { Name = name, MimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Buffer = content };

    private static FilePayload Pdf(string name, byte[] content) => new() { Name = name, MimeType = "application/pdf", Buffer = content };
}
