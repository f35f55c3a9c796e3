using System.Globalization;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Authorization;
using CompetencyAssessment.Web.Features.Files;
using CompetencyAssessment.Web.Features.MyAssessments;
using CompetencyAssessment.Web.Localization;
using CompetencyAssessment.Web.Reading;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Rounds;

/// <summary>Which two submissions somebody wants to compare, and of which piece the text.</summary>
internal sealed record CompareFilter(int? From, int? To, Guid? Text);

/// <summary>Two submissions of an assessment side by side, for whoever may see it.</summary>
internal sealed class RoundComparisonQueries(AppDbContext db, UnitCatalogue catalogue, EvidenceFiles files, CurrentUser user, LocalTime local, IStringLocalizer<SharedResource> t)
{
    /// <param name="visible">The assessments that the viewer may see.</param>
    /// <param name="id">The assessment.</param>
    /// <param name="home">Its page for this viewer.</param>
    /// <param name="filter">Without numbers the last two submissions.</param>
    /// <param name="isOwner">The candidate, whose own looks leave no trace.</param>
    /// <param name="cancel">Cancels reading.</param>
    /// <returns>Null where there is no such assessment, or no such submission in it.</returns>
    public async Task<RoundComparison?> PageAsync(IQueryable<Assessment> visible, Guid id, string home, CompareFilter filter, bool isOwner, CancellationToken cancel)
    {
        var head = await (
            from a in visible.AsNoTracking()
            where a.Id == id
            join p in db.People on a.CandidateId equals p.Id
            select new { a.Code, a.UnitVersionId, a.TranslationRevision, p.NameZh, p.NameLatin }).SingleOrDefaultAsync(cancel);
        if (head is null)
        {
            return null;
        }

        var rounds = await db.Rounds.AsNoTracking().WithThreads().Where(r => r.AssessmentId == id).OrderBy(r => r.Number).ToListAsync(cancel);
        Round? Find(int? number, int otherwise) => number is { } wanted ? rounds.Find(r => r.Number == wanted) : rounds.ElementAtOrDefault(rounds.Count - otherwise);
        var (then, now) = (Find(filter.From, 2), Find(filter.To, 1));
        if (then?.Number > now?.Number)
        {
            (then, now) = (now, then);
        }

        if ((then is null || now is null || then == now) && (rounds.Count > 1 || filter.From is not null || filter.To is not null))
        {
            return null;
        }

        var unit = await catalogue.UnitAsync(db, head.UnitVersionId, cancel);
        var page = new RoundComparison
        {
            AssessmentId = id,
            Code = head.Code,
            Candidate = MyAssessmentQueries.NameHere(head.NameZh, head.NameLatin),
            Home = home,
            Rounds = [.. rounds.Select(r => new ComparedRound(r.Number, r.SubmittedAt))],
            Then = null,
            Now = null,
            Pieces = [],
            Points = [],
            TextOf = null,
            Text = null,
        };
        if (then is null || now is null || then == now)
        {
            return page;
        }

        var (pieces, versions) = await PiecesAsync(id, then, now, unit, cancel);
        var texts = pieces.FirstOrDefault(p => p.ItemId == filter.Text && p.Change == PieceChange.Replaced);
        var threads = RoundThreads.Of([.. rounds.Where(r => r.Number <= now.Number)], versions.GetValueOrDefault);
        return page with
        {
            Then = new ComparedRound(then.Number, then.SubmittedAt),
            Now = new ComparedRound(now.Number, now.SubmittedAt),
            Pieces = pieces,
            Points = [.. unit.Criteria.SelectMany(c => threads[c.Id], (c, turn) => new ComparedPoint(c.Code, unit.TextIn(c.Code, CultureInfo.CurrentUICulture.Name, head.TranslationRevision), turn))
                .Where(p => p.Turn.Round >= then.Number && p.Turn.Round < now.Number).OrderBy(p => p.Turn.Round)],
            TextOf = texts?.ItemId,
            Text = texts is null ? null : await TextAsync(id, texts, isOwner, cancel),
        };
    }

    private async Task<(IReadOnlyList<ComparedPiece> Pieces, IReadOnlyDictionary<Guid, AnswerEvidence> Versions)> PiecesAsync(Guid id, Round then, Round now, UnitView unit, CancellationToken cancel)
    {
        var rows = await (
            from round in db.Rounds
            where round.AssessmentId == id && round.Number >= then.Number && round.Number <= now.Number
            from entry in round.Evidence
            join version in db.EvidenceVersions on entry.EvidenceVersionId equals version.Id
            join file in db.StoredFiles on version.FileId equals file.Id
            join item in db.EvidenceItems on version.EvidenceItemId equals item.Id
            join link in db.AssessmentEvidence on item.Id equals link.EvidenceItemId
            where link.AssessmentId == id
            orderby link.Number
            select new
            {
                RoundNumber = round.Number,
                ItemId = item.Id,
                link.Number,
                IsWithdrawn = link.WithdrawnAt != null,
                item.Title,
                entry.Stated,
                VersionId = version.Id,
                VersionNo = version.Number,
                version.FileName,
                version.UploadedAt,
                FileId = file.Id,
                file.Size,
                file.Sha256,
            }).AsNoTracking().ToListAsync(cancel);
        var pieces = new List<ComparedPiece>();
        foreach (var piece in rows.Where(r => r.RoundNumber == then.Number || r.RoundNumber == now.Number).GroupBy(r => r.ItemId))
        {
            HandedInVersion? In(Round round) => piece.Where(r => r.RoundNumber == round.Number).OrderByDescending(r => r.VersionNo)
                .Select(r => new HandedInVersion(r.VersionId, r.FileId, r.VersionNo, r.FileName, r.Size, Convert.ToHexStringLower(r.Sha256), r.UploadedAt, r.Stated is null ? null : EvidenceStatement.Parse(r.Stated)))
                .FirstOrDefault();
            var (before, after) = (In(then), In(now));
            pieces.Add(new ComparedPiece(
                piece.Key,
                AssessmentEvidence.LabelOf(piece.First().Number),
                (after ?? before)!.Stated?.Description.Title ?? piece.First().Title,
                piece.First().IsWithdrawn,
                before,
                after,
                before?.Stated is { } a && after?.Stated is { } b ? Fields(a, b, unit) : []));
        }

        var versions = rows.OrderByDescending(r => r.RoundNumber).DistinctBy(r => r.VersionId)
            .ToDictionary(r => r.VersionId, r => new AnswerEvidence(r.VersionId, AssessmentEvidence.LabelOf(r.Number), r.VersionNo, r.Stated is null ? r.Title : EvidenceStatement.Parse(r.Stated).Description.Title));
        return (pieces, versions);
    }

    private List<StatedField> Fields(EvidenceStatement then, EvidenceStatement now, UnitView unit)
    {
        var fields = new List<StatedField>();
        void Add(string label, Func<EvidenceDescription, string?> of) => fields.Add(new StatedField(label, of(then.Description) ?? "", of(now.Description) ?? ""));
        void Codes(string label, Func<EvidenceStatement, IEnumerable<string>> of) => fields.Add(new StatedField(label, string.Join(' ', of(then)), string.Join(' ', of(now)), IsCodes: true));
        string? Day(DateOnly? day) => day is { } known ? local.FormatDate(known) : null;

        Add("Title", d => d.Title);
        Add("Kind of evidence", d => t.Enum(d.Kind));
        Add("Context", d => d.Context is { } context ? t.Enum(context) : null);
        Add("Period from", d => Day(d.PeriodFrom));
        Add("Period to", d => Day(d.PeriodTo));
        Add("Own share", d => d.OwnShare);
        Add("Help from others", d => d.Help);
        Add("AI tools used", d => d.AiUse);
        Add("Confidentiality", d => d.Confidentiality is { } kept ? t.Enum(kept) : null);
        Codes("Criteria", s => unit.CodesOf(s.Criteria));
        Codes("Evidence requirements", s => s.Requirements.Select(unit.RequirementCode).Order(StringComparer.Ordinal));
        return fields;
    }

    /// <summary>Whoever reads the text has seen both files, and the audit trail says so.</summary>
    private async Task<ComparedText> TextAsync(Guid id, ComparedPiece piece, bool isOwner, CancellationToken cancel)
    {
        var ids = new[] { piece.Then!.FileId, piece.Now!.FileId };
        var quarantined = db.EvidenceVersions.Where(v => db.Incidents.Any(i => i.EvidenceVersionId == v.Id && i.LiftedAt == null)).Select(v => v.FileId);
        var contents = await db.EvidenceTexts.AsNoTracking().Where(x => ids.Contains(x.FileId) && x.Status == TextStatus.Ready && !quarantined.Contains(x.FileId)).ToDictionaryAsync(x => x.FileId, x => x.Content, cancel);
        if (contents.Count > 0 && !isOwner)
        {
            await files.NoteViewsAsync(id, [piece.Then.VersionId, piece.Now.VersionId], user.PersonId, user.SessionId, cancel);
        }

        return ComparedTexts.Of(piece.Label, contents.GetValueOrDefault(ids[0]), contents.GetValueOrDefault(ids[1]), Place);
    }

    private string Place(TextPart part) => part.Kind switch
    {
        PartKind.Page => t["Page {0}", part.Number],
        PartKind.Slide => t["Slide {0}", part.Number],
        PartKind.Sheet => part.Name ?? t["Sheet {0}", part.Number],
        _ => part.Name ?? "",
    };
}
