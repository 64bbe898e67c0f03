using Postern.Contracts.Http;

namespace Postern.Core.Servers;

/// <summary>Which envelope senders a server was seen to refuse.</summary>
/// <param name="Host">Host of the server then: another host may have other rules.</param>
/// <param name="UserName">Account then.</param>
/// <param name="Refusals">What it refused.</param>
/// <param name="Since">When that was seen last.</param>
public sealed record RefusedEnvelope(string Host, string? UserName, EnvelopeRefusals Refusals, DateTimeOffset Since)
{
    // Providers change their rules, and administrators their accounts' rights: once in a while it is tried again.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    /// <summary>What of it still counts for a server.</summary>
    public EnvelopeRefusals For(OutgoingServer server, DateTimeOffset now) =>
        Host == server.Host && UserName == server.UserName && now - Since < Remembered
            ? Refusals
            : EnvelopeRefusals.None;
}
