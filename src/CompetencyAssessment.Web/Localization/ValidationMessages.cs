using System.Globalization;
using FluentValidation.Resources;

namespace CompetencyAssessment.Web.Localization;

/// <summary>Our own wording of the common rules, in the language of the request; the library's is that of a programmer ('Title' must not be null).</summary>
internal sealed class ValidationMessages : LanguageManager
{
    public override string GetString(string key, CultureInfo? culture = null) => TextOf(key) is { } text
        ? SharedResource.Text(text)
        : base.GetString(key, culture ?? CultureInfo.CurrentUICulture);

    private static string? TextOf(string key) => key switch
    {
        "NotEmptyValidator" or "NotNullValidator" => "Enter {PropertyName}.",
        "MaximumLengthValidator" => "{PropertyName} may have at most {MaxLength} characters; you entered {TotalLength}.",
        "MinimumLengthValidator" => "{PropertyName} needs at least {MinLength} characters; you entered {TotalLength}.",
        "LengthValidator" => "{PropertyName} must have {MinLength} to {MaxLength} characters; you entered {TotalLength}.",
        "InclusiveBetweenValidator" => "{PropertyName} must be from {From} to {To}.",
        "GreaterThanValidator" => "{PropertyName} must be more than {ComparisonValue}.",
        "GreaterThanOrEqualValidator" => "{PropertyName} must be {ComparisonValue} or more.",
        "LessThanValidator" => "{PropertyName} must be less than {ComparisonValue}.",
        "LessThanOrEqualValidator" => "{PropertyName} must be {ComparisonValue} or less.",
        "EmailValidator" => "Enter a mail address, such as name@example.com.",
        "EnumValidator" => "Choose one of the values of {PropertyName}.",
        "RegularExpressionValidator" or "PredicateValidator" => "{PropertyName} is not valid.",
        _ => null,
    };
}
