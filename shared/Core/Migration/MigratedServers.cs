using Postern.Contracts.Http;
using Postern.Core.Declarations;
using Postern.Core.Text;

namespace Postern.Core.Migration;

/// <summary>Outgoing servers (<c>ir.mail_server</c>).</summary>
internal sealed class MigratedServers(OdooDraft draft, IReadOnlyDictionary<string, ExportRecord> parameters)
{
    private const ConfigurationSection Section = ConfigurationSection.OutgoingServers;
    private const int LongestName = 200;

    private const string Certificates =
        "Odoo does not check the certificates of servers unless it is told to; here they are checked: where one is not "
        + "valid for the host, set verifyCertificate to false";

    /// <summary>The servers' ids here, by their ids in Odoo's database.</summary>
    public Dictionary<string, string> ByDatabaseId { get; } = [];

    public void Add(IEnumerable<ExportRecord> records)
    {
        foreach (var record in records)
            Add(record);
    }

    /// <summary>A name that a server may have.</summary>
    public static string NameOf(string name) => CutText.At(ShownText.Clean(name), LongestName);

    private void Add(ExportRecord record)
    {
        var name = record.Text("name") ?? record.Text("smtp_host");
        var authentication = record.Choice("smtp_authentication") ?? "login";
        if (authentication == "cli")
            draft.Notes.LeftOut(
                record,
                name,
                "smtp_authentication",
                "it is the server of Odoo's start options, which are in no export: write it by hand"
            );
        else if (name is null || record.Text("smtp_host") is not { } host)
            draft.Notes.LeftOut(record, name, "smtp_host", "it has no host");
        else
            Add(record, name, host, authentication);
    }

    private void Add(ExportRecord record, string name, string host, string authentication)
    {
        var id = Slug.Of(name, "server", id => id == OutgoingServer.DefaultId || draft.Has(Section, id));
        var tokens = authentication is "gmail" or "outlook"
            ? TokenAccess.Of(authentication, "SMTP.Send", parameters)
            : null;
        var server = new OutgoingServer
        {
            Name = NameOf(name),
            Host = host.Trim(),
            Port = PortOf(record, "smtp_port", name, 25),
            Security = SecurityOf(record, name),
            UserName = authentication == "certificate" ? null : record.Text("smtp_user"),
            Authentication = tokens is null ? ServerAuthentication.Password : ServerAuthentication.Xoauth2,
            OAuth = tokens?.Settings,
            FromFilter = record.Text("from_filter"),
            Priority = record.Number("sequence") ?? 10,
            Active =
                record.Flag("active", otherwise: true)
                && authentication != "certificate"
                && tokens?.IsComplete != false,
        };
        draft.Add(Section, id, server, record);
        if (record.DatabaseId is { } number)
            ByDatabaseId.TryAdd(number, id);
        if (authentication == "certificate")
            draft.Notes.Check(
                record,
                name,
                "smtp_authentication",
                "it is shown a certificate, which is not possible here: give it a user name, and make it active"
            );
        AddSecrets(record, name, id, tokens);
    }

    private void AddSecrets(ExportRecord record, string name, string id, TokenAccess? tokens)
    {
        if (tokens is not null)
            ServerSecretNames.AddTokens(draft, Section, id, "SMTP", record, name, tokens);
        else if (record.Text("smtp_user") is not null && record.Choice("smtp_authentication") != "certificate")
            ServerSecretNames.AddPassword(draft, Section, id, "SMTP", record, name, "smtp_pass");
    }

    private ConnectionSecurity SecurityOf(ExportRecord record, string name)
    {
        var choice = record.Choice("smtp_encryption");
        if (choice is "starttls" or "ssl")
            draft.Notes.Once(OdooNoteKind.Check, record.File, "smtp_encryption", Certificates);
        if (choice is null && record.Text("smtp_encryption") is not null)
            draft.Notes.Check(record, name, "smtp_encryption", "it is not known how it is encrypted; here by STARTTLS");
        return choice switch
        {
            "ssl" or "ssl_strict" => ConnectionSecurity.Tls,
            "none" => ConnectionSecurity.None,
            // Odoo's default is none; without the column nothing is known, and a password must not go unencrypted.
            _ => ConnectionSecurity.StartTls,
        };
    }

    private int PortOf(ExportRecord record, string field, string name, int otherwise)
    {
        if (record.Number(field) is { } port and not 0)
            return port;
        if (record.Text(field) is not null && record.Number(field) is null)
            draft.Notes.Check(record, name, field, $"the port is no number; here it is {otherwise}");
        return otherwise;
    }
}
