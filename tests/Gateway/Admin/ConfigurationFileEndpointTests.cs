using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Postern.Contracts.Http;
using Postern.Gateway.Secrets;

namespace Postern.Tests.Admin;

/// <summary>The whole configuration as a file: exported, planned and written.</summary>
public sealed class ConfigurationFileEndpointTests : IAsyncLifetime
{
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const string Password = "correct horse battery staple";

    private const string Desk = """
        aliasDomains:
          shop: {name: shop.example}
          main:
            name: example.com
            isDefault: true
            texts: {de: {catchall: "Niemand hat die Adresse {address}."}}
        models:
          helpdesk.ticket: {linkTemplate: "https://desk.example/{id}"}
        outgoingServers:
          smtp: {name: Relay, host: smtp.example.com, userName: desk, password: "env:SMTP_PASSWORD"}
        parameters:
          mail.bulk.server: smtp
          mail.retry.days: 5
        aliases:
          support@example.com: {model: helpdesk.ticket, defaults: {team: first}, followers: [anna@example.com]}
          sales@shop.example: {model: crm.lead}
        incomingServers:
          box: {name: Box, host: imap.example.com, userName: box, password: "env:BOX_PASSWORD", fallbackModel: helpdesk.ticket}
        contacts:
          anna@example.com: {name: Anna, internal: true}
          gone@example.com: {active: false}
        allowedSenders:
          monitor@example.com: {note: sends every minute}
        blacklist:
          never@customer.example: {note: asked for it}
        """;

    private readonly AdminGateway _gateway = new();

    public Task InitializeAsync() => _gateway.InitializeAsync();

    public Task DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task What_is_written_is_exported_and_the_same_file_again_changes_nothing()
    {
        var planned = await SendAsync("POST", "configuration/plan", Desk);
        var first = await SendAsync("PUT", "configuration", Desk);
        Assert.Equal(200, first.Status);
        Assert.Equal(Lines(planned, "changes"), Lines(first, "applied"));
        Assert.Equal(14, Lines(first, "applied").Count);
        Assert.Equal(Password, await SecretAsync(SecretNames.OutgoingPassword("smtp")));

        var export = await _gateway.GetAsync("configuration");
        Assert.Equal("application/yaml", export.ContentType);
        var again = await SendAsync("PUT", "configuration?prune=true", Desk);
        Assert.Equal("""{"applied":[],"warnings":[],"errors":[]}""", Encoding.UTF8.GetString(again.Content));
        foreach (var format in new[] { "yaml", "json" })
        {
            var exported = await _gateway.GetAsync($"configuration?format={format}");
            var plan = await _gateway.SendAsync(
                "POST",
                "configuration/plan?prune=true",
                exported.ContentType,
                exported.Content
            );
            Assert.Equal("""{"changes":[],"warnings":[],"errors":[]}""", Encoding.UTF8.GetString(plan.Content));
            var applied = await _gateway.SendAsync("PUT", "configuration", exported.ContentType, exported.Content);
            Assert.Equal(200, applied.Status);
            Assert.DoesNotContain(Password, Encoding.UTF8.GetString(exported.Content), Ordinal);
        }
        Assert.Equal(export.Tag, (await _gateway.GetAsync("configuration")).Tag);
        Assert.Equal(304, (await _gateway.GetAsync("configuration", ("If-None-Match", export.Tag))).Status);
        Assert.Contains(
            "secret:outgoing-server-smtp-password",
            (await _gateway.GetAsync("configuration?format=json&sections=outgoingServers")).Json.ToJsonString(),
            Ordinal
        );
    }

    [Fact]
    public async Task A_file_with_an_error_changes_nothing()
    {
        var before = (await _gateway.GetAsync("configuration")).Tag;
        var answer = await SendAsync(
            "PUT",
            "configuration",
            Desk.Replace("mail.retry.days: 5", "mail.retry.days: 99", Ordinal)
        );

        Assert.Equal(400, answer.Status);
        Assert.Equal("application/problem+json", answer.ContentType);
        var error = Assert.Single(answer.Json["errors"]!.AsArray())!;
        Assert.Equal((13, "parameters.mail.retry.days"), ((int)error["line"]!, (string?)error["path"]));
        Assert.Empty(answer.Json["applied"]!.AsArray());
        Assert.Equal(before, (await _gateway.GetAsync("configuration")).Tag);
    }

    [Fact]
    public async Task A_run_that_was_interrupted_is_completed_by_the_next()
    {
        // What a run leaves that died after the record of a server, before its secret.
        await _gateway.PutAsync("alias-domains/main", """{"name":"example.com","isDefault":true}""");
        await _gateway.PutAsync(
            "outgoing-servers/smtp",
            """{"name":"Relay","host":"smtp.example.com","userName":"desk"}"""
        );

        var lines = Lines(await SendAsync("PUT", "configuration", Desk), "applied");
        Assert.Contains("~ outgoing server smtp: password is set", lines);
        Assert.Contains("+ alias support@example.com", lines);
        Assert.Empty(Lines(await SendAsync("POST", "configuration/plan", Desk), "changes"));
    }

    [Fact]
    public async Task Pruning_removes_what_the_sections_of_the_file_do_not_name()
    {
        await SendAsync("PUT", "configuration", Desk);
        const string Less = """
            aliasDomains: {main: {name: example.com}}
            aliases: {support@example.com: {model: helpdesk.ticket}}
            outgoingServers: {}
            parameters: {}
            contacts: {}
            blacklist: {}
            """;
        var refused = await SendAsync(
            "PUT",
            "configuration",
            Less.Replace("parameters: {}\n", "", Ordinal),
            "prune=true"
        );
        Assert.Equal(400, refused.Status);
        Assert.Contains("is named by the parameter mail.bulk.server", refused.ToString(), Ordinal);

        var pruned = await SendAsync("PUT", "configuration", Less, "prune=true");
        Assert.True(pruned.Status == 200, pruned.ToString());
        Assert.Equal(404, (await _gateway.GetAsync("aliases/main/sales")).Status);
        Assert.Equal(404, (await _gateway.GetAsync("alias-domains/shop")).Status);
        Assert.Equal(404, (await _gateway.GetAsync("outgoing-servers/smtp")).Status);
        Assert.Equal(404, (await _gateway.GetAsync("contacts/anna@example.com")).Status);
        Assert.Equal(200, (await _gateway.GetAsync("models/helpdesk.ticket")).Status);
        Assert.Equal(200, (await _gateway.GetAsync("incoming-servers/box")).Status);
        Assert.Null(await SecretAsync(SecretNames.OutgoingPassword("smtp")));
        // Texts of a domain that the file does not mention stay.
        Assert.Contains("Niemand", (await _gateway.GetAsync("configuration")).ToString(), Ordinal);
    }

    [Fact]
    public async Task A_condition_is_on_all_that_is_stored_or_on_the_sections_of_the_file()
    {
        await SendAsync("PUT", "configuration", Desk);
        var whole = (await _gateway.GetAsync("configuration")).Tag;
        var models = (await _gateway.GetAsync("configuration?sections=models&format=json")).Tag;
        const string File = "models: {other: {}}";
        await _gateway.PutAsync("contacts/new@example.com", "{}");

        Assert.Equal(412, (await SendAsync("PUT", "configuration", File, "", ("If-Match", whole))).Status);
        Assert.Equal(200, (await SendAsync("PUT", "configuration", File, "", ("If-Match", models))).Status);
        Assert.Equal(412, (await SendAsync("PUT", "configuration", File, "", ("If-Match", models))).Status);
    }

    [Fact]
    public async Task A_secret_is_one_that_is_sent_along_or_one_of_the_store_for_files()
    {
        const string File = "outgoingServers: {smtp: {name: R, host: h.example, userName: u, password: \"REF\"}}";
        Task<Reply> PutAsync(string reference) =>
            _gateway.SendAsync(
                "PUT",
                "configuration",
                "application/yaml",
                Encoding.UTF8.GetBytes(File.Replace("REF", reference, Ordinal))
            );

        Assert.Contains("was not sent", (await PutAsync("env:SMTP_PASSWORD")).ToString(), Ordinal);
        Assert.Contains("there is no secret", (await PutAsync("secret:config-relay")).ToString(), Ordinal);
        var store = _gateway.Services.GetRequiredService<ISecretStore>();
        await store.SetAsync(SecretNames.TagKey('a'), "a key of the gateway", CancellationToken.None);
        Assert.Contains("begins with 'config-'", (await PutAsync("secret:tag-key-a")).ToString(), Ordinal);
        await store.SetAsync("config-relay", "of the store", CancellationToken.None);

        Assert.Equal(200, (await PutAsync("secret:config-relay")).Status);
        Assert.Equal("of the store", await SecretAsync(SecretNames.OutgoingPassword("smtp")));
        Assert.Empty(Lines(await PutAsync("secret:config-relay"), "applied"));
        await store.SetAsync("config-relay", "another", CancellationToken.None);
        Assert.Equal(
            ["~ outgoing server smtp: password is set"],
            Lines(await PutAsync("secret:config-relay"), "applied")
        );
        var removed = await SendAsync("PUT", "configuration", File.Replace("\"REF\"", "null", Ordinal));
        Assert.Equal(["~ outgoing server smtp: password is removed"], Lines(removed, "applied"));
    }

    [Fact]
    public async Task The_answer_is_text_where_the_request_asks_for_it()
    {
        var plan = await SendAsync("POST", "configuration/plan", "models: {a: {}}", "", ("Accept", "text/plain"));
        Assert.Equal("+ model a\n", Encoding.UTF8.GetString(plan.Content));
        var refused = await SendAsync("PUT", "configuration", "models: {a: []}", "", ("Accept", "text/plain"));
        Assert.Equal(
            (400, "The file has errors; nothing was changed.\nerror: 1:13: models.a must be a mapping; found a list\n"),
            (refused.Status, Encoding.UTF8.GetString(refused.Content))
        );
    }

    [Fact]
    public async Task Only_an_administrator_reads_and_writes_it()
    {
        var key = await _gateway.MakeKeyAsync("reader", ApiScope.Read);
        Assert.Equal(403, (await _gateway.GetAsync("configuration", ("x-functions-key", key))).Status);
        Assert.Equal(403, (await SendAsync("PUT", "configuration", "models: {}", "", ("x-functions-key", key))).Status);
        Assert.Equal(
            403,
            (await SendAsync("POST", "configuration/plan", "models: {}", "", ("x-functions-key", key))).Status
        );
        Assert.Equal(415, (await _gateway.SendAsync("PUT", "configuration", "text/html", [])).Status);
        Assert.Equal(400, (await _gateway.GetAsync("configuration?sections=alias")).Status);
    }

    // A form, as curl and browsers send it, with the secrets beside the file.
    private Task<Reply> SendAsync(
        string verb,
        string path,
        string yaml,
        string query = "",
        params (string Name, string Value)[] headers
    )
    {
        (string Name, string Value)[] parts =
        [
            ("configuration", yaml),
            ("SMTP_PASSWORD", Password),
            ("BOX_PASSWORD", "another"),
        ];
        var form = new StringBuilder();
        foreach (var (name, value) in parts)
            form.Append("--x\r\nContent-Disposition: form-data; name=\"")
                .Append(name)
                .Append("\"\r\n\r\n")
                .Append(value)
                .Append("\r\n");
        var body = Encoding.UTF8.GetBytes(form.Append("--x--\r\n").ToString());
        var target = query.Length > 0 ? $"{path}?{query}" : path;
        return _gateway.SendAsync(verb, target, "multipart/form-data; boundary=x", body, headers);
    }

    private Task<string?> SecretAsync(string name) =>
        _gateway.Services.GetRequiredService<ISecretStore>().GetAsync(name, CancellationToken.None);

    private static IReadOnlyList<string> Lines(Reply reply, string member)
    {
        Assert.True(reply.Status == 200, reply.ToString());
        return [.. reply.Json[member]!.AsArray().Select(change => change!["line"]!.GetValue<string>())];
    }
}
