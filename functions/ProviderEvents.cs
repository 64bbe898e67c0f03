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
/// Takes what mail providers report of deliveries: bounces, complaints, delays. It asks for no key of the host's, since each provider shows in its own
/// way that it is the one: by a signature, or by a secret of its own.
/// </summary>
public sealed partial class ProviderEvents(
    IEnumerable<IDeliveryEventProvider> providers,
    ProviderEventProcessor processor,
    ILogger<ProviderEvents> logger
)
{
    private const int LargestBody = 1 << 20;

    [Function("TakeProviderEvents")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "options", Route = "inbound/{provider}")]
            HttpRequest request,
        string provider,
        CancellationToken cancellationToken
    )
    {
        if (providers.FirstOrDefault(one => one.Name == provider && one.IsSetUp) is not { } known)
            return Answers.NotFound("provider, or it is not set up");
        ReadOnlyMemory<byte> content = default;
        if (HttpMethods.IsPost(request.Method))
        {
            // SNS says text/plain of its JSON.
            (content, var problem) = await RequestBody.ReadAsync(
                request,
                _ => true,
                Answers.Json,
                LargestBody,
                cancellationToken
            );
            if (problem is not null)
                return problem;
        }
        var read = new ProviderRequest(
            request.Method.ToUpperInvariant(),
            content,
            name => request.Headers[name].FirstOrDefault(),
            name => request.Query[name].FirstOrDefault()
        );
        return await known.ReadAsync(read, cancellationToken) switch
        {
            ProviderReading.Refused { Field: "" } refused => Stranger(provider, refused),
            ProviderReading.Refused refused => Answers.BadRequest(refused.Field, refused.Why),
            ProviderReading.Handshake handshake => new HandshakeAnswer(handshake),
            ProviderReading.Events events => await ProcessAsync(provider, events, cancellationToken),
            var other => throw new InvalidOperationException($"A provider's request came to {other}."),
        };
    }

    private async Task<IActionResult> ProcessAsync(
        string provider,
        ProviderReading.Events events,
        CancellationToken cancellationToken
    )
    {
        var fresh = events.All.Where(told => !processor.IsTooOld(told)).ToList();
        // One old event does not cost those that came with it.
        if (fresh.Count == 0 && events.All is [var old, ..])
            return Answers.BadRequest(
                "body",
                $"holds event {old.Id} of {old.Sent:O}, which is older than {ProviderEventProcessor.Patience.TotalDays} days"
            );
        var reports = 0;
        foreach (var told in fresh)
            reports += (await processor.ProcessAsync(provider, told, cancellationToken)).Count;
        if (events.Unread is { } unread)
            return Answers.BadRequest(unread.Field, unread.Why);
        return Answers.Content(
            StatusCodes.Status200OK,
            new JsonObject { ["events"] = fresh.Count, ["reports"] = reports }
        );
    }

    private IActionResult Stranger(string provider, ProviderReading.Refused refused)
    {
        LogRefused(provider, refused.Why);
        return Answers.Problem(StatusCodes.Status403Forbidden, refused.Why);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "A request that says it is of mail provider '{Provider}' was refused. {Why}"
    )]
    private partial void LogRefused(string provider, string why);
}
