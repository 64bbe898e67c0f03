using MimeKit;
using Postern.Core.Addresses;

namespace Postern.Core.Selection;

/// <summary>
/// Whom a From names: an address that a filter can be asked about, and what the author is called. A From without exactly one usable
/// address matches no filter; its words are still the author's name.
/// </summary>
internal sealed record SenderIdentity
{
    private static readonly char[] Punctuation =
    [
        ' ',
        '\t',
        '"',
        '\'',
        '<',
        '>',
        '(',
        ')',
        '[',
        ']',
        ',',
        ';',
        ':',
        '-',
    ];

    private SenderIdentity(EmailAddress? address, string? callName)
    {
        Address = address;
        CallName = callName;
    }

    /// <summary>The author's address with the display name it came with; null when there is not exactly one usable address.</summary>
    public EmailAddress? Address { get; }

    /// <summary>The display name, or else the local part (P17), never with one of the author's addresses in it. Null when nothing is left.</summary>
    public string? CallName { get; }

    /// <summary>Reads a From. Never fails.</summary>
    public static SenderIdentity Read(string? from)
    {
        var text = OneLine(from);
        var mailboxes = Mailboxes(text);
        if (mailboxes.Count == 0)
            return new SenderIdentity(null, Words(text));
        var first = mailboxes[0];
        var name = NameOf(first, mailboxes);
        var usable = EmailAddress.TryCreate(first.Address, first.Name, out var address);
        return new SenderIdentity(usable && mailboxes.Count == 1 ? address : null, name);
    }

    private static string OneLine(string? text) =>
        new string([.. (text ?? "").Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)]).Trim();

    private static List<MailboxAddress> Mailboxes(string text)
    {
        if (MailboxAddress.TryParse(text, out var one))
            return HasAddress(one) ? [one] : [];
        return InternetAddressList.TryParse(text, out var list) ? [.. list.Mailboxes.Where(HasAddress)] : [];
    }

    private static bool HasAddress(MailboxAddress mailbox) => EmailAddress.Canonical(mailbox.Address) is not null;

    private static string? NameOf(MailboxAddress author, List<MailboxAddress> all)
    {
        var unwanted = all.SelectMany(Spellings).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var name = Without(OneLine(author.Name), unwanted);
        if (name.Length == 0)
            name = Without(OneLine(author.Address[..author.Address.LastIndexOf('@')]), unwanted);
        return name.Length > 0 ? name : null;
    }

    // With an international domain in either form.
    private static IEnumerable<string> Spellings(MailboxAddress mailbox)
    {
        var canonical = EmailAddress.Canonical(mailbox.Address)!;
        return [mailbox.Address, canonical, MailboxAddress.DecodeAddrspec(canonical)];
    }

    // Taking one out can bring the halves of another together, hence until nothing is found.
    private static string Without(string name, List<string> unwanted)
    {
        var rest = name;
        while (unwanted.Find(address => rest.Contains(address, StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            rest = rest.Replace(found, "", StringComparison.OrdinalIgnoreCase).Trim(Punctuation);
        }

        return rest == name ? name.Trim() : rest;
    }

    // What cannot be read as an address may still hold one: the words with an at sign stay out of the name.
    private static string? Words(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(word => !word.Contains('@', StringComparison.Ordinal));
        var name = string.Join(' ', words).Trim(Punctuation);
        return name.Length > 0 ? name : null;
    }
}
