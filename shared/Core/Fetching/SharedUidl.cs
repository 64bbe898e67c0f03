namespace Postern.Core.Fetching;

/// <summary>
/// Identifies mails by UIDL and content where a POP3 server gives several of them one UIDL, which RFC 1939 §7 forbids.
/// </summary>
/// <param name="Uidl">The UIDL.</param>
/// <param name="Content">Hash of the mail's content; null where the UIDL names one mail.</param>
public sealed record SharedUidl(string Uidl, string? Content)
{
    // A UIDL has none: characters from ! to ~.
    private const char Separator = ' ';

    /// <summary>The id of one of the mails.</summary>
    public string Id => Content is null ? Uidl : $"{Uidl}{Separator}{Content}";

    /// <summary>The parts of an id of a mail in a mailbox; a UID, or the UIDL of one mail, has no content.</summary>
    public static SharedUidl Of(string id) =>
        id.IndexOf(Separator, StringComparison.Ordinal) is var at and > 0
            ? new(id[..at], id[(at + 1)..])
            : new(id, null);
}
