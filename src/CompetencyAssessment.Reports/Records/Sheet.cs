using CompetencyAssessment.Reports.Layout;

namespace CompetencyAssessment.Reports.Records;

/// <summary>The look that the three documents share, at a scale by which a sheet can be made to fit one page.</summary>
internal sealed class Sheet(Labels labels, float scale = 1)
{
    internal const string Ink = "#1B222B";
    internal const string Muted = "#59636E";
    internal const string Hairline = "#CFD6DC";
    internal const string Accent = "#13505B";
    internal const string Tint = "#F1F5F6";
    internal const float Side = 58;

    internal Labels Labels { get; } = labels;

    internal float Of(float points) => points * scale;

    internal void SetUp(PageDescriptor page)
    {
        page.Margin(Side, Of(46), Side, 34);
        page.DefaultTextStyle(new TextStyle(Of(9.5f), Color: Ink, LineHeight: Labels.IsChinese ? 1.6f : 1.45f));
    }

    /// <summary>The head of a first page: who issues it, and under which number.</summary>
    internal void Letterhead(Container container, CentreBlock centre, string referenceLabel, string reference)
    {
        container.PaddingBottom(Of(10)).BorderBottom(1.4f, Accent).PaddingBottom(Of(10)).Row(row =>
        {
            row.Spacing(14);
            if (centre.Seal is { Length: > 0 } seal)
                row.ConstantItem(Of(46)).AlignMiddle().Image(seal, Of(46), Of(46));
            row.RelativeItem().AlignMiddle().Column(column =>
            {
                column.Item().Text(centre.Name).FontSize(Of(13)).Bold().LineHeight(1.4f);
                foreach (var line in new[] { centre.Address, centre.Contact })
                {
                    if (!string.IsNullOrWhiteSpace(line))
                        column.Item().Text(line).FontSize(Of(8)).FontColor(Muted).LineHeight(1.45f);
                }
            });
            row.ConstantItem(130).AlignMiddle().Column(column =>
            {
                column.Item().Text(referenceLabel).FontSize(Of(8)).FontColor(Muted).LineHeight(1.4f).AlignRight();
                column.Item().Text(reference).FontSize(Of(11)).Bold().LineHeight(1.4f).AlignRight();
            });
        });
    }

    internal void Title(Container container, string title) =>
        container.PaddingTop(Of(Labels.IsChinese ? 12 : 14)).Text(title).FontSize(Of(25)).Bold().FontColor(Accent)
            .LetterSpacing(Labels.IsChinese ? Of(5) : 0).LineHeight(1.4f);

    /// <summary>Name, unit, decision: what the reader came for.</summary>
    internal void Result(ColumnDescriptor column, ResultHead head, string lead, IReadOnlyList<(string Label, string Value)> besideDecision)
    {
        column.Item().PaddingTop(Of(14)).Text(Labels.Candidate).FontSize(Of(8.5f)).FontColor(Muted).LineHeight(1.4f);
        var (name, latin) = (NameOf(head.Candidate), Labels.IsChinese ? head.Candidate.LatinName : head.Candidate.Name);
        if (string.IsNullOrWhiteSpace(latin) || latin == name)
            latin = null;
        var together = name.Length + (latin?.Length ?? 0) <= 34;
        column.Item().Text(text =>
        {
            text.Span(name).FontSize(Of(20)).Bold().LineHeight(1.4f);
            if (latin is not null && together)
                text.Span("   " + latin).FontSize(Of(12)).FontColor(Muted).LineHeight(1.4f);
        });
        if (latin is not null && !together)
            column.Item().Text(latin).FontSize(Of(12)).FontColor(Muted).LineHeight(1.4f);
        column.Item().PaddingTop(Of(2)).Text(lead).FontSize(Of(9.5f));

        column.Item().PaddingTop(Of(12)).Background(Tint, 3).Padding(16, Of(12), 16, Of(12)).Column(unit =>
        {
            unit.Item().Text(Labels.Unit).FontSize(Of(8.5f)).FontColor(Muted).LineHeight(1.4f);
            unit.Item().Text(head.Unit.Name).FontSize(Of(15)).Bold().LineHeight(1.45f);
            if (head.Unit.OriginalName is { } original)
                unit.Item().Text(original).FontSize(Of(10)).LineHeight(1.5f);
            unit.Item().Text(Labels.UnitLine(head.Unit)).FontSize(Of(9)).FontColor(Muted).LineHeight(1.6f);
            if (head.Unit.OriginalName is not null)
                unit.Item().Text(Labels.UnitTranslated).FontSize(Of(7.5f)).FontColor(Muted).LineHeight(1.5f);
        });

        column.Item().PaddingTop(Of(12)).Row(row =>
        {
            row.Spacing(16);
            row.RelativeItem(besideDecision.Count > 2 ? 1.35f : 1.9f).BorderLeft(3, Accent).PaddingLeft(14).Column(decision =>
            {
                decision.Item().Text(Labels.Decision).FontSize(Of(8.5f)).FontColor(Muted).LineHeight(1.4f);
                decision.Item().Text(Labels.Of(head.Decision)).FontSize(Of(20)).Bold().FontColor(Accent).LineHeight(1.35f);
            });
            foreach (var (label, value) in besideDecision)
            {
                row.RelativeItem().Column(fact =>
                {
                    fact.Item().Text(label).FontSize(Of(8.5f)).FontColor(Muted).LineHeight(1.4f);
                    fact.Item().PaddingTop(Of(4)).Text(value).FontSize(Of(10.5f)).LineHeight(1.5f);
                });
            }
        });
    }

    /// <summary>The name that leads in the document's language.</summary>
    internal string NameOf(PersonBlock person) => Labels.IsChinese || string.IsNullOrWhiteSpace(person.LatinName) ? person.Name : person.LatinName;

    internal void SectionHeading(Container container, string text, float above = 16) =>
        container.SpaceAbove(Of(above)).PaddingBottom(Of(4)).Text(text).FontSize(Of(10.5f)).Bold().FontColor(Accent).LineHeight(1.4f);

    internal void Tasks(ColumnDescriptor column, IReadOnlyList<CodedText> tasks)
    {
        SectionHeading(column.Item(keepWithNext: true), Labels.Tasks);
        column.Item().Table(table =>
        {
            table.ConstantColumn(26);
            table.RelativeColumn();
            foreach (var task in tasks)
            {
                table.Cell().Text(task.Code).FontColor(Muted).FontSize(Of(9));
                table.Cell().Text(task.Text);
            }
        });
    }

    /// <summary>Label and value, one under another.</summary>
    internal void Facts(Container container, IReadOnlyList<(string Label, string Value)> facts) => container.Table(table =>
    {
        table.ConstantColumn(Labels.IsChinese ? 76 : 122);
        table.RelativeColumn();
        foreach (var (label, value) in facts)
        {
            table.Rule(0.5f, Hairline);
            table.Cell().PaddingVertical(Of(4)).Text(label).FontColor(Muted).FontSize(Of(9));
            table.Cell().PaddingVertical(Of(4)).Text(value);
        }
    });

    internal IReadOnlyList<(string Label, string Value)> AssessmentFacts(ResultHead head)
    {
        var facts = new List<(string, string)>();
        if (head.Contexts.Count > 0)
            facts.Add((Labels.Context, Labels.Join(head.Contexts.Select(Labels.Of))));
        if (head.Methods.Count > 0)
            facts.Add((Labels.Methods, Labels.JoinSentences(head.Methods.Select(static method => $"{method.Code} {method.Text.TrimEnd('。', '.')}"))));
        facts.Add((Labels.Attempt, Labels.AttemptNumber(head.Attempt)));
        return facts;
    }

    internal void People(ColumnDescriptor column, IReadOnlyList<SignerBlock> people)
    {
        SectionHeading(column.Item(keepWithNext: true), Labels.People);
        column.Item().Table(table =>
        {
            table.RelativeColumn(1.1f);
            table.RelativeColumn(1.4f);
            table.RelativeColumn(Labels.IsChinese ? 2.4f : 3.1f);
            table.ColumnSpacing(8);
            foreach (var person in people)
            {
                table.Rule(0.5f, Hairline);
                table.Cell().PaddingVertical(Of(4)).Text(Labels.Of(person.Role)).FontColor(Muted).FontSize(Of(9));
                table.Cell().PaddingVertical(Of(4)).Text(person.Name);
                table.Cell().PaddingVertical(Of(4)).Text(
                    person.SignedAt is { } time ? $"{Labels.SignedElectronically}{(Labels.IsChinese ? "　" : ", ")}{Labels.Time(time)}" : Labels.NoSignature).FontSize(Of(9));
            }
        });
    }

    /// <summary>How anybody can check the document, at the foot of its first page.</summary>
    internal void Check(Container container, IssueBlock issue) =>
        container.BorderTop(0.5f, Hairline).PaddingTop(Of(10)).Row(row =>
        {
            row.Spacing(14);
            row.ConstantItem(66).QrCode(issue.CheckUrl, 66);
            row.RelativeItem().Column(column =>
            {
                column.Item().Text(Labels.CheckTitle).Bold().FontSize(9).LineHeight(1.4f);
                column.Item().Text(Labels.CheckHow).FontSize(8).FontColor(Muted).LineHeight(1.45f);
                column.Item().Text(text =>
                {
                    text.Span($"{Labels.CheckCode}{Labels.Colon}").FontSize(8).FontColor(Muted).LineHeight(1.5f);
                    text.Span(issue.CheckCode).FontSize(9.5f).Bold().LetterSpacing(0.4f).LineHeight(1.5f);
                    text.Span($"    {Labels.Number}{Labels.Colon}").FontSize(8).FontColor(Muted).LineHeight(1.5f);
                    text.Span(issue.Number).FontSize(9.5f).Bold().LineHeight(1.5f);
                });
                column.Item().Text(issue.CheckUrl).FontSize(8).FontColor(Accent).LineHeight(1.45f).Hyperlink(issue.CheckUrl);
            });
        });

    internal void Disclaimer(Container container) =>
        container.Text(Labels.Disclaimer).FontSize(Labels.IsChinese ? 8 : 7.5f).FontColor(Muted).LineHeight(1.5f);

    internal void PageLine(Container container, string left) => container.PaddingTop(8).Row(row =>
    {
        row.RelativeItem(3).Text(left).FontSize(8).FontColor(Muted).LineHeight(1.4f);
        row.RelativeItem(2).Text(text =>
        {
            text.AlignRight();
            foreach (var span in new[]
            {
                text.Span(Labels.Page), text.CurrentPageNumber(), text.Span(Labels.PageOf), text.TotalPages(), text.Span(Labels.PageEnd),
            })
            {
                span.FontSize(8).FontColor(Muted).LineHeight(1.4f);
            }
        });
    });

    internal void Prose(ColumnDescriptor column, string heading, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return;
        column.Item(keepWithNext: true).SpaceAbove(Of(8)).Text(heading).Bold().FontSize(Of(9.5f));
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            column.Item().Text(paragraph).Justify();
    }

    internal static string NameOf(int level, IReadOnlyList<ScaleLevel> scaleLevels) =>
        scaleLevels.FirstOrDefault(entry => entry.Value == level)?.Name ?? "";
}
