using CompetencyAssessment.Reports.Layout;

namespace CompetencyAssessment.Reports.Records;

internal static class CompetencyRecordDocument
{
    internal static Document Compose(RecordModel model, Labels labels, FontLibrary fonts, float[] scales)
    {
        var head = model.Head;
        var reference = model.Issue?.Number ?? model.AssessmentCode;
        var settings = StatementDocument.Settings(head, labels, labels.RecordTitle, reference);

        // The first page is the statement's and has one page like it; the detail keeps its size.
        var cover = scales.Select(scale => new Sheet(labels, scale))
            .FirstOrDefault(sheet => Document.Create(settings, document => Cover(document, model, reference, sheet)).CountPages(fonts) == 1)
            ?? new Sheet(labels, scales[^1]);
        var detail = new Sheet(labels);
        return Document.Create(settings, document =>
        {
            Cover(document, model, reference, cover);
            document.Page(page =>
            {
                detail.SetUp(page);
                page.Header().PaddingBottom(12).BorderBottom(0.5f, Sheet.Hairline).PaddingBottom(5).Row(row =>
                {
                    row.Spacing(12);
                    row.RelativeItem(2).Text($"{labels.RecordTitle}　{detail.NameOf(head.Candidate)}").FontSize(8).FontColor(Sheet.Muted).LineHeight(1.4f);
                    row.RelativeItem(3).Text($"{head.Unit.Code} {head.Unit.Name}").FontSize(8).FontColor(Sheet.Muted).LineHeight(1.4f).AlignRight();
                });
                page.Content().Column(column => Detail(column, model, detail));
                page.Footer().Column(column => detail.PageLine(column.Item(), $"{head.Centre.Name}　{reference}"));
            });
        });
    }

    private static void Cover(Document document, RecordModel model, string reference, Sheet sheet) => document.Page(page =>
    {
        var labels = sheet.Labels;
        sheet.SetUp(page);
        page.Content().Column(column =>
        {
            sheet.Letterhead(column.Item(), model.Head.Centre, model.Issue is null ? labels.AssessmentCode : labels.Number, reference);
            sheet.Title(column.Item(), labels.RecordTitle);
            StatementDocument.FirstPage(column, model.Head, model.Issue, model.ValidUntil, sheet);
        });
        page.Footer().Column(column =>
        {
            if (model.Issue is { } issue)
                sheet.Check(column.Item(), issue);
            sheet.Disclaimer(column.Item().PaddingTop(8));
            sheet.PageLine(column.Item(), $"{model.Head.Centre.Name}　{reference}");
        });
    });

    private static void Detail(ColumnDescriptor column, RecordModel model, Sheet sheet)
    {
        var labels = sheet.Labels;
        if (!(string.IsNullOrWhiteSpace(model.Feedback) && string.IsNullOrWhiteSpace(model.Strengths) && string.IsNullOrWhiteSpace(model.NextSteps)))
        {
            Heading(column, labels.Summary);
            sheet.Prose(column, labels.Feedback, model.Feedback);
            sheet.Prose(column, labels.Strengths, model.Strengths);
            sheet.Prose(column, labels.NextSteps, model.NextSteps);
        }

        Heading(column, labels.Ratings);
        var pass = model.Scale.First(level => level.Value == model.PassMark);
        sheet.Facts(column.Item().PaddingTop(4),
        [
            (labels.Scheme, model.Scheme),
            (labels.Scale, labels.Join(model.Scale.Select(static level => $"{level.Value} {level.Name}"))),
            (labels.PassMark, labels.PassMarkIs(pass)),
        ]);
        RecordCharts.AtAGlance(column, model, sheet);
        foreach (var group in model.Groups)
            Group(column, group, model, sheet);

        Requirements(column, model, sheet);
        Evidence(column, model, sheet);
        Meetings(column, model, sheet);
        Errata(column, model, sheet);
        sheet.People(column, model.Head.People);
    }

    private static void Heading(ColumnDescriptor column, string text) =>
        column.Item(keepWithNext: true).SpaceAbove(22).Text(text).FontSize(15).Bold().FontColor(Sheet.Accent).LineHeight(1.5f);

    private static void Group(ColumnDescriptor column, CriterionGroup group, RecordModel model, Sheet sheet)
    {
        if (group.Criteria.Count == 0)
            return;
        column.Item(keepWithNext: true).SpaceAbove(18).BorderBottom(1, Sheet.Accent).PaddingBottom(4).Text(text =>
        {
            if (group.Code.Length > 0)
                text.Span(group.Code + "  ").FontSize(12).Bold().FontColor(Sheet.Accent).LineHeight(1.4f);
            text.Span(group.Title).FontSize(12).Bold().LineHeight(1.4f);
        });
        RecordCharts.Bars(sheet, column.Item(keepWithNext: true).ShowEntire().PaddingTop(4), group.Criteria, model.Scale, model.PassMark);
        column.Item().Table(table =>
        {
            table.ConstantColumn(34);
            table.RelativeColumn();
            table.ConstantColumn(sheet.Labels.IsChinese ? 84 : 104);
            table.ColumnSpacing(8);
            foreach (var criterion in group.Criteria)
            {
                table.Rule(0.5f, Sheet.Hairline);
                table.Cell().PaddingVertical(6).Text(criterion.Code).Bold();
                table.Cell().PaddingVertical(6).Column(cell => Criterion(cell, criterion, model, sheet));
                table.Cell().PaddingVertical(6).Column(cell =>
                {
                    if (criterion.Level is { } level)
                    {
                        cell.Item().Text($"{level} {Sheet.NameOf(level, model.Scale)}").Bold().AlignRight().FontColor(level >= model.PassMark ? Sheet.Accent : Sheet.Ink);
                    }
                    else
                    {
                        cell.Item().Text(sheet.Labels.NotAssessed).AlignRight();
                    }

                    if (criterion.Cause is { } cause)
                        cell.Item().Text(sheet.Labels.Of(cause)).FontSize(8).FontColor(Sheet.Muted).AlignRight();
                });
            }
        });
    }

    private static void Criterion(ColumnDescriptor cell, CriterionLine criterion, RecordModel model, Sheet sheet)
    {
        var labels = sheet.Labels;
        cell.Item().Text(text => Annotated(text, criterion.Text, model.Notes));
        if (criterion.Level is null)
            Line(labels.NotAssessedReason, criterion.NotAssessedReason);
        if (criterion.Methods.Count > 0)
            Line(labels.Methods, labels.JoinSentences(criterion.Methods.Select(static method => $"{method.Code} {method.Text.TrimEnd('。', '.')}")));
        if (criterion.Places.Count > 0)
            Line(labels.Place, labels.JoinSentences(criterion.Places.Select(place => $"{place.Evidence} {place.Locator ?? labels.Whole}")));
        if (criterion.CarriedFrom is not null)
            Line(labels.CarriedFrom, criterion.CarriedFrom);
        Line(criterion.Level is { } level && level < model.PassMark ? labels.Missing : labels.Reason, criterion.Comment);

        void Line(string label, string? value)
        {
            if (string.IsNullOrWhiteSpace(value))
                return;
            var first = true;
            foreach (var paragraph in value.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var labelled = first;
                cell.Item().Text(text =>
                {
                    text.Justify();
                    if (labelled)
                        text.Span(label + labels.Colon).FontSize(8.5f).FontColor(Sheet.Muted).LineHeight(1.55f);
                    text.Span(paragraph).FontSize(8.5f).LineHeight(1.55f);
                });
                first = false;
            }
        }
    }

    /// <summary>The text with its anchors as marks of footnotes.</summary>
    private static void Annotated(TextDescriptor text, string value, IReadOnlyList<UnitNote> notes)
    {
        var from = 0;
        while (from < value.Length)
        {
            var (at, note) = (-1, (UnitNote?)null);
            foreach (var candidate in notes)
            {
                var found = value.IndexOf(candidate.Anchor, from, StringComparison.Ordinal);
                if (found >= 0 && (at < 0 || found < at))
                    (at, note) = (found, candidate);
            }

            if (note is null)
                break;
            if (at > from)
                text.Span(value[from..at]);
            text.Span(note.Anchor).FontColor(Sheet.Accent).Footnote(new Footnote(note.Anchor, note.Text));
            from = at + note.Anchor.Length;
        }

        if (from < value.Length || value.Length == 0)
            text.Span(value[from..]);
    }

    private static void Requirements(ColumnDescriptor column, RecordModel model, Sheet sheet)
    {
        if (model.Requirements.Count == 0)
            return;
        var labels = sheet.Labels;
        Heading(column, labels.Requirements);
        column.Item().PaddingTop(4).Table(table =>
        {
            table.ConstantColumn(34);
            table.RelativeColumn();
            table.ConstantColumn(84);
            table.ColumnSpacing(8);
            HeaderCell(table, "");
            HeaderCell(table, labels.Requirement);
            HeaderCell(table, labels.Judgement, right: true);
            foreach (var requirement in model.Requirements)
            {
                table.Rule(0.5f, Sheet.Hairline);
                table.Cell().PaddingVertical(5).Text(requirement.Code).Bold();
                table.Cell().PaddingVertical(5).Column(cell =>
                {
                    cell.Item().Text(requirement.Text);
                    if (!string.IsNullOrWhiteSpace(requirement.Remark))
                        cell.Item().Text(requirement.Remark).FontSize(8.5f).FontColor(Sheet.Muted);
                });
                table.Cell().PaddingVertical(5).Text(labels.Sufficiency(requirement.Sufficient)).AlignRight();
            }
        });
    }

    private static void Evidence(ColumnDescriptor column, RecordModel model, Sheet sheet)
    {
        if (model.Evidence.Count == 0)
            return;
        var labels = sheet.Labels;
        Heading(column, labels.Evidence);
        column.Item(keepWithNext: true).Text(labels.EvidenceHelp).FontSize(8.5f).FontColor(Sheet.Muted);
        column.Item().PaddingTop(4).Table(table =>
        {
            table.ConstantColumn(34);
            table.RelativeColumn(3);
            table.RelativeColumn(1.5f);
            table.RelativeColumn(1.3f);
            table.ConstantColumn(34);
            table.ConstantColumn(labels.IsChinese ? 78 : 88);
            table.ConstantColumn(48);
            table.ColumnSpacing(6);
            foreach (var title in new[] { "", labels.Title, labels.Kind, labels.Context, labels.Version, labels.Received })
                HeaderCell(table, title);
            HeaderCell(table, labels.Judgement, right: true);
            foreach (var evidence in model.Evidence)
            {
                table.Rule(0.5f, Sheet.Hairline);
                Cell(table).Text(evidence.Code).Bold().FontSize(8.5f);
                Cell(table).Column(cell =>
                {
                    cell.Item().Text(evidence.Title).FontSize(8.5f);
                    if (!string.IsNullOrWhiteSpace(evidence.JudgementReason))
                        cell.Item().Text(labels.Reason + labels.Colon + evidence.JudgementReason).FontSize(8).FontColor(Sheet.Muted);
                });
                Cell(table).Column(cell =>
                {
                    cell.Item().Text(evidence.Kind).FontSize(8.5f);
                    if (evidence.Origin is { } origin)
                        cell.Item().Text(origin).FontSize(8).FontColor(Sheet.Muted);
                });
                Cell(table).Text(evidence.Context is { } context ? labels.Of(context) : labels.NoSignature).FontSize(8.5f);
                Cell(table).Text($"v{evidence.Version}").FontSize(8.5f);
                Cell(table).Text(labels.Date(evidence.ReceivedOn)).FontSize(8.5f);
                Cell(table).Text(labels.Of(evidence.Judgement)).FontSize(8.5f).AlignRight();
                if (evidence.Sha256 is { } hash)
                {
                    table.Cell();
                    table.Cell(columnSpan: 6).PaddingBottom(4).Text($"SHA-256  {hash}").FontSize(7).FontColor(Sheet.Muted).LineHeight(1.3f);
                }
            }
        });

        static Container Cell(TableDescriptor table) => table.Cell().Padding(0, 4, 0, 2);
    }

    private static void Meetings(ColumnDescriptor column, RecordModel model, Sheet sheet)
    {
        if (model.Meetings.Count == 0)
            return;
        var labels = sheet.Labels;
        Heading(column, labels.Meetings);
        column.Item(keepWithNext: true).Text(labels.MeetingsHelp).FontSize(8.5f).FontColor(Sheet.Muted);
        column.Item().PaddingTop(4).Table(table =>
        {
            table.RelativeColumn(1.9f);
            table.RelativeColumn(1.9f);
            table.RelativeColumn(1.1f);
            table.RelativeColumn(2.3f);
            table.ColumnSpacing(8);
            foreach (var title in new[] { labels.Meeting, labels.HeldAt, labels.HeldBy, labels.IdentityCheck })
                HeaderCell(table, title);
            foreach (var meeting in model.Meetings)
            {
                table.Rule(0.5f, Sheet.Hairline);
                Cell(table, [meeting.Kind], [$"{meeting.Method.Code} {meeting.Method.Text.TrimEnd('。', '.')}", meeting.Extent]);
                Cell(table, labels.Span(meeting.BegunAt, meeting.EndedAt), []);
                Cell(table, meeting.Assessors, []);
                Cell(table, [meeting.Identity], [meeting.CheckedBy, labels.Time(meeting.CheckedAt)]);
            }
        });

        static void Cell(TableDescriptor table, IReadOnlyList<string> lines, IReadOnlyList<string> below) => table.Cell().PaddingVertical(4).Column(cell =>
        {
            foreach (var line in lines)
                cell.Item().Text(line).FontSize(8.5f);
            foreach (var line in below)
                cell.Item().Text(line).FontSize(8).FontColor(Sheet.Muted);
        });
    }

    private static void Errata(ColumnDescriptor column, RecordModel model, Sheet sheet)
    {
        if (model.Errata.Count == 0)
            return;
        Heading(column, sheet.Labels.Errata);
        column.Item(keepWithNext: true).Text(sheet.Labels.ErrataHelp).FontSize(8.5f).FontColor(Sheet.Muted);
        column.Item().PaddingTop(4).Table(table =>
        {
            table.ConstantColumn(72);
            table.RelativeColumn();
            table.ColumnSpacing(8);
            foreach (var erratum in model.Errata)
            {
                table.Rule(0.5f, Sheet.Hairline);
                table.Cell().PaddingVertical(3).Text(erratum.Place).FontSize(8.5f).FontColor(Sheet.Muted);
                table.Cell().PaddingVertical(3).Text(erratum.Text).FontSize(8.5f);
            }
        });
    }

    private static void HeaderCell(TableDescriptor table, string text, bool right = false)
    {
        var span = table.HeaderCell().PaddingVertical(3).Text(text).FontSize(8).FontColor(Sheet.Muted).LineHeight(1.4f);
        if (right)
            span.AlignRight();
    }
}
