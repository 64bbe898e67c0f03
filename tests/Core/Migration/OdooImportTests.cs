using System.Text;
using Postern.Core.Migration;

namespace Postern.Tests.Migration;

/// <summary>Exports of each version, in each form that people have them in.</summary>
public sealed class OdooImportTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private const string FromSixteen = """
        aliasDomains:
          example-com:
            name: example.com
            isDefault: true
        models:
          account.move: {}
          crm.lead: {}
          helpdesk.ticket: {}
          project.project: {}
          project.task: {}
        outgoingServers:
          postmark:
            name: Postmark
            host: smtp.postmarkapp.com
            userName: token-1
            fromFilter: example.com
            password: env:SMTP_POSTMARK_PASSWORD
          newsletters:
            name: Newsletters
            host: email-smtp.eu-west-1.amazonaws.com
            port: 465
            security: tls
            userName: AKIA
            fromFilter: news.example.com
            priority: 20
            password: env:SMTP_NEWSLETTERS_PASSWORD
          old-relay:
            name: Old relay
            host: relay.example.com
            port: 25
            security: none
            priority: 30
            active: false
        parameters:
          mail.catchall.domain.allowed: example.com, example.net
          mail.gateway.loop.minutes: "60"
          mail.mode: hold
          mail.server.selection: odoo
        aliases:
          sales@example.com:
            model: crm.lead
            defaults:
              type: lead
              team_id: 1
            parentThread:
              model: crm.team
              id: "1"
            matchLocalPart: true
          support-desk@example.com:
            model: helpdesk.ticket
            parentThread:
              model: helpdesk.team
              id: "1"
            contactPolicy: partners
            refusalText: "<p>Only <b>customers</b> may write.</p>"
            matchLocalPart: true
          board@example.com:
            model: project.project
            defaults:
              active: true
              tags:
              - - 6
                - 0
                - - 1
                  - 2
              x: null
              rate: -1.5
            forcedThread: "7"
            parentThread:
              model: project.project
              id: "7"
            contactPolicy: followers
            matchLocalPart: true
        incomingServers:
          catchall:
            name: Catchall
            host: imap.example.com
            userName: catchall@example.com
            active: false
            password: env:IMAP_CATCHALL_PASSWORD
          invoices:
            name: Invoices
            protocol: pop3
            host: pop.example.com
            userName: invoices@example.com
            fallbackModel: account.move
            keepAttachments: false
            keepOriginal: true
            active: false
            password: env:POP3_INVOICES_PASSWORD

        """;

    private static readonly IReadOnlyList<OdooUpload>[] Versions =
    [
        Exports.Sixteen,
        Exports.Seventeen,
        Exports.Eighteen,
    ];

    [Fact]
    public void English_exports_of_16_become_a_file_with_the_domain_of_the_parameters()
    {
        var read = Exports.Read(Exports.Sixteen);
        Assert.Equal(FromSixteen.ReplaceLineEndings("\n"), read.Yaml);
        Exports.Plan(read);
        Assert.Equal(
            [
                ("SMTP_POSTMARK_PASSWORD", "outgoingServers.postmark", "password"),
                ("SMTP_NEWSLETTERS_PASSWORD", "outgoingServers.newsletters", "password"),
                ("IMAP_CATCHALL_PASSWORD", "incomingServers.catchall", "password"),
                ("POP3_INVOICES_PASSWORD", "incomingServers.invoices", "password"),
            ],
            read.Variables.Select(one => (one.Name, one.Server, one.Field))
        );
        Assert.Equal((3, 1, 1), (read.Counts["aliases"], read.Part, read.Parts));
        AssertNoted(
            read,
            "left out: Email Aliases (mail.alias).csv:5: alias_name: it has no name",
            "left out: Email Aliases (mail.alias).csv:6: bounce@example.com: it would be refused",
            "left out: Incoming Mail Server (fetchmail.server).csv:4: Pipe, server_type: a script",
            "left out: System Parameter (ir.config_parameter).csv:9: mail.gateway.loop.threshold",
            "ignored: Email Aliases (mail.alias).csv: Owner: it has no counterpart: the application says who owns",
            "ignored: System Parameter (ir.config_parameter).csv: web.base.url: Odoo's address",
            "changed: Email Aliases (mail.alias).csv:3: support-desk@example.com",
            "check: mail.mode is hold",
            "check: mail.server.selection is odoo",
            "check: Incoming Mail Server (fetchmail.server).csv: active: no mailbox is fetched yet"
        );
    }

    [Fact]
    public void Romanian_exports_of_17_are_read_by_their_titles_and_labels()
    {
        var read = Exports.Read(Exports.Seventeen);
        Exports.Plan(read);
        Assert.Contains(
            """
            aliasDomains:
              firma-example:
                name: firma.example
                defaultFrom: notificari
                isDefault: true
                formerCatchalls:
                - catchall2
                formerBounces:
                - bounce2
              magazin-example:
                name: magazin.example
                catchall: raspunsuri
                bounce: respinse
                defaultFrom: office@firma.example
            """.ReplaceLineEndings("\n"),
            read.Yaml,
            Ordinal
        );
        Assert.Contains(
            """
            aliases:
              vanzari@firma.example:
                model: crm.lead
                matchLocalPart: true
              vanzari@magazin.example:
                model: sale.order
                contactPolicy: partners
              cereri@firma.example:
                model: cerere.interna.noua
                contactPolicy: partners
            contacts:
              stefan@firma.example:
                name: "Ștefan Țepeș"
                internal: true
              office@client.example:
                name: Client SRL
              facturi@client.example:
                name: Client SRL
            """.ReplaceLineEndings("\n"),
            read.Yaml,
            Ordinal
        );
        AssertNoted(
            read,
            "left out: Contact (res.partner).csv:4: Fără adresă, email: it has no e-mail address",
            "check: Alias-uri email (mail.alias).csv:4: cereri@firma.example, alias_model_id: the export shows",
            "check: Alias-uri email (mail.alias).csv:4: cereri@firma.example, alias_contact: only employees"
        );
    }

    [Fact]
    public void Technical_names_and_external_ids_of_18_are_followed()
    {
        var read = Exports.Read(Exports.Eighteen);
        Exports.Plan(read);
        Assert.Equal(["SMTP_GMAIL_CLIENT_SECRET", "SMTP_GMAIL_REFRESH_TOKEN"], read.Variables.Select(one => one.Name));
        foreach (
            var part in new[]
            {
                "  help@example.com:\n    model: helpdesk.ticket\n    defaults:\n      team_id: 2\n",
                "  loans@example.com:\n    model: library.loan\n    contactPolicy: partners\n    matchLocalPart: true\n",
                "  code@example.com:\n    model: helpdesk.ticket\n",
                "      clientId: \"123.apps.googleusercontent.com\"\n",
                "  mail.bulk.server: gmail\n",
                "  monitor@example.com: {}\n",
                "  never@customer.example:\n    note: I never signed up\n    since: \"2024-03-05T08:09:10+00:00\"\n",
            }
        )
            Assert.Contains(part, read.Yaml, Ordinal);
        Assert.DoesNotContain("again@customer.example", read.Yaml, Ordinal);
        AssertNoted(
            read,
            "left out: Email Aliases (mail.alias).csv:4: lost, alias_domain_id: its alias domain is not among those",
            "left out: ir.mail_server.csv:4: From start options, smtp_authentication: it is the server of Odoo's start",
            "left out: mail.blacklist.csv:3: active: it was taken off",
            "check: Email Aliases (mail.alias).csv:3: loans@example.com, alias_model_id: the export shows this model",
            "check: Email Aliases (mail.alias).csv:5: code@example.com, alias_defaults: the default values are left out"
        );
    }

    [Fact]
    public void What_a_spreadsheet_saved_anew_is_the_same()
    {
        foreach (var version in Versions)
        {
            var expected = Exports.Read(version).Yaml;
            foreach (var form in (Func<string, byte[]>[])[SemicolonsWithMark, TabsInUtf16, SaysItsSeparator])
            {
                var saved = version.Select(file =>
                    file with
                    {
                        Content = form(Encoding.UTF8.GetString(file.Content.Span)),
                    }
                );
                Assert.Equal(expected, Exports.Read(saved).Yaml);
            }
        }
    }

    [Fact]
    public void No_secret_of_an_export_is_in_anything_that_comes_of_it()
    {
        foreach (var version in Versions)
        {
            Assert.Contains(
                version,
                file => Encoding.UTF8.GetString(file.Content.Span).Contains(Exports.Secret, Ordinal)
            );
            var read = Exports.Read(version);
            foreach (var text in new[] { read.ToYaml(), read.ToString(), read.ToJson().ToJsonString() })
                Assert.DoesNotContain(Exports.Secret, text, Ordinal);
        }
    }

    [Fact]
    public void A_file_with_its_notes_as_comments_is_the_same_file()
    {
        var read = Exports.Read(Exports.Sixteen);
        Assert.StartsWith("# From Odoo: 1 aliasDomains, 5 models, 3 outgoingServers", read.ToYaml(), Ordinal);
        Exports.Plan(read with { Yaml = read.ToYaml() });
        var comments = read.ToYaml().Split("\n\n")[0];
        Assert.Equal(read.ToString(), comments.Replace("# ", "", Ordinal) + "\n");
    }

    private static void AssertNoted(OdooImported read, params string[] beginnings)
    {
        var notes = read.Notes.Select(note => note.ToString()).ToList();
        foreach (var beginning in beginnings)
            Assert.Contains(notes, note => note.StartsWith(beginning, Ordinal));
    }

    private static byte[] SemicolonsWithMark(string text) =>
        [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.Replace("\",\"", "\";\"", Ordinal))];

    private static byte[] TabsInUtf16(string text) =>
        [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text.Replace("\",\"", "\"\t\"", Ordinal))];

    private static byte[] SaysItsSeparator(string text) =>
        Encoding.UTF8.GetBytes($"sep=;\r\n{text.Replace("\",\"", "\";\"", Ordinal).ReplaceLineEndings("\r\n")}");
}
