using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Postern.Tests.Support;

/// <summary>Key Vault's secrets with soft delete: a deleted name is a conflict (409) until it is recovered.</summary>
public sealed class VaultInMemory : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, string> _secrets = new();
    private readonly ConcurrentDictionary<string, string> _deleted = new();

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        if (request.Headers.Authorization is null)
            return Challenge(request);
        var parts = request.RequestUri!.AbsolutePath.Trim('/').Split('/');
        var (collection, name) = (parts[0], parts[1]);
        return (request.Method.Method, collection) switch
        {
            ("GET", "secrets") => Get(name),
            ("PUT", "secrets") => Put(name, await ValueOfAsync(request, cancellationToken)),
            ("DELETE", "secrets") => Move(_secrets, _deleted, name),
            ("POST", "deletedsecrets") => Move(_deleted, _secrets, name),
            _ => Problem(HttpStatusCode.BadRequest),
        };
    }

    private static HttpResponseMessage Challenge(HttpRequestMessage request)
    {
        var challenge = new HttpResponseMessage(HttpStatusCode.Unauthorized) { RequestMessage = request };
        challenge.Headers.Add(
            "WWW-Authenticate",
            "Bearer authorization=\"https://login.example/tenant\", resource=\"https://vault.example\""
        );
        return challenge;
    }

    private static async Task<string> ValueOfAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadFromJsonAsync<JsonObject>(cancellationToken);
        return body!["value"]!.GetValue<string>();
    }

    private HttpResponseMessage Get(string name) =>
        _secrets.TryGetValue(name, out var value) ? Secret(name, value) : Problem(HttpStatusCode.NotFound);

    private HttpResponseMessage Put(string name, string value) =>
        _deleted.ContainsKey(name) ? Problem(HttpStatusCode.Conflict) : Secret(name, _secrets[name] = value);

    private static HttpResponseMessage Move(
        ConcurrentDictionary<string, string> from,
        ConcurrentDictionary<string, string> to,
        string name
    ) => from.TryRemove(name, out var value) ? Secret(name, to[name] = value) : Problem(HttpStatusCode.NotFound);

    private static HttpResponseMessage Secret(string name, string value) =>
        new(HttpStatusCode.OK)
        {
            Content = JsonContent.Create(
                new
                {
                    id = $"https://vault.example/secrets/{name}/0123456789abcdef0123456789abcdef",
                    recoveryId = $"https://vault.example/deletedsecrets/{name}",
                    value,
                    attributes = new { enabled = true },
                }
            ),
        };

    private static HttpResponseMessage Problem(HttpStatusCode status) =>
        new(status)
        {
            Content = JsonContent.Create(new { error = new { code = status.ToString(), message = status.ToString() } }),
        };
}
