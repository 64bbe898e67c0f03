namespace Postern.Gateway.Mailboxes;

/// <summary>A mail that the server lists and does not give out, such as one that Exchange cannot convert: it is there still, and must not be taken for deleted.</summary>
internal sealed class WithheldMailException() : Exception("The mail is listed, but the server does not give it out.");
