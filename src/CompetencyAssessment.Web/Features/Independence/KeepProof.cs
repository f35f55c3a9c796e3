using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Uploads;
using CompetencyAssessment.Web.Storage;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Independence;

/// <summary>Keeps the file that proves a qualification. It takes the place of the one before, which stays as history.</summary>
internal sealed class KeepProof(AppDbContext db, IFileStore store, FileInspector inspector, TimeProvider clock)
{
    public const int MegabyteLimit = 10;

    /// <summary>For the <c>accept</c> attribute of the file input, too.</summary>
    public const string AcceptedExtensions = ".pdf,.jpg,.jpeg,.png";

    /// <param name="qualificationId">The qualification.</param>
    /// <param name="byPerson">Who adds it.</param>
    /// <param name="content">The file; it must seek.</param>
    /// <param name="fileName">Its name with whoever adds it.</param>
    /// <param name="cancel">Cancels before the commit.</param>
    /// <exception cref="FileRefusedException">The content is not what is taken.</exception>
    /// <exception cref="DomainException"><c>qualification.withdrawn</c></exception>
    public async Task<Guid> RunAsync(Guid qualificationId, Guid byPerson, Stream content, string fileName, CancellationToken cancel)
    {
        var accepted = Inspect(content, fileName);
        content.Position = 0;
        var stored = await store.WriteAsync(content, cancel);
        var now = clock.GetUtcNow().UtcDateTime;
        var file = new StoredFile(db.NextKey(), stored.Key, Convert.FromHexString(stored.Sha256), stored.Length, accepted.MediaType, now);
        try
        {
            var qualification = await db.Qualifications.SingleAsync(q => q.Id == qualificationId, cancel);
            var proof = qualification.AddProof(db.NextKey(), file, SafeFileName.From(fileName), byPerson, now);
            db.StoredFiles.Add(file);
            await db.SaveChangesAsync(cancel);
            return proof.Id;
        }
        catch (DomainException)
        {
            store.Delete(stored.Key);
            throw;
        }
    }

    private Accepted Inspect(Stream content, string fileName)
    {
        var extension = SafeFileName.ExtensionOf(fileName);
        var result = content.Length > MegabyteLimit * 1024 * 1024 ? new Refused(RefusalCode.TooLarge, [SafeFileName.From(fileName), MegabyteLimit])
            : !AcceptedExtensions.Split(',').Contains(extension) ? new Refused(RefusalCode.TypeNotAllowed, [SafeFileName.From(fileName), extension.Length == 0 ? "?" : extension.TrimStart('.').ToUpperInvariant()])
            : inspector.Inspect(content, fileName);
        return result is Refused refused ? throw new FileRefusedException(refused) : (Accepted)result;
    }
}
