namespace Postern.Contracts.Http;

/// <summary>The steps of the selection of an outgoing server.</summary>
public enum SelectionStep
{
    /// <summary>The server that the mail names.</summary>
    ExplicitServer,

    /// <summary>The server that <c>mail.bulk.server</c> names for mass mailings (P11).</summary>
    BulkServer,

    /// <summary>Servers whose filter contains the address of the From (P20).</summary>
    FromAddress,

    /// <summary>Servers whose filter contains the domain of the From (P21).</summary>
    FromDomain,

    /// <summary>Servers without filter (P22).</summary>
    NoFilter,

    /// <summary>Servers whose filter contains the notification address (P23).</summary>
    NotificationAddress,

    /// <summary>Servers whose filter contains the domain of the notification address (P23).</summary>
    NotificationDomain,

    /// <summary>The first server by priority, whatever its filter (P24).</summary>
    FirstByPriority,

    /// <summary>Which servers are eligible: the active ones, or else the default server.</summary>
    TakesPart,
}
