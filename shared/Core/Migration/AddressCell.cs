using MimeKit;
using Postern.Core.Addresses;

namespace Postern.Core.Migration;

/// <summary>The addresses in a cell of a contact: one, or several in any of the ways in which people write them.</summary>
/// <param name="Addresses">The addresses, no more than <see cref="ImportLimits.Addresses"/>.</param>
/// <param name="IsCut">Whether the cell has more than were read.</param>
internal sealed record AddressCell(IReadOnlyList<EmailAddress> Addresses, bool IsCut)
{
    private static readonly char[] Separators = [',', ';', '|', '/', ' ', '\t', '\r', '\n'];

    public static AddressCell Read(string text)
    {
        // A part of an address could be another person's: the cut is at a separator.
        var isLong = text.Length > ImportLimits.AddressCell;
        var read = isLong ? text[..Math.Max(0, text.LastIndexOfAny(Separators, ImportLimits.AddressCell))] : text;
        var addresses = AddressesIn(read);
        return new AddressCell(
            [.. addresses.Take(ImportLimits.Addresses)],
            isLong || addresses.Count > ImportLimits.Addresses
        );
    }

    private static List<EmailAddress> AddressesIn(string text)
    {
        if (EmailAddress.TryParse(text, out var one))
            return [one];
        var list = InternetAddressList.TryParse(text.Replace(';', ','), out var parsed)
            ? parsed.Mailboxes.Select(mailbox =>
                EmailAddress.TryCreate(mailbox.Address, mailbox.Name, out var read) ? read : null
            )
            : text.Split(Separators).Select(part => EmailAddress.TryParse(part, out var read) ? read : null);
        return [.. list.OfType<EmailAddress>()];
    }
}
