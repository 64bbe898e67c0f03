using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.Tests.Vectors;

/// <summary>
/// The company on whose behalf a case sends: its alias domain decides the notification address. A case names it, with
/// or without the list of companies, by its domain, key or name.
/// </summary>
internal static class SendingCompany
{
    /// <summary>
    /// The name of the company's alias domain, empty for a company without one; null when no company is named.
    /// </summary>
    public static string? DomainIn(JsonObject vector)
    {
        var config = vector["config"]!.AsObject();
        if (config.TryGetPropertyValue("company_alias_domain", out var own) && own is null)
            return "";
        var named =
            from member in vector.Concat(config)
            where member.Key.Contains("company", StringComparison.OrdinalIgnoreCase)
            from word in Words(member.Value)
            select DomainOf(word, config);
        return named.FirstOrDefault(domain => domain is not null);
    }

    private static string? DomainOf(string word, JsonObject config)
    {
        var company = List(config, "companies")
            .FirstOrDefault(each => Text(each["key"]) == word || Text(each["name"]) == word);
        var name = Text(company?["alias_domain"]) ?? word;
        return List(config, "alias_domains")
            .Select(domain => Text(domain["name"]))
            .FirstOrDefault(own => own == name || own?.Split('.')[0] == name);
    }

    private static IEnumerable<string> Words(JsonNode? value) =>
        value switch
        {
            JsonObject company => company.Select(member => Text(member.Value)).OfType<string>(),
            _ when Text(value) is { } word => [word],
            _ => [],
        };

    private static IEnumerable<JsonNode> List(JsonObject config, string name) =>
        (config[name] as JsonArray ?? []).OfType<JsonNode>();

    private static string? Text(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
}
