using CompetencyAssessment.Domain.Assessments;

namespace CompetencyAssessment.Data.Search;

/// <summary>What a document of the search index is about. Part of the key of every posting, so that a search for people does not wade through files.</summary>
public enum SearchKind : byte
{
    Person = 1,

    /// <summary>An assessment by its code, its candidate and the number of its documents.</summary>
    Assessment = 2,

    /// <summary>An item of a unit version, or the version as a whole.</summary>
    Unit = 3,

    /// <summary>The title of a piece of evidence.</summary>
    Title = 4,

    /// <summary>Name and text of a file of evidence.</summary>
    Text = 5,
}

/// <summary>Something that a search can find. Its key counts upwards, so that what is newer has the higher one.</summary>
public sealed class SearchDocument
{
    private SearchDocument()
    {
    }

    public SearchDocument(SearchKind kind, Guid subjectId, string part, int indexVersion) => (Kind, SubjectId, Part, IndexVersion) = (kind, subjectId, part, indexVersion);

    public int Id { get; private set; }

    public SearchKind Kind { get; private set; }

    /// <summary>Person, assessment, unit version, piece of evidence or stored file.</summary>
    public Guid SubjectId { get; private set; }

    /// <summary>Of a unit: its code, for an item with the item's, e.g. <c>BGM6R0925v2#P3.4</c>; else empty.</summary>
    public string Part { get; private set; } = "";

    /// <summary>The <see cref="SearchTerms.Version"/> that it was indexed by.</summary>
    public int IndexVersion { get; private set; }
}

/// <summary>A stretch of text with one place: what a search for several words must hold together, and what is shown of a hit.</summary>
public sealed class SearchPassage
{
    /// <summary>As many passages can a document have.</summary>
    public const int Most = 4096;

    private SearchPassage()
    {
    }

    /// <param name="documentId">Key of the document.</param>
    /// <param name="number">From 0, below <see cref="Most"/>.</param>
    /// <param name="kind">Kind of the place.</param>
    /// <param name="place">Page, slide, sheet or heading.</param>
    /// <param name="text">As it is shown.</param>
    /// <param name="cells">In a sheet, where in the text which cell begins, e.g. <c>0 A1,6 B1</c>.</param>
    public SearchPassage(int documentId, int number, PlaceKind kind, string? place, string text, string? cells)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Most);
        (Id, DocumentId, PlaceKind, Place, Text, Cells) = (IdOf(documentId, number), documentId, kind, place, text, cells);
        Folded = FoldedText.Of(text).Text;
    }

    /// <summary>Made of the document's key and the number.</summary>
    public long Id { get; private set; }

    public int DocumentId { get; private set; }

    public PlaceKind PlaceKind { get; private set; }

    public string? Place { get; private set; }

    public string? Cells { get; private set; }

    public string Text { get; private set; } = "";

    /// <summary>The text as terms are made of it and phrases are compared with it.</summary>
    public string Folded { get; private set; } = "";

    public static long IdOf(int documentId, int number) => (long)documentId * Most + number;
}

/// <summary>That a passage holds a term. One row for each term of each passage, in the order of a search.</summary>
public sealed class SearchPosting
{
    private SearchPosting()
    {
    }

    public string Term { get; private set; } = "";

    public SearchKind Kind { get; private set; }

    public int DocumentId { get; private set; }

    public long PassageId { get; private set; }
}

/// <summary>Something was added or changed and is to be indexed; written by the save that changes it, gone once it is indexed.</summary>
public sealed class SearchChange
{
    private SearchChange()
    {
    }

    public SearchChange(SearchKind kind, Guid subjectId) => (Kind, SubjectId) = (kind, subjectId);

    public long Id { get; private set; }

    public SearchKind Kind { get; private set; }

    public Guid SubjectId { get; private set; }
}
