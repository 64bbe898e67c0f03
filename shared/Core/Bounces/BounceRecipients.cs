using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Mail;
using Postern.Core.Signing;

namespace Postern.Core.Bounces;

/// <summary>The bounce addresses that a mail was sent to.</summary>
public static class BounceRecipients
{
    /// <summary>
    /// Those among its recipients; of the trace only what has the form of a tagged one: the bounce address itself may be
    /// the name of a mailbox that collects all mail.
    /// </summary>
    public static IEnumerable<EmailAddress> Of(IncomingMail mail, GatewayConfiguration configuration) =>
        mail
            .Recipients.Concat(mail.Named.Where(address => OwnAddresses.Tag(address, VerpTag.Length) is not null))
            .Where(address => OwnAddresses.IsBounce(configuration, address));
}
