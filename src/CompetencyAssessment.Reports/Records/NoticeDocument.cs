using CompetencyAssessment.Reports.Layout;

namespace CompetencyAssessment.Reports.Records;

internal static class NoticeDocument
{
    internal static Document Compose(NoticeModel model, Sheet sheet)
    {
        var labels = sheet.Labels;
        var head = model.Head;
        return Document.Create(StatementDocument.Settings(head, labels, labels.NoticeTitle, model.AssessmentCode), document => document.Page(page =>
        {
            sheet.SetUp(page);
            page.Content().Column(column =>
            {
                sheet.Letterhead(column.Item(), head.Centre, labels.AssessmentCode, model.AssessmentCode);
                sheet.Title(column.Item(), labels.NoticeTitle);
                sheet.Result(column, head, labels.NoticeLead, [(labels.DecidedOn, labels.Date(head.DecidedOn)), (labels.Attempt, labels.AttemptNumber(head.Attempt))]);
                Unmet(column, model.Unmet, sheet);
                sheet.Facts(column.Item().PaddingTop(sheet.Of(12)), Advice(model, labels));
                Rights(column, model, sheet);
                sheet.People(column, head.People);
            });
            page.Footer().Column(column =>
            {
                column.Item().PaddingTop(12).Text(labels.Private).FontSize(8).FontColor(Sheet.Muted).LineHeight(1.5f);
                sheet.Disclaimer(column.Item());
                sheet.PageLine(column.Item(), $"{head.Centre.Name}　{model.AssessmentCode}");
            });
        }));
    }

    private static List<(string Label, string Value)> Advice(NoticeModel model, Labels labels)
    {
        var advice = new List<(string, string)>();
        foreach (var (label, value) in new[] { (labels.Feedback, model.Feedback), (labels.Strengths, model.Strengths), (labels.NextSteps, model.NextSteps) })
        {
            if (!string.IsNullOrWhiteSpace(value))
                advice.Add((label, value.Trim()));
        }

        return advice;
    }

    private static void Unmet(ColumnDescriptor column, IReadOnlyList<UnmetCriterion> unmet, Sheet sheet)
    {
        if (unmet.Count == 0)
            return;
        var labels = sheet.Labels;
        sheet.SectionHeading(column.Item(keepWithNext: true), labels.Unmet);
        column.Item().Table(table =>
        {
            table.ConstantColumn(34);
            table.RelativeColumn();
            table.ConstantColumn(labels.IsChinese ? 78 : 96);
            table.ColumnSpacing(8);
            foreach (var criterion in unmet)
            {
                table.Rule(0.5f, Sheet.Hairline);
                table.Cell().PaddingVertical(sheet.Of(5)).Text(criterion.Code).Bold();
                table.Cell().PaddingVertical(sheet.Of(5)).Column(cell =>
                {
                    cell.Item().Text(criterion.Text);
                    if (!string.IsNullOrWhiteSpace(criterion.Missing))
                    {
                        cell.Item().Text(text =>
                        {
                            text.Span((criterion.Cause is null ? labels.NotAssessedReason : labels.Missing) + labels.Colon).FontColor(Sheet.Muted);
                            text.Span(criterion.Missing);
                        });
                    }
                });
                table.Cell().PaddingVertical(sheet.Of(5))
                    .Text(criterion.Cause is { } cause ? labels.Of(cause) : labels.NotAssessed).FontSize(sheet.Of(9)).FontColor(Sheet.Muted).AlignRight();
            }
        });
    }

    private static void Rights(ColumnDescriptor column, NoticeModel model, Sheet sheet)
    {
        var labels = sheet.Labels;
        if (model.ReviewUntil is null && model.AppealUntil is null)
            return;
        column.Item().PaddingTop(sheet.Of(14)).ShowEntire().Background(Sheet.Tint, 3).Padding(16, sheet.Of(10), 16, sheet.Of(10)).Column(rights =>
        {
            rights.Item().Text(labels.Rights).Bold().FontColor(Sheet.Accent).FontSize(sheet.Of(10.5f));
            rights.Item().Text(labels.RightsHelp).FontSize(sheet.Of(9));
            if (model.ReviewUntil is { } review)
                Line(rights, labels.ReviewUntil, labels.Time(review));
            if (model.AppealUntil is { } appeal)
                Line(rights, labels.AppealUntil, labels.Time(appeal));
        });

        void Line(ColumnDescriptor rights, string label, string time) => rights.Item().Text(text =>
        {
            text.Span(label + labels.Colon).FontColor(Sheet.Muted);
            text.Span(time).Bold();
        });
    }
}
