using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Postern.Functions.Reference;

/// <summary>The description of the API as a page: every operation and every schema. It has no script.</summary>
internal static class ReferencePage
{
    private const string Style = """
        body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem;color-scheme:light dark}
        code,pre{font:14px/1.4 ui-monospace,monospace}pre{overflow:auto;padding:.5rem;border:1px solid #8884}
        summary{cursor:pointer;padding:.3rem 0}summary b{display:inline-block;min-width:4.5rem}
        details>div{padding:0 0 1rem 1rem;border-left:2px solid #8884}details>div:target{border-color:#06c}
        table{border-collapse:collapse}td{vertical-align:top;padding:.2rem .8rem .2rem 0;overflow-wrap:anywhere}
        nav a{margin-right:.8rem}
        """;

    /// <summary>Nothing runs and nothing is loaded; the one style is named by its hash.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; "
        + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    public static string Write(JsonNode document)
    {
        var html = new Html();
        var info = document["info"]!;
        html.Raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Raw("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
            .Element("title", $"{info["title"]} API")
            .Raw($"<style>{Style}</style></head><body>")
            .Element("h1", $"{info["title"]} API")
            .Element("p", $"{info["description"]}");
        var operations = ReferenceOperation.Of(document).ToLookup(operation => operation.Tag);
        var tags = document["tags"]!.AsArray().ToDictionary(tag => $"{tag!["name"]}", tag => $"{tag!["description"]}");
        html.Raw("<nav>");
        foreach (var tag in tags.Keys)
            html.Link($"tag-{tag}", tag);
        html.Link("schemas", "schemas").Raw("</nav>");
        foreach (var (tag, description) in tags)
        {
            html.Raw($"<h2 id=\"tag-{tag}\">").Element("span", tag).Raw("</h2>").Element("p", description);
            foreach (var operation in operations[tag])
                operation.Write(html);
        }
        WriteSchemas(html, document);
        return html.Raw("</body></html>").ToString();
    }

    private static void WriteSchemas(Html html, JsonNode document)
    {
        html.Raw("<h2 id=\"schemas\">Schemas</h2>");
        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject())
            html.Foldable(
                ReferenceSchema.Anchor(name),
                summary => summary.Element("code", name),
                content =>
                {
                    content.Element("p", $"{schema!["description"]}");
                    ReferenceSchema.WriteMembers(content, schema);
                    ReferenceSchema.WriteExample(content, schema["examples"]?[0]);
                }
            );
    }
}
