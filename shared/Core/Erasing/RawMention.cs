using System.Text;
using MimeKit;
using Postern.Core.Addresses;

namespace Postern.Core.Erasing;

/// <summary>What a person has to do with a raw mail.</summary>
public enum RawMention
{
    None,

    /// <summary>It names them, in a field or in a text.</summary>
    Named,

    /// <summary>They wrote it.</summary>
    Author,
}

/// <summary>Looks through raw mail: fields and texts as a reader sees them, not attached files of other kinds.</summary>
public static class RawMentions
{
    /// <summary>What a person has to do with a mail.</summary>
    /// <param name="raw">The mail (RFC 5322).</param>
    /// <param name="person">The person.</param>
    /// <param name="texts">Texts of the same person.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static RawMention Find(Stream raw, ErasedPerson person, Redaction texts, CancellationToken cancellationToken)
    {
        try
        {
            using var mail = MimeMessage.Load(raw, persistent: true, cancellationToken);
            if (mail.From.Mailboxes.Any(from => EmailAddress.Canonical(from.Address) == person.Address))
                return RawMention.Author;
            return TextsOf(mail).Any(texts.Finds) ? RawMention.Named : RawMention.None;
        }
        catch (FormatException)
        {
            // What is no mail is looked through as it is.
            raw.Position = 0;
            using var reader = new StreamReader(raw, Encoding.Latin1, leaveOpen: true);
            return texts.Finds(reader.ReadToEnd()) ? RawMention.Named : RawMention.None;
        }
    }

    private static IEnumerable<string> TextsOf(MimeMessage mail)
    {
        var parts = MailParts.EntitiesOf(mail);
        var fields = MailParts
            .MessagesOf(mail)
            .SelectMany(message => message.Headers)
            .Concat(parts.SelectMany(part => part.Headers));
        return fields
            .SelectMany(field => new[] { field.Value, Encoding.Latin1.GetString(field.RawValue) })
            .Concat(parts.OfType<TextPart>().Select(part => part.Text ?? ""));
    }
}
