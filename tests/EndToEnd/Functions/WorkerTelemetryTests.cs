using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Postern.Bench.Cost;
using Postern.Contracts.Http;
using Postern.Gateway.Storage;
using Postern.Gateway.Telemetry;
using Postern.Tests.Functions.Otlp;
using Postern.Tests.Functions.Worker;
using Postern.Tests.Servers;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Functions;

/// <summary>
/// What the worker exports when it has a collector, read from what the collector gets: docs/cost.md counts with it.
/// </summary>
public sealed class WorkerTelemetryTests(ITestOutputHelper output) : IDisposable
{
    private const string Mail =
        "From: \"Quirinius Zwiebelstein\" <q.zwiebelstein@customer.example>\r\nTo: support@mycompany.example\r\n"
        + "Subject: Flammenwerfer\r\nMessage-ID: <1@customer.example>\r\n\r\nBlauwal.\r\n";
    private static readonly string[] Personal = ["zwiebelstein", "flammenwerfer", "blauwal", "agent@", "quirinius"];

    private static readonly string[] Counters = [MetricNames.Received, MetricNames.Routed, MetricNames.Outcomes];

    private readonly string _home = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    /// <summary>One mail with one delivery, both timers once, and a run that fails.</summary>
    [Fact]
    public async Task It_exports_three_spans_a_mail_its_metrics_and_the_logs_of_what_fails_and_names_nobody()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var worker = await RunAsync(collector);
        Write(collector);

        Assert.Equal(bool.TrueString, worker.Capabilities["WorkerOpenTelemetryEnabled"]);
        Assert.Equal(
            ["mail.deliver", "mail.intake", "mail.route"],
            collector.Spans.Select(span => span.Name).Order(StringComparer.Ordinal)
        );
        Assert.Single(collector.Spans.Select(span => Convert.ToHexStringLower(span.TraceId.Span)).Distinct());
        foreach (var (name, function) in new[] { ("mail.intake", "Intake"), ("mail.route", "RouteInbound") })
            Assert.Equal(
                ($"{worker.Runs[function].TraceId}", $"{worker.Runs[function].SpanId}"),
                LinkOf(collector.Spans.Single(span => span.Name == name))
            );

        var (category, record) = Assert.Single(collector.Logs);
        Assert.StartsWith("Microsoft.Azure.Functions.Worker", category, StringComparison.Ordinal);
        Assert.Contains("PostToThread", record.Body.Text, StringComparison.Ordinal);
        Assert.Equal($"{worker.Runs["PostToThread"].TraceId}", Convert.ToHexStringLower(record.TraceId.Span));
        var tags = record.Attributes.ToDictionary(attribute => attribute.Key, attribute => attribute.Value.Text);
        Assert.Contains("Exception", tags["exception.type"], StringComparison.Ordinal);
        Assert.Contains("Postern.Gateway.Posting", tags["exception.stacktrace"], StringComparison.Ordinal);

        Assert.Contains(BuiltVersion.Current, collector.Text, StringComparison.Ordinal);
        Assert.All(Personal, word => Assert.DoesNotContain(word, collector.Text, StringComparison.OrdinalIgnoreCase));
        var prices = Prices.Read();
        var counters = collector.Points.Count(Counters.Contains);
        Assert.Equal(prices.Records("counters of the gateway, a mail"), counters);
        Assert.Equal(prices.Records("spans of the gateway, a mail"), collector.Spans.Count);
        // The page counts with a mailbox and some servers; there are none here.
        var most = prices.Records("measurements of the gateway, every five minutes");
        Assert.InRange(collector.Points.Count - counters, 0.8 * most, most);
        var bytes = prices.Records("KB of a record as it is stored") * 1000;
        Assert.InRange((double)collector.Bytes("/v1/traces") / collector.Spans.Count, 0.1 * bytes, bytes);
        Assert.InRange((double)collector.Bytes("/v1/metrics") / collector.Points.Count, 0.05 * bytes, bytes);
    }

    private async Task<WorkerProcess> RunAsync(OtlpCollector collector)
    {
        var storage = (await Azurite.SharedAsync()).NewAccount();
        await using var gateway = await TestGateway.StartAsync(
            storage,
            new FakeTimeProvider(DateTimeOffset.UtcNow),
            null
        );
        await gateway.SetUpDeskAsync();
        // Telemetry is sent when the worker stops, all of it at once.
        await using var worker = await WorkerProcess.StartAsync([
            .. WorkerGateway.Settings(storage, gateway.Catcher.Port),
            .. collector.Settings,
            // The host's, whose sampler the worker's SDK does not know: it would keep nothing.
            ("OTEL_TRACES_SAMPLER", "microsoft.fixed_percentage"),
            ("OTEL_TRACES_SAMPLER_ARG", "0"),
            // As on a new instance: nothing that another run has left is found.
            ("HOME", _home),
        ]);
        await PushAsync(gateway, worker);
        foreach (
            var (queue, function) in new[]
            {
                (QueueNames.InboundMail, "RouteInbound"),
                (QueueNames.OutboundMail, "SendOutbound"),
            }
        )
        foreach (var message in (await gateway.Get<GatewayStorage>().Queue(queue).ReceiveMessagesAsync(32)).Value)
            await worker.InvokeAsync(function, new TypedData { String = message.MessageText });
        Assert.Single(gateway.Catcher.Mails);
        foreach (var timer in new[] { "FetchMail", "Housekeeping" })
            await worker.InvokeAsync(
                timer,
                new TypedData { Json = """{"Schedule":{"AdjustForDST":true},"IsPastDue":false}""" }
            );
        // So that what is wrong with the next message cannot be listed.
        await gateway.Get<GatewayStorage>().Table(TableNames.Attention).DeleteAsync();
        var failed = await worker.InvokeAsync(
            "PostToThread",
            new TypedData { String = """{"v":1,"author":"q.zwiebelstein@customer.example"}""" }
        );
        Assert.Equal(StatusResult.Types.Status.Failure, failed.Status);
        return worker;
    }

    private static async Task PushAsync(TestGateway gateway, WorkerProcess worker)
    {
        using var push = new HttpRequestMessage(HttpMethod.Post, "/api/inbound")
        {
            Content = new StringContent(Mail, Encoding.ASCII, "message/rfc822"),
        };
        push.Headers.Add("x-functions-key", await WorkerGateway.MakeKeyAsync(gateway, ApiScope.Intake));
        using var pushed = await worker.SendAsync("Intake", push);
        Assert.Equal(HttpStatusCode.Accepted, pushed.StatusCode);
    }

    private static (string Trace, string Span) LinkOf(Span span)
    {
        var link = Assert.Single(span.Links);
        return (Convert.ToHexStringLower(link.TraceId.Span), Convert.ToHexStringLower(link.SpanId.Span));
    }

    private void Write(OtlpCollector collector)
    {
        output.WriteLine($"spans {collector.Spans.Count} {collector.Bytes("/v1/traces")} bytes");
        output.WriteLine($"logs {collector.Logs.Count} {collector.Bytes("/v1/logs")} bytes");
        output.WriteLine($"points {collector.Points.Count} {collector.Bytes("/v1/metrics")} bytes");
        output.WriteLine(string.Join('\n', collector.Points.GroupBy(name => name).Select(g => $"{g.Key} {g.Count()}")));
        output.WriteLine(string.Join('\n', collector.Logs.Select(log => $"{log.Category} {log.Record}")));
    }
}
