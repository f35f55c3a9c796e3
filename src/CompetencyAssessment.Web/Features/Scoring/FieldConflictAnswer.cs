using System.Text.Json.Nodes;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Scoring;

/// <summary>Tells a page that somebody changed a field meanwhile, with the value as it is now; <c>js/scoring/outbox.js</c> asks the person.</summary>
internal static class FieldConflictAnswer
{
    public static ContentResult Answer(this FieldConflictException conflict, IStringLocalizer<SharedResource> t)
    {
        var problem = new JsonObject
        {
            ["status"] = StatusCodes.Status409Conflict,
            ["code"] = "rating.conflict",
            ["detail"] = t["Somebody changed this in the meantime."].Value,
            ["field"] = conflict.Field,
            ["theirs"] = conflict.Theirs,
        };
        return new ContentResult { StatusCode = StatusCodes.Status409Conflict, ContentType = "application/problem+json", Content = problem.ToJsonString(RatingFields.Json) };
    }
}
