using System.Text;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Incidents;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Features.Uploads;
using CompetencyAssessment.Web.Reading;
using CompetencyAssessment.Web.Storage;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.ThirdParty;

/// <summary>A piece that an assessor adds.</summary>
/// <param name="Title">Printed on the record.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Context">Where it comes from.</param>
/// <param name="Origin">Made in the assessment, or a third-party report.</param>
internal sealed record AssessorPiece(string Title, EvidenceKind Kind, EvidenceContext Context, EvidenceOrigin Origin);

/// <summary>Adds evidence under an assessor's hand: a note written in place, or a file that is uploaded to a piece.</summary>
internal sealed class AddAssessorEvidence(AppDbContext db, ScoringCommands scoring, IFileStore store, ReadingBell bell, TimeProvider clock)
{
    private const string TextType = "text/plain; charset=utf-8";

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Adds a piece; with a text, that text is its file. Without one it waits for an upload.</summary>
    /// <returns>The piece.</returns>
    /// <exception cref="DomainException"><c>assessment.not-assessing</c>: the sheet is not open to the person; <c>incident.same-file</c></exception>
    public async Task<Guid> AddAsync(Guid assessmentId, Guid personId, AssessorPiece piece, string? text, CancellationToken cancel) =>
        await WithTextAsync(text, stored => db.InTransactionAsync(
            async () =>
            {
                var added = await MakeAsync(assessmentId, personId, piece, cancel);
                if (stored is not null)
                {
                    await db.DemandNotQuarantinedAsync(Convert.FromHexString(stored.Sha256), cancel);
                    await KeepAsync(added, stored, TextType, $"{added.Label}.txt", cancel);
                }

                await db.SaveChangesAsync(cancel);
                return added.Id;
            },
            cancel), cancel);

    /// <summary>Makes the piece, inside the caller's transaction and save.</summary>
    public async Task<AssessorEvidence> MakeAsync(Guid assessmentId, Guid personId, AssessorPiece piece, CancellationToken cancel)
    {
        var assignment = await scoring.OpenSheetAsync(assessmentId, personId, cancel);
        var head = await db.Assessments.Where(a => a.Id == assessmentId).Select(a => new
        {
            a.CandidateId,
            Taken = db.AssessorEvidence.Where(e => e.AssessmentId == a.Id).Select(e => e.Number).ToList(),
            ByTwo = a.Assignments.Any(x => x.Part == AssessmentPart.SecondAssessor),
            Part = a.Assignments.Where(x => x.Id == assignment).Select(x => x.Part).First(),
        }).AsSingleQuery().SingleAsync(cancel);

        // It is about the candidate, and goes with their data; what the candidate handed in is what an AssessmentEvidence ties.
        var item = new EvidenceItem(db.NextKey(), head.CandidateId, piece.Title, piece.Kind, Now);
        item.Describe(assessmentId, new EvidenceDescription { Title = piece.Title, Kind = piece.Kind, Context = piece.Context });
        db.EvidenceItems.Add(item);
        var added = new AssessorEvidence(db.NextKey(), assessmentId, assignment, item.Id, AssessorEvidence.NextNumber(head.Taken, head.ByTwo, head.Part), piece.Origin, Now);
        db.AssessorEvidence.Add(added);
        return added;
    }

    /// <summary>Makes a stored file the next version of a piece, inside the caller's transaction and save.</summary>
    public async Task<AddedEvidence> KeepAsync(AssessorEvidence piece, StoredContent stored, string mediaType, string fileName, CancellationToken cancel)
    {
        var item = db.EvidenceItems.Local.FirstOrDefault(i => i.Id == piece.EvidenceItemId) ?? await db.EvidenceItems.AsSingleQuery().Include(i => i.Versions).SingleAsync(i => i.Id == piece.EvidenceItemId, cancel);
        var file = new StoredFile(db.NextKey(), stored.Key, Convert.FromHexString(stored.Sha256), stored.Length, mediaType, Now);
        db.StoredFiles.Add(file);
        db.EvidenceTexts.Add(new EvidenceText(file.Id, Now));
        var version = item.AddVersion(db.NextKey(), piece.AssessmentId, file, fileName, Now);
        return new AddedEvidence(item.Id, version.Id, piece.Label, item.Title);
    }

    /// <summary>The person's own piece, on an open sheet.</summary>
    /// <exception cref="DomainException"><c>assessment.not-assessing</c>, <c>evidence.unknown</c></exception>
    public async Task<AssessorEvidence> OwnAsync(Guid assessmentId, Guid personId, Guid itemId, CancellationToken cancel)
    {
        var assignment = await scoring.OpenSheetAsync(assessmentId, personId, cancel);
        return await db.AssessorEvidence.SingleOrDefaultAsync(
                x => x.AssessmentId == assessmentId && x.AssignmentId == assignment && x.EvidenceItemId == itemId && x.Origin == EvidenceOrigin.Assessor && x.WithdrawnAt == null, cancel)
            ?? throw new DomainException("evidence.unknown");
    }

    /// <summary>The person's sheet is open, and the piece stands on it.</summary>
    /// <exception cref="DomainException"><c>assessment.not-assessing</c>, <c>evidence.unknown</c></exception>
    public async Task DemandOwnAsync(AssessorEvidence piece, Guid personId, CancellationToken cancel)
    {
        if (piece.AssignmentId != await scoring.OpenSheetAsync(piece.AssessmentId, personId, cancel) || piece is not { Origin: EvidenceOrigin.Assessor, WithdrawnAt: null })
        {
            throw new DomainException("evidence.unknown");
        }
    }

    /// <summary>Takes one's own piece out again.</summary>
    /// <exception cref="DomainException"><c>assessment.not-assessing</c>, <c>evidence.unknown</c>, <c>assessor-evidence.cited</c></exception>
    public Task<bool> WithdrawAsync(Guid assessmentId, Guid personId, Guid itemId, CancellationToken cancel) => db.InTransactionAsync(
        async () =>
        {
            var piece = await OwnAsync(assessmentId, personId, itemId, cancel);
            piece.Withdraw(await db.Ratings.AnyAsync(r => r.AssessmentId == assessmentId && r.Citations.Any(c => db.EvidenceVersions.Any(v => v.Id == c.EvidenceVersionId && v.EvidenceItemId == itemId)), cancel), Now);
            await db.SaveChangesAsync(cancel);
            return true;
        },
        cancel);

    /// <summary>Stores a text before the transaction that refers to it; where a rule refuses, the file goes too.</summary>
    public async Task<T> WithTextAsync<T>(string? text, Func<StoredContent?, Task<T>> run, CancellationToken cancel)
    {
        StoredContent? stored = null;
        if (text is not null)
        {
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
            stored = await store.WriteAsync(content, cancel);
        }

        try
        {
            var answer = await run(stored);
            bell.Ring();
            return answer;
        }
        catch (DomainException) when (stored is not null)
        {
            store.Delete(stored.Key);
            throw;
        }
    }
}
