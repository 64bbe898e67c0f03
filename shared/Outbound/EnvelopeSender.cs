using Postern.Mail;

namespace Postern.Outbound;

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
    public static EnvelopeSender For(OutgoingServer server, EmailAddress headerFrom, EmailAddress? bounce, EnvelopeRefusals refusals = EnvelopeRefusals.None)
    {
        if (bounce is null) return new EnvelopeSender(headerFrom.Address, "There is no bounce address: bounces come to the From.");
        if (refusals.HasFlag(EnvelopeRefusals.BounceAddress))
            return new EnvelopeSender(headerFrom.Address, $"The server refuses {bounce.Address} as envelope sender: bounces come to the From.");
        if (!FromFilter.Parse(server.FromFilter).Allows(bounce))
            return new EnvelopeSender(headerFrom.Address, $"The server's filter does not allow {bounce.Address}: bounces come to the From.");
        return new EnvelopeSender(bounce.Address, "Bounces come to the bounce address.");
    }

    /// <summary>
    /// The envelope sender of our own automatic mail: the null sender (RFC 3834 §3.3); where a server refuses that, what <see cref="For"/> says,
    /// whose bounces the caller drops.
    /// </summary>
    public static EnvelopeSender ForAutomatic(OutgoingServer server, EmailAddress headerFrom, EmailAddress? bounce, EnvelopeRefusals refusals = EnvelopeRefusals.None) =>
        refusals.HasFlag(EnvelopeRefusals.NullSender)
            ? For(server, headerFrom, bounce, refusals) with { Text = "The server refuses the null sender: the mail's bounces are dropped on arrival." }
            : new EnvelopeSender("", "Automatic mail asks for no bounces.");
}
