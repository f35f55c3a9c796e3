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

/// <summary>Which two submissions somebody wants to compare, of which piece the text, and whether an assessor asks for self-ratings before rating.</summary>
internal sealed record CompareFilter(int? From, int? To, Guid? Text, bool Self);

/// <summary>Two submissions of an assessment side by side, for whoever may see it.</summary>
internal sealed class RoundComparisonQueries(AppDbContext db, UnitCatalogue catalogue, SheetComparison sheets, EvidenceFiles files, CurrentUser user, LocalTime local, IStringLocalizer<SharedResource> t)
{
    /// <param name="of">The assessment, which the viewer may see.</param>
    /// <param name="filter">Without numbers the last two submissions.</param>
    /// <param name="cancel">Cancels reading.</param>
    /// <returns>Null where there is no such submission in it.</returns>
    public async Task<RoundComparison?> PageAsync(ComparedAssessment of, CompareFilter filter, CancellationToken cancel)
    {
        var rounds = await db.Rounds.AsNoTracking().WithThreads().Where(r => r.AssessmentId == of.Id).OrderBy(r => r.Number).ToListAsync(cancel);
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

        var page = new RoundComparison { Of = of, Rounds = [.. rounds.Select(r => new ComparedRound(r.Number, r.SubmittedAt))] };
        if (then is null || now is null || then == now)
        {
            return page;
        }

        var unit = await catalogue.UnitAsync(db, of.UnitVersionId, cancel);
        string Criterion(string code) => unit.TextIn(code, CultureInfo.CurrentUICulture.Name, of.TranslationRevision);
        var (pieces, versions, read) = await PiecesAsync(of.Id, then, now, unit, filter.Text, cancel);
        var texts = pieces.FirstOrDefault(p => p.ItemId == filter.Text && p.Change == PieceChange.Replaced);
        var threads = RoundThreads.Of([.. rounds.Where(r => r.Number <= now.Number)], versions.GetValueOrDefault);
        var points = unit.Criteria.SelectMany(c => threads[c.Id], (c, turn) => new ComparedPoint(c.Code, Criterion(c.Code), turn)).ToLookup(p => p.Turn.Round);
        return page with
        {
            Then = new ComparedRound(then.Number, then.SubmittedAt),
            Now = new ComparedRound(now.Number, now.SubmittedAt),
            Pieces = pieces,
            Returns = [.. rounds.Where(r => r.Number >= then.Number && r.Number < now.Number && r.ReturnedAt is not null)
                .Select(r => new ComparedReturn(r.Number, r.ReturnedAt!.Value, r.ResubmitBy, r.ReturnMessage ?? "", [.. points[r.Number]]))],
            SelfRatings = of.IsOwn || of.Sheet is not null ? await SelfRatingsAsync(of, then, now, unit, filter.Self, cancel) : null,
            Sheet = of.Sheet is { } sheet && then.ReturnedAt is { } sentBack ? await sheets.OfAsync(sheet, unit, versions, sentBack, now.ReturnedAt, cancel) : null,
            TextOf = texts?.ItemId,
            Text = texts is null ? null : await TextAsync(of.Id, texts, read, of.IsOwn, cancel),
        };
    }

    /// <summary>As they were handed in. An assessor sees those of criteria that have a level on the sheet, the others on request alone, as in the workspace.</summary>
    private async Task<ComparedSelfRatings?> SelfRatingsAsync(ComparedAssessment of, Round then, Round now, UnitView unit, bool askedFor, CancellationToken cancel)
    {
        var sheet = of.Sheet?.AssignmentId;
        var kept = await (
            from round in db.Rounds.AsNoTracking()
            where round.Id == then.Id || round.Id == now.Id
            from said in round.SelfRatings
            join rating in db.SelfRatings on said.SelfRatingId equals rating.Id
            select new
            {
                RoundId = round.Id,
                rating.CriterionId,
                said.Level,
                said.Remark,
                IsShown = sheet == null || askedFor || db.Ratings.Any(r => r.AssignmentId == sheet && r.CriterionId == rating.CriterionId && r.Level != null),
            }).ToListAsync(cancel);
        if (kept.Count == 0)
        {
            return null;
        }

        var levels = (await catalogue.SchemeAsync(db, of.SchemeId, cancel)).Document.Scale.ToDictionary(l => l.Value, l => $"{l.Value} {l.Name.Here()}");
        SelfRatingFields In(Guid criterion, Round round) => kept.Find(k => k.CriterionId == criterion && k.RoundId == round.Id) is { } said ? new SelfRatingFields(said.Level, said.Remark) : new SelfRatingFields(null, null);
        Said Told(SelfRatingFields fields) => new(fields.Level is { } level ? levels[level] : t["not given"].Value, fields.Remark);
        var shown = kept.Where(k => k.IsShown).Select(k => k.CriterionId).ToHashSet();
        var differing = unit.Criteria.Where(c => shown.Contains(c.Id)).Select(c => (Criterion: c, Then: In(c.Id, then), Now: In(c.Id, now))).Where(c => c.Then != c.Now)
            .Select(c => new ThenAndNow(c.Criterion.Code, unit.TextIn(c.Criterion.Code, CultureInfo.CurrentUICulture.Name, of.TranslationRevision), null, Told(c.Then), Told(c.Now))).ToList();
        return new ComparedSelfRatings(differing, shown.Count - differing.Count, kept.Select(k => k.CriterionId).Distinct().Count() - shown.Count);
    }

    /// <summary>The pieces, what is known of every version in between, and by version the text of the piece that is asked for: not of what is in quarantine.</summary>
    private async Task<(IReadOnlyList<ComparedPiece> Pieces, IReadOnlyDictionary<Guid, AnswerEvidence> Versions, IReadOnlyDictionary<Guid, VersionText> Texts)> PiecesAsync(
        Guid id, Round then, Round now, UnitView unit, Guid? textOf, CancellationToken cancel)
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
                Content = item.Id != textOf
                    ? null
                    : db.EvidenceTexts.Where(x => x.FileId == file.Id && x.Status == TextStatus.Ready
                        && !db.EvidenceVersions.Any(v => v.FileId == file.Id && db.Incidents.Any(i => i.EvidenceVersionId == v.Id && i.LiftedAt == null))).Select(x => x.Content).FirstOrDefault(),
                IsSeen = item.Id == textOf && db.EvidenceViews.Any(v => v.PersonId == user.PersonId && v.SessionId == user.SessionId && v.EvidenceVersionId == version.Id),
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
        return (pieces, versions, rows.Where(r => r.ItemId == textOf).DistinctBy(r => r.VersionId).ToDictionary(r => r.VersionId, r => new VersionText(r.Content, r.IsSeen)));
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
    private async Task<ComparedText> TextAsync(Guid id, ComparedPiece piece, IReadOnlyDictionary<Guid, VersionText> read, bool isOwn, CancellationToken cancel)
    {
        var (then, now) = (piece.Then!, piece.Now!);
        var (before, after) = (read[then.VersionId].Content, read[now.VersionId].Content);
        if (!isOwn && (before ?? after) is not null)
        {
            await files.NoteViewsAsync(id, [.. new[] { then.VersionId, now.VersionId }.Where(v => !read[v].IsSeen)], user.PersonId, user.SessionId, cancel);
        }

        return ComparedTexts.Of(piece.Label, before, after, Place);
    }

    private string Place(TextPart part) => part.Kind switch
    {
        PartKind.Page => t["Page {0}", part.Number],
        PartKind.Slide => t["Slide {0}", part.Number],
        PartKind.Sheet => part.Name ?? t["Sheet {0}", part.Number],
        _ => part.Name ?? "",
    };

    /// <param name="Content">Compressed; null where there is none that may be read.</param>
    /// <param name="IsSeen">Whether the reader's session has seen the version.</param>
    private sealed record VersionText(byte[]? Content, bool IsSeen);
}
