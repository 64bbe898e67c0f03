using Postern.Contracts.Http;

namespace Postern.Core.Fetching;

/// <summary>What is known of a mailbox beside its record: whether it was confirmed, when it was fetched, who is at it, and how it went.</summary>
public sealed record MailboxSchedule
{
    public required string Server { get; init; }

    /// <summary>The account that Test &amp; Confirm was done for (<see cref="MailboxRules.AccountOf"/>); null before.</summary>
    public string? Account { get; init; }

    public DateTimeOffset? Confirmed { get; init; }

    /// <summary>Which mail was asked for then.</summary>
    public ImportChoice Import { get; init; }

    /// <summary>When it was put on the queue last.</summary>
    public DateTimeOffset? LastStarted { get; init; }

    /// <summary>The run that is fetching it.</summary>
    public string? Run { get; init; }

    /// <summary>Until when nobody else may fetch it; renewed while the run goes on.</summary>
    public DateTimeOffset? LeasedUntil { get; init; }

    public DateTimeOffset? LastSuccess { get; init; }

    /// <summary>Since when it fails without a success in between.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>How many runs have failed without a success in between.</summary>
    public int Failures { get; init; }

    public string? LastError { get; init; }

    /// <summary>When it was given up after days of failures.</summary>
    public DateTimeOffset? Disabled { get; init; }

    /// <summary>How many mails were waiting still when the last run ended.</summary>
    public int Waiting { get; init; }

    /// <summary>What went wrong in a run that took its mail in all the same, such as an action after the fetch.</summary>
    public string? Warning { get; init; }

    /// <summary>The end of a token that somebody was told of, while it is near.</summary>
    public DateTimeOffset? TokenTold { get; init; }
}
