using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Controllers;

namespace CompetencyAssessment.Web.Hosting;

/// <summary>Controllers may be internal like everything else here; the framework's own rule wants them public.</summary>
internal sealed class InternalControllers : ControllerFeatureProvider
{
    protected override bool IsController(TypeInfo typeInfo) =>
        typeInfo is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && typeof(ControllerBase).IsAssignableFrom(typeInfo);
}
