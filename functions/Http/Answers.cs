using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Postern.Contracts.Http;
using Postern.Core.Text;
using Postern.Core.Validation;

namespace Postern.Functions.Http;

/// <summary>The responses of functions. Every error is a problem document (RFC 9457).</summary>
internal static class Answers
{
    public const string Json = "application/json";
    private const string ProblemJson = "application/problem+json";
    private const int BusySeconds = 60;

    /// <summary>A list; <paramref name="next"/> continues it and is present only if there may be more items.</summary>
    public static IActionResult List(IEnumerable<JsonObject> items, string? next = null)
    {
        var list = new JsonObject { ["items"] = new JsonArray([.. items]) };
        if (next is not null)
            list["next"] = next;
        return Content(StatusCodes.Status200OK, list);
    }

    public static IActionResult Content(int status, JsonNode content, string? tag = null, string? location = null) =>
        new Answer(status, Json, JsonSerializer.SerializeToUtf8Bytes(content, PosternJson.Strict))
        {
            Tag = tag,
            Location = location,
        };

    /// <summary>A read-only resource, with an entity tag made from its content.</summary>
    public static IActionResult One(HttpRequest request, JsonNode content) =>
        One(request, content, EditCondition.TagOf(content.ToJsonString(PosternJson.Strict)));

    public static IActionResult One(HttpRequest request, JsonNode content, string tag) =>
        Preconditions.Has(request, tag)
            ? new Answer(StatusCodes.Status304NotModified) { Tag = tag }
            : Content(StatusCodes.Status200OK, content, tag);

    public static IActionResult NoContent() => new Answer(StatusCodes.Status204NoContent);

    /// <param name="id">Id of what was accepted.</param>
    /// <param name="location">Where it is looked at.</param>
    /// <param name="note">What keeps it back for now; null without anything.</param>
    public static IActionResult Accepted(string id, string location, string? note = null)
    {
        var json = new JsonObject { ["id"] = id };
        if (note is not null)
            json["note"] = note;
        return Content(StatusCodes.Status202Accepted, json, location: location);
    }

    /// <summary>An accepted mail, for a provider that expects the status 200.</summary>
    public static IActionResult Received(string id) => Content(StatusCodes.Status200OK, new JsonObject { ["id"] = id });

    public static IActionResult Problem(
        int status,
        string detail,
        IReadOnlyList<FieldMessage>? errors = null,
        int? retryAfter = null,
        string? allow = null,
        string? challenge = null
    )
    {
        var problem = new JsonObject
        {
            ["title"] = ReasonPhrases.GetReasonPhrase(status),
            ["status"] = status,
            ["detail"] = detail,
        };
        if (errors is not null)
            problem["errors"] = JsonSerializer.SerializeToNode(errors, PosternJson.Strict);
        return new Answer(status, ProblemJson, JsonSerializer.SerializeToUtf8Bytes(problem, PosternJson.Strict))
        {
            Allow = allow,
            Challenge = challenge,
            RetryAfter = retryAfter,
        };
    }

    /// <summary>The gateway is overloaded: the same request may succeed later.</summary>
    public static IActionResult Busy(string detail) =>
        Problem(StatusCodes.Status503ServiceUnavailable, detail, retryAfter: BusySeconds);

    public static IActionResult NotFound(string what) =>
        Problem(StatusCodes.Status404NotFound, $"There is no such {what}.");

    public static IActionResult BadRequest(string field, string message)
    {
        var detail = field.Length == 0 ? message : $"'{field}' {message}";
        return Problem(StatusCodes.Status400BadRequest, detail, [new(field, message)]);
    }

    /// <summary>The findings because of which an edit was refused.</summary>
    public static IActionResult Refused(Findings findings) =>
        findings.Errors.Count > 0
            ? Problem(StatusCodes.Status400BadRequest, Sentence(findings.Errors), findings.Errors)
            : Problem(StatusCodes.Status409Conflict, Sentence(findings.Conflicts), findings.Conflicts);

    private static string Sentence(IReadOnlyList<FieldMessage> messages) =>
        string.Join("; ", messages.Select(message => $"'{message.Field}' {message.Message}"));
}
