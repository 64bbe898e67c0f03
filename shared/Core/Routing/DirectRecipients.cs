using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Mail;
using Postern.Core.Routing.Facts;
using Postern.Core.Threads;

namespace Postern.Core.Routing;

/// <summary>The recipients that a mail names itself, besides the gateway.</summary>
internal static class DirectRecipients
{
    // A claim stores the postings of all routes of a mail in one row of at most 1 MiB.
    private const int MostOfPosting = 1000;
    private const int MostOfClaim = 10_000;

    /// <summary>
    /// Addresses that already have the mail. A name in To or Cc is no proof: a sender could keep an agent from hearing
    /// of a mail by naming them. As many as each posting of a claim has room for.
    /// </summary>
    public static IReadOnlyList<string> Addresses(IncomingMail mail, int postings)
    {
        var most = Math.Min(MostOfPosting, MostOfClaim / postings);
        return [.. mail.Reached.Take(most).Select(address => address.Address)];
    }

    /// <summary>The outsiders with their names, one more than are ever shown.</summary>
    public static IReadOnlyList<string> Outsiders(IncomingMail mail, RoutingFacts facts) =>
        [
            .. VisibleOutsiders(mail, facts)
                .DistinctBy(address => address.Address)
                .Take(Notifier.MostShown + 1)
                .Select(address => Notifier.Shown(address.Address, address.Name)),
        ];

    /// <summary>Outsiders in To and Cc, which every reader sees; blind copies stay undisclosed.</summary>
    public static IEnumerable<EmailAddress> VisibleOutsiders(IncomingMail mail, RoutingFacts facts) =>
        mail.HeaderTo.Concat(mail.HeaderCc).Where(address => IsOutsider(address, facts.Configuration));

    private static bool IsOutsider(EmailAddress address, GatewayConfiguration configuration) =>
        !OwnAddresses.IsOurs(configuration, address.Address)
        && configuration.AliasDomains.All(domain => domain.Name != address.Domain);
}
