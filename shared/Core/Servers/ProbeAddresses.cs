using Postern.Contracts.Http;
using Postern.Core.Addresses;

namespace Postern.Core.Servers;

/// <summary>Which addresses a server is tested with.</summary>
public static class ProbeAddresses
{
    /// <summary>
    /// The sender: the one that is asked for, else the first whole address of the From filter, else the notification address of the default alias
    /// domain. Null when there is none of them.
    /// </summary>
    public static EmailAddress? Sender(OutgoingServer server, string? asked, string? notification) =>
        Read(asked) ?? FirstNamed(server.FromFilter) ?? Read(notification);

    /// <summary>The recipient: the one that is asked for, else the postmaster of the sender's domain, whom every domain has (RFC 5321 §4.5.1).</summary>
    public static EmailAddress Recipient(EmailAddress sender, string? asked) =>
        Read(asked) ?? EmailAddress.Parse($"postmaster@{sender.Domain}");

    // The filter as a set has lost the order in which it was written.
    private static EmailAddress? FirstNamed(string? filter) =>
        (filter ?? "")
            .Split(',', StringSplitOptions.TrimEntries)
            .Where(part => part.Contains('@', StringComparison.Ordinal))
            .Select(Read)
            .OfType<EmailAddress>()
            .FirstOrDefault();

    private static EmailAddress? Read(string? text) => EmailAddress.TryParse(text, out var address) ? address : null;
}
