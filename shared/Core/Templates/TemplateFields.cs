using System.Text.Json.Nodes;
using Postern.Contracts.Http;

namespace Postern.Core.Templates;

/// <summary>Selects the record values that a message keeps: those that its model's template shows.</summary>
public static class TemplateFields
{
    public static JsonObject? Pick(JsonObject? values, NotificationTemplate? template)
    {
        if (values is null || template is null)
            return null;
        var names = new[] { template.Subject, template.Html, template.Text }
            .OfType<string>()
            .SelectMany(TemplateText.Names)
            .Select(use => use.Name)
            .Where(name => name.StartsWith(NotificationTemplateRules.Values, StringComparison.Ordinal))
            .Select(name => name[NotificationTemplateRules.Values.Length..])
            .Distinct()
            .Where(values.ContainsKey)
            .ToList();
        if (names.Count == 0)
            return null;
        return new JsonObject(names.Select(name => KeyValuePair.Create(name, values[name]?.DeepClone())));
    }
}
