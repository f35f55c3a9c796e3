namespace CompetencyAssessment.Web.Features.Uploads;

/// <summary>Where files are dropped.</summary>
/// <param name="AssessmentId">The assessment.</param>
/// <param name="ItemId">The piece that gets a new version; null where each file is a new piece.</param>
/// <param name="MaximumFileBytes">Largest file.</param>
/// <param name="PersonId">Keeps what a browser remembers of broken uploads apart by person.</param>
/// <param name="CreateUrl">Where uploads begin; null for the candidate's.</param>
internal sealed record UploadAreaModel(Guid AssessmentId, Guid? ItemId, long MaximumFileBytes, Guid PersonId, string? CreateUrl = null);
