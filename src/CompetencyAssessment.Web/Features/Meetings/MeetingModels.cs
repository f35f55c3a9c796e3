using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Domain.Competencies;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Features.Plans;
using CompetencyAssessment.Web.Features.Scoring;
using CompetencyAssessment.Web.Localization;
using FluentValidation;

namespace CompetencyAssessment.Web.Features.Meetings;

/// <summary>A meeting in the list.</summary>
internal sealed record MeetingRow(Guid Id, AppointmentKind Kind, MeetingState State, string Method, DateTime PreparedAt, DateTime? BegunAt, DateTime? EndedAt, PersonName Holder)
{
    /// <summary>Whether a predecessor in the viewer's part holds it, so that the viewer may take it over or break it off while it is unfinished.</summary>
    public bool IsLeft { get; init; }
}

/// <param name="Head">The assessment.</param>
/// <param name="Scheme">Its scheme.</param>
/// <param name="Rows">Meetings that the viewer sees, the latest first.</param>
/// <param name="Appointments">Agreed ones that none of these was opened from.</param>
internal sealed record MeetingsPage(ScoringHead Head, SchemeDocument Scheme, IReadOnlyList<MeetingRow> Rows, IReadOnlyList<AppointmentRow> Appointments)
{
    public bool CanHold => Head.MayHold();
}

/// <summary>A meeting as it is laid out.</summary>
internal sealed class MeetingForm
{
    /// <summary>Made with the page: sent twice, it lays out one meeting.</summary>
    public Guid RequestId { get; set; }

    public AppointmentKind Kind { get; set; }

    public Guid? AppointmentId { get; set; }

    [Display(Name = "Assessment method")]
    public string? Method { get; set; }

    /// <summary>Codes of the tasks whose indicators are looked for.</summary>
    public List<string> Tasks { get; set; } = [];

    /// <summary>The evidence version to be watched, where the method is one of recordings.</summary>
    [Display(Name = "Recording")]
    public Guid? RecordingId { get; set; }
}

internal sealed class MeetingFormValidator : AbstractValidator<MeetingForm>
{
    public MeetingFormValidator()
    {
        RuleFor(f => f.Kind).IsInEnum();
        RuleFor(f => f.Method).NotEmpty().WithText("Choose a method.");
        RuleFor(f => f.Tasks).NotEmpty().WithText("Choose at least one task.").When(f => f.Kind == AppointmentKind.Observation);
    }
}

/// <param name="Head">The assessment.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Scheme">Its scheme.</param>
/// <param name="Recordings">Audio and video among the evidence that the viewer may see, for an observation.</param>
/// <param name="Form">As entered.</param>
internal sealed record NewMeetingPage(ScoringHead Head, UnitView Unit, SchemeDocument Scheme, IReadOnlyList<EvidenceRow> Recordings, MeetingForm Form)
{
    public IReadOnlyList<MethodVariant> Methods => Scheme.ForMeetings(Form.Kind);

    /// <summary>Whether some method is one of recordings.</summary>
    public bool MayBeRecorded => Form.Kind == AppointmentKind.Observation && Methods.Any(m => Scheme.IsRecorded(m.Code) != false);
}

/// <summary>How the candidate's identity was checked. No number and no picture: there is no field for them.</summary>
internal sealed class IdentityForm
{
    public IdentityDocument? Document { get; set; }

    public IdentityPlace? Place { get; set; }
}

internal sealed class IdentityFormValidator : AbstractValidator<IdentityForm>
{
    public IdentityFormValidator()
    {
        RuleFor(f => f.Document).NotNull().WithText("Choose the document.").IsInEnum();
        RuleFor(f => f.Place).NotNull().WithText("Choose where it was checked.").IsInEnum();
    }
}

/// <summary>Why a meeting is not brought to its end.</summary>
internal sealed class BreakForm
{
    [Display(Name = "Reason")]
    public string? Reason { get; set; }
}

internal sealed class BreakFormValidator : AbstractValidator<BreakForm>
{
    public BreakFormValidator()
    {
        RuleFor(f => f.Reason).NotEmpty().WithText("Say why it is broken off.");
        RuleFor(f => f.Reason).MaximumLength(MeetingFields.TextLimit).WithText("At most {0} characters.", MeetingFields.TextLimit);
    }
}

/// <summary>A successor went on with it.</summary>
/// <param name="From">Who held it until then.</param>
/// <param name="At">UTC.</param>
/// <param name="Before">What was noted until then.</param>
internal sealed record TakeoverRow(PersonName From, DateTime At, NotedBefore Before);

/// <summary>Questions to be asked: of the bank, or one of the assessor's own.</summary>
internal sealed class AskForm
{
    /// <summary>Made with the page: sent twice, it adds them once.</summary>
    public Guid RequestId { get; set; }

    /// <summary>Ids in the bank.</summary>
    public List<Guid> Chosen { get; set; } = [];

    [Display(Name = "Criterion")]
    public string? Criterion { get; set; }

    [Display(Name = "Question")]
    public string? Text { get; set; }
}

/// <summary>A question of the bank as it is offered.</summary>
internal sealed record OfferedQuestion(Guid Id, CriterionView Criterion, QuestionMode Mode, LocalText Text, LocalText LookFor);

/// <summary>A meeting: laid out, running, or as it was.</summary>
internal sealed record MeetingPage
{
    public required ScoringHead Head { get; init; }

    public required UnitView Unit { get; init; }

    public required SchemeDocument Scheme { get; init; }

    public required Meeting Meeting { get; init; }

    public required PersonName Holder { get; init; }

    public required PersonName? CheckedBy { get; init; }

    /// <summary>Whether it may begin by the check that was noted.</summary>
    public required bool IdentityIsChecked { get; init; }

    /// <summary>Whether a predecessor in the viewer's part holds it.</summary>
    public required bool IsLeft { get; init; }

    /// <summary>Who held it before, in order.</summary>
    public required IReadOnlyList<TakeoverRow> Takeovers { get; init; }

    public required IReadOnlyList<ObservedItem> Items { get; init; }

    public required IReadOnlyList<AskedQuestion> Questions { get; init; }

    /// <summary>What can be chosen; empty where nothing can.</summary>
    public required IReadOnlyList<OfferedQuestion> Bank { get; init; }

    public IdentityForm Identity { get; init; } = new();

    public BreakForm Break { get; init; } = new();

    public AskForm Ask { get; init; } = new() { RequestId = Guid.NewGuid() };

    /// <summary>Whether it is the viewer's, and may go on now.</summary>
    public bool IsMine => Head.MayHold() && Meeting.AssignmentId == Head.AssignmentId;

    public bool CanPrepare => IsMine && Meeting.State == MeetingState.Prepared;

    public bool CanNote => IsMine && Meeting.State == MeetingState.Running;

    public bool CanTakeOver => IsLeft && Head.MayHold() && Meeting.State.Allows(MeetingMove.TakeOver);

    public bool CanBreakOff => (IsMine || CanTakeOver) && Meeting.State.Allows(MeetingMove.BreakOff);

    public bool CanAsk => (CanPrepare || CanNote) && Meeting.Kind == AppointmentKind.Questioning;

    public IReadOnlyList<string> Missing => Meeting.Missing(Items, Questions);

    /// <summary>Whose a line is that was noted at a time; null where nobody but its holder ever held it.</summary>
    public PersonName? AuthorAt(DateTime noted) => Takeovers.Count == 0 ? null : Takeovers.FirstOrDefault(t => noted <= t.At)?.From ?? Holder;

    public string Path => $"/scoring/{Head.Id}/meetings/{Meeting.Id}";
}

internal sealed record ObservedCard(MeetingPage Page, ObservedItem Item)
{
    public CriterionView Criterion => Page.Unit.Criterion(Item.CriterionId);
}

internal sealed record AskedCard(MeetingPage Page, AskedQuestion Question)
{
    public CriterionView Criterion => Page.Unit.Criterion(Question.CriterionId);
}

/// <summary>What a finished meeting says of a criterion, for the workspace.</summary>
/// <param name="Id">The line or the question.</param>
/// <param name="Criterion">Code.</param>
/// <param name="Method">Code of the method variant.</param>
/// <param name="Text">What was asked or seen, in words that a rating can rest on.</param>
/// <param name="Href">Where it stands.</param>
internal sealed record MeetingNote(Guid Id, string Criterion, string Method, string Text, string Href);

internal static class MeetingRules
{
    /// <summary>Whether the viewer may observe and question now, as <see cref="Assessment"/> will say too.</summary>
    public static bool MayHold(this ScoringHead head) =>
        head is { IsDecisionMaker: false, HandedOverAt: null, FinishedAt: null } && head.State.MeetingsAreOpen();

    /// <summary>
    /// Method variants that a meeting of a kind can be held by, as the scheme says. A scheme from before variants said so: those of methods that can
    /// rest on a note of what was asked or seen.
    /// </summary>
    public static IReadOnlyList<MethodVariant> ForMeetings(this SchemeDocument scheme, AppointmentKind kind)
    {
        if (scheme.SaysWhatIsHeld())
        {
            return [.. scheme.MethodVariants.Where(v => v.HeldAs is { } held && kind == (held is MethodEvent.LiveObservation or MethodEvent.RecordedObservation ? AppointmentKind.Observation : AppointmentKind.Questioning))];
        }

        var noted = scheme.MethodVariants.Where(v => v.Requires != MethodBasis.File).Select(v => v.Method).ToHashSet();
        return [.. scheme.MethodVariants.Where(v => noted.Contains(v.Method))];
    }

    /// <summary>Whether an observation by this variant watches a recording; null where the scheme does not say: then it does if one is named.</summary>
    public static bool? IsRecorded(this SchemeDocument scheme, string method) =>
        scheme.SaysWhatIsHeld() ? scheme.MethodVariants.Any(v => v.Code == method && v.HeldAs == MethodEvent.RecordedObservation) : null;

    /// <summary>Whether a questioning by this variant is oral or written; where the scheme does not say, one that needs a file is written.</summary>
    public static QuestionMode ModeOf(this SchemeDocument scheme, string method) =>
        scheme.MethodVariants.FirstOrDefault(v => v.Code == method) is { } variant
            && (scheme.SaysWhatIsHeld() ? variant.HeldAs == MethodEvent.WrittenQuestioning : variant.Requires == MethodBasis.File)
                ? QuestionMode.Written
                : QuestionMode.Oral;

    /// <summary>
    /// What is proposed: by the scheme's coverage guide, an observation is held by the variant that speaks of the fewest criteria, such as one
    /// presentation, and a questioning by the one that speaks of the most.
    /// </summary>
    public static MethodVariant? ProposedFor(this SchemeDocument scheme, AppointmentKind kind)
    {
        var variants = scheme.ForMeetings(kind).Where(v => v.Requires != MethodBasis.File).OrderBy(v => scheme.IsRecorded(v.Code) == true || scheme.ModeOf(v.Code) == QuestionMode.Written)
            .Select(v => (Variant: v, Count: scheme.CoveredBy(v.Code).Count)).ToList();
        return (kind == AppointmentKind.Observation
            ? variants.OrderBy(v => v.Count == 0).ThenBy(v => v.Count)
            : variants.OrderByDescending(v => v.Count)).Select(v => v.Variant).FirstOrDefault();
    }

    private static bool SaysWhatIsHeld(this SchemeDocument scheme) => scheme.MethodVariants.Any(v => v.HeldAs is not null);

    /// <summary>Criteria that the coverage guide names with a method variant.</summary>
    public static IReadOnlySet<string> CoveredBy(this SchemeDocument scheme, string method) =>
        scheme.Coverage.Where(c => c.Methods.Contains(method)).SelectMany(c => c.Criteria).ToHashSet();

    /// <summary>Tasks that some of these criteria are indicators of, in the order of the unit.</summary>
    public static List<string> TasksOf(this UnitView unit, IEnumerable<string> criteria) =>
        [.. criteria.Select(unit.Criterion).Select(c => c?.Task).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
}
