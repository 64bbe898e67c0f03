using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Logging;

namespace Postern.Gateway.Publishing;

/// <summary>
/// Publishes events to an Event Grid topic, in the batch format of CloudEvents (JSON Event Format 1.0, §4).
/// The handler, which opens the connections, checks every address in the gateway.
/// </summary>
public sealed partial class EventTopic(
    HttpMessageHandler handler,
    EventGridSettings settings,
    TokenCredential identity,
    TimeProvider time,
    ILogger<EventTopic> logger
) : IDisposable
{
    /// <summary>How many events are sent at once: of 48 KB each at most, and the topic takes 1 MB.</summary>
    public const int Batch = 16;

    private const string Scope = "https://eventgrid.azure.net/.default";
    private const string Version = "api-version=2018-01-01";

    // A mail that is being processed waits for it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly HttpClient _http = new(handler) { Timeout = Patience };
    private long _pausedUntil;

    public bool IsSetUp => settings.Endpoint is not null;

    /// <summary>Whether events would be sent now.</summary>
    public bool IsReady => IsSetUp && time.GetUtcNow().Ticks >= Volatile.Read(ref _pausedUntil);

    /// <summary>
    /// Publishes events, each a text of JSON; false when the topic did not take all of them, and for a minute after that
    /// without asking it.
    /// </summary>
    public async Task<bool> TryPublishAsync(IReadOnlyList<string> events, CancellationToken cancellationToken)
    {
        if (!IsReady)
            return false;
        foreach (var batch in events.Chunk(Batch))
        {
            if (await TrySendAsync(batch, cancellationToken) is not { } trouble)
                continue;
            Volatile.Write(ref _pausedUntil, (time.GetUtcNow() + Pause).Ticks);
            LogUntaken(batch.Length, trouble);
            return false;
        }
        return true;
    }

    public void Dispose() => _http.Dispose();

    // Null when the events were taken, else what is wrong.
    private async Task<string?> TrySendAsync(string[] events, CancellationToken cancellationToken)
    {
        try
        {
            using var request = await RequestAsync(events, cancellationToken);
            using var response = await _http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode ? null : Words(response.StatusCode);
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException or AuthenticationFailedException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return e.Message;
        }
    }

    private async Task<HttpRequestMessage> RequestAsync(string[] events, CancellationToken cancellationToken)
    {
        var endpoint = new UriBuilder(settings.Endpoint!) { Query = Version }.Uri;
        var token = await identity.GetTokenAsync(new TokenRequestContext([Scope]), cancellationToken);
        return new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token.Token) },
            Content = new StringContent(
                $"[{string.Join(',', events)}]",
                Encoding.UTF8,
                new MediaTypeHeaderValue("application/cloudevents-batch+json", Encoding.UTF8.WebName)
            ),
        };
    }

    private static string Words(HttpStatusCode status) =>
        status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            ? $"it answered {(int)status}; the app needs the role EventGrid Data Sender on it"
            : $"it answered {(int)status}";

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The Event Grid topic did not take {Count} events, which are stored and sent again: {Trouble}"
    )]
    private partial void LogUntaken(int count, string trouble);
}
