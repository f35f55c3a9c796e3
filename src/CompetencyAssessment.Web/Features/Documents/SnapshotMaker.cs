using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Domain.People;
using CompetencyAssessment.Web.Features.Scoring;

namespace CompetencyAssessment.Web.Features.Documents;

/// <summary>What a snapshot is made of: the rows as they are read in the signing transaction, and the code of the earlier attempt, if any.</summary>
internal sealed record SnapshotSource(Assessment Assessment, Decision Decision, Centre Centre, StoredFile? Seal, Person Candidate, Person Signer, IReadOnlyList<(AssessmentPart Part, Person Person)> Raters, UnitView Unit, SchemeDocument Scheme, ScoreSheetRows Rows, ScoreSheet Sheet, IReadOnlyList<HeldMeeting> Meetings, string? Predecessor);

/// <summary>Takes the snapshot of a decision.</summary>
internal static class SnapshotMaker
{
    private const string English = "en";

    public static DecisionSnapshotDocument Take(SnapshotSource source)
    {
        var (assessment, decision, centre, seal, candidate, signer, raters, unit, scheme, rows, sheet, meetings, predecessor) = source;
        var translation = unit.Translation(English, assessment.TranslationRevision);
        var versions = rows.Evidence.ToDictionary(e => e.VersionId);
        var used = sheet.Lines.SelectMany(l => l.Fields.Methods).Select(m => m.Code).ToHashSet();
        var cited = sheet.Lines.SelectMany(l => l.Fields.Citations).Select(c => c.VersionId).ToHashSet();
        var decidedOn = DayAt(decision.SignedAt, centre.TimeZone);
        var carried = rows.Ratings.Where(r => r.CarriedOver).Select(r => r.CriterionId).ToHashSet();
        LocalText Text(string code, string published) => new(published, translation?.Texts.GetValueOrDefault(code));

        return new DecisionSnapshotDocument
        {
            Schema = DecisionSnapshotDocument.CurrentSchema,
            Centre = new CentreSnapshot(
                new LocalText(centre.Name, centre.NameEn), new LocalText(centre.Address, centre.AddressEn), centre.Contact, centre.TimeZone,
                seal is null ? null : new FileSnapshot(seal.Key, Convert.ToHexStringLower(seal.Sha256))),
            Candidate = NameOf(candidate),
            Unit = new UnitSnapshot
            {
                VersionId = unit.VersionId,
                Code = unit.Text.Code,
                Name = new LocalText(unit.Text.Name, translation?.Name),
                Level = unit.Text.Level,
                Version = unit.Text.Code.StartsWith(unit.Text.UnitCode, StringComparison.Ordinal) ? unit.Text.Code[unit.Text.UnitCode.Length..] : unit.Text.Code,
                Revision = unit.Text.Revision,
                TranslationRevision = assessment.TranslationRevision,
                ErrataRevision = assessment.ErrataRevision,
                Tasks = [.. unit.Text.Tasks.Select(t => new TextSnapshot(t.Code, Text(t.Code, t.Text)))],
                Notes = [.. unit.Text.Notes.Select(n => new TextSnapshot(n.Code, Text(n.Code, n.Text)))],
                Errata = unit.ErrataAt(assessment.ErrataRevision)?.Items ?? [],
            },
            Scheme = new SchemeSnapshot
            {
                Code = scheme.Code,
                Version = scheme.Version,
                Name = scheme.Name,
                Scale = [.. scheme.Scale.OrderBy(l => l.Value).Select(l => new LevelSnapshot(l.Value, l.Name))],
                PassMark = scheme.PassMark,
                Methods = [.. scheme.MethodVariants.Where(m => used.Contains(m.Code)).Select(m => new TextSnapshot(m.Code, m.Name))],
            },
            AssessmentCode = assessment.Code,
            AttemptNo = assessment.AttemptNo ?? 1,
            Decision = new SignatureSnapshot
            {
                Outcome = decision.Outcome,
                Strengths = decision.Strengths,
                NextSteps = decision.NextSteps,
                Feedback = decision.Feedback,
                Signer = NameOf(signer),
                Raters = raters is [var only] && only.Person.Id == signer.Id ? null : [.. raters.Select(r => new RaterSnapshot(r.Part, NameOf(r.Person), r.Person.Id == signer.Id))],
                SignedAt = decision.SignedAt,
                AuthenticationMethod = decision.AuthenticationMethod,
                AuthenticatedAt = decision.AuthenticatedAt,
                ContentVersion = decision.ContentVersion,
            },
            Criteria = [.. unit.Criteria.Zip(sheet.Lines, (criterion, line) => new CriterionSnapshot
            {
                Code = criterion.Code,
                Kind = criterion.Kind,
                Task = criterion.Task,
                Text = Text(criterion.Code, criterion.Item.Text),
                Level = line.Fields.Level,
                Cause = line.Fields.Level is not null && !sheet.Passes(line.Fields.Level) ? line.Fields.Cause : null,
                Comment = line.Fields.Level is null ? null : line.Fields.Comment,
                NotAssessedReason = line.Fields.Level is null ? line.Fields.NotAssessedReason : null,
                CarriedFrom = carried.Contains(criterion.Id) ? predecessor : null,
                Methods = line.Fields.Methods,
                Places = [.. line.Fields.Citations.Select(c => new PlaceSnapshot(versions[c.VersionId].Label, versions[c.VersionId].VersionNo, c.Kind, c.Kind == PlaceKind.Whole ? null : c.Place))],
            })],
            Evidence = [.. rows.Evidence.Select(e => new EvidenceSnapshot
            {
                Label = e.Label,
                Version = e.VersionNo,
                Title = e.Title,
                Kind = e.Kind,
                Context = e.Context,
                PeriodFrom = e.PeriodFrom,
                PeriodTo = e.PeriodTo,
                UploadedAt = e.UploadedAt,
                Sha256 = Convert.ToHexStringLower(e.Sha256),
                Judgement = e.Judgement,
                Cited = cited.Contains(e.VersionId),
                Origin = e.Origin,
            })],
            Requirements = [.. unit.Text.Evidence.Select(e =>
            {
                var judged = rows.Sufficiency.FirstOrDefault(s => s.RequirementId == unit.Requirements[e.Code]);
                return new RequirementSnapshot(e.Code, Text(e.Code, e.Text), judged?.Sufficient, judged?.Reason);
            })],
            Meetings = meetings.Count == 0 ? null : [.. meetings.Select(m => m.Snapshot(scheme))],
            ValidUntil = decision.Outcome == Outcome.Competent && scheme.Rules.ValidityMonths is { } months ? decidedOn.AddMonths(months).AddDays(-1) : null,
        };
    }

    /// <summary>The day of a moment (UTC) in a time zone.</summary>
    internal static DateOnly DayAt(DateTime utc, string timeZone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, TimeZoneInfo.FindSystemTimeZoneById(timeZone)));

    internal static NameSnapshot NameOf(string zh, string? latin) => new(zh, latin is { Length: > 0 } ? latin : null);

    private static NameSnapshot NameOf(Person person) => NameOf(person.NameZh, person.NameLatin);
}
