using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Selection;
using Postern.Core.Threads;

namespace Postern.Core.Sending;

/// <summary>Builds the input of the server selection for a delivery.</summary>
internal static class ServerRequests
{
    public static ServerRequest For(ThreadMessage message, MessageDelivery delivery, GatewayConfiguration configuration)
    {
        var parameters = configuration.Parameters;
        var author = message.Author;
        return new ServerRequest
        {
            From = message.Outgoing?.From ?? FromOf(author),
            ExplicitServer = message.Outgoing?.Server,
            Bulk = delivery.Bulk,
            BulkServer = parameters.BulkServer,
            Servers = configuration.OutgoingServers,
            DefaultServer = configuration.DefaultServer,
            DefaultFromFilter = parameters.DefaultFromFilter,
            DefaultServerFrom = configuration.DefaultServerFrom,
            Order = parameters.OdooServerSelection ? SelectionOrder.Odoo : SelectionOrder.Documented,
            NotificationAddress = configuration.AliasDomain(message.Thread.AliasDomain)?.NotificationAddress,
            // The From of an incoming mail can be forged; a program that posts is authenticated by its key.
            AuthorKeepsAddress =
                author.Internal
                && (message.Mail is null || message.Verified)
                && IsOnAliasDomain(author.Address, configuration),
        };
    }

    // Without an address the name is the text of a From that credits nobody, though it may well show an address.
    private static string FromOf(MessageAuthor author) =>
        EmailAddress.TryCreate(author.Address, author.Name, out var address)
            ? address.ToString()
            : SenderIdentity.NameIn(author.DisplayName) ?? "";

    private static bool IsOnAliasDomain(string address, GatewayConfiguration configuration) =>
        EmailAddress.TryParse(address, out var parsed)
        && configuration.AliasDomains.Any(domain => domain.Name == parsed.Domain);
}
