using Postern.Contracts;
using Postern.Core.Delivery;

namespace Postern.Core.Limits;

/// <summary>
/// When an outgoing server last took a mail, and when and why it last could not be used. Replies about a mail or its
/// recipient are no failures of the server.
/// </summary>
public sealed record ServerContact
{
    // A server takes many mails a second; that it still does is noted as often as this.
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(5);

    // A change is noted at once, unless the server goes to and fro.
    private static readonly TimeSpan Changing = TimeSpan.FromMinutes(1);

    /// <summary>Id of the server.</summary>
    public required string Server { get; init; }

    /// <summary>When it last took a mail, known to a few minutes.</summary>
    public DateTimeOffset? LastSuccess { get; init; }

    /// <summary>When it last could not be used.</summary>
    public DateTimeOffset? LastFailure { get; init; }

    /// <summary>Why: the server's reply, or the error where there was none.</summary>
    public string? Error { get; init; }

    /// <summary>The kind of that error.</summary>
    public DeliveryProblem? Problem { get; init; }

    /// <summary>Whether it could not be used the last time.</summary>
    public bool Failing => LastFailure is { } failure && !(LastSuccess >= failure);

    /// <summary>What an attempt says about its server; null when it says nothing.</summary>
    public static ServerContact? Of(string server, DeliveryResult result, DateTimeOffset now)
    {
        if (result.Outcome == DeliveryOutcome.Accepted)
            return new ServerContact { Server = server, LastSuccess = now };
        return IsFailure(result)
            ? new ServerContact
            {
                Server = server,
                LastFailure = now,
                Error = result.Text,
                Problem = result.Problem,
            }
            : null;
    }

    /// <summary>This and what was known before.</summary>
    public ServerContact After(ServerContact? before) =>
        before is null ? this
        : LastFailure is null ? before with { LastSuccess = LastSuccess }
        : this with { LastSuccess = LastSuccess ?? before.LastSuccess };

    /// <summary>Whether this is worth a write, given what was written last.</summary>
    public bool IsNews(ServerContact? written)
    {
        var isSuccess = LastFailure is null;
        if ((isSuccess ? written?.LastSuccess : written?.LastFailure) is not { } last)
            return true;
        var isChange = isSuccess ? written!.Failing : !written!.Failing || written.Error != Error;
        return (LastSuccess ?? LastFailure) - last >= (isChange ? Changing : Usual);
    }

    private static bool IsFailure(DeliveryResult result) =>
        result.Outcome is DeliveryOutcome.Unreachable or DeliveryOutcome.Unknown
        || result.Problem is DeliveryProblem.Authentication or DeliveryProblem.Security
        || ServerReplies.Read(result) is ServerReply.Limit or ServerReply.Silence;
}
