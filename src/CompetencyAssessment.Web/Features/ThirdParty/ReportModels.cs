using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Localization;
using FluentValidation;

namespace CompetencyAssessment.Web.Features.ThirdParty;

/// <summary>An invitation as it is entered.</summary>
internal sealed class InvitationForm
{
    [Display(Name = "Name of the referee")]
    public string? Name { get; set; }

    [Display(Name = "Organisation")]
    public string? Organisation { get; set; }

    [Display(Name = "Relation to the candidate")]
    public string? Relation { get; set; }

    [Display(Name = "Mail address")]
    public string? Mail { get; set; }

    [Display(Name = "Days that the link works")]
    public int? Days { get; set; } = 14;

    /// <summary>Codes of criteria.</summary>
    public List<string> Criteria { get; set; } = [];

    public Referee ToReferee() => new(Name!.Trim(), Organisation!.Trim(), Relation!.Trim(), string.IsNullOrWhiteSpace(Mail) ? null : Mail.Trim(), Criteria, Days!.Value);
}

internal sealed class InvitationFormValidator : AbstractValidator<InvitationForm>
{
    public InvitationFormValidator()
    {
        RuleFor(f => f.Name).NotEmpty().WithText("Enter who is asked.").MaximumLength(100).WithText("At most {0} characters.", 100);
        RuleFor(f => f.Organisation).NotEmpty().WithText("Enter where the referee works.").MaximumLength(200).WithText("At most {0} characters.", 200);
        RuleFor(f => f.Relation).NotEmpty().WithText("Enter how the referee knows the candidate’s work.").MaximumLength(200).WithText("At most {0} characters.", 200);
        RuleFor(f => f.Mail).EmailAddress().When(f => !string.IsNullOrWhiteSpace(f.Mail)).WithText("This is no mail address.").MaximumLength(200).WithText("At most {0} characters.", 200);
        RuleFor(f => f.Days).NotNull().InclusiveBetween(1, ThirdPartyReport.MostDays).WithText("A number from {0} to {1}.", 1, ThirdPartyReport.MostDays);
    }
}

/// <summary>Another link, as it is asked for.</summary>
internal sealed class RenewalForm
{
    [Display(Name = "Days that the link works")]
    public int? Days { get; set; } = 14;
}

internal sealed class RenewalFormValidator : AbstractValidator<RenewalForm>
{
    public RenewalFormValidator() =>
        RuleFor(f => f.Days).NotNull().InclusiveBetween(1, ThirdPartyReport.MostDays).WithText("A number from {0} to {1}.", 1, ThirdPartyReport.MostDays);
}

/// <summary>How a report was confirmed, as it is entered.</summary>
internal sealed class ConfirmationForm
{
    [Display(Name = "How it was confirmed")]
    public ConfirmationWay? Way { get; set; }

    [Display(Name = "On")]
    public DateOnly? On { get; set; }

    [Display(Name = "By which contact, and what was said")]
    public string? Words { get; set; }
}

internal sealed class ConfirmationFormValidator : AbstractValidator<ConfirmationForm>
{
    public ConfirmationFormValidator()
    {
        RuleFor(f => f.Way).NotNull().WithText("Choose how it was confirmed.").IsInEnum();
        RuleFor(f => f.On).NotNull().WithText("Enter the day.");
        RuleFor(f => f.Words).NotEmpty().WithText("Enter by which contact, and what was said.").MaximumLength(1000).WithText("At most {0} characters.", 1000);
    }
}

/// <summary>The assessment that reports are for.</summary>
internal sealed record ReportHead(Guid Id, string Code, PersonName Candidate, AssessmentState State, UnitView Unit, int TranslationRevision, bool Administers, IReadOnlyList<string> Planned)
{
    public string BackHref => Administers ? $"/assessments/{Id}" : $"/scoring/{Id}";

    public bool TakesReports => ThirdPartyReport.TakesReports(State);
}

internal sealed record ReportRow(Guid Id, PersonName Referee, string Organisation, string Relation, string? Mail, ReportState State, PersonName InvitedBy, DateTime InvitedAt, DateTime ExpiresAt, DateTime? AnsweredAt);

/// <param name="Head">Of the assessment.</param>
/// <param name="Rows">Reports asked for, newest first.</param>
/// <param name="Pieces">What stands as evidence of assessors, as far as the viewer may see it.</param>
internal sealed record ReportsPage(ReportHead Head, IReadOnlyList<ReportRow> Rows, IReadOnlyList<PieceRow> Pieces);

internal sealed record InvitationPage(ReportHead Head, InvitationForm Form);

/// <summary>A report with its answer, and the form that confirms it.</summary>
/// <param name="Head">Of the assessment.</param>
/// <param name="Row">Who was asked, and how far it is.</param>
/// <param name="Report">As it is stored.</param>
/// <param name="Answer">What was handed in.</param>
/// <param name="ConfirmedBy">Who confirmed it.</param>
/// <param name="Link">The invitation's link, shown once.</param>
/// <param name="CanConfirm">The viewer's own sheet is open.</param>
/// <param name="Form">Of the confirmation.</param>
internal sealed record ReportPage(ReportHead Head, ReportRow Row, ThirdPartyReport Report, ReportAnswer? Answer, PersonName? ConfirmedBy, string? Link, bool CanConfirm, ConfirmationForm Form)
{
    public RenewalForm Renewal { get; init; } = new();

    public bool CanRenew => Head.TakesReports && Row.State is (ReportState.Sent or ReportState.Opened or ReportState.Expired);
}

/// <summary>What a referee types of one criterion.</summary>
internal sealed class ReportLineForm
{
    public string Criterion { get; set; } = "";

    [Display(Name = "Observed")]
    public Observed? Observed { get; set; }

    [Display(Name = "What was observed")]
    public string? Text { get; set; }

    [Display(Name = "Since or in what time")]
    public string? Period { get; set; }
}

/// <summary>The report as a referee types it.</summary>
internal sealed class RefereeForm
{
    [Display(Name = "Your relation to the candidate")]
    public string? Relation { get; set; }

    [Display(Name = "Since when, or in what time, you have worked together")]
    public string? Together { get; set; }

    public List<ReportLineForm> Lines { get; set; } = [];

    [Display(Name = "General remark")]
    public string? Remark { get; set; }

    [Display(Name = "I declare that all of this is my own observation and true.")]
    public bool Declared { get; set; }

    public ReportAnswer ToAnswer() => new()
    {
        Relation = Relation!.Trim(),
        Together = Together!.Trim(),
        Remark = Remark?.Trim(),
        Lines = [.. Lines.Select(l => new ReportLine(l.Criterion, l.Observed!.Value, l.Text?.Trim(), l.Period?.Trim()))],
    };
}

internal sealed class RefereeFormValidator : AbstractValidator<RefereeForm>
{
    public RefereeFormValidator()
    {
        RuleFor(f => f.Relation).NotEmpty().WithText("Enter how you know the candidate’s work.").MaximumLength(200).WithText("At most {0} characters.", 200);
        RuleFor(f => f.Together).NotEmpty().WithText("Enter since when, or in what time.").MaximumLength(200).WithText("At most {0} characters.", 200);
        RuleFor(f => f.Remark).MaximumLength(ReportAnswer.TextLimit).WithText("At most {0} characters.", ReportAnswer.TextLimit);
        RuleFor(f => f.Declared).Equal(true).WithText("Without this declaration the report cannot be handed in.");
        RuleForEach(f => f.Lines).ChildRules(line =>
        {
            line.RuleFor(l => l.Observed).NotNull().WithText("Choose one; “cannot say” is an answer too.").IsInEnum();
            line.RuleFor(l => l.Text).NotEmpty().When(l => l.Observed is Observed.Seen or Observed.Partly).WithText("Describe what you saw: what was done, when, with what result.")
                .MaximumLength(ReportAnswer.TextLimit).WithText("At most {0} characters.", ReportAnswer.TextLimit);
            line.RuleFor(l => l.Period).MaximumLength(200).WithText("At most {0} characters.", 200);
        });
    }
}

/// <summary>What the page behind the link shows: the candidate's name, the criteria asked about, and nothing else of the assessment.</summary>
/// <param name="Key">Secret of the link.</param>
/// <param name="Report">The report; null where the link leads nowhere.</param>
/// <param name="State">How far it is.</param>
/// <param name="Candidate">Whose work is reported on.</param>
/// <param name="Referee">Who is asked.</param>
/// <param name="Centre">Who asks.</param>
/// <param name="Address">Of the centre.</param>
/// <param name="Contact">Of the centre.</param>
/// <param name="UnitName">Of the unit.</param>
/// <param name="Criteria">Code and text.</param>
/// <param name="Form">The report.</param>
internal sealed record RefereePage(string Key, Guid? Report, ReportState State, PersonName Candidate, PersonName Referee, string Centre, string Address, string Contact, string UnitName, IReadOnlyList<(string Code, string Text)> Criteria, RefereeForm Form)
{
    /// <summary>With the secret in the query, which is not logged, as a path would be.</summary>
    public string Href => $"/report?key={Uri.EscapeDataString(Key)}";
}

/// <summary>An assessor's piece as it is entered.</summary>
internal sealed class PieceForm
{
    [Display(Name = "Title")]
    public string? Title { get; set; }

    [Display(Name = "Kind")]
    public EvidenceKind Kind { get; set; } = EvidenceKind.Other;

    [Display(Name = "Context")]
    public EvidenceContext? Context { get; set; }

    [Display(Name = "Note")]
    public string? Text { get; set; }
}

internal sealed class PieceFormValidator : AbstractValidator<PieceForm>
{
    public const int TextLimit = 20_000;

    public PieceFormValidator()
    {
        RuleFor(f => f.Title).NotEmpty().WithText("Enter a title.").MaximumLength(200).WithText("At most {0} characters.", 200);
        RuleFor(f => f.Kind).IsInEnum();
        RuleFor(f => f.Context).NotNull().WithText("Choose where it comes from.").IsInEnum();
        RuleFor(f => f.Text).MaximumLength(TextLimit).WithText("At most {0} characters.", TextLimit);
    }
}

internal sealed record PieceRow(Guid ItemId, string Label, string Title, EvidenceOrigin Origin, PersonName AddedBy, DateTime AddedAt, bool IsOwn, IReadOnlyList<VersionRow> Versions);

/// <summary>What was added to an assessment by its assessors.</summary>
/// <param name="Id">The assessment.</param>
/// <param name="Code">Its code.</param>
/// <param name="BackHref">The viewer's page of it.</param>
/// <param name="Rows">The pieces that the viewer may see.</param>
/// <param name="CanAdd">The viewer's own sheet is open.</param>
/// <param name="Form">Of a further piece; null where the viewer is the candidate.</param>
/// <param name="MaximumFileBytes">Largest file.</param>
/// <param name="PersonId">The viewer.</param>
internal sealed record PiecesPage(Guid Id, string Code, string BackHref, IReadOnlyList<PieceRow> Rows, bool CanAdd, PieceForm? Form, long MaximumFileBytes, Guid PersonId);
