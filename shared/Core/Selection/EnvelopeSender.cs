using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Servers;

namespace Postern.Core.Selection;

/// <summary>
/// The envelope sender of a mail on one server (MAIL FROM, RFC 5321 §4.1.1.2), with the reason (P27).
/// </summary>
/// <param name="Address">The address; empty = the null sender <c>&lt;&gt;</c>.</param>
/// <param name="Text">The reason, for administrators.</param>
public sealed record EnvelopeSender(string Address, string Text)
{
    /// <summary>Whether this is the null sender, to which no bounce is sent.</summary>
    public bool IsNull => Address.Length == 0;

    /// <summary>
    /// The envelope sender of regular mail: the bounce address where the server's filter allows it, else the address of
    /// the header From.
    /// </summary>
    /// <param name="server">The server through which the mail is sent.</param>
    /// <param name="headerFrom">The header From on that server.</param>
    /// <param name="bounce">The bounce address, with or without a VERP tag; null = there is none.</param>
    /// <param name="refusals">What the server is known to reject.</param>
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
    /// The envelope sender of automatic mail: the null sender (RFC 3834 §3.3), or where the server rejects that the one
    /// of <see cref="For"/>, whose bounces the caller must drop.
    /// </summary>
    public static EnvelopeSender ForAutomatic(
        OutgoingServer server,
        EmailAddress headerFrom,
        EmailAddress? bounce,
        EnvelopeRefusals refusals = 0
    )
    {
        if (!refusals.HasFlag(EnvelopeRefusals.NullSender))
            return new EnvelopeSender("", "Automatic mail asks for no bounces.");
        const string Text = "The server refuses the null sender: bounces are dropped on arrival.";
        return For(server, headerFrom, bounce, refusals) with { Text = Text };
    }

    private static EnvelopeSender AsFrom(EmailAddress headerFrom, string why) =>
        new(headerFrom.Address, $"{why}: bounces come to the From.");
}
