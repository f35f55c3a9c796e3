using CompetencyAssessment.Reports.Layout;
using CompetencyAssessment.Web.Demo.Files;

namespace CompetencyAssessment.Web.Demo;

/// <summary>An operating plan of the demonstration as PDF: a cover, a table of contents, then a page for each section.</summary>
internal static class PlanPdf
{
    private const string Accent = "#1D6076";

    public static byte[] Draw(PlanDocument plan, DateTimeOffset made, FontLibrary fonts) =>
        Document.Create(
            new DocumentSettings { Title = plan.Title, Author = plan.Author, Created = made },
            document =>
            {
                document.Page(page =>
                {
                    page.Content().Column(column =>
                    {
                        column.Item().PaddingTop(180).Text(plan.Company).FontSize(14).FontColor(Accent);
                        column.Item().PaddingTop(10).Text(plan.Title).FontSize(26).Bold();
                        column.Item().PaddingTop(24).LineHorizontal(2, Accent);
                        column.Item().PaddingTop(24).Text($"撰寫人：{plan.Author}").FontSize(12);
                        column.Item().Text($"版本：{plan.Version}").FontSize(12);
                        column.Item().Text($"日期：{made:yyyy 年 M 月 d 日}").FontSize(12);
                    });
                });
                document.Page(page =>
                {
                    page.Content().Column(column =>
                    {
                        column.Item().Text("目次").FontSize(18).Bold();
                        column.Item().PaddingTop(8).Column(list =>
                        {
                            foreach (var section in plan.Sections)
                            {
                                list.Item().PaddingLeft(section.Level > 1 ? 16 : 0).Text(section.Title).FontSize(10).LineHeight(1.45f);
                            }
                        });
                    });
                });
                document.Page(page =>
                {
                    page.Header().PaddingBottom(10).Text($"{plan.Company}　{plan.Title}").FontSize(8).FontColor("#666666");
                    page.Footer().Text(text =>
                    {
                        text.AlignCenter();
                        text.CurrentPageNumber().FontSize(8);
                        text.Span(" / ").FontSize(8);
                        text.TotalPages().FontSize(8);
                    });
                    page.Content().Column(column =>
                    {
                        for (var i = 0; i < plan.Sections.Count; i++)
                        {
                            var section = plan.Sections[i];
                            if (i > 0 && section.NewPage)
                            {
                                column.Item().PageBreak();
                            }

                            column.Item(keepWithNext: true).PaddingBottom(6).Text(section.Title).FontSize(section.Level > 1 ? 13 : 16).Bold().FontColor(Accent);
                            foreach (var paragraph in section.Paragraphs)
                            {
                                column.Item().PaddingBottom(7).Text(paragraph).FontSize(11).LineHeight(1.7f).Justify();
                            }

                            if (section.Table is { } table)
                            {
                                Add(column, table);
                            }
                        }
                    });
                });
            }).GeneratePdf(fonts);

    private static void Add(ColumnDescriptor column, PlanTable table)
    {
        column.Item(keepWithNext: true).PaddingTop(6).PaddingBottom(4).Text(table.Caption).FontSize(10).Bold();
        column.Item().Table(grid =>
        {
            foreach (var _ in table.Columns)
            {
                grid.RelativeColumn();
            }

            foreach (var heading in table.Columns)
            {
                grid.HeaderCell().Background("#E3F0F4").Padding(4).Text(heading).FontSize(9.5f).Bold();
            }

            foreach (var cell in table.Rows.SelectMany(r => r))
            {
                grid.Cell().BorderBottom(0.5f, "#C8D0D8").Padding(4).Text(cell).FontSize(9.5f);
            }
        });
    }
}
