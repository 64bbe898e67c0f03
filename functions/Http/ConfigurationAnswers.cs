using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Postern.Core.Declarations;
using Postern.Core.Migration;
using Postern.Core.Text;
using Postern.Gateway.Applying;

namespace Postern.Functions.Http;

/// <summary>The answers about a file of the configuration: JSON, or text where the request asks for that.</summary>
internal static class ConfigurationAnswers
{
    private const string Yaml = "application/yaml";
    private const string Text = "text/plain";
    private const string Utf8 = "; charset=utf-8";

    /// <summary>The configuration as a file.</summary>
    public static IActionResult File(HttpRequest request, JsonObject file, bool isJson)
    {
        var tag = ConfigurationExport.TagOf(file, isJson);
        if (isJson)
            return Answers.One(request, file, tag);
        return Preconditions.Has(request, tag)
            ? new Answer(StatusCodes.Status304NotModified) { Tag = tag }
            : new Answer(StatusCodes.Status200OK, Yaml, Encoding.UTF8.GetBytes(YamlText.Write(file))) { Tag = tag };
    }

    /// <summary>What a file would change.</summary>
    public static IActionResult Planned(HttpRequest request, ConfigurationPlan plan) =>
        Accepts(request, Text)
            ? Plain(StatusCodes.Status200OK, plan.ToString())
            : Answers.Content(StatusCodes.Status200OK, Json(plan, plan.Changes, "changes"));

    /// <summary>What a file has changed, or why not.</summary>
    public static IActionResult Applied(HttpRequest request, AppliedConfiguration applied)
    {
        var (status, detail) = applied.Outcome switch
        {
            ApplyOutcome.Applied => (StatusCodes.Status200OK, ""),
            ApplyOutcome.ConditionFailed => (
                StatusCodes.Status412PreconditionFailed,
                "The configuration is not what the condition asks for; read it again before writing."
            ),
            ApplyOutcome.Refused => (StatusCodes.Status400BadRequest, "The file has errors; nothing was changed."),
            _ => (
                StatusCodes.Status409Conflict,
                "Another change got in the way, after a part was written; the same request completes it."
            ),
        };
        if (Accepts(request, Text))
            return Plain(
                status,
                detail.Length > 0
                    ? $"{detail}\n{applied.Plan with { Changes = applied.Applied }}"
                    : applied.Plan.ToString()
            );
        var json = Json(applied.Plan, applied.Applied, "applied");
        return detail.Length == 0 ? Answers.Content(status, json) : Problem(status, detail, json);
    }

    /// <summary>What Odoo's exports became: JSON, the file alone, or what is to be known about it alone.</summary>
    public static IActionResult Imported(HttpRequest request, OdooImported imported)
    {
        if (Accepts(request, Yaml))
            return new Answer(StatusCodes.Status200OK, Yaml, Encoding.UTF8.GetBytes(imported.ToYaml()));
        return Accepts(request, Text)
            ? Plain(StatusCodes.Status200OK, imported.ToString())
            : Answers.Content(StatusCodes.Status200OK, imported.ToJson());
    }

    /// <summary>Whether the answer is JSON: by the query, else by the field Accept, else it is YAML.</summary>
    public static bool IsJson(HttpRequest request, string? format) =>
        format is null ? Accepts(request, Answers.Json) : format == "json";

    private static bool Accepts(HttpRequest request, string media) =>
        request.GetTypedHeaders().Accept.FirstOrDefault()?.MediaType.Equals(media, StringComparison.OrdinalIgnoreCase)
        == true;

    private static Answer Plain(int status, string text) => new(status, Text + Utf8, Encoding.UTF8.GetBytes(text));

    private static JsonObject Json(ConfigurationPlan plan, IReadOnlyList<PlannedChange> changes, string name) =>
        new()
        {
            [name] = JsonSerializer.SerializeToNode(changes, PosternJson.Strict),
            ["warnings"] = JsonSerializer.SerializeToNode(plan.Warnings, PosternJson.Strict),
            ["errors"] = JsonSerializer.SerializeToNode(plan.Errors, PosternJson.Strict),
        };

    private static Answer Problem(int status, string detail, JsonObject members)
    {
        var problem = new JsonObject
        {
            ["title"] = ReasonPhrases.GetReasonPhrase(status),
            ["status"] = status,
            ["detail"] = detail,
        };
        foreach (var (name, value) in members)
            problem[name] = value?.DeepClone();
        return new(
            status,
            "application/problem+json",
            JsonSerializer.SerializeToUtf8Bytes(problem, PosternJson.Strict)
        );
    }
}
