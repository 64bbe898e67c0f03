using Postern.Contracts.Http;

namespace Postern.Core.Fetching;

/// <summary>
/// State of a mailbox apart from its configuration: its confirmation, its lease and the result of its runs.
/// </summary>
public sealed record MailboxSchedule
{
    /// <summary>Id of the incoming server.</summary>
    public required string Server { get; init; }

    /// <summary>
    /// The account for which the mailbox was confirmed (<see cref="MailboxRules.AccountOf"/>); null = not confirmed.
    /// </summary>
    public string? Account { get; init; }

    /// <summary>When it was confirmed.</summary>
    public DateTimeOffset? Confirmed { get; init; }

    /// <summary>Which mail it was confirmed for.</summary>
    public ImportChoice Import { get; init; }

    /// <summary>When a run was queued last.</summary>
    public DateTimeOffset? LastStarted { get; init; }

    /// <summary>Unique id of the run that holds the lease.</summary>
    public string? Run { get; init; }

    /// <summary>Until when no other run may fetch mail; renewed during a run.</summary>
    public DateTimeOffset? LeasedUntil { get; init; }

    /// <summary>When a run succeeded last.</summary>
    public DateTimeOffset? LastSuccess { get; init; }

    /// <summary>When the first run failed since the last success.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Number of failed runs since the last success.</summary>
    public int Failures { get; init; }

    /// <summary>
    /// Number of logins that the server has refused since the last success: the next ones come less and less often.
    /// </summary>
    public int RefusedLogins { get; init; }

    /// <summary>Why the last run failed.</summary>
    public string? LastError { get; init; }

    /// <summary>When it was disabled after days of failures.</summary>
    public DateTimeOffset? Disabled { get; init; }

    /// <summary>Number of mails left when the last run ended.</summary>
    public int Waiting { get; init; }

    /// <summary>
    /// A problem of the last run that did not prevent importing mail, such as a failed action after the fetch.
    /// </summary>
    public string? Warning { get; init; }

    /// <summary>The expiry of a token about which a notification was sent; null while it is far off.</summary>
    public DateTimeOffset? TokenTold { get; init; }
}
