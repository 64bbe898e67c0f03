namespace Postern.Contracts;

/// <summary>Kinds of trouble with a delivery.</summary>
public enum DeliveryProblem
{
    /// <summary>No server may or can send it.</summary>
    NoServer,

    /// <summary>The server could not be reached or spoke nonsense.</summary>
    Connection,

    /// <summary>The server refused our credentials.</summary>
    Authentication,

    /// <summary>The server's certificate or TLS was not acceptable.</summary>
    Security,

    /// <summary>The server refused the sender.</summary>
    Sender,

    /// <summary>The server refused the recipient.</summary>
    Recipient,

    /// <summary>The server refused the content.</summary>
    Content,

    /// <summary>It waits for the server's limits or for a connection.</summary>
    Limit,

    /// <summary>It waits since the server gets no mail now: it said that it gets too much, or refuses all mail.</summary>
    Server,

    /// <summary>It waits for an administrator to release it.</summary>
    Held,

    /// <summary>Retried for as long as allowed.</summary>
    Expired,

    /// <summary>The connection was lost after the mail was handed over.</summary>
    Lost,

    /// <summary>Mass mail to an address on the blacklist.</summary>
    Blacklisted,

    /// <summary>Mass mail to somebody who unsubscribed.</summary>
    Unsubscribed,

    /// <summary>An internal note to somebody who is not internal.</summary>
    Internal,
}
