using MimeKit;
using Postern.Core.Addresses;

namespace Postern.Core.Mime;

/// <summary>Who a mail says that it is from, where that is beyond doubt.</summary>
/// <param name="Address">The author; null when nobody is credited.</param>
/// <param name="Problem">Why nobody is credited, as a sentence; null when somebody is.</param>
public sealed record MailAuthor(EmailAddress? Address, string? Problem)
{
    /// <summary>Reads the From of a header: exactly one field, with exactly one mailbox (RFC 5322 §3.6.2).</summary>
    public static MailAuthor Read(HeaderList header) => Read(header, MailCharsets.None);

    /// <summary>The same, with the charsets of the mail for the name. The address is read from the octets alone.</summary>
    internal static MailAuthor Read(HeaderList header, MailCharsets charsets) =>
        Of([.. header.Where(field => field.Id == HeaderId.From)], charsets);

    private static MailAuthor Of(List<Header> fields, MailCharsets charsets)
    {
        if (fields is not [var field])
            return Nobody(fields.Count == 0 ? "The mail has no From field." : $"It has {fields.Count} From fields.");
        var (text, problem) = StrictMailbox.Read(field.RawValue);
        if (text is null)
            return Nobody($"Its From credits nobody: it {problem}.");
        if (!EmailAddress.TryCreate(text, null, out var address))
            return Nobody("Its From credits nobody: its address cannot be used.");
        // The lenient reader knows the names in all their encodings.
        var named = AddressField
            .Read(HeaderText.Normalise(field.RawValue, charsets))
            .FirstOrDefault(other => other.Address == address.Address);
        return new MailAuthor(named ?? address, null);
    }

    private static MailAuthor Nobody(string problem) => new(null, problem);
}
