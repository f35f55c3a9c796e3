using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Import;
using CompetencyAssessment.Domain.Audit;
using CompetencyAssessment.Web.Localization;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Features.Units;

internal enum ImportKind
{
    Unit,
    Scheme,
}

/// <summary>Imports a unit's or a scheme's file, and tells it in the centre's audit trail, in one transaction.</summary>
internal sealed class ImportFile(AppDbContext db, UnitImporter units, SchemeImporter schemes, UnitCatalogue catalogue)
{
    public async Task<ImportResult> RunAsync(ImportKind kind, string json, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var result = await (kind == ImportKind.Unit ? units.ImportAsync(json, cancel) : schemes.ImportAsync(json, cancel));
        if (!result.Changed)
        {
            return result;
        }

        var centre = await db.Centres.AsNoTracking().Select(c => c.Id).SingleAsync(cancel);
        db.Note(AuditFact.Of(centre, kind == ImportKind.Unit ? "unit.imported" : "scheme.imported", result.Id!.Value,
            ("code", result.Code), ("sha256", Convert.ToHexStringLower(DocumentFile.HashOf(json)))));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        catalogue.Forget();
        return result;
    }
}

internal sealed class ImportForm
{
    public const int MegabyteLimit = 5;

    [Display(Name = "What the file holds")]
    public ImportKind Kind { get; set; }

    [Display(Name = "File (JSON)")]
    public IFormFile? File { get; set; }
}

internal sealed class ImportFormValidator : AbstractValidator<ImportForm>
{
    public ImportFormValidator()
    {
        RuleFor(f => f.Kind).IsInEnum().WithText("Please choose");
        RuleFor(f => f.File).NotNull().WithText("Choose a file.");
        RuleFor(f => f.File!.Length).GreaterThan(0).OverridePropertyName(nameof(ImportForm.File)).WithText("The file is empty.").When(f => f.File is not null);
        RuleFor(f => f.File!.Length).LessThanOrEqualTo(ImportForm.MegabyteLimit * 1024 * 1024).OverridePropertyName(nameof(ImportForm.File)).WithText("The file may have at most {0} MB.", ImportForm.MegabyteLimit).When(f => f.File is not null);
    }
}

internal sealed record ImportPage(ImportForm Form, string? FileName, IReadOnlyList<ImportFault> Faults);
