using CompetencyAssessment.Reports.Layout;

namespace CompetencyAssessment.Reports.Records;

internal static class StatementDocument
{
    internal static Document Compose(StatementModel model, Sheet sheet)
    {
        var labels = sheet.Labels;
        var head = model.Head;
        return Document.Create(Settings(head, labels, labels.StatementTitle, model.Issue.Number), document => document.Page(page =>
        {
            sheet.SetUp(page);
            page.Content().Column(column =>
            {
                sheet.Letterhead(column.Item(), head.Centre, labels.Number, model.Issue.Number);
                sheet.Title(column.Item(), labels.StatementTitle);
                FirstPage(column, head, model.Issue, model.ValidUntil, sheet);
            });
            page.Footer().Column(column =>
            {
                sheet.Check(column.Item(), model.Issue);
                sheet.Disclaimer(column.Item().PaddingTop(8));
            });
        }));
    }

    /// <summary>What statement and record of a competent decision have in common.</summary>
    internal static void FirstPage(ColumnDescriptor column, ResultHead head, IssueBlock? issue, DateOnly? validUntil, Sheet sheet)
    {
        var labels = sheet.Labels;
        List<(string, string)> beside = [(labels.DecidedOn, labels.Date(head.DecidedOn))];
        if (issue is not null)
        {
            beside.Add((labels.Validity, labels.ValidUntil(validUntil)));
            beside.Add((labels.IssuedOn, labels.Date(issue.IssuedOn)));
        }

        sheet.Result(column, head, labels.StatementLead, beside);
        sheet.Tasks(column, head.Tasks);
        sheet.Facts(column.Item().PaddingTop(sheet.Of(14)), sheet.AssessmentFacts(head));
        sheet.People(column, head.People);
        if (issue?.ReplacesNumber is { } replaced)
            column.Item().PaddingTop(sheet.Of(8)).Text(labels.Replaces(replaced, issue.ReplacementReason)).FontSize(sheet.Of(8.5f)).FontColor(Sheet.Muted);
    }

    internal static DocumentSettings Settings(ResultHead head, Labels labels, string title, string reference) => new()
    {
        Title = $"{title} {reference}",
        Author = head.Centre.Name,
        Subject = $"{head.Unit.Code} {head.Unit.Name}",
        Language = labels.Language,
        Created = head.DrawnAt,
        MissingCharacterNote = labels.MissingCharacterNote,
        MissingVariantNote = labels.MissingVariantNote,
    };
}
