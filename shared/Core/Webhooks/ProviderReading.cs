using System.Text.Json.Nodes;
using Postern.Core.Reports;

namespace Postern.Core.Webhooks;

/// <summary>What a provider's request comes to.</summary>
public abstract record ProviderReading
{
    private ProviderReading() { }

    /// <summary>It is not genuine, or nobody can read it.</summary>
    /// <param name="Field">What is wrong with it; empty when the sender is not believed.</param>
    /// <param name="Why">Why, in words.</param>
    public sealed record Refused(string Field, string Why) : ProviderReading
    {
        /// <summary>The sender is not believed.</summary>
        public static Refused Stranger(string why) => new("", why);
    }

    /// <summary>A handshake, with what the provider wants to hear.</summary>
    /// <param name="Body">The answer's content; null = none.</param>
    /// <param name="Headers">Header fields of the answer.</param>
    public sealed record Handshake(JsonObject? Body, params IReadOnlyList<(string Name, string Value)> Headers)
        : ProviderReading;

    /// <summary>Events, those that are no report left out.</summary>
    /// <param name="All">Those that can be read.</param>
    /// <param name="Unread">What is wrong with one that came with them; null where all can be read.</param>
    public sealed record Events(IReadOnlyList<ProviderEvent> All, Refused? Unread = null) : ProviderReading;
}

/// <summary>A provider's report on a mail: what a bounce that came as a mail says too.</summary>
/// <param name="Id">The provider's id of the event: the same when it is sent again.</param>
/// <param name="Sent">When the provider sent it, by what is signed or secret in it.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Report">What it says.</param>
public sealed record ProviderEvent(string Id, DateTimeOffset Sent, DateTimeOffset Time, BounceReport Report);
