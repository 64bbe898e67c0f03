using System.Collections.Concurrent;
using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Postern.Tests.Functions.Otlp;

/// <summary>A collector of OpenTelemetry (OTLP, protobuf over HTTP) that keeps what it gets.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();

    private OtlpCollector(WebApplication server) => _server = server;

    /// <summary>The app settings that make the worker export to it.</summary>
    public IEnumerable<(string Name, string Value)> Settings =>
        [("OTEL_EXPORTER_OTLP_ENDPOINT", _server.Urls.Single()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")];

    public IReadOnlyList<Span> Spans =>
        [
            .. Of("/v1/traces", Traces.Parser)
                .SelectMany(one => one.Resources)
                .SelectMany(one => one.Scopes)
                .SelectMany(one => one.Spans),
        ];

    /// <summary>Log records, with the categories that they are of.</summary>
    public IReadOnlyList<(string Category, LogRecord Record)> Logs =>
        [
            .. Of("/v1/logs", Otlp.Logs.Parser)
                .SelectMany(one => one.Resources)
                .SelectMany(one => one.Scopes)
                .SelectMany(one => one.Records.Select(record => (one.Scope.Name, record))),
        ];

    /// <summary>Metrics, one for each of their points.</summary>
    public IReadOnlyList<string> Points =>
        [
            .. Of("/v1/metrics", Metrics.Parser)
                .SelectMany(one => one.Resources)
                .SelectMany(one => one.Scopes)
                .SelectMany(one => one.Metrics)
                .SelectMany(one => (one.Gauge ?? one.Sum).Points.Select(_ => one.Name)),
        ];

    /// <summary>All that came, as text in which words can be looked for.</summary>
    public string Text => string.Concat(_received.Select(one => Encoding.Latin1.GetString(one.Body)));

    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        var collector = new OtlpCollector(server);
        server.MapPost("/v1/{kind}", collector.KeepAsync);
        await server.StartAsync();
        return collector;
    }

    /// <summary>Bytes of all messages to a path.</summary>
    public int Bytes(string path) => _received.Where(one => one.Path == path).Sum(one => one.Body.Length);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task KeepAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        _received.Enqueue((request.Path, body.ToArray()));
    }

    private IEnumerable<T> Of<T>(string path, MessageParser<T> parser)
        where T : IMessage<T> => _received.Where(one => one.Path == path).Select(one => parser.ParseFrom(one.Body));
}
