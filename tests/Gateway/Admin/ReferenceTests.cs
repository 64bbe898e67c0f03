using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Postern.Tests.Support;

namespace Postern.Tests.Admin;

/// <summary>The description of the API as a page.</summary>
public sealed partial class ReferenceTests(AdminGateway gateway) : IClassFixture<AdminGateway>
{
    [Fact]
    public async Task The_page_shows_every_operation_and_schema_without_a_key_and_every_link_in_it_leads_somewhere()
    {
        var answer = await gateway.GetAsync("docs", ("x-functions-key", ""));

        Assert.Equal((200, "text/html; charset=utf-8"), (answer.Status, answer.ContentType));
        var html = Encoding.UTF8.GetString(answer.Content);
        var places = Place().Matches(html).Select(match => match.Groups["name"].Value).ToList();
        var document = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "openapi.json")))!;
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject());
        var schemas = document["components"]!["schemas"]!.AsObject().Select(schema => $"schema-{schema.Key}");
        Assert.Empty(operations.Select(one => $"{one.Value!["operationId"]}").Concat(schemas).Except(places));
        Assert.Empty(Link().Matches(html).Select(match => match.Groups["name"].Value).Except(places));
        Assert.Equal(places.Distinct(), places);
        Assert.Contains("PUT replaces a resource", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_runs_in_it_and_a_browser_that_has_it_is_told_so()
    {
        var answer = await gateway.GetAsync("docs");

        var policy = answer.Headers.ContentSecurityPolicy.ToString();
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", Encoding.UTF8.GetString(answer.Content), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(304, (await gateway.GetAsync("docs", ("If-None-Match", answer.Tag))).Status);
    }

    [GeneratedRegex("id=\"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();

    [GeneratedRegex("href=\"#(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();
}
