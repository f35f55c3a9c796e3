using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Independence;

/// <summary>How a qualification stands.</summary>
internal enum QualificationState
{
    /// <summary>Begins later.</summary>
    NotYet,
    InForce,

    /// <summary>Ends within <see cref="QualificationRow.DaysOfWarning"/>.</summary>
    ExpiresSoon,
    Expired,
    Withdrawn,
}

internal sealed record QualificationRow(Qualification Qualification, string Unit, DateOnly Today)
{
    public const int DaysOfWarning = 60;

    public QualificationState State =>
        Qualification.WithdrawnAt is not null ? QualificationState.Withdrawn
        : Qualification.ValidFrom > Today ? QualificationState.NotYet
        : Qualification.ValidUntil < Today ? QualificationState.Expired
        : Qualification.ValidUntil < Today.AddDays(DaysOfWarning) ? QualificationState.ExpiresSoon
        : QualificationState.InForce;

    public Tone Tone => State switch
    {
        QualificationState.InForce => Tone.Success,
        QualificationState.ExpiresSoon => Tone.Warning,
        QualificationState.Expired => Tone.Danger,
        _ => Tone.Neutral,
    };
}

/// <param name="Conflict">The row.</param>
/// <param name="Other">The other of the two, seen from the person of the page.</param>
internal sealed record ConflictRow(ConflictOfInterest Conflict, PersonName Other);

internal sealed record UnitChoice(Guid Id, string Name);

internal sealed class QualificationForm
{
    [Display(Name = "Competency unit")]
    public Guid? UnitId { get; set; }

    [Display(Name = "Qualified for")]
    public JudgingKind? Kind { get; set; }

    [Display(Name = "What proves it")]
    public string? Title { get; set; }

    [Display(Name = "Issued by")]
    public string? Issuer { get; set; }

    [Display(Name = "Number of the proof, or where it is kept")]
    public string? Proof { get; set; }

    [Display(Name = "Valid from")]
    public DateOnly? ValidFrom { get; set; }

    [Display(Name = "Valid until")]
    public DateOnly? ValidUntil { get; set; }
}

internal sealed class QualificationFormValidator : AbstractValidator<QualificationForm>
{
    public QualificationFormValidator()
    {
        RuleFor(f => f.UnitId).NotNull().WithText("Choose the unit.");
        RuleFor(f => f.Kind).NotNull().WithText("Choose the part.").IsInEnum();
        RuleFor(f => f.Title).NotEmpty().MaximumLength(256);
        RuleFor(f => f.Issuer).NotEmpty().MaximumLength(256);
        RuleFor(f => f.Proof).MaximumLength(256);
        RuleFor(f => f.ValidFrom).NotNull().WithText("Enter the first day.");
    }
}

internal sealed class AffiliationForm
{
    [Display(Name = "Kind")]
    public AffiliationKind? Kind { get; set; }

    [Display(Name = "Name of the employer or cohort")]
    public string? Name { get; set; }

    [Display(Name = "First day")]
    public DateOnly? From { get; set; }

    [Display(Name = "Last day")]
    public DateOnly? Until { get; set; }
}

internal sealed class AffiliationFormValidator : AbstractValidator<AffiliationForm>
{
    public AffiliationFormValidator()
    {
        RuleFor(f => f.Kind).NotNull().WithText("Choose the kind.").IsInEnum();
        RuleFor(f => f.Name).NotEmpty().MaximumLength(200);
    }
}

internal sealed class ConflictForm
{
    /// <summary>Name, candidate number or user name.</summary>
    [Display(Name = "With whom")]
    public string? Other { get; set; }

    [Display(Name = "Reason")]
    public string? Reason { get; set; }
}

internal sealed class ConflictFormValidator : AbstractValidator<ConflictForm>
{
    public ConflictFormValidator()
    {
        RuleFor(f => f.Other).NotEmpty().WithText("Name the person.");
        RuleFor(f => f.Reason).NotEmpty().WithText("Enter the reason.").MaximumLength(RatingFields.TextLimit).WithText("At most {0} characters.", RatingFields.TextLimit);
    }
}

/// <summary>What a person's independence rests on, as an administrator keeps it.</summary>
internal sealed record PersonIndependencePage(
    Guid Id, PersonName Name, bool Judges, IReadOnlyList<QualificationRow> Qualifications, IReadOnlyList<Affiliation> Affiliations, IReadOnlyList<ConflictRow> Conflicts, IReadOnlyList<UnitChoice> Units)
{
    public QualificationForm Qualification { get; init; } = new();

    public AffiliationForm Affiliation { get; init; } = new();

    public ConflictForm Conflict { get; init; } = new();

    /// <summary>The viewer's own page: nobody gives themselves a qualification.</summary>
    public required bool IsOwn { get; init; }
}

internal sealed class PersonIndependenceQueries(AppDbContext db, UnitCatalogue catalogue, LocalTime time)
{
    /// <summary>Null where there is nobody of that id.</summary>
    public async Task<PersonIndependencePage?> FindAsync(Guid id, Guid viewer, CancellationToken cancel)
    {
        var person = await db.People.AsNoTracking().Where(p => p.Id == id).Select(p => new
        {
            p.NameZh,
            p.NameLatin,
            Judges = db.InRole(Roles.Assessor).Any(x => x.Id == id) || db.InRole(Roles.Verifier).Any(x => x.Id == id),
        }).SingleOrDefaultAsync(cancel);
        if (person is null)
        {
            return null;
        }

        var today = time.Today;
        var qualifications = await db.Qualifications.AsNoTracking().Include(q => q.Proofs).Where(q => q.PersonId == id).OrderBy(q => q.WithdrawnAt != null).ThenByDescending(q => q.ValidFrom).ThenBy(q => q.Id).AsSingleQuery().ToListAsync(cancel);
        var affiliations = await db.Affiliations.AsNoTracking().Where(a => a.PersonId == id).OrderBy(a => a.RemovedAt != null).ThenBy(a => a.Kind).ThenByDescending(a => a.From).ThenBy(a => a.Id).ToListAsync(cancel);
        var conflicts = await (
            from c in db.ConflictsOfInterest.AsNoTracking()
            where c.PersonId == id || c.OtherId == id
            join other in db.People on c.PersonId == id ? c.OtherId : c.PersonId equals other.Id
            orderby c.EndedAt != null, c.DeclaredAt descending
            select new { Conflict = c, other.NameZh, other.NameLatin }).ToListAsync(cancel);
        var newest = await db.Units.AsNoTracking().OrderBy(u => u.Code)
            .Select(u => new { u.Id, u.Code, Version = db.UnitVersions.Where(v => v.UnitId == u.Id).OrderByDescending(v => v.ImportedAt).Select(v => (Guid?)v.Id).FirstOrDefault() }).ToListAsync(cancel);
        var units = new List<UnitChoice>();
        foreach (var unit in newest.Where(u => u.Version is not null))
        {
            units.Add(new UnitChoice(unit.Id, $"{unit.Code} {(await catalogue.UnitAsync(db, unit.Version!.Value, cancel)).NameIn(CultureInfo.CurrentUICulture.Name)}"));
        }

        return new PersonIndependencePage(
            id, new PersonName(person.NameZh, person.NameLatin), person.Judges,
            [.. qualifications.Select(q => new QualificationRow(q, units.Find(u => u.Id == q.UnitId)?.Name ?? "", today))],
            affiliations,
            [.. conflicts.Select(c => new ConflictRow(c.Conflict, new PersonName(c.NameZh, c.NameLatin)))],
            units)
        {
            IsOwn = id == viewer,
        };
    }

    public Task<bool> HasAsync<T>(Guid personId, Guid id, CancellationToken cancel)
        where T : class => db.Set<T>().AnyAsync(x => EF.Property<Guid>(x, "Id") == id && EF.Property<Guid>(x, "PersonId") == personId, cancel);
}
