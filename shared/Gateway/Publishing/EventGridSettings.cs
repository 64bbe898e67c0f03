using Microsoft.Extensions.Configuration;

namespace Postern.Gateway.Publishing;

/// <summary>Where events are published, from the settings <c>EventGrid__…</c>.</summary>
/// <param name="Endpoint">Address of an Event Grid topic for CloudEvents; null for none.</param>
/// <param name="ClientId">Client id of the identity that may send to it; null for the app's own.</param>
/// <param name="KeepsQueue">Whether events are put on the queue <c>mail-events</c> as well.</param>
public sealed record EventGridSettings(Uri? Endpoint, string? ClientId, bool KeepsQueue)
{
    /// <exception cref="InvalidOperationException">A setting is wrong; the message names it.</exception>
    public static EventGridSettings Read(IConfiguration configuration, bool isDevelopment)
    {
        var section = configuration.GetSection("EventGrid");
        var endpoint = Parse(section["TopicEndpoint"], isDevelopment);
        var keepsQueue = section.GetValue("KeepQueue", true);
        // Without a topic the queue is the only place.
        return new EventGridSettings(endpoint, section["ClientId"], keepsQueue || endpoint is null);
    }

    private static Uri? Parse(string? text, bool isDevelopment)
    {
        if (text is not { Length: > 0 })
            return null;
        var isUri = Uri.TryCreate(text, UriKind.Absolute, out var uri);
        if (isUri && (uri!.Scheme == Uri.UriSchemeHttps || (isDevelopment && uri.Scheme == Uri.UriSchemeHttp)))
            return uri;
        throw new InvalidOperationException($"Setting EventGrid__TopicEndpoint is '{text}'; it must be an https URL.");
    }
}
