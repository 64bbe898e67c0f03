using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Keys;
using Postern.Core.Signing;
using Postern.Core.Threads;

namespace Postern.Core.Sending;

/// <summary>
/// The return path of a delivery: the bounce address of its alias domain, with a tag that identifies the delivery
/// (P27).
/// </summary>
internal static class ReturnPath
{
    // RFC 5321 §4.5.3.1.1.
    private const int LocalPartLimit = 64;

    /// <summary>
    /// The address; without a tag where VERP is off, mail is redirected or there is no room for it; null without an alias
    /// domain.
    /// </summary>
    public static EmailAddress? Of(
        ThreadHead thread,
        MessageDelivery delivery,
        GatewayConfiguration configuration,
        TagKeyRing keys
    )
    {
        var domain = configuration.AliasDomain(thread.AliasDomain);
        if (!EmailAddress.TryParse(domain?.BounceAddress, out var plain))
            return null;
        // Where the mail went elsewhere, a bounce says nothing of its recipient.
        if (!configuration.Parameters.Verp || MailModeRules.RedirectedTo(configuration) is not null)
            return plain;
        var tag = VerpTag.Write(keys, thread.Token, new MessageKey(delivery.Message).Id, delivery.Recipient);
        var local = $"{plain.LocalPart}+{tag}";
        var fits = local.Length <= LocalPartLimit;
        return fits && EmailAddress.TryCreate($"{local}@{plain.Domain}", null, out var tagged) ? tagged : plain;
    }
}
