using Postern.Core.Addresses;

namespace Postern.Core.Selection;

/// <summary>
/// Puts the notification address in the place of an author whose own address may not be used (P17, P18). Reply-To stays as it is.
/// </summary>
internal static class FromRewriter
{
    /// <summary>The author's name with the notification address, or without a name that address alone. Nothing else of the author remains.</summary>
    public static EmailAddress Encapsulate(SenderIdentity author, EmailAddress notification) =>
        EmailAddress.TryCreate(notification.Address, author.CallName, out var from) ? from : notification;

    /// <summary>The From of a mail that is sent as the notification address: an author who is that address stays as given.</summary>
    public static EmailAddress As(EmailAddress notification, SenderIdentity author) =>
        author.Address is { } own && own.Address == notification.Address ? own : Encapsulate(author, notification);
}
