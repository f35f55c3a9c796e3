using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Data;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Assessments;
using CompetencyAssessment.Web.Localization;
using FluentValidation;

namespace CompetencyAssessment.Web.Features.Plans;

/// <summary>An appointment as it is entered; day and times are the centre's.</summary>
internal sealed class AppointmentForm
{
    [Display(Name = "Kind of appointment")]
    public AppointmentKind Kind { get; set; }

    [Display(Name = "Day")]
    public DateOnly? Day { get; set; }

    [Display(Name = "Beginning")]
    public TimeOnly? From { get; set; }

    [Display(Name = "End")]
    public TimeOnly? Until { get; set; }

    [Display(Name = "Meeting place")]
    public string? Place { get; set; }

    [Display(Name = "Video link")]
    public string? Link { get; set; }

    /// <summary>Codes of criteria.</summary>
    public List<string> Criteria { get; set; } = [];

    [Display(Name = "Remark")]
    public string? Remark { get; set; }

    /// <summary>Why it is moved; a new one needs none.</summary>
    [Display(Name = "Reason")]
    public string? Reason { get; set; }

    public AppointmentTerms ToTerms(LocalTime local) => new()
    {
        Kind = Kind,
        StartAt = local.ToUtc(Day!.Value.ToDateTime(From!.Value)),
        EndAt = local.ToUtc(Day!.Value.ToDateTime(Until!.Value)),
        Place = Place,
        Link = Link,
        Criteria = Criteria,
        Remark = Remark,
    };

    public static AppointmentForm Of(AppointmentTerms terms, LocalTime local)
    {
        var (start, end) = (local.ToLocal(terms.StartAt), local.ToLocal(terms.EndAt));
        return new()
        {
            Kind = terms.Kind,
            Day = DateOnly.FromDateTime(start),
            From = TimeOnly.FromDateTime(start),
            Until = TimeOnly.FromDateTime(end),
            Place = terms.Place,
            Link = terms.Link,
            Criteria = [.. terms.Criteria],
            Remark = terms.Remark,
        };
    }
}

internal sealed class AppointmentFormValidator : AbstractValidator<AppointmentForm>
{
    public AppointmentFormValidator()
    {
        RuleFor(f => f.Kind).IsInEnum();
        RuleFor(f => f.Day).NotNull().WithText("Enter the day.");
        RuleFor(f => f.From).NotNull().WithText("Enter when it begins.");
        RuleFor(f => f.Until).NotNull().WithText("Enter when it ends.");
        RuleFor(f => f.Until).GreaterThan(f => f.From).WithText("It ends after it begins.").When(f => f is { From: not null, Until: not null });
        RuleFor(f => f.Place).MaximumLength(AppointmentTerms.PlaceLimit).WithText("At most {0} characters.", AppointmentTerms.PlaceLimit);
        RuleFor(f => f.Link).MaximumLength(AppointmentTerms.LinkLimit).WithText("At most {0} characters.", AppointmentTerms.LinkLimit);
        RuleFor(f => f.Remark).MaximumLength(AppointmentTerms.RemarkLimit).WithText("At most {0} characters.", AppointmentTerms.RemarkLimit);
        RuleFor(f => f.Reason).MaximumLength(EndForm.Limit).WithText("At most {0} characters.", EndForm.Limit);
    }
}

/// <param name="Id">The assessment.</param>
/// <param name="Code">Its code.</param>
/// <param name="Candidate">Who is assessed.</param>
/// <param name="State">Its state.</param>
/// <param name="Unit">The unit.</param>
/// <param name="TranslationRevision">Of the unit.</param>
/// <param name="Administers">Whether the viewer administers it.</param>
/// <param name="Plans">Whether the viewer makes its plan and appointments.</param>
/// <param name="IsAssessor">Whether the viewer rates it.</param>
internal sealed record AppointmentHead(Guid Id, string Code, PersonName Candidate, AssessmentState State, UnitView Unit, int TranslationRevision, bool Administers, bool Plans, bool IsAssessor)
{
    public string BackHref => Administers ? $"/assessments/{Id}" : $"/scoring/{Id}";

    public bool CanArrange => Plans && State.Allows(AssessmentMove.Suspend);

    public bool CanMove => Plans && Domain.Assessments.Appointment.CanMove(State);
}

/// <param name="Head">The assessment.</param>
/// <param name="Rows">Its appointments, by time.</param>
/// <param name="Held">Those from which an observation or questioning was begun; for one of two who rate alone, the own ones.</param>
/// <param name="Now">UTC.</param>
internal sealed record AppointmentsPage(AppointmentHead Head, IReadOnlyList<AppointmentRow> Rows, IReadOnlySet<Guid> Held, DateTime Now)
{
    /// <summary>Whether the viewer may note that the candidate did not come.</summary>
    public bool MayMiss(AppointmentRow row) => Head.IsAssessor && row.StartAt <= Now && !Held.Contains(row.Id) && Head.State.Allows(AssessmentMove.Suspend);
}

/// <param name="Head">The assessment.</param>
/// <param name="Appointment">Which one is changed; null for a new one.</param>
/// <param name="Form">What is entered.</param>
internal sealed record AppointmentPage(AppointmentHead Head, Guid? Appointment, AppointmentForm Form);
