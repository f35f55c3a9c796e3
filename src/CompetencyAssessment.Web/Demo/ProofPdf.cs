using CompetencyAssessment.Reports.Layout;

namespace CompetencyAssessment.Web.Demo;

/// <summary>A made-up proof of a qualification: one page.</summary>
internal static class ProofPdf
{
    public static byte[] Draw(string title, string number, string name, string issuer, DateOnly from, DateTimeOffset made, FontLibrary fonts) =>
        Document.Create(
            new DocumentSettings { Title = title, Author = issuer, Created = made },
            document => document.Page(page => page.Content().Column(column =>
            {
                column.Item().PaddingTop(140).Text(title).FontSize(24).Bold();
                column.Item().PaddingTop(6).Text(number).FontSize(11);
                column.Item().PaddingTop(40).Text(name).FontSize(18);
                column.Item().PaddingTop(14).Text($"自 {from:yyyy 年 M 月 d 日} 起適用。").FontSize(12);
                column.Item().PaddingTop(60).Text(issuer).FontSize(12);
                column.Item().PaddingTop(6).Text("示範資料，並無此人。").FontSize(9);
            }))).GeneratePdf(fonts);
}
