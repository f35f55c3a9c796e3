using System.Text.RegularExpressions;
using CompetencyAssessment.Data;
using CompetencyAssessment.Data.Search;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Reading;
using Microsoft.EntityFrameworkCore;

namespace CompetencyAssessment.Web.Searching;

/// <summary>A document of the index with its text.</summary>
internal sealed record SubjectDocument(string Part, IReadOnlyList<PassageText> Passages);

/// <summary>What the index holds of a subject: read from the rows that it is about, each time anew.</summary>
internal static partial class SearchSubjects
{
    /// <summary>The documents of a subject; none where it is gone or has nothing to be found by.</summary>
    public static async Task<IReadOnlyList<SubjectDocument>> ReadAsync(AppDbContext db, SearchKind kind, Guid subject, CancellationToken cancel) => kind switch
    {
        SearchKind.Person => One(await PersonAsync(db, subject, cancel)),
        SearchKind.Assessment => One(await AssessmentAsync(db, subject, cancel)),
        SearchKind.Unit => await UnitAsync(db, subject, cancel),
        SearchKind.Title => One(await db.EvidenceItems.AsNoTracking().Where(i => i.Id == subject).Select(i => i.Title).SingleOrDefaultAsync(cancel)),
        SearchKind.Text => await TextAsync(db, subject, cancel),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Everything that there is to index, older first.</summary>
    public static IEnumerable<(SearchKind Kind, IQueryable<Guid> Subjects)> All(AppDbContext db) =>
    [
        (SearchKind.Unit, db.UnitVersions.OrderBy(v => v.ImportedAt).Select(v => v.Id)),
        (SearchKind.Person, db.People.OrderBy(p => p.CreatedAt).Select(p => p.Id)),
        (SearchKind.Assessment, db.Assessments.OrderBy(a => a.CreatedAt).Select(a => a.Id)),
        (SearchKind.Title, db.EvidenceItems.Where(i => i.Title != "").OrderBy(i => i.CreatedAt).Select(i => i.Id)),
        (SearchKind.Text, db.EvidenceVersions.OrderBy(v => v.UploadedAt).Select(v => v.FileId)),
    ];

    /// <summary>What else a change of a subject changes: assessments are found by their candidate's name.</summary>
    public static async Task<IReadOnlyList<Guid>> AssessmentsOfAsync(AppDbContext db, Guid personId, CancellationToken cancel) =>
        await db.Assessments.Where(a => a.CandidateId == personId).Select(a => a.Id).ToListAsync(cancel);

    private static IReadOnlyList<SubjectDocument> One(string? text) => string.IsNullOrWhiteSpace(text) ? [] : [new SubjectDocument("", [new PassageText(PlaceKind.Whole, null, text)])];

    private static string Lines(params IEnumerable<string?> lines) => string.Join('\n', lines.Where(l => !string.IsNullOrEmpty(l)));

    private static async Task<string?> PersonAsync(AppDbContext db, Guid id, CancellationToken cancel) =>
        await db.People.AsNoTracking().Where(p => p.Id == id)
            .Select(p => new { p.NameZh, p.NameLatin, p.CandidateNumber, UserName = db.Users.Where(u => u.PersonId == p.Id).Select(u => u.UserName).FirstOrDefault() })
            .SingleOrDefaultAsync(cancel) is { } person
            ? Lines(person.NameZh, person.NameLatin, person.CandidateNumber, person.UserName)
            : null;

    private static async Task<string?> AssessmentAsync(AppDbContext db, Guid id, CancellationToken cancel)
    {
        var found = await (
            from a in db.Assessments.AsNoTracking()
            where a.Id == id
            join p in db.People on a.CandidateId equals p.Id
            select new { a.Code, p.NameZh, p.NameLatin, p.CandidateNumber }).SingleOrDefaultAsync(cancel);
        var numbers = await db.RecordIssues.AsNoTracking().Where(i => i.AssessmentId == id).OrderBy(i => i.IssuedAt).Select(i => i.Number).ToListAsync(cancel);
        return found is null ? null : Lines([found.Code, found.NameZh, found.NameLatin, found.CandidateNumber, .. numbers]);
    }

    /// <summary>Each item in the published text and in its translations; 【註1】 stands in the middle of phrases and is left out.</summary>
    private static async Task<IReadOnlyList<SubjectDocument>> UnitAsync(AppDbContext db, Guid versionId, CancellationToken cancel)
    {
        if (!await db.UnitVersions.AnyAsync(v => v.Id == versionId, cancel))
        {
            return [];
        }

        // A catalogue of its own: the application's may be of before the import that is being indexed.
        var unit = await new UnitCatalogue().UnitAsync(db, versionId, cancel);
        var languages = unit.Translations.GroupBy(t => t.Culture).Select(g => g.MaxBy(t => t.Revision)!).ToList();
        var whole = new SubjectDocument(unit.Text.Code,
        [
            new PassageText(PlaceKind.Section, "zh-TW", $"{unit.Text.Code} {unit.Text.Name}"),
            .. languages.Select(l => new PassageText(PlaceKind.Section, l.Culture, $"{unit.Text.Code} {l.Name}")),
        ]);
        return
        [
            whole,
            .. unit.Text.Items().Select(item => new SubjectDocument($"{unit.Text.Code}#{item.Code}",
            [
                new PassageText(PlaceKind.Section, "zh-TW", $"{item.Code} {NoteMark().Replace(item.Text, "")}"),
                .. languages.Where(l => l.Texts.ContainsKey(item.Code)).Select(l => new PassageText(PlaceKind.Section, l.Culture, $"{item.Code} {NoteMark().Replace(l.Texts[item.Code], "")}")),
            ])),
        ];
    }

    private static async Task<IReadOnlyList<SubjectDocument>> TextAsync(AppDbContext db, Guid fileId, CancellationToken cancel)
    {
        // What is in quarantine is found by nothing.
        var name = await db.EvidenceVersions.AsNoTracking().Where(v => v.FileId == fileId && !db.Incidents.Any(i => i.EvidenceVersionId == v.Id && i.LiftedAt == null)).OrderBy(v => v.UploadedAt).Select(v => v.FileName).FirstOrDefaultAsync(cancel);
        if (name is null)
        {
            return [];
        }

        var content = await db.EvidenceTexts.AsNoTracking().Where(t => t.FileId == fileId).Select(t => t.Content).SingleOrDefaultAsync(cancel);
        var text = content is null ? [] : TextPassages.Of(DocumentText.FromJson(EvidenceReading.Expand(content)));
        return [new SubjectDocument("", [new PassageText(PlaceKind.Whole, null, name), .. text])];
    }

    [GeneratedRegex("【註[0-9]+】", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NoteMark();
}
