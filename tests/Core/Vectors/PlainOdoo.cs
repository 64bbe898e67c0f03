using MimeKit;
using Postern.Contracts.Http;
using Postern.Core.Addresses;

namespace Postern.Tests.Vectors;

/// <summary>
/// Odoo 17's selection and rewriting, restated plainly for a From with one address: server, then header From, then
/// envelope. The deviations say which mail Postern acts on instead; this computes its outcome.
/// </summary>
internal static class PlainOdoo
{
    public static SelectServerOutcome Decide(PlainMail mail, SendingPath path)
    {
        var none = new SelectServerOutcome("none", "", path == SendingPath.Find ? null : "");
        if (mail.Refused || mail.Author is not { } own)
            return none;
        if (mail.Explicit is not null && mail.ExplicitServer is not { Active: true })
            return none;
        var (server, filter, sendAs) = mail.ExplicitServer is { } named
            ? (named.Id, named.FromFilter, own)
            : Choose(mail, own);
        var from = Same(sendAs, own) ? Shown(own, mail.Name) : Shown(sendAs, mail.Name ?? own[..own.LastIndexOf('@')]);
        if (path == SendingPath.Find)
            return new SelectServerOutcome(server, from.Address, null);
        var envelope = mail.Bounce is { } bounce && Allows(filter, bounce) ? bounce : from.Address;
        return new SelectServerOutcome(server, from.ToString(), EmailAddress.Canonical(envelope)!);
    }

    /// <summary>An address with its domain as the text has it: the parser decodes an international one.</summary>
    public static string AsWritten(MailboxAddress mailbox, string text) =>
        text.All(char.IsAscii) ? MailboxAddress.EncodeAddrspec(mailbox.Address) : mailbox.Address;

    /// <summary>Whether a server with the filter may speak for the address; without filter it may for any.</summary>
    public static bool Allows(string? filter, string address) =>
        string.IsNullOrEmpty(filter) || Names(filter, address) || NamesDomainOf(filter, address);

    public static IEnumerable<string> Parts(string? filter) =>
        (filter ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static bool Names(string? filter, string address) =>
        Parts(filter).Any(part => part.Contains('@') && Same(Bare(part), address));

    private static bool NamesDomainOf(string? filter, string address) =>
        Parts(filter).Any(part => !part.Contains('@') && Same(part, address[(address.LastIndexOf('@') + 1)..]));

    private static (string Server, string? Filter, string SendAs) Choose(PlainMail mail, string own)
    {
        var active = mail.Servers.Where(server => server.Active).ToList();
        var notified = mail.Notification;
        if (active.Count == 0)
            return ("default", mail.DefaultFilter, OnDefault(mail, own));
        (Func<OutgoingServer, bool> Takes, string As)[] steps =
        [
            (server => Names(server.FromFilter, own), own),
            (server => NamesDomainOf(server.FromFilter, own), own),
            (server => notified is not null && Names(server.FromFilter, notified), notified ?? own),
            (server => notified is not null && NamesDomainOf(server.FromFilter, notified), notified ?? own),
            (server => string.IsNullOrEmpty(server.FromFilter), notified ?? own),
            (_ => true, notified ?? own),
        ];
        var (takes, sendAs) = steps.First(step => active.Exists(server => step.Takes(server)));
        var chosen = active.First(takes);
        return (chosen.Id, chosen.FromFilter, sendAs);
    }

    private static string OnDefault(PlainMail mail, string own) =>
        Allows(mail.DefaultFilter, own) ? own : mail.Notification ?? own;

    private static string Bare(string part) =>
        MailboxAddress.TryParse(part, out var mailbox) ? AsWritten(mailbox, part) : part;

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static EmailAddress Shown(string address, string? name) =>
        EmailAddress.TryCreate(address, name, out var shown)
            ? shown
            : throw new InvalidOperationException($"A rule left '{address}', which is no address.");
}
