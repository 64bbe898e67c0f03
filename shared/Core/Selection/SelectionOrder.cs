namespace Postern.Core.Selection;

/// <summary>In which order the outgoing server is looked for; the parameter <c>mail.server.selection</c>.</summary>
internal enum SelectionOrder
{
    /// <summary>The page's order (P20–P25): servers without filter before those of the notification address.</summary>
    Documented,

    /// <summary>What Odoo 17 does: the notification address before the servers without filter.</summary>
    Odoo,
}
