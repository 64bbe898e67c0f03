using Postern.Core.Addresses;

namespace Postern.Core.Selection;

/// <summary>
/// Replaces an author's address that may not be used by the notification address (P17, P18). Reply-To is not affected.
/// </summary>
internal static class FromRewriter
{
    /// <summary>
    /// The From of a mail that is sent from the notification address; an author with that address is unchanged.
    /// </summary>
    public static EmailAddress As(EmailAddress notification, SenderIdentity author) =>
        author.Address is { } own && own.Address == notification.Address ? own : Encapsulate(author, notification);

    // The author's name with the notification address; without a name that address alone.
    private static EmailAddress Encapsulate(SenderIdentity author, EmailAddress notification) =>
        EmailAddress.TryCreate(notification.Address, author.CallName, out var from) ? from : notification;
}
