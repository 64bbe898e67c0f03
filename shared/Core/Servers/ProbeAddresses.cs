using Postern.Contracts.Http;
using Postern.Core.Addresses;

namespace Postern.Core.Servers;

/// <summary>The sender and the recipient for the test of an outgoing server.</summary>
public static class ProbeAddresses
{
    /// <summary>
    /// The requested sender, else the first whole address in the From filter, else the notification address of the
    /// default alias domain; null when there is none.
    /// </summary>
    public static EmailAddress? Sender(OutgoingServer server, string? requested, string? notification) =>
        Parse(requested) ?? FirstNamed(server.FromFilter) ?? Parse(notification);

    /// <summary>
    /// The requested recipient, else the postmaster of the sender's domain, which every domain must accept (RFC 5321
    /// §4.5.1).
    /// </summary>
    public static EmailAddress Recipient(EmailAddress sender, string? requested) =>
        Parse(requested) ?? EmailAddress.Parse($"postmaster@{sender.Domain}");

    // FromFilter keeps sets, which have lost the order of the text.
    private static EmailAddress? FirstNamed(string? filter) =>
        (filter ?? "")
            .Split(',', StringSplitOptions.TrimEntries)
            .Where(part => part.Contains('@', StringComparison.Ordinal))
            .Select(Parse)
            .OfType<EmailAddress>()
            .FirstOrDefault();

    private static EmailAddress? Parse(string? text) => EmailAddress.TryParse(text, out var address) ? address : null;
}
