using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Postern.Tests.Servers;

/// <summary>A token endpoint (RFC 6749) on loopback that answers as a test says and keeps what it was asked.</summary>
public sealed class TokenEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<IReadOnlyDictionary<string, string>> _requests = new();

    private TokenEndpoint(WebApplication app) => _app = app;

    /// <summary>Where it is asked.</summary>
    public string Address => $"{_app.Urls.First()}/token";

    /// <summary>The forms that were posted, oldest first.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Requests => [.. _requests];

    /// <param name="answer">Status and JSON of the answer to a form.</param>
    public static async Task<TokenEndpoint> StartAsync(
        Func<IReadOnlyDictionary<string, string>, (int Status, object Body)> answer
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var endpoint = new TokenEndpoint(app);
        app.MapPost(
            "/token",
            async (HttpRequest request) =>
            {
                var form = (await request.ReadFormAsync()).ToDictionary(
                    field => field.Key,
                    field => field.Value.ToString()
                );
                endpoint._requests.Enqueue(form);
                var (status, body) = answer(form);
                return Results.Json(body, statusCode: status);
            }
        );
        await app.StartAsync();
        return endpoint;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
