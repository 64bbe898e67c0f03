using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Postern.Gateway.Posting;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Support;

namespace Postern.Tests.Admin;

/// <summary>The operations of docs/openapi.json that answer with a list, and something for each to show.</summary>
internal static class ListOperations
{
    public static IReadOnlyList<(string Path, JsonNode Operation)> All { get; } = [.. Read()];

    /// <summary>Names of the parameters of the query.</summary>
    public static IEnumerable<string> Query(JsonNode operation) =>
        (operation["parameters"]?.AsArray() ?? [])
            .Where(parameter => parameter!["in"]!.GetValue<string>() == "query")
            .Select(parameter => parameter!["name"]!.GetValue<string>());

    public static JsonObject Members(JsonNode operation) =>
        operation["responses"]!["200"]!["content"]!["application/json"]!["schema"]!["properties"]!.AsObject();

    /// <summary>The path of a list that <see cref="SeedAsync"/> has filled.</summary>
    public static string Seeded(string path) =>
        path.TrimStart('/')
            .Replace("alias-domains/{id}", "alias-domains/paged", StringComparison.Ordinal)
            .Replace("{address}", "b0@paged.example", StringComparison.Ordinal)
            .Replace("{model}", "paged", StringComparison.Ordinal)
            .Replace("{id}", "one", StringComparison.Ordinal);

    /// <summary>Makes three of nearly everything that is listed.</summary>
    public static async Task SeedAsync(AdminGateway gateway)
    {
        if ((await gateway.GetAsync("alias-domains/paged")).Status == 200)
            return;
        await PutAsync(gateway, "alias-domains/paged", """{"name":"paged.example"}""");
        await gateway.PostAsync("alias-domains/paged/dkim", """{"selector":"s1"}""");
        var attention = gateway.Services.GetRequiredService<AttentionStore>();
        foreach (var number in Enumerable.Range(0, 3))
        {
            await attention.RejectAsync(QueueNames.ThreadPosts, $"broken {number}", new("id", "is wrong"), default);
            await gateway.DeleteAsync($"people/erased{number}@paged.example");
            await PutAsync(gateway, $"alias-domains/paged{number}", $$"""{"name":"d{{number}}.paged.example"}""");
            await PutAsync(gateway, $"models/paged{number}", "{}");
            await PutAsync(gateway, $"aliases/paged/a{number}", """{"model":"paged"}""");
            await PutAsync(gateway, $"allowed-senders/a{number}@paged.example", "{}");
            await PutAsync(gateway, $"contacts/c{number}@paged.example", "{}");
            await PutAsync(gateway, $"outgoing-servers/paged{number}", """{"name":"S","host":"smtp.paged.example"}""");
            await PutAsync(
                gateway,
                $"incoming-servers/paged{number}",
                """{"name":"I","host":"imap.paged.example","userName":"u"}"""
            );
            await PutAsync(gateway, "blacklist/b0@paged.example", """{"reason":"manual"}""");
            await gateway.DeleteAsync("blacklist/b0@paged.example");
            await PutAsync(gateway, $"blacklist/b{number}@paged.example", """{"reason":"manual"}""");
            await PostAsync(gateway, number == 0 ? "one" : $"thread{number}", number);
            await PostAsync(gateway, "one", number + 10);
            var mail = $"From: ann@paged.example\r\nTo: x@paged.example\r\nSubject: Mail {number}\r\n\r\nHello\r\n";
            await gateway.SendAsync("POST", "inbound", "message/rfc822", System.Text.Encoding.ASCII.GetBytes(mail));
        }
    }

    private static async Task PutAsync(AdminGateway gateway, string path, string json)
    {
        var answer = await gateway.PutAsync(path, json);
        Assert.True(answer.Status is 200 or 201, $"{path}: {answer}");
    }

    private static async Task PostAsync(AdminGateway gateway, string id, int number)
    {
        var post = new JsonObject
        {
            ["v"] = 1,
            ["id"] = $"paged {number}",
            ["thread"] = new JsonObject
            {
                ["model"] = "paged",
                ["id"] = id,
                ["create"] = true,
            },
            ["author"] = "sam@mycompany.example",
            ["subject"] = $"Thread {id}",
            ["followers"] = new JsonArray("f1@paged.example", "f2@paged.example", "f3@paged.example"),
            ["text"] = "Hello",
        };
        await gateway.Services.GetRequiredService<PostProcessor>().ProcessAsync(post.ToJsonString(), default);
    }

    private static IEnumerable<(string Path, JsonNode Operation)> Read()
    {
        var document = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "openapi.json")))!;
        foreach (var (path, operations) in document["paths"]!.AsObject())
        {
            var schema = operations!["get"]?["responses"]?["200"]?["content"]?["application/json"]?["schema"];
            if (schema?["properties"]?["items"] is not null)
                yield return (path, operations["get"]!);
        }
    }
}
