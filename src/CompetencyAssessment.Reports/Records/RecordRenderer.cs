using System.Globalization;
using CompetencyAssessment.Reports.Layout;

namespace CompetencyAssessment.Reports.Records;

/// <summary>
/// Draws the documents of a decision as PDF. Safe for many threads; keep one instance, since loading the typefaces takes a while.
/// Equal records give equal bytes. zh cultures give Chinese, all others English.
/// </summary>
public sealed class RecordRenderer(FontLibrary fonts)
{
    /// <summary>Kept with each document; raised whenever the same record would give other bytes.</summary>
    public const string RendererVersion = "1.2";

    // A statement has one page, however long its names are: the sheet is set smaller until it fits.
    private static readonly float[] Scales = [1, 0.96f, 0.92f, 0.88f, 0.84f, 0.8f, 0.76f, 0.72f, 0.68f, 0.64f, 0.6f, 0.55f, 0.5f];

    /// <summary>Whether every character of the text can be drawn; ask at entry and at sign-off.</summary>
    public bool Covers(string text) => fonts.Covers(text);

    /// <summary>The characters of the text that would be printed as 〓 with a footnote.</summary>
    public IReadOnlyList<string> MissingCharacters(string text) => fonts.MissingCharacters(text);

    /// <summary>Draws the result statement (評量結果書) on one page.</summary>
    public byte[] Render(StatementModel model, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(culture);
        var labels = Labels.For(culture);
        return FitToPages(scale => StatementDocument.Compose(model, new Sheet(labels, scale)), Scales, pages: 1).GeneratePdf(fonts);
    }

    /// <summary>Draws the result notice (結果通知書); a long list of criteria runs on to further pages.</summary>
    public byte[] Render(NoticeModel model, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(culture);
        var labels = Labels.For(culture);
        return FitToPages(scale => NoticeDocument.Compose(model, new Sheet(labels, scale)), [1, 0.96f, 0.92f, 0.88f, 0.85f, 0.82f], pages: 1, otherwise: 1).GeneratePdf(fonts);
    }

    /// <summary>Draws the competency record (職能評量紀錄).</summary>
    public byte[] Render(RecordModel model, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(culture);
        return CompetencyRecordDocument.Compose(model, Labels.For(culture), fonts, Scales).GeneratePdf(fonts);
    }

    private Document FitToPages(Func<float, Document> compose, float[] scales, int pages, float? otherwise = null)
    {
        foreach (var scale in scales)
        {
            var document = compose(scale);
            if (document.CountPages(fonts) <= pages)
                return document;
        }

        return compose(otherwise ?? scales[^1]);
    }
}
