using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Razor;

namespace CompetencyAssessment.Web.Features.Shared;

/// <summary>Finds a view beside its controller, whatever the folder is called: <c>Features/Assessments/AssessmentUploadController</c> looks in <c>Features/Assessments</c>.</summary>
internal sealed class FeatureViewLocations : IViewLocationExpander
{
    private const string Root = "CompetencyAssessment.Web.Features.";

    public void PopulateValues(ViewLocationExpanderContext context)
    {
        if (context.ActionContext.ActionDescriptor is ControllerActionDescriptor { ControllerTypeInfo.Namespace: { } name }
            && name.StartsWith(Root, StringComparison.Ordinal))
            context.Values["feature"] = name[Root.Length..].Replace('.', '/');
    }

    public IEnumerable<string> ExpandViewLocations(ViewLocationExpanderContext context, IEnumerable<string> viewLocations) =>
        context.Values.TryGetValue("feature", out var feature)
            ? viewLocations.Prepend($"/Features/{feature}/{{1}}/{{0}}.cshtml").Prepend($"/Features/{feature}/{{0}}.cshtml")
            : viewLocations;
}
