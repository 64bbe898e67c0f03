using Postern.Contracts.Http;
using Postern.Core.Declarations;

namespace Postern.Core.Migration;

/// <summary>
/// Incoming servers (<c>fetchmail.server</c>). None is active: while Odoo fetches too, each would take mail that the
/// other waits for.
/// </summary>
internal sealed class MigratedMailboxes(
    OdooDraft draft,
    MigratedModels models,
    IReadOnlyDictionary<string, ExportRecord> parameters
)
{
    private const ConfigurationSection Section = ConfigurationSection.IncomingServers;

    private const string Inactive =
        "no mailbox is fetched yet: archive each in Odoo first, then test it here, which confirms it, and activate it";

    private const string Deletes = "Odoo deletes what it has fetched by POP3; here it stays until afterFetch is delete";

    public void Add(IEnumerable<ExportRecord> records)
    {
        foreach (var record in records)
            Add(record);
    }

    private void Add(ExportRecord record)
    {
        var name = record.Text("name") ?? record.Text("server");
        var kind = record.Choice("server_type");
        if (kind == "local")
            draft.Notes.LeftOut(record, name, "server_type", "a script hands its mail to Odoo: push it (docs/push.md)");
        else if (kind is null && record.Text("server_type") is not null)
            draft.Notes.LeftOut(record, name, "server_type", "it is not known what kind of server it is");
        else if ((record.Text("server") ?? HostOf(kind)) is not { } host || name is null)
            draft.Notes.LeftOut(record, name, "server", "it has no host");
        else if (record.Text("user") is not { } user)
            draft.Notes.LeftOut(record, name, "user", "it has no user name");
        else
            Add(record, name, host, user, kind ?? "imap");
    }

    private void Add(ExportRecord record, string name, string host, string user, string kind)
    {
        var id = Slug.Of(name, "mailbox", id => draft.Has(Section, id));
        var tokens = kind is "gmail" or "outlook" ? TokenAccess.Of(kind, "IMAP.AccessAsUser.All", parameters) : null;
        var isEncrypted = tokens is not null || record.Flag("is_ssl", otherwise: true);
        var server = new IncomingServer
        {
            Name = MigratedServers.NameOf(name),
            Protocol = kind == "pop" ? MailboxProtocol.Pop3 : MailboxProtocol.Imap,
            Host = host.Trim(),
            Port = record.Number("port") is { } port and not 0 ? port : null,
            Security = isEncrypted ? ConnectionSecurity.Tls : ConnectionSecurity.None,
            UserName = user,
            Authentication = tokens is null ? ServerAuthentication.Password : ServerAuthentication.Xoauth2,
            OAuth = tokens?.Settings,
            FallbackModel = models.Take(record, "object_id", name),
            KeepAttachments = record.Flag("attach", otherwise: true),
            KeepOriginal = record.Flag("original", otherwise: false),
            Active = false,
        };
        draft.Add(Section, id, server with { Port = server.Port == server.UsualPort ? null : server.Port }, record);
        draft.Notes.Once(OdooNoteKind.Check, record.File, "active", Inactive);
        if (kind == "pop")
            draft.Notes.Once(OdooNoteKind.Changed, record.File, "server_type", Deletes);
        if (!isEncrypted)
            draft.Notes.Check(record, name, "is_ssl", "without TLS the password can be read on the way");
        if (tokens is null)
            ServerSecretNames.AddPassword(
                draft,
                Section,
                id,
                kind == "pop" ? "POP3" : "IMAP",
                record,
                name,
                "password"
            );
        else
            ServerSecretNames.AddTokens(draft, Section, id, "IMAP", record, name, tokens);
    }

    // Odoo fills these hosts in.
    private static string? HostOf(string? kind) =>
        kind switch
        {
            "gmail" => "imap.gmail.com",
            "outlook" => "outlook.office365.com",
            _ => null,
        };
}
