using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Import;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Hosting;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Schemes;

/// <summary>Begins a draft: of a scheme's next version, or of a scheme of its own.</summary>
internal sealed class StartDraft(AppDbContext db, CentreProfile centre, UnitCatalogue catalogue, TimeProvider clock)
{
    /// <summary>The next version of the scheme that this version belongs to, from its last version.</summary>
    /// <returns>Id of the draft; of the open one where there is one already, which is no fault: it is the one to work on.</returns>
    public async Task<Guid> NextVersionAsync(Guid schemeId, Guid by, CancellationToken cancel)
    {
        var last = await (from s in db.Schemes join one in db.Schemes on s.Code equals one.Code where one.Id == schemeId orderby s.Number descending select s).AsNoTracking().FirstAsync(cancel);
        var open = await db.SchemeDrafts.Where(d => d.Code == last.Code && d.ClosedAt == null).Select(d => (Guid?)d.Id).FirstOrDefaultAsync(cancel);
        if (open is not null)
        {
            return open.Value;
        }

        try
        {
            return await AddAsync(last, last.Code, (await catalogue.SchemeAsync(db, last.Id, cancel)).Document, by, cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is { } inner && UniqueKey.IsViolatedBy(inner))
        {
            // Somebody else began it at the same moment.
            db.GiveUp();
            return await db.SchemeDrafts.Where(d => d.Code == last.Code && d.ClosedAt == null).Select(d => d.Id).SingleAsync(cancel);
        }
    }

    /// <summary>A scheme under a new code, as a copy of a version that is there.</summary>
    /// <exception cref="DomainException"><c>scheme.code-taken</c></exception>
    public async Task<Guid> NewSchemeAsync(Guid schemeId, string code, LocalText name, Guid by, CancellationToken cancel)
    {
        var source = await db.Schemes.AsNoTracking().SingleAsync(s => s.Id == schemeId, cancel);
        if (await db.Schemes.AnyAsync(s => s.Code == code, cancel) || await db.SchemeDrafts.AnyAsync(d => d.Code == code && d.ClosedAt == null, cancel))
        {
            throw new DomainException("scheme.code-taken");
        }

        var document = (await catalogue.SchemeAsync(db, schemeId, cancel)).Document;
        return await AddAsync(source, code, document with { Name = name }, by, cancel);
    }

    private async Task<Guid> AddAsync(AssessmentScheme basedOn, string code, SchemeDocument document, Guid by, CancellationToken cancel)
    {
        var draft = new SchemeDraft(db.NextKey(), (await centre.GetAsync(cancel)).Id, basedOn, code, DocumentFile.Canonical(document with { Code = code }), by, clock.GetUtcNow().UtcDateTime);
        db.SchemeDrafts.Add(draft);
        await db.SaveChangesAsync(cancel);
        return draft.Id;
    }
}

/// <summary>Changes one part of a draft.</summary>
internal sealed class EditDraft(AppDbContext db, TimeProvider clock)
{
    private const int Tries = 3;

    /// <summary>Saves a change of one part; one that changes nothing leaves the draft as it is.</summary>
    /// <param name="draftId">The draft.</param>
    /// <param name="part">What is changed.</param>
    /// <param name="seen">What the page showed of the part, see <see cref="DraftPart.SeenIn"/>; null where nobody looked.</param>
    /// <param name="change">Makes the new content.</param>
    /// <param name="by">Person.</param>
    /// <param name="cancel">Cancels before the commit.</param>
    /// <exception cref="DomainException"><c>form.changed</c>: the part is no longer what was seen; <c>draft.closed</c>; what <paramref name="change"/> throws.</exception>
    public async Task RunAsync(Guid draftId, DraftPart part, string? seen, Func<SchemeDocument, SchemeDocument> change, Guid by, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var draft = await db.SchemeDrafts.SingleAsync(d => d.Id == draftId, cancel);
            var document = DocumentFile.Parse<SchemeDocument>(draft.Content);
            if (!draft.IsOpen)
            {
                throw new DomainException("draft.closed");
            }

            if (seen is not null && seen != part.SeenIn(document))
            {
                throw new DomainException("form.changed");
            }

            var content = DocumentFile.Canonical(change(document));
            if (content == draft.Content)
            {
                return;
            }

            draft.Change(part.Path, content, by, clock.GetUtcNow().UtcDateTime);
            try
            {
                await db.SaveChangesAsync(cancel);
                return;
            }
            catch (DbUpdateConcurrencyException) when (attempt < Tries)
            {
                // Somebody saved another part, or this one, at the same moment: look again.
                db.GiveUp();
            }
        }
    }
}

/// <summary>Publishes a draft as the next version of its scheme.</summary>
internal sealed class PublishDraft(AppDbContext db, SchemeImporter importer, TimeProvider clock)
{
    /// <summary>Publishes what the publisher has seen, through the same checks as an import, in one transaction.</summary>
    /// <param name="draftId">The draft.</param>
    /// <param name="seen">Version of the draft that the page showed.</param>
    /// <param name="number">Number of the version that the page announced.</param>
    /// <param name="by">Person.</param>
    /// <param name="cancel">Cancels before the commit.</param>
    /// <returns>What the import said; refused, nothing was changed.</returns>
    /// <exception cref="DomainException"><c>draft.changed</c>: the draft or its scheme is no longer what was seen; <c>draft.unchanged</c>; <c>draft.closed</c></exception>
    public async Task<ImportResult> RunAsync(Guid draftId, int seen, int number, Guid by, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var draft = await db.SchemeDrafts.SingleAsync(d => d.Id == draftId, cancel);
        var (unit, last) = await StandingAsync(draft, cancel);
        if (!draft.IsOpen)
        {
            throw new DomainException("draft.closed");
        }

        if (draft.Version != seen || number != (last?.Number ?? 0) + 1)
        {
            throw new DomainException("draft.changed");
        }

        var document = DocumentFile.Parse<SchemeDocument>(draft.Content);
        if (last is not null && SchemeComparison.AreSame(DocumentFile.Parse<SchemeDocument>(last.Content), document))
        {
            throw new DomainException("draft.unchanged");
        }

        document = document with { Id = Guid.NewGuid(), Code = draft.Code, Version = number, Unit = unit };
        try
        {
            var result = await importer.ImportAsync(DocumentFile.ToFile(document), cancel);
            if (result.Refused)
            {
                return result;
            }

            draft.Publish(document.Id, number, DocumentFile.HashOf(DocumentFile.Canonical(document)), by, clock.GetUtcNow().UtcDateTime);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
            return result;
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || (e.InnerException is { } inner && UniqueKey.IsViolatedBy(inner)))
        {
            throw new DomainException("draft.changed");
        }
    }

    /// <summary>The unit's code, and the last version of the draft's scheme; null where it has none.</summary>
    private async Task<(string Unit, AssessmentScheme? Last)> StandingAsync(SchemeDraft draft, CancellationToken cancel)
    {
        var row = await (
            from version in db.UnitVersions.AsNoTracking()
            where version.Id == draft.UnitVersionId
            from last in db.Schemes.Where(s => s.Code == draft.Code && !db.Schemes.Any(later => later.Code == s.Code && later.Number > s.Number)).DefaultIfEmpty()
            select new { version.Code, Last = last }).SingleAsync(cancel);
        return (row.Code, row.Last);
    }
}

/// <summary>Gives a draft up. Its content stays in the database, out of sight.</summary>
internal sealed class DiscardDraft(AppDbContext db, TimeProvider clock)
{
    /// <exception cref="DomainException"><c>draft.changed</c>: no longer of the version seen; <c>draft.closed</c></exception>
    public async Task RunAsync(Guid draftId, int seen, Guid by, CancellationToken cancel)
    {
        var draft = await db.SchemeDrafts.SingleAsync(d => d.Id == draftId, cancel);
        if (draft.IsOpen && draft.Version != seen)
        {
            throw new DomainException("draft.changed");
        }

        draft.Discard(by, clock.GetUtcNow().UtcDateTime);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new DomainException("draft.changed");
        }
    }
}
