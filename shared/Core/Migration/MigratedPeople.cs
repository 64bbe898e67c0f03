using System.Globalization;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Declarations;
using Postern.Core.Text;

namespace Postern.Core.Migration;

/// <summary>Contacts, the blacklist, and senders that no loop rule counts.</summary>
internal sealed class MigratedPeople(OdooDraft draft, DateTimeOffset now)
{
    private const int LongestText = 500;
    private const string NoAddress = "it has no e-mail address";

    private static readonly string FurtherAddresses =
        $"it has more addresses than are read of a cell: {ImportLimits.Addresses}, in "
        + $"{ImportLimits.AddressCell} characters";

    /// <summary>Partners: one contact for each of their addresses; the same address is one contact.</summary>
    public void AddContacts(IEnumerable<ExportRecord> records)
    {
        var contacts = new OrderedDictionary<string, (Contact Contact, ExportRecord Record)>();
        foreach (var record in records)
        {
            foreach (var contact in ContactsOf(record))
            {
                contacts[contact.Address] = contacts.TryGetValue(contact.Address, out var twin)
                    ? (Merged(twin.Contact, contact), twin.Record)
                    : (contact, record);
            }
            if (contacts.Count > ImportLimits.People)
                throw new OdooImportException(
                    record.File,
                    $"has more than {ImportLimits.People} addresses by row {record.Row}: import it in several parts"
                );
        }
        foreach (var (address, (contact, record)) in contacts)
            draft.Add(ConfigurationSection.Contacts, address, contact, record);
    }

    /// <summary>The blacklist, without what was taken off it.</summary>
    public void AddBlacklist(IEnumerable<ExportRecord> records)
    {
        foreach (var record in records)
        {
            if (!record.Flag("active", otherwise: true))
                draft.Notes.LeftOut(record, null, "active", "it was taken off the blacklist");
            else if (AddressOf(record) is { } address && !draft.Has(ConfigurationSection.Blacklist, address))
                draft.Add(ConfigurationSection.Blacklist, address, EntryOf(record), record);
        }
    }

    /// <summary>Senders that Odoo's loop rules do not count (<c>mail.gateway.allowed</c>).</summary>
    public void AddAllowed(IEnumerable<ExportRecord> records)
    {
        foreach (var record in records)
        {
            if (AddressOf(record) is { } address)
                draft.Add(ConfigurationSection.AllowedSenders, address, new AllowedSender(), record);
        }
    }

    private IEnumerable<Contact> ContactsOf(ExportRecord record)
    {
        var name = record.Text("name") ?? record.Text("complete_name") ?? record.Text("display_name");
        var text = record.Text("email") ?? record.Text("email_formatted") ?? record.Text("email_normalized");
        if (text is null)
            draft.Notes.LeftOut(record, name, "email", NoAddress);
        var cell = text is null ? null : AddressCell.Read(text);
        if (cell is { Addresses.Count: 0 })
            draft.Notes.LeftOut(record, name, "email", "what it has is no e-mail address");
        else if (cell is { IsCut: true })
            draft.Notes.Changed(record, name, "email", FurtherAddresses);
        return (cell?.Addresses ?? []).Select(address => new Contact
        {
            Address = address.Address,
            Name = Line(name ?? address.Name),
            Internal = IsInternal(record),
            Active = record.Flag("active", otherwise: true),
        });
    }

    // A user of the portal is a user too.
    private bool IsInternal(ExportRecord record)
    {
        if (record.Has("partner_share"))
            return !record.Flag("partner_share", otherwise: true);
        var hasUsers =
            (record.Text("user_ids") ?? record.Text("user_ids", "login") ?? record.Text("user_ids", "name"))
            is not null;
        if (record.Has("user_ids", "share"))
            return hasUsers && !record.Flag("user_ids", otherwise: true, inner: "share");
        if (record.Flag("employee", otherwise: false))
            return true;
        if (hasUsers)
            draft.Notes.Check(
                record,
                record.Text("name"),
                "user_ids",
                "whether this user is an employee is not in the export: export 'Share Partner' too, or set internal"
            );
        return false;
    }

    private static Contact Merged(Contact one, Contact other) =>
        one with
        {
            Name = one.Name ?? other.Name,
            Internal = one.Internal || other.Internal,
            Active = one.Active || other.Active,
        };

    private string? AddressOf(ExportRecord record)
    {
        var text = record.Text("email") ?? record.Text("email_normalized");
        if (text is { Length: <= ImportLimits.AddressCell } && EmailAddress.TryParse(text, out var address))
            return address.Address;
        draft.Notes.LeftOut(record, null, "email", text is null ? NoAddress : "what it has is no e-mail address");
        return null;
    }

    private BlacklistEntry EntryOf(ExportRecord record) =>
        new()
        {
            Since = SinceOf(record.Text("create_date")),
            Note = record.Text("opt_out_reason_id") is { } reason ? Line(reason) : null,
        };

    // As Odoo writes it; what a spreadsheet made of it is of many forms. The default is when it is written here.
    private DateTimeOffset SinceOf(string? text)
    {
        var isTime = DateTimeOffset.TryParseExact(
            text,
            "yyyy-MM-dd HH:mm:ss",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        );
        return isTime && time <= now ? time : default;
    }

    private static string? Line(string? text) =>
        text is null ? null
        : CutText.At(ShownText.Clean(text), LongestText).Trim() is { Length: > 0 } line ? line
        : null;
}
