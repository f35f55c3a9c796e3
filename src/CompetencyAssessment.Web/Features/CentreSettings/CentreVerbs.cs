using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.People;
using CompetencyAssessment.Web.Storage;
using Microsoft.EntityFrameworkCore;
using SkiaSharp;

namespace CompetencyAssessment.Web.Features.CentreSettings;

/// <summary>Sets what documents print about the centre.</summary>
internal sealed class DescribeCentre(AppDbContext db)
{
    /// <param name="name">Name.</param>
    /// <param name="nameEn">Name in English.</param>
    /// <param name="address">Address.</param>
    /// <param name="addressEn">Address in English.</param>
    /// <param name="contact">How to reach it.</param>
    /// <param name="seen">Version that the page showed; null where nobody looked.</param>
    /// <param name="cancel">Cancels before the commit.</param>
    /// <exception cref="DomainException"><c>form.changed</c>: the centre is no longer of the version seen.</exception>
    public async Task RunAsync(string name, string? nameEn, string? address, string? addressEn, string? contact, int? seen, CancellationToken cancel)
    {
        var centre = await db.Centres.SingleAsync(cancel);
        if (seen is { } version && version != centre.Version)
        {
            throw new DomainException("form.changed");
        }

        centre.Describe(name.Trim(), nameEn.Clean(), address.Clean() ?? "", addressEn.Clean(), contact.Clean() ?? "");
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>Sets or removes the seal. The file of an earlier seal stays: documents may refer to it.</summary>
internal sealed class SetSeal(AppDbContext db, IFileStore store, TimeProvider clock)
{
    /// <summary>Bytes.</summary>
    public const int MaximumSize = 2 * 1024 * 1024;

    /// <summary>Pixels on a side; a document prints it a few centimetres wide.</summary>
    public const int MaximumSide = 4000;

    /// <summary>Checks and keeps an image.</summary>
    /// <returns>The English text, as key, of what is wrong with it; null when it is kept.</returns>
    public async Task<string?> RunAsync(Stream content, CancellationToken cancel)
    {
        using var image = new MemoryStream();
        await content.CopyToAsync(image, cancel);
        if (image.Length is 0 or > MaximumSize)
        {
            return "The image must not be empty, nor larger than 2 MB.";
        }

        if (MediaTypeOf(image) is not { } mediaType)
        {
            return "Choose a PNG or JPEG image of at most 4,000 pixels on a side.";
        }

        image.Position = 0;
        var stored = await store.WriteAsync(image, cancel);
        var file = new StoredFile(db.NextKey(), stored.Key, Convert.FromHexString(stored.Sha256), stored.Length, mediaType, clock.GetUtcNow().UtcDateTime);
        db.StoredFiles.Add(file);
        (await db.Centres.SingleAsync(cancel)).SetSeal(file.Id);
        await db.SaveChangesAsync(cancel);
        return null;
    }

    public async Task RemoveAsync(CancellationToken cancel)
    {
        var centre = await db.Centres.SingleAsync(cancel);
        if (centre.SealFileId is not null)
        {
            centre.SetSeal(null);
            await db.SaveChangesAsync(cancel);
        }
    }

    /// <summary>What the drawing of documents can read, and nothing else.</summary>
    private static string? MediaTypeOf(MemoryStream image)
    {
        image.Position = 0;
        var type = MediaChecks.Png(image) is null ? "image/png" : MediaChecks.Jpeg(image) is null ? "image/jpeg" : null;
        using var data = SKData.CreateCopy(image.GetBuffer().AsSpan(0, (int)image.Length));
        using var codec = SKCodec.Create(data);
        return codec is { Info: { Width: <= MaximumSide, Height: <= MaximumSide } } ? type : null;
    }
}
