using System.Net;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Web.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using SkiaSharp;
using UglyToad.PdfPig;

namespace CompetencyAssessment.Web.Tests.Flows;

/// <summary>What documents print about the centre, set over HTTP.</summary>
public sealed class CentreTests(TestSite site) : IClassFixture<TestSite>
{
    [Fact]
    public async Task Save_NamesAndAddress_AreNamedInThePrivacyNotice()
    {
        var office = await OfficeAsync();

        await (await (await office.OpenAsync("/centre")).Form("/centre")
            .Fill("Form.Name", "晴川職能評量中心").Fill("Form.NameEn", "Qingchuan Assessment Centre").Fill("Form.Address", "臺北市中正區一段 1 號").Fill("Form.Contact", "02-1234-5678").PostAsync()).FollowAsync();

        var reader = site.Browser();
        var notice = await reader.OpenAsync("/privacy");
        Assert.Contains("晴川職能評量中心", notice.Main, StringComparison.Ordinal);
        Assert.Contains("02-1234-5678", notice.Main, StringComparison.Ordinal);
        await (await notice.Form("/preferences/language").PostAsync("culture", "en")).FollowAsync();
        Assert.Contains("Qingchuan Assessment Centre", (await reader.OpenAsync("/privacy")).Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_WithoutANameOrAddress_KeepsWhatStandsAndWhatWasTyped()
    {
        var office = await OfficeAsync();
        var before = await NameAsync();

        var page = (await (await office.OpenAsync("/centre")).Form("/centre").Fill("Form.Name", " ").Fill("Form.Address", "").Fill("Form.Contact", "02-8765-4321").PostAsync()).Is(HttpStatusCode.OK);

        Assert.Equal(2, page.Document.QuerySelectorAll(".error-summary a").Length);
        Assert.Contains(("Form.Contact", "02-8765-4321"), page.Form("/centre").Fields);
        Assert.Equal(before, await NameAsync());
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png, "image/png")]
    [InlineData(SKEncodedImageFormat.Jpeg, "image/jpeg")]
    public async Task Seal_ImageUploaded_IsShownAndReplacesTheFormer(SKEncodedImageFormat format, string mediaType)
    {
        var office = await OfficeAsync();
        await SetSealAsync(office, Image(20, 20, SKEncodedImageFormat.Png, SKColors.Blue));
        var former = await SealAsync();
        var image = Image(40, 40, format, SKColors.Red);

        var page = await (await SetSealAsync(office, image)).FollowAsync();

        Assert.Contains("印鑑已設定", page.Main, StringComparison.Ordinal);
        var shown = await office.SendAsync(HttpMethod.Get, page.Document.QuerySelector(".seal img")!.GetAttribute("src")!);
        Assert.Equal((mediaType, HttpStatusCode.OK), (shown.MediaType, shown.Status));
        Assert.Equal(image, shown.Bytes);
        Assert.NotEqual(former, await SealAsync());
        (await office.GetAsync($"/centre/seal/{former}")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Seal_ThatIsNone_IsRefusedAndTheFormerStays()
    {
        var office = await OfficeAsync();
        await SetSealAsync(office, Image(20, 20, SKEncodedImageFormat.Png, SKColors.Blue));
        var former = await SealAsync();
        var png = Image(20, 20, SKEncodedImageFormat.Png, SKColors.Red);
        foreach (var (bytes, told) in new (byte[], string)[]
        {
            ("印鑑"u8.ToArray(), "請選擇 PNG 或 JPEG 圖檔"),
            ([], "圖檔不得為空"),
            ([.. png, .. new byte[2 * 1024 * 1024]], "不得超過 2 MB"),
            (png[..(png.Length / 2)], "請選擇 PNG 或 JPEG 圖檔"),
            (Image(4001, 2, SKEncodedImageFormat.Png, SKColors.Red), "每邊不超過 4,000 像素"),
            (Image(20, 20, SKEncodedImageFormat.Webp, SKColors.Red), "請選擇 PNG 或 JPEG 圖檔"),
        })
        {
            var page = (await SetSealAsync(office, bytes)).Is(HttpStatusCode.OK);
            Assert.Contains(told, page.Document.QuerySelector("#image-error")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(former, await SealAsync());
        }

        Assert.NotNull((await office.PostFieldsAsync("/centre/seal")).Is(HttpStatusCode.OK).Document.QuerySelector("#image-error"));
    }

    [Fact]
    public async Task Seal_SetThenRemoved_IsPrintedOnWhatIsIssuedInBetween()
    {
        var office = await OfficeAsync();
        await SetSealAsync(office, Image(60, 60, SKEncodedImageFormat.Png, SKColors.Red));
        var sealedOne = await site.Data.FinalisedAsync();

        await (await (await office.OpenAsync("/centre")).Form("/centre/seal/remove").PostAsync()).FollowAsync();

        var plainOne = await site.Data.FinalisedAsync();
        Assert.Null(await SealAsync());
        Assert.Equal(await ImagesAsync(office, plainOne) + 1, await ImagesAsync(office, sealedOne));
    }

    [Theory]
    [InlineData(Roles.Candidate)]
    [InlineData(Roles.Assessor)]
    public async Task Pages_ForOtherRoles_AreNotThere(string role)
    {
        await SetSealAsync(await OfficeAsync(), Image(20, 20, SKEncodedImageFormat.Png, SKColors.Blue));
        var (name, seal) = (await NameAsync(), await SealAsync());
        var browser = await site.SignInAsync(await site.Data.UserAsync("旁人", role));

        (await browser.GetAsync("/centre")).Is(HttpStatusCode.NotFound);
        (await browser.GetAsync($"/centre/seal/{seal}")).Is(HttpStatusCode.NotFound);
        (await browser.PostFieldsAsync("/centre", ("Form.Name", "別的中心"), ("Form.Address", "無"), ("Form.Contact", "無"))).Is(HttpStatusCode.NotFound);
        (await browser.PostFieldsAsync("/centre/seal")).Is(HttpStatusCode.NotFound);
        (await browser.PostFieldsAsync("/centre/seal/remove")).Is(HttpStatusCode.NotFound);

        Assert.Equal((name, seal), (await NameAsync(), await SealAsync()));
    }

    private static byte[] Image(int width, int height, SKEncodedImageFormat format, SKColor colour)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(colour);
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    private static async Task<Page> SetSealAsync(Browser office, byte[] image) =>
        await (await office.OpenAsync("/centre")).Form("/centre/seal").Attach("image", "seal.png", image).PostAsync();

    /// <summary>Images on the first page of the result statement.</summary>
    private async Task<int> ImagesAsync(Browser office, TestAssessment assessment)
    {
        var id = await site.QueryAsync(db => db.RecordIssues.Where(i => i.AssessmentId == assessment.Id).SelectMany(i => i.Documents).OrderBy(d => d.Kind).ThenBy(d => d.Culture).Select(d => d.Id).FirstAsync());
        using var pdf = PdfDocument.Open((await office.SendAsync(HttpMethod.Get, $"/documents/{id}")).Is(HttpStatusCode.OK).Bytes);
        return pdf.GetPage(1).GetImages().Count();
    }

    private async Task<Browser> OfficeAsync() => await site.SignInAsync(await site.Data.AdministratorAsync());

    private Task<string> NameAsync() => site.QueryAsync(db => db.Centres.Select(c => c.Name).SingleAsync());

    private Task<Guid?> SealAsync() => site.QueryAsync(db => db.Centres.Select(c => c.SealFileId).SingleAsync());
}
