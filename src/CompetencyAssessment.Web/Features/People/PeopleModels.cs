using System.ComponentModel.DataAnnotations;
using CompetencyAssessment.Data.Identity;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Features.Shared;
using CompetencyAssessment.Web.Localization;
using FluentValidation;

namespace CompetencyAssessment.Web.Features.People;

/// <summary>Where a person's account stands.</summary>
internal enum AccountState
{
    None,
    Invited,
    Active,
    Barred,
}

/// <summary>How the list is sorted.</summary>
internal enum PeopleOrder
{
    Name,
    CandidateNumber,
    Newest,
}

/// <summary>What the list is narrowed to. <see cref="NoRole"/> stands for people without any role.</summary>
internal sealed class PeopleFilter
{
    public const string NoRole = "none";

    [Display(Name = "Search")]
    public string? Q { get; set; }

    [Display(Name = "Role")]
    public string? Role { get; set; }

    [Display(Name = "Order")]
    public PeopleOrder Sort { get; set; }

    public int Page { get; set; } = 1;

    public bool IsSet => !string.IsNullOrWhiteSpace(Q) || !string.IsNullOrEmpty(Role);
}

/// <summary>A line of the list.</summary>
internal sealed record PersonRow(Guid Id, string NameZh, string? NameLatin, string? CandidateNumber, string? UserName, AccountState Account, IReadOnlyList<string> Roles);

/// <summary>The list.</summary>
internal sealed record PeoplePage(PeopleFilter Filter, IReadOnlyList<PersonRow> Rows, PageInfo Page);

/// <summary>An assessment in which the person has a part.</summary>
internal sealed record PersonAssessment(Guid Id, string Code, bool IsCandidate, AssessmentState State);

/// <summary>One person, as an administrator sees them.</summary>
internal sealed record PersonDetails(
    Guid Id, string NameZh, string? NameLatin, string? CandidateNumber, DateTime CreatedAt, int Version, string? UserName, AccountState Account,
    DateTime? LockedUntil, IReadOnlyList<string> Roles, IReadOnlyList<PersonAssessment> Assessments);

/// <summary>The page of one person.</summary>
/// <param name="IsSelf">The administrator looks at themselves, and cannot add a role.</param>
/// <param name="Link">A one-time link made just now, shown once.</param>
internal sealed record PersonPage(PersonDetails Person, bool IsSelf, string? Link, AccountForm Form);

/// <summary>Names and number of a person.</summary>
internal class PersonForm
{
    /// <summary>Version of the person that the page showed; tells a change in another window.</summary>
    public int? Seen { get; set; }

    /// <summary>Characters that documents cannot show and that the page has warned of.</summary>
    public string? Warned { get; set; }

    [Display(Name = "Name")]
    public string? NameZh { get; set; }

    [Display(Name = "Name in Latin letters")]
    public string? NameLatin { get; set; }

    [Display(Name = "Candidate number")]
    public string? CandidateNumber { get; set; }
}

/// <summary>A new person, with an account where a user name is given.</summary>
internal sealed class NewPersonForm : PersonForm
{
    [Display(Name = "User name")]
    public string? UserName { get; set; }

    public List<string> Roles { get; set; } = [];
}

/// <summary>The page on which a person's names are corrected.</summary>
internal sealed record EditPersonPage(Guid Id, string Name, PersonForm Form);

/// <summary>An account for somebody who has none.</summary>
internal sealed class AccountForm
{
    [Display(Name = "User name")]
    public string? UserName { get; set; }

    public List<string> Roles { get; set; } = [];
}

/// <summary>Checkboxes of roles.</summary>
/// <param name="Held">Those ticked.</param>
/// <param name="Field">Name of the form's field.</param>
/// <param name="OnlyTake">Nobody gives themselves a role: those not held are out of reach.</param>
internal sealed record RoleChoice(IReadOnlyCollection<string> Held, string Field, bool OnlyTake = false);

internal class PersonFormValidator<T> : AbstractValidator<T>
    where T : PersonForm
{
    public PersonFormValidator()
    {
        RuleFor(f => f.NameZh).NotEmpty().MaximumLength(100);
        RuleFor(f => f.NameLatin).MaximumLength(200);
        RuleFor(f => f.CandidateNumber).MaximumLength(40);
    }
}

internal sealed class PersonFormValidator : PersonFormValidator<PersonForm>;

internal sealed class NewPersonFormValidator : PersonFormValidator<NewPersonForm>
{
    public NewPersonFormValidator()
    {
        RuleFor(f => f.UserName).NotEmpty().When(f => f.Roles.Count > 0).WithText("A role needs an account: enter a user name, or take the roles out.");
        RuleFor(f => f.UserName).MaximumLength(64);
        RuleFor(f => f.Roles).NotEmpty().When(f => !string.IsNullOrWhiteSpace(f.UserName)).WithText("An account needs a role: choose at least one, or take the user name out.");
        RuleForEach(f => f.Roles).Must(r => Data.Identity.Roles.All.Contains(r));
    }
}

internal sealed class AccountFormValidator : AbstractValidator<AccountForm>
{
    public AccountFormValidator()
    {
        RuleFor(f => f.UserName).NotEmpty().MaximumLength(64);
        RuleFor(f => f.Roles).NotEmpty().WithText("Choose at least one role.");
        RuleForEach(f => f.Roles).Must(r => Roles.All.Contains(r));
    }
}

/// <summary>How the state of an account is meant.</summary>
internal static class AccountTones
{
    public static Tone Of(AccountState state) => state switch
    {
        AccountState.Active => Tone.Success,
        AccountState.Invited => Tone.Info,
        AccountState.Barred => Tone.Danger,
        _ => Tone.Neutral,
    };
}
