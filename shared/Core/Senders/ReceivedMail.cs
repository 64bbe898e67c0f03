using System.Net;
using Postern.Core.Mail;

namespace Postern.Core.Senders;

/// <summary>A mail whose sender is to be verified.</summary>
/// <param name="Mail">The parsed mail.</param>
/// <param name="Raw">The bytes as they were received, which signatures cover.</param>
public sealed record ReceivedMail(IncomingMail Mail, ReadOnlyMemory<byte> Raw)
{
    /// <summary>The address of the SMTP client that handed the mail over; null when it is not known.</summary>
    public IPAddress? Client { get; init; }

    /// <summary>What the client called itself in HELO or EHLO; null when it is not known.</summary>
    public string? Helo { get; init; }
}
