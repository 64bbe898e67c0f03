using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Signing;

namespace Postern.Core.Threads.Planning;

/// <summary>Everything that the planning of a program's message depends on besides the message itself.</summary>
public sealed record PostFacts
{
    public required GatewayConfiguration Configuration { get; init; }

    public required TagKeyRing Keys { get; init; }

    /// <summary>Contacts of the author and the recipients, by address.</summary>
    public required IReadOnlyDictionary<string, Contact> Contacts { get; init; }

    /// <summary>Blacklist entries of the recipients.</summary>
    public IReadOnlyList<BlacklistEntry> Blacklist { get; init; } = [];

    /// <summary>The thread's latest messages, newest first.</summary>
    public required IReadOnlyList<ThreadMessage> Ancestors { get; init; }

    public required DateTimeOffset Now { get; init; }
}
