namespace CompetencyAssessment.Web.Demo.Files;

/// <summary>A table with its caption; every row has as many cells as there are columns.</summary>
internal sealed record PlanTable(string Caption, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>
/// One section of a plan. Level 1 is a chapter, 2 a section in it. A section that begins a page is short enough to fit
/// one of A4 at 10.5 points, so that page numbers can be foretold.
/// </summary>
internal sealed record PlanSection(string Title, IReadOnlyList<string> Paragraphs, PlanTable? Table = null, int Level = 1, bool NewPage = true);

/// <summary>An operating plan as plain data: whoever draws it adds a cover (page 1) and a table of contents (page 2).</summary>
internal sealed record PlanDocument(string Title, string Company, string Author, string Version, IReadOnlyList<PlanSection> Sections);

/// <summary>Operating plans of the demonstration.</summary>
internal static partial class DemoPlan
{
    /// <summary>Handling time in seconds that the story's plan counts on; its workbook has 295.</summary>
    public const int StoryHandlingSeconds = 320;

    /// <summary>Page of the story's plan with the posts needed, when cover and contents take a page each.</summary>
    public const int StoryResourcePage = 18;

    private static PlanTable Table(string caption, string columns, params string[] rows) =>
        new(caption, columns.Split('|'), [.. rows.Select(row => (IReadOnlyList<string>)row.Split('|'))]);

    private static PlanSection Chapter(string title, PlanTable? table, params string[] paragraphs) => new(title, paragraphs, table);

    private static PlanSection Part(string title, PlanTable? table, params string[] paragraphs) => new(title, paragraphs, table, Level: 2);
}
