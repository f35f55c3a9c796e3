using SkiaSharp;

namespace CompetencyAssessment.Web.Demo.Files;

/// <summary>Draws a chart as a picture.</summary>
internal static class DemoChart
{
    private const int Width = 1200;
    private const int Height = 675;

    /// <exception cref="FileNotFoundException">The font cannot be read.</exception>
    public static byte[] ServiceLevel(DemoCompany company, IReadOnlyList<DemoMonth> months, string fontPath)
    {
        using var font = SKData.Create(fontPath);
        using var typeface = (font is null ? null : SKTypeface.FromData(font)) ?? throw new FileNotFoundException("The chart's font cannot be read.", fontPath);
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height));
        var canvas = surface.Canvas;
        canvas.Clear(SKColors.White);
        using var big = new SKFont(typeface, 34);
        using var normal = new SKFont(typeface, 22);
        using var dark = Paint(new SKColor(0x26, 0x26, 0x26));
        using var grey = Paint(new SKColor(0xBF, 0xBF, 0xBF));
        using var blue = Paint(new SKColor(0x1F, 0x4E, 0x79));
        using var red = Paint(new SKColor(0xC0, 0x39, 0x2B));
        using var white = Paint(SKColors.White);
        red.StrokeWidth = 3;

        canvas.DrawText($"{company.Company}　每月服務水準（20 秒內接聽）", 60, 70, SKTextAlign.Left, big, dark);
        const float left = 120, right = 1140, top = 130, bottom = 560;
        const double lowest = 50, highest = 100;
        float Y(double percent) => (float)(bottom - (percent - lowest) / (highest - lowest) * (bottom - top));
        for (var percent = 50; percent <= 100; percent += 10)
        {
            canvas.DrawLine(left, Y(percent), right, Y(percent), grey);
            canvas.DrawText($"{percent}%", left - 14, Y(percent) + 8, SKTextAlign.Right, normal, dark);
        }

        var step = (right - left) / months.Count;
        for (var i = 0; i < months.Count; i++)
        {
            var value = 100.0 * months[i].InTime / months[i].Offered;
            var centre = left + step * (i + 0.5f);
            canvas.DrawRect(centre - step * 0.28f, Y(value), step * 0.56f, bottom - Y(value), blue);
            canvas.DrawText($"{value:0.0}%", centre, Y(value) + 34, SKTextAlign.Center, normal, white);
            canvas.DrawText(months[i].Label, centre, bottom + 36, SKTextAlign.Center, normal, dark);
        }

        canvas.DrawLine(left, Y(company.ServiceLevelTarget), right, Y(company.ServiceLevelTarget), red);
        canvas.DrawText($"目標 {company.ServiceLevelTarget:0}%", right, Y(company.ServiceLevelTarget) - 10, SKTextAlign.Right, normal, red);
        canvas.DrawText($"資料來源：話務系統月報　縱軸自 50% 起　編製：{company.Candidate}", 60, 645, SKTextAlign.Left, normal, dark);

        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static SKPaint Paint(SKColor colour) => new() { Color = colour, IsAntialias = true, StrokeWidth = 1 };
}
