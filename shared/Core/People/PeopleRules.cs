using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Validation;

namespace Postern.Core.People;

/// <summary>Validates contacts and allowed senders.</summary>
public static class PeopleRules
{
    // RFC 5321 §4.5.3.1: 64 octets for the local part, 255 for the domain.
    private const int LongestAddress = 320;
    private const int LongestText = 500;

    /// <param name="contact">The contact as requested.</param>
    /// <param name="before">The contact as it is stored; null when it is new.</param>
    public static Edit<Contact> Put(Contact contact, Contact? before)
    {
        var edit = Checked(contact, AddressErrors(contact.Address).Concat(TextErrors("name", contact.Name)));
        return before is { Active: true } && !contact.Active
            ? edit with
            {
                Findings = edit.Findings.Warn([new("active", "is false: the contact gets no mail any more")]),
            }
            : edit;
    }

    public static Edit<AllowedSender> Put(AllowedSender sender) =>
        Checked(sender, AddressErrors(sender.Address).Concat(TextErrors("note", sender.Note)));

    /// <summary>The error of an address that is not canonical or too long.</summary>
    public static IEnumerable<FieldMessage> AddressErrors(string address)
    {
        if (EmailAddress.Canonical(address) != address || address.Length > LongestAddress)
            yield return new("address", $"'{address}' is not an e-mail address");
    }

    /// <summary>The error of a text that is too long or not on one line.</summary>
    internal static IEnumerable<FieldMessage> TextErrors(string field, string? text)
    {
        if (text is not null && (text.Length > LongestText || text.Any(char.IsControl)))
            yield return new(
                field,
                $"must not have more than {LongestText} characters, nor line breaks or other control characters"
            );
    }

    private static Edit<T> Checked<T>(T value, IEnumerable<FieldMessage> errors) =>
        new(value, new Findings { Errors = [.. errors] });
}
