using Postern.Contracts.Http;
using Postern.Core.Addresses;

namespace Postern.Core.Selection;

/// <summary>Determines the <see cref="DmarcAlignment"/> of a mail.</summary>
internal static class DmarcAlignmentRule
{
    public static DmarcAlignment Of(EmailAddress headerFrom, EnvelopeSender envelope)
    {
        if (!EmailAddress.TryCreate(envelope.Address, null, out var sender))
            return DmarcAlignment.None;
        if (sender.Domain == headerFrom.Domain)
            return DmarcAlignment.Strict;
        var related = IsBelow(sender.Domain, headerFrom.Domain) || IsBelow(headerFrom.Domain, sender.Domain);
        return related ? DmarcAlignment.Relaxed : DmarcAlignment.None;
    }

    // A top-level domain such as "com" is not an organizational domain.
    private static bool IsBelow(string domain, string above) =>
        above.Contains('.', StringComparison.Ordinal) && domain.EndsWith($".{above}", StringComparison.Ordinal);
}
