namespace Postern.Contracts.Http;

/// <summary>Which mail a mailbox is confirmed for.</summary>
public enum ImportChoice
{
    /// <summary>Mail that arrives from now on.</summary>
    FromNow,

    /// <summary>All mail; what is older than a day notifies nobody.</summary>
    Everything,
}

/// <summary>How a mailbox is.</summary>
public enum MailboxState
{
    /// <summary>Not confirmed yet, or for another account: nothing is fetched.</summary>
    Draft,

    Confirmed,

    /// <summary>Its last run has failed; it is tried again.</summary>
    Failing,

    /// <summary>It has failed for days and is left alone until it is confirmed again.</summary>
    Disabled,
}
