using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Postern.Core.Webhooks;
using Postern.Functions.Http;
using Postern.Gateway.Providers;

namespace Postern.Functions;

/// <summary>
/// Accepts the delivery events of mail providers: bounces, complaints, delays. It needs no function key, since each
/// provider is authenticated in its own way, by a signature or by a secret.
/// </summary>
public sealed partial class ProviderEvents(
    IEnumerable<IDeliveryEventProvider> providers,
    ProviderEventProcessor processor,
    ILogger<ProviderEvents> logger
)
{
    private const int LargestBody = 1 << 20;
    private const int RetrySeconds = 60;

    [Function("TakeProviderEvents")]
    [Public]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "options", Route = "inbound/{provider}")]
            HttpRequest request,
        string provider,
        CancellationToken cancellationToken
    )
    {
        if (providers.FirstOrDefault(one => one.Name == provider && one.IsSetUp) is not { } known)
            return Answers.NotFound("provider, or it is not set up");
        var (content, problem) = await ReadAsync(request, cancellationToken);
        if (problem is not null)
            return problem;
        var read = new ProviderRequest(
            request.Method.ToUpperInvariant(),
            content,
            name => request.Headers[name].FirstOrDefault(),
            name => request.Query[name].FirstOrDefault()
        );
        return await known.ReadAsync(read, cancellationToken) switch
        {
            ProviderReading.Refused { Field: "" } refused => Unauthentic(provider, refused),
            ProviderReading.Refused refused => Answers.BadRequest(refused.Field, refused.Why),
            // SNS repeats what was answered by 429 or 5xx, and gives up at any other 4xx. The fault is not the gateway's.
            ProviderReading.Unchecked later => Answers.Problem(
                StatusCodes.Status429TooManyRequests,
                later.Why,
                retryAfter: RetrySeconds
            ),
            ProviderReading.Handshake handshake => new HandshakeAnswer(handshake),
            ProviderReading.Events events => await ProcessAsync(provider, events, cancellationToken),
            var other => throw new InvalidOperationException($"Unknown result {other} of a provider's request."),
        };
    }

    private static async Task<(ReadOnlyMemory<byte> Content, IActionResult? Problem)> ReadAsync(
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        if (!HttpMethods.IsPost(request.Method))
            return (default, null);
        // Any media type: SNS sends JSON as text/plain.
        return await RequestBody.ReadAsync(request, _ => true, Answers.Json, LargestBody, cancellationToken);
    }

    private async Task<IActionResult> ProcessAsync(
        string provider,
        ProviderReading.Events events,
        CancellationToken cancellationToken
    )
    {
        var fresh = events.All.Where(one => !processor.IsTooOld(one)).ToList();
        // An old event does not prevent the processing of those that were sent with it.
        if (fresh.Count == 0 && events.All is [var old, ..])
        {
            var days = ProviderEventProcessor.Patience.TotalDays;
            return Answers.BadRequest("body", $"holds event {old.Id} of {old.Sent:O}, which is older than {days} days");
        }
        var reports = 0;
        foreach (var one in fresh)
            reports += (await processor.ProcessAsync(provider, one, cancellationToken)).Count;
        if (events.Unread is { } unread)
            return Answers.BadRequest(unread.Field, unread.Why);
        var json = new JsonObject { ["events"] = fresh.Count, ["reports"] = reports };
        return Answers.Content(StatusCodes.Status200OK, json);
    }

    private IActionResult Unauthentic(string provider, ProviderReading.Refused refused)
    {
        LogRefused(provider, refused.Why);
        return Answers.Problem(StatusCodes.Status403Forbidden, refused.Why);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "A request at the URL of mail provider '{Provider}' was refused. {Why}"
    )]
    private partial void LogRefused(string provider, string why);
}
