using System.Globalization;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Reports.Records;
using EvidenceContext = CompetencyAssessment.Reports.Records.EvidenceContext;
using ShortfallCause = CompetencyAssessment.Reports.Records.ShortfallCause;

namespace CompetencyAssessment.Web.Features.Documents;

/// <summary>Number and check code of an issue, and where they are checked.</summary>
internal sealed record IssueNumber(string Number, string CheckCode, string CheckUrl);

/// <summary>Turns a snapshot into the records that the documents are drawn from, in one language. Needs nothing but the snapshot and its issue, with the end of the days to dispute it.</summary>
internal sealed class DocumentModels(DecisionSnapshotDocument snapshot, CultureInfo culture, IssueNumber? number, DateTime issuedAt, DateTime? disputeBy, byte[]? seal)
{
    private readonly string _culture = culture.Name;
    private readonly bool _english = culture.TwoLetterISOLanguageName == "en";
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(snapshot.Centre.TimeZone);
    private readonly Dictionary<string, string> _methods = snapshot.Scheme.Methods.ToDictionary(m => m.Code, m => m.Text.In(culture.Name));

    public StatementModel Statement() => new() { Head = Head(), Issue = Issue()!, ValidUntil = snapshot.ValidUntil };

    public NoticeModel Notice() => new()
    {
        Head = Head(),
        AssessmentCode = snapshot.AssessmentCode,
        Unmet = [.. snapshot.Criteria.Where(c => c.Level is null || c.Level < snapshot.Scheme.PassMark)
            .Select(c => new UnmetCriterion(c.Code, WithoutAnchors(c.Text.In(_culture)), Cause(c.Cause), c.Comment ?? c.NotAssessedReason))],
        Feedback = snapshot.Decision.Feedback,
        Strengths = snapshot.Decision.Strengths,
        NextSteps = snapshot.Decision.NextSteps,
        ReviewUntil = DisputeBy,
        AppealUntil = DisputeBy,
    };

    public RecordModel Record() => new()
    {
        Head = Head(),
        Issue = Issue(),
        AssessmentCode = snapshot.AssessmentCode,
        ValidUntil = snapshot.ValidUntil,
        Scheme = _english
            ? $"{snapshot.Scheme.Name.In(_culture)} ({snapshot.Scheme.Code}, version {snapshot.Scheme.Version.ToString(CultureInfo.InvariantCulture)})"
            : $"{snapshot.Scheme.Name.In(_culture)}（{snapshot.Scheme.Code}，第 {snapshot.Scheme.Version.ToString(CultureInfo.InvariantCulture)} 版）",
        Scale = [.. snapshot.Scheme.Scale.Select(l => new Reports.Records.ScaleLevel(l.Value, l.Name.In(_culture)))],
        PassMark = snapshot.Scheme.PassMark,
        Groups =
        [
            .. snapshot.Unit.Tasks.Select(t => new CriterionGroup(t.Code, t.Text.In(_culture), Lines(c => c.Task == t.Code))),
            new CriterionGroup("", T("知識", "Knowledge"), Lines(c => c.Kind == CriterionKind.Knowledge)),
            new CriterionGroup("", T("技能", "Skills"), Lines(c => c.Kind == CriterionKind.Skill)),
        ],
        Axes = Axes(snapshot.Figures()),
        Evidence = [.. snapshot.Evidence.Select(e => new EvidenceLine
        {
            Code = e.Label,
            Title = e.Title,
            Kind = Kind(e.Kind),
            Origin = e.Origin switch
            {
                EvidenceOrigin.Assessor => T("評量人員補充", "added by the assessor"),
                EvidenceOrigin.ThirdParty => T("經評量人員確認", "confirmed by the assessor"),
                _ => null,
            },
            Context = Context(e.Context),
            Version = e.Version,
            ReceivedOn = DateOnly.FromDateTime(Local(e.UploadedAt).DateTime),
            Judgement = e.Judgement is { IsDoubted: true } ? Reports.Records.EvidenceJudgement.Doubted
                : e.Judgement is { IsAccepted: true } ? Reports.Records.EvidenceJudgement.Accepted
                : Reports.Records.EvidenceJudgement.NotJudged,
            JudgementReason = e.Judgement is { IsDoubted: true } doubted ? doubted.Reason : null,
            Sha256 = e.Sha256,
        })],
        Meetings = [.. (snapshot.Meetings ?? []).Select(m => new MeetingLine
        {
            Kind = m.Kind == AppointmentKind.Questioning ? T("詢問", "Questioning") : m.Recorded ? m.Recording is { } piece ? T($"觀察（錄影 {piece}）", $"Observation (recording {piece})") : T("觀察（錄影）", "Observation (recorded)") : T("觀察（現場）", "Observation (live)"),
            Method = new CodedText(m.Method.Code, m.Method.Text.In(_culture)),
            Extent = Extent(m),
            BegunAt = Local(m.BegunAt),
            EndedAt = Local(m.EndedAt),
            Assessors = [.. m.Assessors.Select(a => a.In(_culture))],
            Identity = T($"{Identity(m.IdentityDocument)}（{Place(m.IdentityPlace)}）", $"{Identity(m.IdentityDocument)} ({Place(m.IdentityPlace)})"),
            CheckedBy = m.IdentityCheckedBy.In(_culture),
            CheckedAt = Local(m.IdentityCheckedAt),
        })],
        Requirements = [.. snapshot.Requirements.Select(r => new RequirementLine(r.Code, r.Text.In(_culture), r.Sufficient, r.Reason))],
        Notes = [.. snapshot.Unit.Notes.Select(n => new UnitNote(Anchor(n.Code), n.Text.In(_culture)))],
        Errata = [.. snapshot.Unit.Errata.Select(x => new Reports.Records.Erratum(
            x.Items.Count == 0 ? T("全文", "Whole unit") : string.Join(T("、", ", "), x.Items), x.Remark.In(_culture)))],
        Strengths = snapshot.Decision.Strengths,
        NextSteps = snapshot.Decision.NextSteps,
        Feedback = snapshot.Decision.Feedback,
    };

    private ResultHead Head() => new()
    {
        Centre = new CentreBlock(snapshot.Centre.Name.In(_culture), NullIfEmpty(snapshot.Centre.Address.In(_culture)), NullIfEmpty(snapshot.Centre.Contact), seal),
        Candidate = new PersonBlock(snapshot.Candidate.Zh, snapshot.Candidate.Latin),
        Unit = new UnitBlock(
            snapshot.Unit.Code, snapshot.Unit.Name.In(_culture), snapshot.Unit.Level, snapshot.Unit.Version,
            int.TryParse(snapshot.Unit.Revision, NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null,
            _english && snapshot.Unit.Name.En is not null ? snapshot.Unit.Name.Zh : null),
        Decision = snapshot.Decision.Outcome == Outcome.Competent ? ResultDecision.Competent : ResultDecision.NotYetCompetent,
        DecidedOn = DateOnly.FromDateTime(Local(snapshot.Decision.SignedAt).DateTime),
        Attempt = snapshot.AttemptNo,
        Tasks = [.. snapshot.Unit.Tasks.Select(t => new CodedText(t.Code, t.Text.In(_culture)))],
        Contexts = [.. snapshot.Evidence.Where(e => e.Cited && e.Context is not null).Select(e => Context(e.Context)!.Value).Distinct().Order()],
        Methods = [.. snapshot.Scheme.Methods.Select(m => new CodedText(m.Code, m.Text.In(_culture)))],
        People = People(),
        DrawnAt = Local(issuedAt),
    };

    /// <summary>Who rated and who signed; only who signed has a time.</summary>
    private List<SignerBlock> People()
    {
        var decision = snapshot.Decision;
        SignerBlock Signer(SignerRole role) => new(role, decision.Signer.In(_culture), Local(decision.SignedAt));
        if (decision.Raters is not { } raters)
        {
            return [Signer(SignerRole.Assessor)];
        }

        var people = raters.Select(r => (r.Signed, Block: new SignerBlock(r.Part == AssessmentPart.Assessor && raters.Count > 1 ? SignerRole.LeadAssessor : SignerRole.Assessor, r.Name.In(_culture), r.Signed ? Local(decision.SignedAt) : null))).ToList();
        return [.. people.Select(p => p.Block), .. people.Exists(p => p.Signed) ? Array.Empty<SignerBlock>() : [Signer(SignerRole.DecisionMaker)]];
    }

    private List<AxisFigure> Axes(ResultFigures figures) =>
        [.. figures.Groups.Select(g => new AxisFigure(g.Code, TitleOf(g.Code), g.Mean, g.Assessed, figures.Passed(g), g.Marks.Count))];

    private string TitleOf(string group) => group switch
    {
        ResultFigures.Knowledge => T("知識", "Knowledge"),
        ResultFigures.Skills => T("技能", "Skills"),
        _ => snapshot.Unit.Tasks.First(t => t.Code == group).Text.In(_culture),
    };

    private IssueBlock? Issue() => number is null ? null : new IssueBlock(number.Number, number.CheckCode, number.CheckUrl, DateOnly.FromDateTime(Local(issuedAt).DateTime));

    private List<CriterionLine> Lines(Func<CriterionSnapshot, bool> which) => [.. snapshot.Criteria.Where(which).Select(c => new CriterionLine
    {
        Code = c.Code,
        Text = WithAnchors(c.Text.In(_culture)),
        Level = c.Level,
        NotAssessedReason = c.NotAssessedReason,
        Cause = Cause(c.Cause),
        Methods = [.. c.Methods.Select(m => new CodedText(m.Code, _methods[m.Code]))],
        // What was asked or seen carries a rating as a place in the evidence does.
        Places =
        [
            .. c.Places.Select(p => new EvidencePlace($"{p.Evidence} v{p.Version.ToString(CultureInfo.InvariantCulture)}", Place(p))),
            .. c.Methods.Where(m => !string.IsNullOrWhiteSpace(m.Note)).Select(m => new EvidencePlace($"{m.Code}{T("：", ":")}", m.Note!.Trim())),
        ],
        Comment = c.Comment,
        CarriedFrom = c.CarriedFrom,
    })];

    private string? Place(PlaceSnapshot place) => place.Kind switch
    {
        PlaceKind.Whole => null,
        PlaceKind.Page => T($"第 {place.Place} 頁", $"p. {place.Place}"),
        PlaceKind.Slide => T($"第 {place.Place} 張投影片", $"slide {place.Place}"),
        PlaceKind.Cell => T($"儲存格 {place.Place}", $"cell {place.Place}"),
        PlaceKind.Section => T($"「{place.Place}」一節", $"section “{place.Place}”"),
        _ => place.Place,
    };

    private string Kind(EvidenceKind kind) => kind switch
    {
        EvidenceKind.OperatingPlan => T("營運計畫", "Operating plan"),
        EvidenceKind.Presentation => T("簡報", "Presentation"),
        EvidenceKind.Recording => T("錄音錄影", "Recording"),
        EvidenceKind.PerformanceAnalysis => T("績效分析", "Performance analysis"),
        EvidenceKind.ThirdPartyReport => T("第三方報告", "Third-party report"),
        EvidenceKind.Workbook => T("試算表", "Workbook"),
        _ => T("其他", "Other"),
    };

    private string Identity(IdentityDocument document) => document switch
    {
        IdentityDocument.NationalIdentityCard => T("國民身分證", "National identity card"),
        IdentityDocument.ResidencePermit => T("居留證", "Residence permit"),
        IdentityDocument.Passport => T("護照", "Passport"),
        IdentityDocument.DrivingLicence => T("駕駛執照", "Driving licence"),
        _ => T("員工識別證", "Employee card"),
    };

    private string Place(IdentityPlace place) => place == IdentityPlace.Video ? T("視訊", "by video") : T("現場", "on site");

    /// <summary>How many indicators or questions, and how many prompts.</summary>
    private string Extent(MeetingSnapshot meeting)
    {
        var (entries, prompts) = (meeting.Entries.ToString(CultureInfo.InvariantCulture), meeting.Prompts.ToString(CultureInfo.InvariantCulture));
        static string Many(int count) => count == 1 ? "" : "s";
        return meeting.Kind == AppointmentKind.Observation
            ? T($"{entries} 項行為指標", $"{entries} indicator{Many(meeting.Entries)}")
            : T($"{entries} 題，提示 {prompts} 次", $"{entries} question{Many(meeting.Entries)}, {prompts} prompt{Many(meeting.Prompts)}");
    }

    private string Anchor(string note) => T($"【註{note[1..]}】", $"[note {note[1..]}]");

    private string WithAnchors(string text) => snapshot.Unit.Notes.Aggregate(text, (t, n) => t.Replace($"【註{n.Code[1..]}】", T("", " ") + Anchor(n.Code), StringComparison.Ordinal));

    private string WithoutAnchors(string text) => snapshot.Unit.Notes.Aggregate(text, (t, n) => t.Replace($"【註{n.Code[1..]}】", "", StringComparison.Ordinal));

    private DateTimeOffset Local(DateTime utc) => TimeZoneInfo.ConvertTime(new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)), _zone);

    /// <summary>Counted from the notification, which comes with the issue and not with the signature.</summary>
    private DateTimeOffset? DisputeBy => disputeBy is { } end ? Local(end) : null;

    private string T(string chinese, string english) => _english ? english : chinese;

    private static EvidenceContext? Context(Domain.Assessments.EvidenceContext? context) => context switch
    {
        Domain.Assessments.EvidenceContext.Workplace => EvidenceContext.Workplace,
        Domain.Assessments.EvidenceContext.Simulation => EvidenceContext.Simulation,
        Domain.Assessments.EvidenceContext.Coursework => EvidenceContext.Coursework,
        _ => null,
    };

    private static ShortfallCause? Cause(Domain.Assessments.ShortfallCause? cause) => cause switch
    {
        Domain.Assessments.ShortfallCause.NoEvidence => ShortfallCause.NoEvidence,
        Domain.Assessments.ShortfallCause.NotEnoughEvidence => ShortfallCause.NotEnoughEvidence,
        Domain.Assessments.ShortfallCause.PerformanceShort => ShortfallCause.PerformanceShort,
        _ => null,
    };

    private static string? NullIfEmpty(string text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
