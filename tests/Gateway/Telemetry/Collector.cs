using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Postern.Tests.Telemetry;

/// <summary>
/// What is sent to a collector (OTLP, protobuf over HTTP) and to Application Insights, as text in which words can be
/// looked for, by path.
/// </summary>
internal sealed class Collector : IAsyncDisposable
{
    public const string ApplicationInsights = "/v2.1/track";

    private readonly WebApplication _server;
    private readonly ConcurrentDictionary<string, string> _received = new();

    private Collector(WebApplication server) => _server = server;

    public string Url => _server.Urls.Single();

    public IReadOnlyDictionary<string, string> Received => _received;

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        var collector = new Collector(server);
        server.MapPost("/{version}/{kind}", collector.KeepAsync);
        await server.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task<object> KeepAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        body.Position = 0;
        var text = Text(body, request.Headers.ContentEncoding == "gzip");
        _received.AddOrUpdate(request.Path, text, (_, before) => before + text);
        var items = text.Split('\n').Length;
        return new { itemsReceived = items, itemsAccepted = items };
    }

    private static string Text(MemoryStream body, bool isZipped)
    {
        if (!isZipped)
            return Encoding.Latin1.GetString(body.ToArray());
        using var unzipped = new GZipStream(body, CompressionMode.Decompress);
        using var reader = new StreamReader(unzipped);
        return reader.ReadToEnd();
    }
}
