using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Postern.Contracts.Http;
using Postern.Gateway.Inbound;
using Postern.Gateway.Secrets;
using Postern.Gateway.Storage;

namespace Postern.Tests.Admin;

/// <summary>From Odoo's exports to mail that is routed by what was in them.</summary>
public sealed class OdooImportEndpointTests(AdminGateway gateway) : IClassFixture<AdminGateway>
{
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const string Path = "configuration/import/odoo";
    private const string Boundary = "multipart/form-data; boundary=x";
    private const string Password = "Hunter2-of-the-export";

    private static readonly (string Name, string Text)[] Exports =
    [
        (
            "Email Domain (mail.alias.domain).csv",
            "\"Name\",\"Sequence\",\"Bounce Alias\",\"Catchall Alias\",\"Default From Alias\"\n"
                + "\"firma.example\",\"10\",\"bounce\",\"catchall\",\"notifications\"\n"
        ),
        (
            "Email Aliases (mail.alias).csv",
            "\"Alias Name\",\"Alias Domain\",\"Aliased Model\",\"Default Values\"\n"
                + "\"asistenta\",\"firma.example\",\"Helpdesk Ticket\",\"{'team_id': 3}\"\n\"\",\"\",\"Task\",\"{}\"\n"
        ),
        (
            "Mail Server (ir.mail_server).csv",
            "\"Name\",\"SMTP Server\",\"SMTP Port\",\"Connection Encryption\",\"Username\",\"Password\"\n"
                + $"\"Relay\",\"smtp.firma.example\",\"587\",\"TLS (STARTTLS)\",\"desk\",\"{Password}\"\n"
        ),
    ];

    [Fact]
    public async Task What_is_imported_is_planned_written_and_routes_mail()
    {
        var read = await ImportAsync(Exports);
        Assert.True(read.Status == 200, read.ToString());
        Assert.DoesNotContain(Password, read.ToString(), Ordinal);
        var yaml = read.Json["yaml"]!.GetValue<string>();
        var variable = Assert.Single(read.Json["variables"]!.AsArray())!;
        Assert.Equal("SMTP_RELAY_PASSWORD", variable["name"]!.GetValue<string>());
        Assert.Contains(
            read.Json["notes"]!.AsArray(),
            note => note!["kind"]!.GetValue<string>() == "leftOut" && note["row"]!.GetValue<int>() == 3
        );
        Assert.Equal(404, (await gateway.GetAsync("alias-domains/firma-example")).Status);

        var planned = await gateway.SendAsync(
            "POST",
            "configuration/plan",
            "application/yaml",
            Encoding.UTF8.GetBytes(yaml)
        );
        Assert.Empty(planned.Json["errors"]!.AsArray());
        var form = Form(("configuration", null, yaml), ("SMTP_RELAY_PASSWORD", null, Password));
        var written = await gateway.SendAsync("PUT", "configuration", Boundary, form);
        Assert.True(written.Status == 200, written.ToString());
        var secrets = gateway.Services.GetRequiredService<ISecretStore>();
        Assert.Equal(Password, await secrets.GetAsync(SecretNames.OutgoingPassword("relay"), default));

        var mail = await RouteAsync(
            "From: Ann <ann@customer.example>\r\nTo: asistenta@firma.example\r\nSubject: Hi\r\n\r\nHi\r\n"
        );
        Assert.Equal("routed", mail.Json["state"]!.GetValue<string>());
        Assert.Contains("helpdesk.ticket", mail.ToString(), Ordinal);
    }

    [Fact]
    public async Task The_answer_is_the_file_or_what_is_to_be_known_where_the_request_asks_for_it()
    {
        var yaml = await ImportAsync(Exports, "", ("Accept", "application/yaml"));
        Assert.Equal("application/yaml", yaml.ContentType);
        Assert.StartsWith("# From Odoo: 1 aliasDomains", Encoding.UTF8.GetString(yaml.Content), Ordinal);
        var text = Encoding.UTF8.GetString((await ImportAsync(Exports, "", ("Accept", "text/plain"))).Content);
        Assert.Contains("\nSet before it is written: SMTP_RELAY_PASSWORD.\n", text, Ordinal);
        Assert.DoesNotContain("aliasDomains:", text, Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_is_refused_by_the_name_of_its_file()
    {
        var workbook = await ImportAsync([("mail.alias.xlsx", "PK\u0003\u0004")]);
        Assert.Equal((400, "mail.alias.xlsx"), (workbook.Status, workbook.Fields[0]));
        Assert.Contains("is an Excel file; export it as CSV", workbook.ToString(), Ordinal);
        Assert.Equal(400, (await ImportAsync([])).Status);
        Assert.Equal(400, (await ImportAsync(Exports, "?part=2")).Status);
        Assert.Equal(400, (await ImportAsync(Exports, "?part=x")).Status);
        Assert.Equal(400, (await gateway.SendAsync("POST", Path, Boundary, "no form"u8.ToArray())).Status);
        Assert.Equal(415, (await gateway.SendAsync("POST", Path, "text/csv", "Key,Value\n"u8.ToArray())).Status);
        Assert.Equal(413, (await gateway.SendAsync("POST", Path, Boundary, new byte[(32 << 20) + 1])).Status);
    }

    [Fact]
    public async Task Only_an_administrator_imports()
    {
        var key = await gateway.MakeKeyAsync("reader", ApiScope.Read);
        Assert.Equal(403, (await ImportAsync(Exports, "", ("x-functions-key", key))).Status);
    }

    private Task<Reply> ImportAsync(
        (string Name, string Text)[] files,
        string query = "",
        params (string Name, string Value)[] headers
    ) =>
        gateway.SendAsync(
            "POST",
            Path + query,
            Boundary,
            Form([.. files.Select(file => ("files", (string?)file.Name, file.Text))]),
            headers
        );

    private async Task<Reply> RouteAsync(string mail)
    {
        var taken = await gateway.SendAsync("POST", "inbound", "message/rfc822", Encoding.UTF8.GetBytes(mail));
        Assert.True(taken.Status == 202, taken.ToString());
        foreach (var message in (await gateway.Storage.Queue(QueueNames.InboundMail).PeekMessagesAsync(32)).Value)
            await gateway.Services.GetRequiredService<InboundProcessor>().ProcessAsync(message.MessageText, default);
        return await gateway.GetAsync($"mails/{taken.Json["id"]!.GetValue<string>()}");
    }

    private static byte[] Form(params (string Name, string? File, string Text)[] parts)
    {
        var form = new StringBuilder();
        foreach (var (name, file, text) in parts)
        {
            form.Append("--x\r\nContent-Disposition: form-data; name=\"").Append(name).Append('"');
            if (file is not null)
                form.Append("; filename=\"").Append(file).Append("\"\r\nContent-Type: text/csv");
            form.Append("\r\n\r\n").Append(text).Append("\r\n");
        }
        return Encoding.UTF8.GetBytes(form.Append("--x--\r\n").ToString());
    }
}
