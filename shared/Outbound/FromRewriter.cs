using Postern.Mail;

namespace Postern.Outbound;

/// <summary>Puts the notification address in the place of an author whose own address may not be used (P17, P18). Reply-To is no concern of it.</summary>
public static class FromRewriter
{
    /// <summary>The author's name with the notification address; nothing else of the author remains. Without a name it is the bare address.</summary>
    public static EmailAddress Encapsulate(SenderIdentity author, EmailAddress notification) =>
        EmailAddress.TryCreate(notification.Address, author.CallName, out var from) ? from : notification;

    /// <summary>The From when the mail is sent as the notification address: an author who already is that address is left as given.</summary>
    public static EmailAddress As(EmailAddress notification, SenderIdentity author) =>
        author.Address is { } own && own.Address == notification.Address ? own : Encapsulate(author, notification);
}
