using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Audit;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Files;
using CompetencyAssessment.Web.Localization;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Independence;

internal sealed class ProofForm
{
    [Display(Name = "File")]
    public IFormFile? File { get; set; }
}

internal sealed class ProofFormValidator : AbstractValidator<ProofForm>
{
    public ProofFormValidator() => RuleFor(f => f.File).NotNull().WithText("Choose a file.");
}

internal sealed record ProofRow(Guid Id, string FileName, DateTime AddedAt, PersonName AddedBy);

/// <summary>The files that prove a qualification, as an administrator keeps them.</summary>
/// <param name="Name">Whose qualification.</param>
/// <param name="Qualification">It.</param>
/// <param name="UnitCode">For which unit.</param>
/// <param name="Rows">The latest first; it counts.</param>
internal sealed record ProofPage(PersonName Name, Qualification Qualification, string UnitCode, IReadOnlyList<ProofRow> Rows)
{
    public string Back => $"/people/{Qualification.PersonId}/independence";

    public string Href => $"{Back}/qualifications/{Qualification.Id}/proof";

    public ProofForm Form { get; init; } = new();
}

/// <summary>A proof that somebody may see.</summary>
internal sealed record VisibleProof(Guid Id, Guid CentreId, Guid PersonId, string MediaType, SentFile File);

/// <summary>What pages of proofs read, who may see which, and what the audit trail keeps of it.</summary>
internal sealed class ProofQueries(AppDbContext db)
{
    /// <summary>Null where the person has no such qualification.</summary>
    public async Task<ProofPage?> PageAsync(Guid personId, Guid qualificationId, CancellationToken cancel)
    {
        var head = await (
            from q in db.Qualifications.AsNoTracking()
            where q.Id == qualificationId && q.PersonId == personId
            join p in db.People on q.PersonId equals p.Id
            join u in db.Units on q.UnitId equals u.Id
            select new { Qualification = q, p.NameZh, p.NameLatin, u.Code }).SingleOrDefaultAsync(cancel);
        if (head is null)
        {
            return null;
        }

        var rows = await (
            from proof in db.QualificationProofs.AsNoTracking()
            where proof.QualificationId == qualificationId
            join p in db.People on proof.AddedById equals p.Id
            orderby proof.AddedAt descending
            select new ProofRow(proof.Id, proof.FileName, proof.AddedAt, new PersonName(p.NameZh, p.NameLatin))).ToListAsync(cancel);
        return new ProofPage(new PersonName(head.NameZh, head.NameLatin), head.Qualification, head.Code, rows);
    }

    /// <summary>One's own, or as somebody who manages people; null for anybody else.</summary>
    public Task<VisibleProof?> FindAsync(Guid proofId, Guid viewer, bool managesPeople, CancellationToken cancel) => (
        from proof in db.QualificationProofs.AsNoTracking()
        where proof.Id == proofId
        join q in db.Qualifications on proof.QualificationId equals q.Id
        where managesPeople || q.PersonId == viewer
        join file in db.StoredFiles on proof.FileId equals file.Id
        select new VisibleProof(proof.Id, q.CentreId, q.PersonId, file.MediaType, new SentFile(proof.FileName, file.Key, file.Sha256, file.StoredAt))).SingleOrDefaultAsync(cancel);

    /// <summary>One entry for each view or download; none for a view of one's own.</summary>
    public async Task NoteAsync(VisibleProof proof, Guid viewer, bool download, CancellationToken cancel)
    {
        if (download || proof.PersonId != viewer)
        {
            db.Note(AuditFact.Of(proof.CentreId, download ? "qualification.proof-downloaded" : "qualification.proof-viewed", proof.Id, ("person", viewer.ToString())));
            await db.SaveChangesAsync(cancel);
        }
    }
}
