using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Postern.Contracts.Http;
using Postern.Core.Access;
using Postern.Core.Threads;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Tests.Admin;

/// <summary>Every change is listed, with who made it and what differs, and without secrets.</summary>
public sealed class AuditEndpointTests(AdminGateway gateway) : IClassFixture<AdminGateway>
{
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const string Secret = "correct horse battery staple";

    // What each function that changes something is asked to do, and what the audit then says was done, oldest first.
    private static readonly Dictionary<string, (string Request, string? Body, string[] Listed)[]> Changes = new()
    {
        ["CreateAliasDomain"] = [("POST alias-domains", """{"name":"made.example"}""", ["created alias-domains/*"])],
        ["WriteAliasDomain"] =
        [
            (
                "PUT alias-domains/old",
                """{"name":"old.example","isDefault":true}""",
                ["created alias-domains/old", "changed alias-domains/*"]
            ),
            (
                "PUT alias-domains/main",
                """{"name":"main.example","isDefault":true}""",
                ["created alias-domains/main", "changed alias-domains/old"]
            ),
            ("DELETE alias-domains/old", null, ["deleted alias-domains/old"]),
        ],
        ["WriteDomainTexts"] =
        [
            ("PUT alias-domains/main", """{"name":"main.example","isDefault":true}""", ["*"]),
            (
                "PUT alias-domains/main/texts",
                """{"own":{"en":{"catchall":"Nobody has the address {address}."}}}""",
                ["created alias-domains/main/texts"]
            ),
        ],
        ["CreateDkimKey"] =
        [
            (
                "POST alias-domains/main/dkim",
                """{"selector":"one","algorithm":"ed25519"}""",
                ["created alias-domains/main/dkim"]
            ),
        ],
        ["ActivateDkimKey"] =
        [
            (
                "POST alias-domains/main/dkim/one/activate",
                """{"unchecked":true}""",
                ["changed alias-domains/main/dkim"]
            ),
        ],
        ["DeleteDkimKey"] =
        [
            (
                "POST alias-domains/main/dkim",
                """{"selector":"two","algorithm":"ed25519"}""",
                ["changed alias-domains/main/dkim"]
            ),
            ("DELETE alias-domains/main/dkim/two", null, ["changed alias-domains/main/dkim"]),
        ],
        ["WriteAlias"] =
        [
            ("PUT aliases/main/support", """{"model":"ticket"}""", ["created aliases/main/support"]),
            ("DELETE aliases/main/support", null, ["deleted aliases/main/support"]),
        ],
        ["WriteAllowedSender"] =
        [
            ("PUT allowed-senders/a@b.example", "{}", ["created allowed-senders/a@b.example"]),
            ("DELETE allowed-senders/a@b.example", null, ["deleted allowed-senders/a@b.example"]),
        ],
        ["WriteBlacklistEntry"] =
        [
            ("PUT blacklist/a@b.example", """{"reason":"manual"}""", ["created blacklist/a@b.example"]),
            ("DELETE blacklist/a@b.example", null, ["deleted blacklist/a@b.example"]),
        ],
        ["WriteContact"] =
        [
            ("PUT contacts/a@b.example", """{"name":"Ann"}""", ["created contacts/a@b.example"]),
            ("DELETE contacts/a@b.example", null, ["deleted contacts/a@b.example"]),
        ],
        ["WriteModel"] =
        [
            ("PUT models/ticket", "{}", ["created models/ticket"]),
            ("PATCH models/ticket", """{"followCc":true}""", ["changed models/ticket"]),
            ("PATCH models/ticket", "{}", []),
            ("DELETE models/ticket", null, ["deleted models/ticket"]),
        ],
        ["WriteParameter"] =
        [
            ("PUT parameters/mail.raw.days", """{"value":"30"}""", ["created parameters/mail.raw.days"]),
            ("DELETE parameters/mail.raw.days", null, ["deleted parameters/mail.raw.days"]),
        ],
        ["CreateOutgoingServer"] =
        [
            (
                "POST outgoing-servers",
                """{"name":"Made","host":"smtp.example","fromFilter":"made.example"}""",
                ["created outgoing-servers/*"]
            ),
        ],
        ["WriteOutgoingServer"] =
        [
            (
                "PUT outgoing-servers/main",
                $$"""{"name":"Main","host":"smtp.example","userName":"u","password":"{{Secret}}"}""",
                ["created outgoing-servers/main", "secretSet outgoing-servers/main"]
            ),
            (
                "PUT outgoing-servers/main",
                $$"""{"name":"Main","host":"smtp.example","userName":"u","password":"{{Secret}} 2"}""",
                ["secretSet outgoing-servers/main"]
            ),
            (
                "PUT outgoing-servers/main",
                """{"name":"Main","host":"smtp.example","password":null}""",
                ["changed outgoing-servers/main", "secretDeleted outgoing-servers/main"]
            ),
            (
                "PATCH outgoing-servers/main",
                $$"""{"userName":"u","password":"{{Secret}}"}""",
                ["changed outgoing-servers/main", "secretSet outgoing-servers/main"]
            ),
            ("DELETE outgoing-servers/main", null, ["deleted outgoing-servers/main"]),
        ],
        ["CreateIncomingServer"] =
        [
            (
                "POST incoming-servers",
                $$"""{"name":"Made","host":"imap.example","userName":"u","password":"{{Secret}}"}""",
                ["created incoming-servers/*", "secretSet incoming-servers/*"]
            ),
        ],
        ["WriteIncomingServer"] =
        [
            (
                "PUT incoming-servers/box",
                """{"name":"Box","host":"imap.example","userName":"box"}""",
                ["created incoming-servers/box"]
            ),
            ("DELETE incoming-servers/box", null, ["deleted incoming-servers/box"]),
        ],
        ["WriteConfiguration"] =
        [
            (
                "PUT configuration",
                """{"models":{"ticket":{}},"parameters":{"mail.raw.days":30}}""",
                ["changed configuration", "created models/ticket", "created parameters/mail.raw.days"]
            ),
            ("PUT configuration", """{"models":{"ticket":{}}}""", []),
            (
                "PUT configuration?prune=true",
                """{"models":{},"parameters":{}}""",
                ["changed configuration", "deleted models/ticket", "deleted parameters/mail.raw.days"]
            ),
        ],
        ["WriteDrain"] = [("PUT drain", "", ["created drain"]), ("DELETE drain", null, ["deleted drain"])],
        ["TryAlias"] =
        [
            ("PUT models/tried", "{}", ["created models/tried"]),
            ("PUT aliases/main/tried", """{"model":"tried"}""", ["created aliases/main/tried"]),
            (
                "POST try",
                """{"alias":"tried@main.example","from":"carl@customer.example","seconds":0}""",
                ["created try/tried@main.example"]
            ),
        ],
        ["ErasePerson"] = [("DELETE people/eve@e.example", null, ["deleted people/erased-*"])],
        ["DeleteThread"] = [("DELETE threads/audited/1", null, ["deleted threads/audited/1"])],
        ["CreateKey"] = [("POST keys", """{"name":"Shop","scope":"read"}""", ["created keys/*"])],
        ["CreateFirstKey"] = [("POST keys/first", """{"again":true}""", ["created keys/*"])],
        ["RevokeKey"] = [("DELETE keys/{key}", null, ["revoked keys/*"])],
    };

    private const string OfMail = "what happens to mail stands in the journal, on the thread or in attention";
    private const string OfThreads = "threads are no configuration; what is written on one stands there";
    private const string ChangesNothing = "it only looks";
    private const string OfPeople =
        "a person's own choice by a signed link stands as a note on the address or on the thread";
    private const string OfMailbox = "how far a mailbox is fetched is no configuration; health shows it";

    private static readonly Dictionary<string, string> NotListed = new()
    {
        ["AttachMail"] = OfMail,
        ["BeginFill"] = "it repeats rows by which threads and deliveries are found",
        ["DiscardAttention"] = OfMail,
        ["DismissDelivery"] = OfMail,
        ["ExplainInbound"] = ChangesNothing,
        ["ExplainOutbound"] = ChangesNothing,
        ["FetchIncomingServer"] = OfMailbox,
        ["Follow"] = OfPeople,
        ["ImportFromOdoo"] = ChangesNothing,
        ["Intake"] = OfMail,
        ["PatchThread"] = OfThreads,
        ["PlanConfiguration"] = ChangesNothing,
        ["PostMessage"] = OfThreads,
        ["ReleaseAttention"] = OfMail,
        ["ReleaseAllAttention"] = OfMail,
        ["ReleaseOutgoingServer"] = OfMail,
        ["RepairIncomingServer"] = OfMailbox,
        ["ReplayAttention"] = OfMail,
        ["ReplayMail"] = OfMail,
        ["RetryDelivery"] = OfMail,
        ["TakeProviderEvents"] = OfMail,
        ["TakeProviderMail"] = OfMail,
        ["TestIncomingServer"] = OfMailbox,
        ["TestOutgoingServer"] = ChangesNothing,
        ["TestUnsavedOutgoingServer"] = ChangesNothing,
        ["Unsubscribe"] = OfPeople,
        ["WriteFollower"] = OfThreads,
        ["ZUnknownRoute"] = ChangesNothing,
    };

    [Fact]
    public void Every_function_that_may_change_something_is_tried_or_is_not_listed_for_a_reason()
    {
        var writing = HttpFunctionMap.All.Where(function => !function.Verbs.All(Reads) || function.Verbs.Count == 0);
        Assert.Equal(
            Changes.Keys.Concat(NotListed.Keys).Order(StringComparer.Ordinal),
            writing.Select(function => function.Name).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Every_change_is_listed_with_the_key_it_was_made_with()
    {
        var key = await gateway.MakeKeyAsync("the auditor", ApiScope.Admin);
        await AddThreadAsync();
        foreach (var (function, steps) in Changes)
        {
            foreach (var (request, body, listed) in steps)
            {
                var (verb, path) = (request.Split(' ')[0], request.Split(' ')[1]);
                if (path.Contains("{key}", Ordinal))
                    path = path.Replace("{key}", await AnyKeyAsync(), Ordinal);
                var before = (await ListAsync()).Count;
                var answer = await gateway.SendJsonAsync(verb, path, body ?? "", ("x-functions-key", key));
                Assert.True(answer.Status is 200 or 201 or 202 or 204, $"{function}, {request}: {answer}");
                var entries = await ListAsync();
                var added = entries.Take(entries.Count - before).Reverse().ToList();
                if (listed is ["*"])
                    continue;
                Assert.Equal((request, Sorted(listed)), (request, Sorted(added.Select(entry => Line(entry, listed)))));
                var caller = function == "CreateFirstKey" ? "the host's master key" : "the auditor";
                Assert.All(added, entry => Assert.Equal(caller, entry["key"]!.GetValue<string>()));
                Assert.All(added, entry => Assert.Null(entry["unfinished"]));
            }
        }
        var stored = await StoredAsync();
        Assert.DoesNotContain(Secret, stored, Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", stored, Ordinal);
        Assert.DoesNotContain(key[20..72], stored, Ordinal);
    }

    [Fact]
    public async Task An_entry_shows_what_differs()
    {
        await gateway.PutAsync("contacts/carl@c.example", """{"name":"Carl"}""");
        await gateway.PutAsync("contacts/carl@c.example", """{"name":"Carla"}""");

        var entry = (await ListAsync())[0];
        Assert.Equal("""{"name":"Carl"}""", entry["before"]!.ToJsonString());
        Assert.Equal("""{"name":"Carla"}""", entry["after"]!.ToJsonString());
        Assert.Equal("changed", entry["action"]!.GetValue<string>());
        Assert.Equal("tests", entry["key"]!.GetValue<string>());
        Assert.Equal(16, entry["keyId"]!.GetValue<string>().Length);
        Assert.InRange(
            entry["when"]!.GetValue<DateTimeOffset>(),
            DateTimeOffset.UtcNow.AddMinutes(-1),
            DateTimeOffset.UtcNow
        );
    }

    [Fact]
    public async Task What_changes_nothing_or_is_refused_is_not_listed()
    {
        await gateway.PutAsync("contacts/dora@c.example", """{"name":"Dora"}""");
        await gateway.PutAsync("models/m", "{}");
        var before = (await ListAsync()).Count;

        Assert.Equal(200, (await gateway.PutAsync("contacts/dora@c.example", """{"name":"Dora"}""")).Status);
        Assert.Equal(200, (await gateway.PutAsync("models/m", "{}")).Status);
        Assert.Equal(412, (await gateway.PutAsync("models/m", "{}", ("If-None-Match", "*"))).Status);
        Assert.Equal(404, (await gateway.DeleteAsync("models/none")).Status);
        Assert.Equal(400, (await gateway.PutAsync("contacts/dora@c.example", """{"name":7}""")).Status);
        Assert.Equal(before, (await ListAsync()).Count);
    }

    [Fact]
    public async Task The_list_is_read_in_pages_newest_first()
    {
        foreach (var number in Enumerable.Range(0, 3))
            await gateway.PutAsync($"contacts/p{number}@c.example", "{}");
        var first = (await gateway.GetAsync("audit?limit=2")).Json;
        var second = (await gateway.GetAsync($"audit?limit=2&after={first["next"]}")).Json;

        Assert.Equal(
            ["contacts/p2@c.example", "contacts/p1@c.example", "contacts/p0@c.example"],
            first["items"]!.AsArray().Concat(second["items"]!.AsArray()).Take(3).Select(entry => $"{entry!["what"]}")
        );
    }

    private static bool Reads(string verb) => verb is "GET" or "HEAD";

    private static string Sorted(IEnumerable<string> lines) => string.Join(", ", lines.Order(StringComparer.Ordinal));

    // An identifier that was made up is shown as the pattern that it was expected as.
    private static string Line(JsonNode entry, string[] expected)
    {
        var line = $"{entry["action"]} {entry["what"]}";
        return Array.Find(expected, pattern => pattern.EndsWith('*') && line.StartsWith(pattern[..^1], Ordinal))
            ?? line;
    }

    private async Task AddThreadAsync()
    {
        var head = new ThreadHead
        {
            Model = "audited",
            Id = "1",
            Token = "000000000000",
            Subject = "",
            Created = DateTimeOffset.UtcNow,
        };
        await gateway.Storage.Table(TableNames.Threads).AddEntityAsync(ThreadRows.Write(head));
    }

    private async Task<string> AnyKeyAsync()
    {
        var text = await gateway.MakeKeyAsync("to be revoked", ApiScope.Read);
        return ApiKeyText.Read(text)!.Id;
    }

    private async Task<List<JsonNode>> ListAsync() =>
        [.. (await gateway.GetAsync("audit?limit=1000")).Json["items"]!.AsArray().OfType<JsonNode>()];

    private async Task<string> StoredAsync()
    {
        var all = new StringBuilder();
        await foreach (var row in gateway.Storage.Table(TableNames.Config).QueryAsync<TableEntity>())
            all.AppendJoin('\n', row.Select(column => column.Value));
        return all.ToString();
    }
}
