using MimeKit;

namespace Postern.Core.Erasing;

/// <summary>All parts of a mail, those of mails within it included.</summary>
internal static class MailParts
{
    /// <summary>The mail, and those within it.</summary>
    public static IReadOnlyList<MimeMessage> MessagesOf(MimeMessage mail) =>
        [mail, .. EntitiesOf(mail).OfType<MessagePart>().Select(part => part.Message).OfType<MimeMessage>()];

    public static IReadOnlyList<MimeEntity> EntitiesOf(MimeMessage mail)
    {
        var parts = new List<MimeEntity>();
        using var iterator = new MimeIterator(mail);
        while (iterator.MoveNext())
            parts.Add(iterator.Current);
        return parts;
    }
}
