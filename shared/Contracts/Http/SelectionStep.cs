namespace Postern.Contracts.Http;

/// <summary>The steps by which a server is chosen.</summary>
public enum SelectionStep
{
    /// <summary>The server that the mail names.</summary>
    ExplicitServer,

    /// <summary>The server that <c>mail.bulk.server</c> names for mass mail (P11).</summary>
    BulkServer,

    /// <summary>Servers whose filter names the From's address (P20).</summary>
    FromAddress,

    /// <summary>Servers whose filter names the From's domain (P21).</summary>
    FromDomain,

    /// <summary>Servers without filter (P22).</summary>
    NoFilter,

    /// <summary>Servers whose filter names the notification address (P23).</summary>
    NotificationAddress,

    /// <summary>Servers whose filter names the notification address's domain (P23).</summary>
    NotificationDomain,

    /// <summary>The first server by priority, whatever its filter says (P24).</summary>
    FirstByPriority,

    /// <summary>Who takes part at all: active records, or else the default server.</summary>
    TakesPart,
}
