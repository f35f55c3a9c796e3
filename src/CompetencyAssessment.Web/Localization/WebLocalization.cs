using System.ComponentModel.DataAnnotations;
using System.Reflection;
using FluentValidation;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace CompetencyAssessment.Web.Localization;

internal static class WebLocalization
{
    public const string Chinese = "zh-TW";
    public const string English = "en";

    /// <summary>Claim of a signed-in user that holds the chosen culture.</summary>
    public const string CultureClaim = "culture";

    public static readonly string[] Cultures = [Chinese, English];

    public static void AddWebLocalization(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddLocalization();
        services.Configure<LocalTimeOptions>(configuration.GetSection("LocalTime"));
        services.AddSingleton<LocalTime>();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.SetDefaultCulture(Chinese).AddSupportedCultures(Cultures).AddSupportedUICultures(Cultures);
            // A choice made by the user, then one made in this browser; what the browser asks for is no choice of its user.
            options.RequestCultureProviders =
            [
                new CustomRequestCultureProvider(context => Task.FromResult(
                    context.User.FindFirst(CultureClaim)?.Value is { Length: > 0 } culture ? new ProviderCultureResult(culture) : null)),
                new CookieRequestCultureProvider { Options = options, CookieName = "culture" },
            ];
        });

        // Names in messages are the labels of the form, in the language of the request.
        ValidatorOptions.Global.DisplayNameResolver = (_, member, _) => member is null ? null : DisplayName(member);
        ValidatorOptions.Global.LanguageManager = new ValidationMessages();
    }

    public static IMvcBuilder AddWebLocalization(this IMvcBuilder mvc)
    {
        mvc.AddViewLocalization();
        mvc.AddDataAnnotationsLocalization(options =>
            options.DataAnnotationLocalizerProvider = (_, factory) => factory.Create(typeof(SharedResource)));
        mvc.Services.Configure<MvcOptions>(options =>
        {
            options.ModelMetadataDetailsProviders.Add(new DefaultMessages());
            var messages = options.ModelBindingMessageProvider;
            messages.SetAttemptedValueIsInvalidAccessor((value, name) => SharedResource.Text("“{0}” is not valid for {1}.", value, name));
            messages.SetMissingBindRequiredValueAccessor(name => SharedResource.Text("{0} is missing.", name));
            messages.SetMissingKeyOrValueAccessor(() => SharedResource.Text("Enter a value."));
            messages.SetMissingRequestBodyRequiredValueAccessor(() => SharedResource.Text("The request is empty."));
            messages.SetNonPropertyAttemptedValueIsInvalidAccessor(value => SharedResource.Text("“{0}” is not valid.", value));
            messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => SharedResource.Text("The value is not valid."));
            messages.SetNonPropertyValueMustBeANumberAccessor(() => SharedResource.Text("Enter a number."));
            messages.SetUnknownValueIsInvalidAccessor(name => SharedResource.Text("The value of {0} is not valid.", name));
            messages.SetValueIsInvalidAccessor(value => SharedResource.Text("“{0}” is not valid.", value));
            messages.SetValueMustBeANumberAccessor(name => SharedResource.Text("{0} must be a number.", name));
            messages.SetValueMustNotBeNullAccessor(_ => SharedResource.Text("Enter a value."));
        });
        return mvc;
    }

    /// <summary>A message by its English text, in the language of the request.</summary>
    public static IRuleBuilderOptions<T, TProperty> WithText<T, TProperty>(this IRuleBuilderOptions<T, TProperty> rule, string key, params object?[] args) =>
        rule.WithMessage(_ => SharedResource.Text(key, args));

    private static string DisplayName(MemberInfo member) =>
        SharedResource.Text(member.GetCustomAttribute<DisplayAttribute>()?.Name ?? member.Name);

    /// <summary>The framework localises only messages that an attribute sets itself; this sets them for the common ones.</summary>
    private sealed class DefaultMessages : IValidationMetadataProvider
    {
        public void CreateValidationMetadata(ValidationMetadataProviderContext context)
        {
            foreach (var attribute in context.ValidationMetadata.ValidatorMetadata.OfType<ValidationAttribute>())
                if (attribute.ErrorMessageResourceName is null && MessageOf(attribute) is { } message && IsDefault(attribute))
                    attribute.ErrorMessage = message;
        }

        private static bool IsDefault(ValidationAttribute attribute) =>
            attribute.ErrorMessage is null || attribute is DataTypeAttribute && attribute.ErrorMessage.StartsWith("The {0} field", StringComparison.Ordinal);

        private static string? MessageOf(ValidationAttribute attribute) => attribute switch
        {
            RequiredAttribute => "Enter {0}.",
            StringLengthAttribute { MinimumLength: > 0 } => "{0} must have {2} to {1} characters.",
            StringLengthAttribute or MaxLengthAttribute => "{0} may have at most {1} characters.",
            RangeAttribute => "{0} must be from {1} to {2}.",
            EmailAddressAttribute => "Enter a mail address, such as name@example.com.",
            CompareAttribute => "{0} and {1} must be the same.",
            _ => null,
        };
    }
}
