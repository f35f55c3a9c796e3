using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using CompetencyAssessment.Domain;
using CompetencyAssessment.Domain.Assessments;
using CompetencyAssessment.Web.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace CompetencyAssessment.Web.Features.Scoring;

/// <summary>A change of one field: what the screen showed before, and what it should be now.</summary>
internal sealed record FieldChange(JsonNode? From, JsonNode? To);

/// <summary>Somebody changed the same field in the meantime; both values are there for the person to choose.</summary>
internal sealed class FieldConflictException(string field, JsonNode? theirs) : Exception($"Field {field} changed in the meantime.")
{
    public string Field { get; } = field;

    public JsonNode? Theirs { get; } = theirs;

    /// <summary>409 with the field and the value that stands there now, for the person to choose.</summary>
    public ContentResult Answer(IStringLocalizer<SharedResource> t)
    {
        var problem = new JsonObject
        {
            ["status"] = StatusCodes.Status409Conflict,
            ["code"] = "rating.conflict",
            ["detail"] = t["Somebody changed this in the meantime."].Value,
            ["field"] = Field,
            ["theirs"] = Theirs?.DeepClone(),
        };
        return new ContentResult { StatusCode = StatusCodes.Status409Conflict, ContentType = "application/problem+json", Content = problem.ToJsonString(RatingFields.Json) };
    }
}

/// <summary>Changes field by field, so that two people, or two tabs, lose nothing of each other.</summary>
internal static class FieldChanges
{
    /// <summary>The fields with the changes made, where each still has the value that the screen showed.</summary>
    /// <exception cref="FieldConflictException">It has another one.</exception>
    /// <exception cref="DomainException"><c>rating.field</c>: no such field, or a value that it cannot take.</exception>
    public static T Apply<T>(T now, IReadOnlyDictionary<string, FieldChange>? changes)
    {
        if (changes is null || changes.Values.Any(c => c is null))
        {
            throw new DomainException("rating.field", "changes");
        }

        var fields = (JsonObject)JsonSerializer.SerializeToNode(now, RatingFields.Json)!;
        foreach (var (name, change) in changes)
        {
            // Only what can be entered: a record also tells what follows from its fields.
            if (!fields.ContainsKey(name) || typeof(T).GetProperty(name, BindingFlags.IgnoreCase | BindingFlags.Public | BindingFlags.Instance)?.CanWrite != true)
            {
                throw new DomainException("rating.field", name);
            }

            var to = Read<T>(fields, name, change.To);
            if (!Same(fields[name], to) && !Same(fields[name], Read<T>(fields, name, change.From)))
            {
                throw new FieldConflictException(name, fields[name]?.DeepClone());
            }

            fields[name] = to;
        }

        return fields.Deserialize<T>(RatingFields.Json)!;
    }

    /// <summary>A value as the field holds it, so that two ways of writing the same value compare equal.</summary>
    private static JsonNode? Read<T>(JsonObject fields, string name, JsonNode? value)
    {
        var with = (JsonObject)fields.DeepClone();
        with[name] = value?.DeepClone();
        try
        {
            return JsonSerializer.SerializeToNode(with.Deserialize<T>(RatingFields.Json), RatingFields.Json)![name]?.DeepClone();
        }
        catch (JsonException)
        {
            throw new DomainException("rating.field", name);
        }
    }

    /// <summary>Equal in value; an absent text and an empty one are the same to a person.</summary>
    private static bool Same(JsonNode? a, JsonNode? b) => JsonNode.DeepEquals(Bare(a), Bare(b));

    private static JsonNode? Bare(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) && text.Length == 0 ? null : node;
}
