namespace Postern.Contracts;

/// <summary>Why a delivery has not succeeded (yet).</summary>
public enum DeliveryProblem
{
    /// <summary>No outgoing server may be used for the mail, or none is configured.</summary>
    NoServer,

    /// <summary>The server could not be reached, or its answer was not valid SMTP.</summary>
    Connection,

    /// <summary>The server rejected the gateway's credentials.</summary>
    Authentication,

    /// <summary>TLS could not be negotiated, or the server's certificate is not valid.</summary>
    Security,

    /// <summary>The server rejected the sender.</summary>
    Sender,

    /// <summary>The server rejected the recipient.</summary>
    Recipient,

    /// <summary>The server rejected the content.</summary>
    Content,

    /// <summary>The mail waits because a limit of the server (rate, daily quota, connections) is reached.</summary>
    Limit,

    /// <summary>
    /// The mail waits because sending through the server is paused or slowed: it reported overload, did not answer in
    /// time, or rejected all mail, or the key that signs mail for it cannot be read.
    /// </summary>
    Server,

    /// <summary>The mail is held until an administrator releases it.</summary>
    Held,

    /// <summary>The retry period ended without success.</summary>
    Expired,

    /// <summary>The connection was lost after the mail was transmitted and before the server's reply.</summary>
    Lost,

    /// <summary>A mass mailing to an address on the blacklist.</summary>
    Blacklisted,

    /// <summary>A mass mailing to a recipient who has unsubscribed.</summary>
    Unsubscribed,

    /// <summary>An internal note addressed to an external recipient.</summary>
    Internal,
}
