using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CompetencyAssessment.Data.Configurations;

/// <summary>Marks columns that hold codes; the provider gives them a collation that compares binary.</summary>
public static class CodeColumns
{
    /// <summary>Name of the annotation that the provider's project reads.</summary>
    public const string Annotation = "CompetencyAssessment:Code";

    internal static PropertyBuilder<T> IsCode<T>(this PropertyBuilder<T> property) => property.HasAnnotation(Annotation, true);
}
