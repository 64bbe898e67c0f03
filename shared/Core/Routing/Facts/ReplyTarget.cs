using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Mail;
using Postern.Core.People;

namespace Postern.Core.Routing.Facts;

/// <summary>
/// Whom an answer to a mail reaches, where that is not its From (RFC 5322 §3.6.2): who filled in a web form, wrote
/// through a group, or writes from a desk that reads another address. It is the contact of a new record, and gives
/// nobody any standing: everybody can write it.
/// </summary>
/// <param name="Address">The address.</param>
/// <param name="Known">What is stored about it.</param>
public sealed record ReplyTarget(EmailAddress Address, SenderFacts Known)
{
    // Each is looked up. No person asks for answers to more addresses.
    private const int Most = 3;

    /// <summary>
    /// The addresses that can be meant, in the order in which they count: Reply-To, then the author whom a list has
    /// noted; in a mail without From also Sender. Never one of ours, of our domains, of a list, or in To or Cc: who
    /// answers everybody reaches these anyway. None where the From is meant.
    /// </summary>
    public static IReadOnlyList<EmailAddress> Candidates(IncomingMail mail, GatewayConfiguration configuration)
    {
        var hasFrom = !string.IsNullOrWhiteSpace(mail.FromText);
        // A From that can be read in two ways is nobody's, whatever stands beside it.
        if (hasFrom && mail.From is null)
            return [];
        IEnumerable<EmailAddress> named = mail.ReplyTo.Concat(mail.OriginalFrom);
        if (!hasFrom && mail.Sender is { } sender)
            named = named.Append(sender);
        return
        [
            .. named
                .DistinctBy(address => address.Address)
                .Where(address => IsOutside(address, mail, configuration))
                .TakeWhile(address => address.Address != mail.From?.Address)
                .Take(Most),
        ];
    }

    /// <summary>Whether a candidate can be meant, by what is stored about it: nobody becomes an employee so.</summary>
    public static bool IsAllowed(SenderFacts known) => known.Contact is not { Internal: true };

    private static bool IsOutside(EmailAddress address, IncomingMail mail, GatewayConfiguration configuration) =>
        OwnAddresses.DomainsOf(configuration, address).Count == 0
        && !OwnAddresses.IsOurs(configuration, address)
        && !IsAmong(mail.HeaderTo, address)
        && !IsAmong(mail.HeaderCc, address)
        && !IsAmong(mail.Lists, address);

    private static bool IsAmong(IReadOnlyList<EmailAddress> addresses, EmailAddress address) =>
        addresses.Any(other => other.Address == address.Address);
}
