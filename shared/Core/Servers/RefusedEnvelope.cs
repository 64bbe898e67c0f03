using Postern.Contracts.Http;

namespace Postern.Core.Servers;

/// <summary>The envelope senders that a server has rejected.</summary>
/// <param name="Host">Host of the server at that time: another host may have other rules.</param>
/// <param name="UserName">User name at that time; null = no authentication.</param>
/// <param name="Refusals">What it rejected.</param>
/// <param name="Since">When it did so last.</param>
public sealed record RefusedEnvelope(string Host, string? UserName, EnvelopeRefusals Refusals, DateTimeOffset Since)
{
    // Providers change their rules and administrators their permissions, so the envelope senders are retried from time
    // to time.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>The rejections that still apply to a server.</summary>
    public EnvelopeRefusals For(OutgoingServer server, DateTimeOffset now)
    {
        var applies = Host == server.Host && UserName == server.UserName && now - Since < Lifetime;
        return applies ? Refusals : EnvelopeRefusals.None;
    }
}

/// <summary>Kinds of envelope senders that a server rejects.</summary>
[Flags]
public enum EnvelopeRefusals
{
    None = 0,

    /// <summary>The gateway's bounce address.</summary>
    BounceAddress = 1,

    /// <summary>The null sender <c>&lt;&gt;</c>.</summary>
    NullSender = 2,
}
