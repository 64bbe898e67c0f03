using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Postern.Tests.Outbound;

/// <summary>An endpoint on loopback that takes events as an Event Grid topic does, or answers as a test says.</summary>
internal sealed class TopicEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TopicEndpoint(WebApplication app) => _app = app;

    public Uri Address => new($"{_app.Urls.First()}/api/events");

    /// <summary>The status that it answers.</summary>
    public int Status { get; set; } = StatusCodes.Status200OK;

    /// <summary>What it was sent, oldest first.</summary>
    public ConcurrentQueue<(string Fields, JsonArray Events)> Requests { get; } = new();

    public static async Task<TopicEndpoint> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var endpoint = new TopicEndpoint(app);
        app.MapPost("/api/events", endpoint.TakeAsync);
        await app.StartAsync();
        return endpoint;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        var events = (await JsonNode.ParseAsync(request.Body))!.AsArray();
        Requests.Enqueue(($"{request.QueryString} {request.ContentType} {request.Headers.Authorization}", events));
        return Results.StatusCode(Status);
    }
}
