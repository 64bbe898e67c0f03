using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Mime;

namespace Postern.Core.Routing.Facts;

/// <summary>
/// Which of our addresses a mail is for. Its sender says that in To and Cc, and the transport in the envelope. Only
/// where none of these names an address of ours (a blind copy, a list) do the fields count in which servers noted where
/// the mail was delivered, and last what its mailbox is for: a mailbox may collect mail of several addresses.
/// </summary>
public static class Destination
{
    /// <summary>The mail with the recipients that follow from how it came; the same mail where it names ours.</summary>
    public static IncomingMail Of(IncomingMail mail, MailOrigin origin, GatewayConfiguration configuration)
    {
        if (mail.Problem is not null || mail.Recipients.Any(IsOurs))
            return mail;
        var found = ByTrace(mail, configuration.Parameters.TrustedAuthenticators)
            .Append(ByMailbox(origin, configuration))
            .Select(addresses => addresses.Where(IsOurs).ToList())
            .FirstOrDefault(ours => ours.Count > 0);
        return found is null
            ? mail
            : mail with
            {
                To = [.. mail.To, .. found],
                Recipients = [.. mail.Recipients, .. found],
            };

        bool IsOurs(EmailAddress address) => OwnAddresses.IsOurs(configuration, address);
    }

    private static IEnumerable<IReadOnlyList<EmailAddress>> ByTrace(IncomingMail mail, IReadOnlyList<string> trusted)
    {
        var received = ReceivedFor.Read(mail, trusted);
        IReadOnlyList<TraceField> hop = received is null ? [] : [new TraceField(TraceField.Received, [received])];
        return TraceField.InOrder(mail.Trace.Concat(hop)).Select(field => field.Addresses);
    }

    private static List<EmailAddress> ByMailbox(MailOrigin origin, GatewayConfiguration configuration)
    {
        var server = configuration.IncomingServers.FirstOrDefault(server => server.Id == origin.Mailbox);
        var addresses = new List<EmailAddress>();
        foreach (var text in server?.Addresses ?? [])
        {
            if (EmailAddress.TryParse(text, out var address))
                addresses.Add(address);
        }
        return addresses;
    }
}
