using System.Text.Json.Nodes;

namespace Postern.Functions.Reference;

/// <summary>One operation of the description, as a part of the page.</summary>
/// <param name="Verb">Its method.</param>
/// <param name="Path">Its path.</param>
/// <param name="Operation">What the description says of it.</param>
/// <param name="Document">The description, for what it refers to.</param>
internal sealed record ReferenceOperation(string Verb, string Path, JsonNode Operation, JsonNode Document)
{
    public string Tag => $"{Operation["tags"]![0]}";

    public static IEnumerable<ReferenceOperation> Of(JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from verb in path.Value!.AsObject()
        select new ReferenceOperation(verb.Key.ToUpperInvariant(), path.Key, verb.Value!, document);

    public void Write(Html html) =>
        html.Foldable(
            $"{Operation["operationId"]}",
            summary =>
                summary.Element("b", Verb).Element("code", Path).Raw(" ").Element("span", Text(Operation, "summary")),
            content =>
            {
                content.Element("p", Text(Operation, "description"));
                WriteParameters(content);
                if (Operation["requestBody"] is { } body)
                    WriteContent(content.Element("h3", "Body"), body);
                content.Element("h3", "Answers");
                foreach (var (code, answer) in Operation["responses"]!.AsObject())
                    WriteAnswer(content, code, Resolve(answer!));
            }
        );

    private void WriteParameters(Html html)
    {
        if (Operation["parameters"] is not JsonArray { Count: > 0 } parameters)
            return;
        html.Element("h3", "Parameters").Raw("<table>");
        foreach (var parameter in parameters.OfType<JsonNode>())
        {
            html.Raw("<tr><td>")
                .Element("code", Text(parameter, "name"))
                .Raw("</td><td>")
                .Element("span", Text(parameter, "in"));
            ReferenceSchema.WriteType(html.Raw("</td><td>"), parameter["schema"]);
            html.Raw("</td><td>").Element("span", Text(parameter, "description")).Raw("</td></tr>");
        }
        html.Raw("</table>");
    }

    private static void WriteAnswer(Html html, string code, JsonNode answer)
    {
        html.Raw("<p>").Element("b", code).Raw(" ").Element("span", Text(answer, "description")).Raw("</p>");
        if (code.StartsWith('2'))
            WriteContent(html, answer);
    }

    private static void WriteContent(Html html, JsonNode owner)
    {
        foreach (var (type, content) in owner["content"]?.AsObject() ?? [])
        {
            ReferenceSchema.WriteType(html.Raw("<p>").Element("code", type).Raw(" "), content!["schema"]);
            ReferenceSchema.WriteExample(html.Raw("</p>"), content["example"]);
        }
    }

    // Answers that many operations have stand in one place.
    private JsonNode Resolve(JsonNode answer) =>
        Text(answer, "$ref") is { } reference
            ? reference.Split('/').Skip(1).Aggregate(Document, (node, part) => node[part]!)
            : answer;

    private static string? Text(JsonNode node, string member) => node[member]?.ToString();
}
