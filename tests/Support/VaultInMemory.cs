using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Postern.Tests.Support;

/// <summary>Key Vault's secrets with soft delete: a name that was deleted is taken (409) until it is recovered.</summary>
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
        {
            var challenge = new HttpResponseMessage(HttpStatusCode.Unauthorized) { RequestMessage = request };
            challenge.Headers.Add(
                "WWW-Authenticate",
                "Bearer authorization=\"https://login.example/tenant\", resource=\"https://vault.example\""
            );
            return challenge;
        }
        var parts = request.RequestUri!.AbsolutePath.Trim('/').Split('/');
        return (request.Method.Method, parts[0]) switch
        {
            ("GET", "secrets") => _secrets.TryGetValue(parts[1], out var value)
                ? Secret(parts[1], value)
                : Problem(HttpStatusCode.NotFound),
            ("PUT", "secrets") => _deleted.ContainsKey(parts[1])
                ? Problem(HttpStatusCode.Conflict)
                : Secret(
                    parts[1],
                    _secrets[parts[1]] = (await request.Content!.ReadFromJsonAsync<JsonObject>(cancellationToken))![
                        "value"
                    ]!.GetValue<string>()
                ),
            ("DELETE", "secrets") => Move(_secrets, _deleted, parts[1]),
            ("POST", "deletedsecrets") => Move(_deleted, _secrets, parts[1]),
            _ => Problem(HttpStatusCode.BadRequest),
        };
    }

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
