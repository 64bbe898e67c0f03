using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Validation;

namespace Postern.Core.People;

/// <summary>What a contact and an allowed sender must be like to be saved.</summary>
public static class PeopleRules
{
    // RFC 5321 §4.5.3.1: 64 for the local part, 255 for the domain.
    private const int LongestAddress = 320;
    private const int LongestText = 500;

    public static Edit<Contact> Put(Contact contact) =>
        new(
            contact,
            new Findings { Errors = [.. AddressErrors(contact.Address), .. TextErrors("name", contact.Name)] }
        );

    public static Edit<AllowedSender> Put(AllowedSender sender) =>
        new(sender, new Findings { Errors = [.. AddressErrors(sender.Address), .. TextErrors("note", sender.Note)] });

    /// <summary>Whether a canonical address can be kept.</summary>
    public static IEnumerable<FieldMessage> AddressErrors(string address)
    {
        if (EmailAddress.Canonical(address) != address || address.Length > LongestAddress)
            yield return new("address", $"'{address}' is not an e-mail address");
    }

    /// <summary>Whether a text is short and of one line.</summary>
    internal static IEnumerable<FieldMessage> TextErrors(string field, string? text)
    {
        if (text is not null && (text.Length > LongestText || text.Any(char.IsControl)))
            yield return new(
                field,
                $"must not have more than {LongestText} characters, nor line breaks or other control characters"
            );
    }
}
