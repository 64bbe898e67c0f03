using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Postern.Gateway.Secrets;

namespace Postern.Tests.Admin;

public sealed class ConfigurationEndpointTests(AdminGateway gateway) : IClassFixture<AdminGateway>
{
    private static readonly string[] DomainMembers =
    [
        "name",
        "formerNames",
        "catchall",
        "formerCatchalls",
        "bounce",
        "formerBounces",
        "defaultFrom",
        "isDefault",
    ];

    [Theory]
    [InlineData("models/helpdesk.ticket", """{"linkTemplate":"https://desk.example/{model}/{id}"}""", "linkTemplate")]
    [InlineData("contacts/Ann@Example.com", """{"name":"Ann","internal":true}""", "name")]
    [InlineData("allowed-senders/monitor@example.com", """{"note":"monitoring"}""", "note")]
    [InlineData("blacklist/Ben@Example.com", """{"reason":"manual","note":"asked by phone"}""", "note")]
    [InlineData(
        "incoming-servers/inbox",
        """{"name":"Inbox","host":"imap.example.com","userName":"desk"}""",
        "userName"
    )]
    [InlineData("outgoing-servers/relay", """{"name":"Relay","host":"smtp.example.com"}""", "host")]
    public async Task Every_resource_is_made_read_listed_replaced_and_removed(string path, string json, string member)
    {
        var made = await gateway.PutAsync(path, json, ("If-None-Match", "*"));
        Assert.Equal(201, made.Status);
        Assert.Equal(JsonNode.Parse(json)![member]!.ToJsonString(), made.Json[member]!.ToJsonString());
        Assert.Equal(412, (await gateway.PutAsync(path, json, ("If-None-Match", "*"))).Status);

        var read = await gateway.GetAsync(made.Headers.Location.ToString()["/api/".Length..]);
        Assert.True(JsonNode.DeepEquals(made.Json, read.Json));
        Assert.Equal(made.Tag, read.Tag);
        var list = (await gateway.GetAsync(path.Split('/')[0])).Json["items"]!.AsArray();
        Assert.Contains(list, item => JsonNode.DeepEquals(item, read.Json));

        var replaced = await gateway.PutAsync(path, read.Json.ToJsonString(), ("If-Match", read.Tag));
        Assert.Equal(200, replaced.Status);
        Assert.Equal(412, (await gateway.PutAsync(path, json, ("If-Match", "\"other\""))).Status);
        // A server in use is not removed without a word about its mail.
        var removed = path.Contains("-servers/", StringComparison.Ordinal) ? 200 : 204;
        Assert.Equal(removed, (await gateway.DeleteAsync(path, ("If-Match", replaced.Tag))).Status);
        Assert.Equal(404, (await gateway.GetAsync(path)).Status);
        Assert.Equal(412, (await gateway.PutAsync(path, json, ("If-Match", "*"))).Status);
    }

    [Fact]
    public async Task A_stored_password_is_never_taken_along_to_another_host()
    {
        const string Server = """{"name":"Relay","host":"HOST","userName":"me"PASSWORD}""";
        string With(string host, string password) =>
            Server
                .Replace("HOST", host, StringComparison.Ordinal)
                .Replace("PASSWORD", password, StringComparison.Ordinal);
        await gateway.PutAsync("outgoing-servers/moved", With("smtp.example.com", ",\"password\":\"s3cret\""));

        Assert.Equal(
            ["password"],
            (await gateway.PutAsync("outgoing-servers/moved", With("smtp.evil.example", ""))).Fields
        );
        Assert.Equal(200, (await gateway.PutAsync("outgoing-servers/moved", With("SMTP.example.com", ""))).Status);
        Assert.Equal(
            200,
            (
                await gateway.PutAsync("outgoing-servers/moved", With("smtp2.example.com", ",\"password\":\"other\""))
            ).Status
        );
    }

    [Fact]
    public async Task A_password_is_kept_and_never_shown()
    {
        var secrets = gateway.Services.GetRequiredService<ISecretStore>();
        const string Server = """{"name":"Relay","host":"smtp.example.com","userName":"me","password":PASSWORD}""";
        var made = await gateway.PostAsync(
            "outgoing-servers",
            Server.Replace("PASSWORD", "\"s3cret\"", StringComparison.Ordinal)
        );
        var id = made.Json["id"]!.GetValue<string>();
        var path = $"outgoing-servers/{id}";
        Assert.True(made.Json["hasPassword"]!.GetValue<bool>());
        Assert.Equal("s3cret", await secrets.GetAsync(SecretNames.OutgoingPassword(id), CancellationToken.None));

        var read = await gateway.GetAsync(path);
        Assert.True(read.Json["hasPassword"]!.GetValue<bool>());
        Assert.DoesNotContain(
            "s3cret",
            made.ToString() + read + await gateway.GetAsync("outgoing-servers"),
            StringComparison.Ordinal
        );

        Assert.True((await gateway.PutAsync(path, read.Json.ToJsonString())).Json["hasPassword"]!.GetValue<bool>());
        Assert.Equal("s3cret", await secrets.GetAsync(SecretNames.OutgoingPassword(id), CancellationToken.None));
        Assert.Equal(
            ["password"],
            (await gateway.PutAsync(path, Server.Replace("PASSWORD", "7", StringComparison.Ordinal))).Fields
        );
        Assert.False(
            (await gateway.PutAsync(path, Server.Replace("PASSWORD", "null", StringComparison.Ordinal))).Json[
                "hasPassword"
            ]!.GetValue<bool>()
        );
        Assert.Null(await secrets.GetAsync(SecretNames.OutgoingPassword(id), CancellationToken.None));

        await gateway.PutAsync(path, Server.Replace("PASSWORD", "\"again\"", StringComparison.Ordinal));
        await gateway.DeleteAsync(path);
        Assert.Null(await secrets.GetAsync(SecretNames.OutgoingPassword(id), CancellationToken.None));
    }

    [Fact]
    public async Task Secrets_of_a_token_are_kept_never_shown_and_never_taken_to_another_endpoint()
    {
        const string Path = "outgoing-servers/m365";
        const string Server = """
            {
              "name": "M365", "host": "smtp.office365.com", "userName": "me@a.example", "authentication": "xoauth2",
              "oauth": {
                "tokenEndpoint": "https://ENDPOINT/token", "clientId": "app",
                "scope": "https://outlook.office365.com/.default"
              }SECRETS
            }
            """;
        string With(string endpoint, string secrets) =>
            Server
                .Replace("ENDPOINT", endpoint, StringComparison.Ordinal)
                .Replace("SECRETS", secrets, StringComparison.Ordinal);
        var secrets = gateway.Services.GetRequiredService<ISecretStore>();

        var made = await gateway.PutAsync(Path, With("login.example", ",\"clientSecret\":\"s3cret\""));
        Assert.Equal(201, made.Status);
        Assert.Equal(
            (false, true, false),
            (
                made.Json["hasPassword"]!.GetValue<bool>(),
                made.Json["hasClientSecret"]!.GetValue<bool>(),
                made.Json["hasRefreshToken"]!.GetValue<bool>()
            )
        );
        Assert.DoesNotContain("s3cret", made.ToString() + await gateway.GetAsync(Path), StringComparison.Ordinal);
        Assert.Equal(200, (await gateway.PutAsync(Path, made.Json.ToJsonString())).Status);
        Assert.Equal(
            "s3cret",
            await secrets.GetAsync(SecretNames.ClientSecret(SecretNames.OutgoingServer("m365")), CancellationToken.None)
        );

        Assert.Equal(["clientSecret", "refreshToken"], (await gateway.PutAsync(Path, With("evil.example", ""))).Fields);
        // Neither by a way round: a record without authentication forgets what it does not need.
        Assert.Equal(200, (await gateway.PutAsync(Path, """{"name":"M365","host":"smtp.evil.example"}""")).Status);
        Assert.Null(
            await secrets.GetAsync(SecretNames.ClientSecret(SecretNames.OutgoingServer("m365")), CancellationToken.None)
        );
    }

    [Fact]
    public async Task A_deleted_incoming_server_leaves_no_position_and_no_confirmation_to_the_next_of_its_name()
    {
        var mailboxes = gateway.Services.GetRequiredService<Postern.Gateway.Stores.MailboxStore>();
        foreach (var id in new[] { "gone", "stays" })
        {
            await gateway.PutAsync(
                $"incoming-servers/{id}",
                """{"name":"In","host":"imap.example.com","userName":"u"}"""
            );
            await mailboxes.TrySaveAsync(null, new Postern.Core.Fetching.MailboxSchedule { Server = id }, default);
            await mailboxes.SavePositionAsync(
                id,
                new Postern.Core.Fetching.FolderPosition { Folder = "INBOX" },
                default
            );
        }

        var deleted = await gateway.DeleteAsync("incoming-servers/gone");
        Assert.Equal(200, deleted.Status);
        Assert.Contains("no mail is fetched", deleted.Json["warnings"]!.ToJsonString(), StringComparison.Ordinal);

        Assert.Null(await mailboxes.FindScheduleAsync("gone", default));
        Assert.Null(await mailboxes.FindPositionAsync("gone", "INBOX", default));
        Assert.NotNull(await mailboxes.FindPositionAsync("stays", "INBOX", default));
    }

    [Fact]
    public async Task A_refused_server_leaves_the_password_alone()
    {
        var secrets = gateway.Services.GetRequiredService<ISecretStore>();
        await gateway.PutAsync(
            "incoming-servers/kept",
            """{"name":"In","host":"imap.example.com","userName":"u","password":"first"}"""
        );
        Assert.Equal(
            400,
            (
                await gateway.PutAsync(
                    "incoming-servers/kept",
                    """{"name":"In","host":"imap://x","userName":"u","password":"second"}"""
                )
            ).Status
        );
        Assert.Equal(
            412,
            (
                await gateway.PutAsync(
                    "incoming-servers/kept",
                    """{"name":"In","host":"h","userName":"u","password":"second"}""",
                    ("If-Match", "\"old\"")
                )
            ).Status
        );
        Assert.Equal("first", await secrets.GetAsync(SecretNames.IncomingPassword("kept"), CancellationToken.None));
    }

    [Fact]
    public async Task Port_25_is_accepted_with_a_warning()
    {
        var made = await gateway.PutAsync(
            "outgoing-servers/old",
            """{"name":"Old","host":"smtp.example.com","port":25}"""
        );
        Assert.Equal(201, made.Status);
        var warning = Assert.Single(
            made.Json["warnings"]!.AsArray(),
            warning => warning!["field"]!.GetValue<string>() == "port"
        )!["message"]!.GetValue<string>();
        Assert.All(["465", "587", "2525"], port => Assert.Contains(port, warning, StringComparison.Ordinal));
        Assert.Equal(
            400,
            (await gateway.PutAsync("outgoing-servers/default", """{"name":"Mine","host":"smtp.example.com"}""")).Status
        );
    }

    [Fact]
    public async Task An_alias_is_kept_under_its_sanitised_local_part()
    {
        await gateway.PutAsync("alias-domains/shop", """{"name":"shop.example"}""");
        var made = await gateway.PutAsync(
            "aliases/shop.example/Ventes%20%C3%89t%C3%A9",
            """{"model":"crm.lead","defaults":{"team":4}}"""
        );
        Assert.Equal(201, made.Status);
        Assert.Equal("/api/aliases/shop/ventes-ete", made.Headers.Location.ToString());
        Assert.Equal("ventes-ete@shop.example", made.Json["address"]!.GetValue<string>());
        Assert.Equal(made.Tag, (await gateway.GetAsync("aliases/shop/ventes-ete")).Tag);

        Assert.Equal(
            ["defaults"],
            (await gateway.PutAsync("aliases/shop/a", """{"model":"m","defaults":[1]}""")).Fields
        );
        Assert.Equal(
            ["parentThread.id"],
            (await gateway.PutAsync("aliases/shop/a", """{"model":"m","parentThread":{"model":"m","id":""}}""")).Fields
        );
        var collision = await gateway.PutAsync("aliases/shop/catchall", """{"model":"m"}""");
        Assert.Equal((409, "localPart"), (collision.Status, collision.Fields[0]));
        Assert.Equal(
            409,
            (await gateway.PutAsync("alias-domains/shop", """{"name":"shop.example","bounce":"ventes-ete"}""")).Status
        );
        Assert.Equal(404, (await gateway.PutAsync("aliases/nowhere/a", """{"model":"m"}""")).Status);
    }

    [Fact]
    public async Task Parameters_of_the_alias_domain_are_kept_there()
    {
        await using var apart = new Separate();
        var other = await apart.StartAsync();
        var early = await other.PutAsync("parameters/mail.catchall.alias", """{"value":"replies"}""");
        Assert.Equal(409, early.Status);
        Assert.Equal(
            200,
            (await other.PutAsync("parameters/mail.catchall.domain", """{"value":"old.example"}""")).Status
        );
        Assert.Equal(
            200,
            (await other.PutAsync("parameters/mail.catchall.domain", """{"value":"new.example"}""")).Status
        );
        await other.PutAsync("parameters/mail.catchall.alias", """{"value":"replies"}""");
        await other.PutAsync("parameters/mail.bounce.alias", """{"value":"returns"}""");
        await other.PutAsync("parameters/mail.default.from", """{"value":"News@New.example"}""");
        var domain = Assert.Single((await other.GetAsync("alias-domains")).Json["items"]!.AsArray())!;
        Assert.Equal(
            """["new.example",["old.example"],"replies",["catchall"],"returns",["bounce"],"news@new.example",true]""",
            new JsonArray([.. DomainMembers.Select(name => domain[name]!.DeepClone())]).ToJsonString()
        );
        Assert.Equal(
            "replies",
            (await other.GetAsync("parameters/mail.catchall.alias")).Json["value"]!.GetValue<string>()
        );
        Assert.Equal(204, (await other.DeleteAsync("parameters/mail.catchall.alias")).Status);
        Assert.Equal(
            "catchall",
            (await other.GetAsync("parameters/mail.catchall.alias")).Json["value"]!.GetValue<string>()
        );
        Assert.Equal(409, (await other.DeleteAsync("parameters/mail.catchall.domain")).Status);
    }

    [Fact]
    public async Task A_parameter_is_set_on_condition_and_taken_back()
    {
        var unset = await gateway.GetAsync("parameters/mail.retry.days");
        Assert.Equal("3", unset.Json["value"]!.GetValue<string>());
        var set = await gateway.PutAsync("parameters/mail.retry.days", """{"value":"5"}""", ("If-Match", unset.Tag));
        Assert.Equal(200, set.Status);
        Assert.Equal(
            412,
            (await gateway.PutAsync("parameters/mail.retry.days", """{"value":"6"}""", ("If-Match", unset.Tag))).Status
        );
        Assert.Equal(
            200,
            (
                await gateway.PutAsync("parameters/mail.retry.days", set.Json.ToJsonString(), ("If-Match", set.Tag))
            ).Status
        );
        Assert.Equal(["value"], (await gateway.PutAsync("parameters/mail.retry.days", """{"value":"many"}""")).Fields);
        Assert.Equal(
            ["value"],
            (await gateway.PutAsync("parameters/mail.bulk.server", """{"value":"nowhere"}""")).Fields
        );
        Assert.Equal(204, (await gateway.DeleteAsync("parameters/mail.retry.days")).Status);
        Assert.Equal("3", (await gateway.GetAsync("parameters/mail.retry.days")).Json["value"]!.GetValue<string>());
        var unknown = await gateway.PutAsync("parameters/mail.retry.day", """{"value":"5"}""");
        Assert.Equal(404, unknown.Status);
        Assert.Contains("mail.retry.days", unknown.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contacts_are_listed_a_page_at_a_time()
    {
        foreach (var number in Enumerable.Range(0, 5))
            await gateway.PutAsync($"contacts/page{number}@example.com", "{}");
        var seen = new List<string>();
        for (string? next = ""; next is not null; )
        {
            var page = (await gateway.GetAsync($"contacts?limit=2&continuation={Uri.EscapeDataString(next)}")).Json;
            Assert.InRange(page["items"]!.AsArray().Count, 0, 2);
            seen.AddRange(page["items"]!.AsArray().Select(contact => contact!["address"]!.GetValue<string>()));
            next = page["next"]?.GetValue<string>();
        }
        Assert.Equal(5, seen.Count(address => address.StartsWith("page", StringComparison.Ordinal)));
        Assert.Equal(seen.Distinct(), seen);
        Assert.Equal(400, (await gateway.GetAsync("contacts?limit=0")).Status);
        Assert.Equal(400, (await gateway.PutAsync("contacts/nobody", "{}")).Status);
        Assert.Equal(404, (await gateway.GetAsync("contacts/nobody")).Status);
        Assert.Equal(404, (await gateway.GetAsync($"contacts/{new string('a', 2000)}@example.com")).Status);
        Assert.Equal(400, (await gateway.PutAsync($"contacts/{new string('a', 2000)}@example.com", "{}")).Status);
    }

    private sealed class Separate : IAsyncDisposable
    {
        private readonly AdminGateway _gateway = new();

        public async Task<AdminGateway> StartAsync()
        {
            await _gateway.InitializeAsync();
            return _gateway;
        }

        public async ValueTask DisposeAsync() => await _gateway.DisposeAsync();
    }
}
