namespace Postern.Gateway.Mailboxes;

/// <summary>
/// The server lists a mail and does not return it, as Exchange does with one that it cannot convert. It must not be
/// mistaken for a deleted mail.
/// </summary>
internal sealed class WithheldMailException() : Exception("The mail is listed, but the server does not give it out.");
