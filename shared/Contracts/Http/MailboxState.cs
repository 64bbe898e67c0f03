namespace Postern.Contracts.Http;

/// <summary>State of a mailbox (P33).</summary>
public enum MailboxState
{
    /// <summary>Not confirmed yet, or confirmed for another account: nothing is fetched.</summary>
    Draft,

    /// <summary>Mail is fetched.</summary>
    Confirmed,

    /// <summary>The last run failed; it is retried.</summary>
    Failing,

    /// <summary>Runs have failed for days; nothing is fetched until the mailbox is confirmed again.</summary>
    Disabled,
}

/// <summary>Which mail is fetched from a mailbox once it is confirmed.</summary>
public enum ImportChoice
{
    /// <summary>Mail that arrives after the confirmation.</summary>
    FromNow,

    /// <summary>All mail; no notifications are sent for mail older than a day.</summary>
    Everything,
}
