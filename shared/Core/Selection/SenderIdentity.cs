using MimeKit;
using Postern.Core.Addresses;
using Postern.Core.Text;

namespace Postern.Core.Selection;

/// <summary>
/// The author that a From names: an address to match filters with, and a name. A From without exactly one usable
/// address matches no filter; its text can still contain the author's name.
/// </summary>
internal sealed record SenderIdentity
{
    private static readonly char[] Punctuation = " \t\"'<>()[],;:-".ToCharArray();

    private SenderIdentity(EmailAddress? address, string? callName)
    {
        Address = address;
        CallName = callName;
    }

    /// <summary>
    /// The author's address with its display name; null when there is not exactly one usable address.
    /// </summary>
    public EmailAddress? Address { get; }

    /// <summary>
    /// The display name, or else the local part (P17), with all addresses of the From removed; null when nothing
    /// remains.
    /// </summary>
    public string? CallName { get; }

    /// <summary>Parses a From. Never throws.</summary>
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

    /// <summary>
    /// The text of a From that credits nobody, without whatever could be taken for an address; null when nothing
    /// remains.
    /// </summary>
    public static string? NameIn(string? text) => Words(OneLine(text));

    private static string OneLine(string? text) => ShownText.Clean(text ?? "").Trim();

    private static List<MailboxAddress> Mailboxes(string text)
    {
        if (MailboxAddress.TryParse(text, out var one))
            return HasAddress(one) ? [one] : [];
        return InternetAddressList.TryParse(text, out var list) ? [.. list.Mailboxes.Where(HasAddress)] : [];
    }

    private static bool HasAddress(MailboxAddress mailbox) => EmailAddress.Canonical(mailbox.Address) is not null;

    // Of whomever they are: a name with the address of another would be shown as that of the sender.
    private static string? NameOf(MailboxAddress author, List<MailboxAddress> all)
    {
        var own = all.SelectMany(Spellings).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var name = NameAddresses.Remove(OneLine(author.Name), own);
        if (name.Length == 0)
            name = NameAddresses.Remove(OneLine(author.Address[..author.Address.LastIndexOf('@')]), own);
        return name.Length > 0 ? name : null;
    }

    // An international domain has two forms (RFC 5890).
    private static IEnumerable<string> Spellings(MailboxAddress mailbox)
    {
        var canonical = EmailAddress.Canonical(mailbox.Address)!;
        return [mailbox.Address, canonical, MailboxAddress.DecodeAddrspec(canonical)];
    }

    // Text that is not a valid address may still contain one: words with an at sign, also an encoded one (RFC 2047),
    // are not part of the name.
    private static string? Words(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(word => !word.Contains('@', StringComparison.Ordinal))
            .Where(word => !word.Contains("=?", StringComparison.Ordinal));
        var name = NameAddresses.Remove(string.Join(' ', words), []).Trim(Punctuation);
        return name.Length > 0 ? name : null;
    }
}
