using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Servers;

namespace Postern.Core.Selection;

/// <summary>The envelope sender (RFC 5321 §4.1.1.2, MAIL FROM) of a mail on one server, and why it is that one (P27).</summary>
/// <param name="Address">The address; empty = the null sender <c>&lt;&gt;</c>.</param>
/// <param name="Text">Why, in words for an administrator.</param>
public sealed record EnvelopeSender(string Address, string Text)
{
    /// <summary>Whether a bounce would come to nobody.</summary>
    public bool IsNull => Address.Length == 0;

    /// <summary>
    /// The envelope sender of a person's mail: the bounce address where the server's filter allows it, else the header From's address.
    /// </summary>
    /// <param name="server">The server that the mail leaves through.</param>
    /// <param name="headerFrom">The From that it carries there.</param>
    /// <param name="bounce">The bounce address, with or without a VERP tag; null = none is set up.</param>
    /// <param name="refusals">What the server is known to refuse.</param>
    public static EnvelopeSender For(
        OutgoingServer server,
        EmailAddress headerFrom,
        EmailAddress? bounce,
        EnvelopeRefusals refusals = 0
    )
    {
        if (bounce is null)
            return AsFrom(headerFrom, "There is no bounce address");
        if (refusals.HasFlag(EnvelopeRefusals.BounceAddress))
            return AsFrom(headerFrom, $"The server refuses {bounce.Address} as envelope sender");
        return FromFilter.Parse(server.FromFilter).Allows(bounce)
            ? new EnvelopeSender(bounce.Address, "Bounces come to the bounce address.")
            : AsFrom(headerFrom, $"The server's filter does not allow {bounce.Address}");
    }

    /// <summary>
    /// The envelope sender of our own automatic mail: the null sender (RFC 3834 §3.3); where a server refuses that, what
    /// <see cref="For"/> says, whose bounces the caller drops.
    /// </summary>
    public static EnvelopeSender ForAutomatic(
        OutgoingServer server,
        EmailAddress headerFrom,
        EmailAddress? bounce,
        EnvelopeRefusals refusals = 0
    ) =>
        refusals.HasFlag(EnvelopeRefusals.NullSender)
            ? For(server, headerFrom, bounce, refusals) with
            {
                Text = "The server refuses the null sender: bounces are dropped on arrival.",
            }
            : new EnvelopeSender("", "Automatic mail asks for no bounces.");

    private static EnvelopeSender AsFrom(EmailAddress headerFrom, string why) =>
        new(headerFrom.Address, $"{why}: bounces come to the From.");
}
