using System.Text.Json.Serialization;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Delivery;
using Postern.Core.Limits;

namespace Postern.Core.Health;

/// <summary>State of an outgoing server, for monitoring.</summary>
/// <param name="Server">Id of the outgoing server.</param>
/// <param name="Name">Its name.</param>
/// <param name="Circuit">Whether mail is sent through it now.</param>
/// <param name="LastSuccess">When it last took a mail, known to a few minutes.</param>
/// <param name="LastError">Why and when it last could not be used; null when it always could.</param>
/// <param name="Waiting">The deliveries that wait for it.</param>
/// <param name="Limits">Use of its limits.</param>
public sealed record ServerStatus(
    string Server,
    string Name,
    ServerCircuit Circuit,
    DateTimeOffset? LastSuccess,
    ServerError? LastError,
    WaitingCount Waiting,
    ServerLimits Limits
)
{
    /// <summary>Whether it took no mail the last time, or is paused after that.</summary>
    [JsonIgnore]
    public bool TakesNoMail =>
        Circuit.State != CircuitState.Open || (LastError is { } error && !(LastSuccess >= error.At));

    public static ServerStatus Of(
        OutgoingServer server,
        ServerLimits limits,
        ServerHealth? health,
        ServerContact? contact,
        WaitingCount waiting,
        DateTimeOffset now
    ) =>
        new(
            Server: server.Id,
            Name: server.Name,
            Circuit: ServerCircuit.Of(health, now),
            LastSuccess: contact?.LastSuccess,
            LastError: ServerError.Of(contact),
            Waiting: waiting,
            Limits: limits
        );
}

/// <summary>Whether mail is sent through a server.</summary>
/// <param name="State">The state.</param>
/// <param name="Since">When the trouble began; null while the circuit is open.</param>
/// <param name="Until">End of the pause; null while it is open.</param>
/// <param name="Why">The reply that caused the pause; null while it is open.</param>
public sealed record ServerCircuit(
    CircuitState State,
    DateTimeOffset? Since = null,
    DateTimeOffset? Until = null,
    string? Why = null
)
{
    public static ServerCircuit Of(ServerHealth? health, DateTimeOffset now)
    {
        var access = ServerHealthRules.Access(health, now);
        if (access.Kind == ServerAccessKind.Open)
            return new ServerCircuit(CircuitState.Open);
        var isPaused = health!.ClosedUntil > now;
        var state = isPaused ? CircuitState.Paused : CircuitState.Probing;
        return new ServerCircuit(state, health.Since, isPaused ? health.ClosedUntil : health.ProbedUntil, health.Why);
    }
}

/// <summary>Whether mail is sent through a server.</summary>
public enum CircuitState
{
    /// <summary>It is.</summary>
    Open,

    /// <summary>It is not, for some time after trouble.</summary>
    Paused,

    /// <summary>The pause is over: one mail tests the server.</summary>
    Probing,
}

/// <summary>Why an outgoing server could not be used.</summary>
/// <param name="At">When.</param>
/// <param name="Text">The server's reply, or the error where there was none.</param>
/// <param name="Problem">The kind of the error, where known.</param>
public sealed record ServerError(DateTimeOffset At, string Text, DeliveryProblem? Problem = null)
{
    /// <summary>The last failure of a server; null when there was none.</summary>
    public static ServerError? Of(ServerContact? contact) =>
        contact is { LastFailure: { } at } ? new ServerError(at, contact.Error ?? "", contact.Problem) : null;
}
