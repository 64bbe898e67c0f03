using System.Text.Json.Nodes;
using Postern.Core.Reports;

namespace Postern.Core.Webhooks;

/// <summary>Result of parsing a provider's request.</summary>
public abstract record ProviderReading
{
    private ProviderReading() { }

    /// <summary>The request is not authentic, or invalid.</summary>
    /// <param name="Field">The invalid part; empty when the request is not authentic.</param>
    /// <param name="Why">The reason.</param>
    public sealed record Refused(string Field, string Why) : ProviderReading
    {
        /// <summary>The request is not authentic.</summary>
        public static Refused Stranger(string why) => new("", why);
    }

    /// <summary>The request could not be checked now; the same request may succeed later.</summary>
    /// <param name="Why">The reason.</param>
    public sealed record Unchecked(string Why) : ProviderReading;

    /// <summary>A handshake, with the response that the provider expects.</summary>
    /// <param name="Body">Body of the response; null = none.</param>
    /// <param name="Headers">Header fields of the response.</param>
    public sealed record Handshake(JsonObject? Body, params IReadOnlyList<(string Name, string Value)> Headers)
        : ProviderReading;

    /// <summary>Events; those that are not delivery reports are omitted.</summary>
    /// <param name="All">The valid events.</param>
    /// <param name="Unread">What is wrong with an invalid event among them; null when all are valid.</param>
    public sealed record Events(IReadOnlyList<ProviderEvent> All, Refused? Unread = null) : ProviderReading;
}

/// <summary>A provider's report about a mail, in the same form as a bounce that arrives as a mail.</summary>
/// <param name="Id">The provider's id of the event, which is the same when it is sent again.</param>
/// <param name="Sent">When the provider sent it, from an authenticated part of the request.</param>
/// <param name="Time">When the event happened.</param>
/// <param name="Report">The report.</param>
public sealed record ProviderEvent(string Id, DateTimeOffset Sent, DateTimeOffset Time, BounceReport Report);
