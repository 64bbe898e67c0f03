using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Postern.Contracts;
using Postern.Contracts.Queues;
using Postern.Core.Attention;
using Postern.Core.Journal;
using Postern.Core.Keys;
using Postern.Core.Requests;
using Postern.Core.Threads;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Tests.Admin;

public sealed class MailEndpointTests(AdminGateway gateway) : IClassFixture<AdminGateway>
{
    private const string Mail =
        "From: Ann <ann@customer.example>\r\nTo: info@shop.example\r\nSubject: Late\r\n"
        + "Message-ID: <1@customer.example>\r\n\r\nWhere is it?\r\n";

    [Fact]
    public async Task A_pushed_mail_is_in_the_journal_and_on_the_queue()
    {
        var mail = Encoding.UTF8.GetBytes(Mail + Guid.NewGuid());
        var taken = await gateway.SendAsync(
            "POST",
            "inbound?from=ann@customer.example&to=Info@shop.example&to=sales@shop.example",
            "message/rfc822",
            mail
        );
        Assert.Equal(202, taken.Status);
        var id = taken.Json["id"]!.GetValue<string>();
        Assert.Equal($"/api/mails/{id}", taken.Headers.Location.ToString());

        var entry = await gateway.GetAsync($"mails/{id}");
        Assert.Equal(
            ("http", "pending"),
            (entry.Json["source"]!.GetValue<string>(), entry.Json["state"]!.GetValue<string>())
        );
        Assert.NotEmpty(entry.Tag);
        Assert.Equal(mail, (await gateway.GetAsync($"mails/{id}/raw")).Content);
        Assert.Contains(
            (await gateway.GetAsync("mails?state=pending")).Json["items"]!.AsArray(),
            item => item!["id"]!.GetValue<string>() == id
        );
        Assert.Empty((await gateway.GetAsync("mails?day=2001-01-01")).Json["items"]!.AsArray());
        var queued = await ReadAsync<InboundItem>(QueueNames.InboundMail);
        Assert.Contains(queued, item => item.Raw == entry.Json["raw"]!.GetValue<string>());

        Assert.Equal(
            id,
            (
                await gateway.SendAsync(
                    "POST",
                    "inbound?to=info@shop.example,sales@shop.example",
                    "application/octet-stream",
                    mail,
                    ("X-Envelope-From", "ann@customer.example")
                )
            ).Json["id"]!.GetValue<string>()
        );
        Assert.NotEqual(
            id,
            (await gateway.SendAsync("POST", "inbound?from=&to=info@shop.example", "message/rfc822", mail)).Json[
                "id"
            ]!.GetValue<string>()
        );
    }

    [Fact]
    public async Task A_comma_within_quotes_parts_no_recipients()
    {
        var mail = Encoding.UTF8.GetBytes(Mail + Guid.NewGuid());
        var one = await gateway.SendAsync(
            "POST",
            "inbound",
            "message/rfc822",
            mail,
            ("X-Envelope-To", "\"Doe, \\\"J\\\"\"@shop.example, info@shop.example")
        );
        var two = await gateway.SendAsync(
            "POST",
            $"inbound?to={Uri.EscapeDataString("\"Doe, \\\"J\\\"\"@shop.example")}&to=info@shop.example",
            "message/rfc822",
            mail
        );
        Assert.Equal(202, one.Status);
        Assert.Equal(one.Json["id"]!.GetValue<string>(), two.Json["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_mail_is_explained_without_a_trace_in_the_journal()
    {
        var explained = await gateway.SendAsync(
            "POST",
            "explain/inbound?to=nobody@nowhere.example",
            "message/rfc822",
            Encoding.UTF8.GetBytes(Mail + Guid.NewGuid())
        );
        Assert.Equal((200, "refused"), (explained.Status, explained.Json["state"]!.GetValue<string>()));
        Assert.Contains(explained.Json["reasons"]!.AsArray(), reason => reason!["hit"]!.GetValue<bool>());
        Assert.Empty((await gateway.GetAsync("mails?state=refused")).Json["items"]!.AsArray());
        Assert.Equal(
            415,
            (await gateway.SendAsync("POST", "explain/inbound", "application/json", "{}"u8.ToArray())).Status
        );
    }

    [Fact]
    public async Task A_mail_is_explained_as_if_it_came_from_a_mailbox()
    {
        const string server = """
            {"name":"Box","host":"imap.example","userName":"box","active":false,"fallbackModel":"crm.lead","addresses":["Box@x.example"]}
            """;
        Assert.Equal(201, (await gateway.PutAsync("incoming-servers/explained", server)).Status);
        var read = await gateway.GetAsync("incoming-servers/explained");
        Assert.Equal("Box@x.example", read.Json["addresses"]![0]!.GetValue<string>());

        var explained = await gateway.SendAsync(
            "POST",
            "explain/inbound?mailbox=explained",
            "message/rfc822",
            Unknown()
        );
        var other = await gateway.SendAsync("POST", "explain/inbound?mailbox=none", "message/rfc822", Unknown());

        Assert.Equal(200, explained.Status);
        Assert.Equal("crm.lead", explained.Json["postings"]![0]!["thread"]!["model"]!.GetValue<string>());
        Assert.Equal((400, "mailbox"), (other.Status, Assert.Single(other.Fields)));
        Assert.Equal(
            ["addresses"],
            (
                await gateway.PutAsync(
                    "incoming-servers/explained",
                    server.Replace("Box@", "Box ", StringComparison.Ordinal)
                )
            ).Fields
        );

        static byte[] Unknown() => "From: nora@new.example\nTo: who@nowhere.example\n\nHi.\n"u8.ToArray();
    }

    [Fact]
    public async Task A_mail_of_the_journal_is_explained_as_if_it_were_replayed_and_not_as_a_copy_of_itself()
    {
        var taken = await gateway.SendAsync(
            "POST",
            "inbound?to=explained-again@nowhere.example",
            "message/rfc822",
            Encoding.UTF8.GetBytes(Mail + Guid.NewGuid())
        );
        var id = taken.Json["id"]!.GetValue<string>();

        var explained = await gateway.SendAsync("POST", $"explain/inbound?mail={id}", "message/rfc822", []);

        Assert.Equal((200, "refused"), (explained.Status, explained.Json["state"]!.GetValue<string>()));
        Assert.Contains(
            explained.Json["facts"]!["recipients"]!.AsArray(),
            recipient => recipient!.GetValue<string>() == "explained-again@nowhere.example"
        );
        var entry = (await gateway.GetAsync($"mails/{id}")).Json;
        Assert.Equal("pending", entry["state"]!.GetValue<string>());
        var unknown = await gateway.SendAsync("POST", "explain/inbound?mail=none", "message/rfc822", []);
        Assert.Equal(404, unknown.Status);
    }

    [Fact]
    public async Task Only_a_mail_that_was_decided_and_is_on_no_thread_is_replayed_or_attached()
    {
        var taken = await gateway.SendAsync(
            "POST",
            "inbound?to=info@shop.example",
            "message/rfc822",
            Encoding.UTF8.GetBytes(Mail + Guid.NewGuid())
        );
        var id = taken.Json["id"]!.GetValue<string>();
        Assert.Equal(409, (await gateway.PostAsync($"mails/{id}/replay", "")).Status);
        Assert.Equal(
            409,
            (await gateway.PostAsync($"mails/{id}/attach", """{"model":"helpdesk.ticket","id":"1"}""")).Status
        );
        Assert.Equal(["model"], (await gateway.PostAsync($"mails/{id}/attach", """{"model":"","id":"1"}""")).Fields);
        Assert.Equal(404, (await gateway.PostAsync("mails/nothing/replay", "")).Status);
        Assert.Equal(["from"], (await gateway.GetAsync("mails?from=nobody")).Fields);
    }

    [Fact]
    public async Task A_mail_that_is_held_is_let_go_and_a_list_goes_on_where_its_page_ended()
    {
        var journal = gateway.Services.GetRequiredService<JournalStore>();
        var attention = gateway.Services.GetRequiredService<AttentionStore>();
        for (var i = 0; i < 3; i++)
        {
            var id = new MailId(
                (
                    await gateway.SendAsync(
                        "POST",
                        "inbound",
                        "message/rfc822",
                        Encoding.UTF8.GetBytes(Mail + Guid.NewGuid())
                    )
                ).Json["id"]!.GetValue<string>()
            );
            await journal.SaveAsync(
                (await journal.FindAsync(id, default))! with
                {
                    State = JournalState.Held,
                },
                default
            );
            await attention.AddMailAsync(AttentionKind.Held, id.Value, id.Received, "of a stranger", default);
        }
        var first = (await gateway.GetAsync("mails?state=held&limit=2")).Json;
        var second = (
            await gateway.GetAsync($"mails?state=held&limit=2&after={first["next"]!.GetValue<string>()}")
        ).Json;
        Assert.Equal((2, 1, null), (first["items"]!.AsArray().Count, second["items"]!.AsArray().Count, second["next"]));
        Assert.Equal(
            3,
            first["items"]!
                .AsArray()
                .Concat(second["items"]!.AsArray())
                .Select(item => item!["id"]!.GetValue<string>())
                .Distinct()
                .Count()
        );
        Assert.Equal(["after"], (await gateway.GetAsync("mails?after=x")).Fields);

        var item = (await gateway.GetAsync("attention?kind=held")).Json["items"]![0]!;
        Assert.Equal(204, (await gateway.SendAsync("POST", $"attention/{item["id"]}/release", null, null)).Status);
        var raw = (await gateway.GetAsync($"mails/{item["mail"]}")).Json["raw"]!.GetValue<string>();
        var queued = (await gateway.Storage.Queue(QueueNames.InboundMail).PeekMessagesAsync(32)).Value.Select(message =>
            message.Body.ToString()
        );
        Assert.Single(
            queued,
            message =>
                message.Contains($"\"raw\":\"{raw}\"", StringComparison.Ordinal)
                && message.Contains("\"released\":true", StringComparison.Ordinal)
        );
        foreach (var left in (await gateway.GetAsync("attention?kind=held")).Json["items"]!.AsArray())
            await attention.DiscardAsync(left!["id"]!.GetValue<string>(), default);
    }

    [Fact]
    public async Task A_file_of_a_message_is_read_by_the_name_of_its_blob_and_never_shown_as_a_page()
    {
        var page = "<script>alert(1)</script>"u8.ToArray();
        var (name, _) = await gateway
            .Services.GetRequiredService<ContentStore>()
            .PutAsync(() => new MemoryStream(page), CancellationToken.None);
        var read = await gateway.GetAsync($"content/{Uri.EscapeDataString(name)}");
        Assert.Equal(200, read.Status);
        Assert.Equal(page, read.Content);
        Assert.Equal(
            ("application/octet-stream", "nosniff"),
            (read.Headers.ContentType.ToString(), read.Headers.XContentTypeOptions.ToString())
        );
        Assert.Equal(404, (await gateway.GetAsync("content/sha256%2Fnothing")).Status);
    }

    [Theory]
    [InlineData("..%2Fmail-raw%2Fsecret.eml")]
    [InlineData("%2E%2E%2Fmail-raw%2Fsecret.eml")]
    [InlineData("a%2F..%2F..%2Fmail-raw%2Fsecret.eml")]
    [InlineData("..%5Cmail-raw%5Csecret.eml")]
    [InlineData("%252E%252E%252Fmail-raw%252Fsecret.eml")]
    [InlineData("..%252Fmail-raw%252Fsecret.eml")]
    [InlineData("..%25252Fmail-raw%25252Fsecret.eml")]
    [InlineData("a%2F%2Fb")]
    [InlineData("a%01")]
    public async Task No_name_of_content_leads_to_raw_mail_however_it_is_encoded(string name)
    {
        var raw = gateway.Storage.Container(ContainerNames.RawMail).GetBlobClient("secret.eml");
        await raw.UploadAsync(BinaryData.FromString("secret"), overwrite: true);
        var read = await gateway.GetAsync($"content/{name}");
        Assert.Equal((400, "name"), (read.Status, Assert.Single(read.Fields)));
        Assert.DoesNotContain("secret\"", read.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "textBlob": "../mail-raw/secret.eml" }""", "textBlob")]
    [InlineData("""{ "htmlBlob": "..%2Fmail-raw%2Fsecret.eml" }""", "htmlBlob")]
    [InlineData("""{ "textBlob": "postern/sha256/a" }""", "textBlob")]
    [InlineData("""{ "htmlBlob": "sha256/a" }""", "htmlBlob")]
    [InlineData("""{ "text": "x", "attachments": [{ "name": "a", "blob": "a/../b" }] }""", "attachments[0].blob")]
    [InlineData(
        """{ "text": "x", "attachments": [{ "name": "a", "blob": "postern/sha256/a" }] }""",
        "attachments[0].blob"
    )]
    [InlineData(
        """{ "text": "x", "attachments": [{ "message": "../..", "attachment": 0 }] }""",
        "attachments[0].message"
    )]
    [InlineData(
        """{ "text": "x", "attachments": [{ "message": "7tskf19v5ks0abcdefgh" }] }""",
        "attachments[0].attachment"
    )]
    public async Task A_post_that_names_what_is_not_its_programs_says_in_which_member(string json, string field)
    {
        var body = JsonNode.Parse(json)!.AsObject();
        body["create"] = true;
        body["author"] = "bob@shop.example";
        body["subject"] = "x";
        Assert.Equal([field], (await gateway.PostAsync("threads/m/1/messages", body.ToJsonString())).Fields);
    }

    [Fact]
    public async Task What_is_no_mail_is_refused()
    {
        Assert.Equal(415, (await gateway.SendAsync("POST", "inbound", "application/json", "{}"u8.ToArray())).Status);
        Assert.Equal(400, (await gateway.SendAsync("POST", "inbound", "message/rfc822", [])).Status);
        Assert.Equal(
            ["envelope.mailFrom"],
            (await gateway.SendAsync("POST", "inbound?from=nobody", "message/rfc822", [1])).Fields
        );
        Assert.Equal(
            ["envelope.rcptTo"],
            (
                await gateway.SendAsync(
                    "POST",
                    "inbound",
                    "message/rfc822",
                    [1],
                    ("X-Envelope-To", "a@b.example, wrong")
                )
            ).Fields
        );
        Assert.Equal(
            413,
            (await gateway.SendAsync("POST", "inbound", "message/rfc822", new byte[(25 << 20) + 1])).Status
        );
        Assert.Equal(["state"], (await gateway.GetAsync("mails?state=7")).Fields);
        Assert.Equal(["day"], (await gateway.GetAsync("mails?day=yesterday")).Fields);
        Assert.Equal(404, (await gateway.GetAsync("mails/nothing")).Status);
    }

    [Fact]
    public async Task A_post_goes_to_the_queue_as_it_would_from_a_program()
    {
        var posted = await gateway.PostAsync(
            "threads/helpdesk.ticket/SO%2F7/messages",
            """{"create":true,"author":"Bob <bob@shop.example>","text":"On its way","kind":"note"}""",
            ("Idempotency-Key", "order-7")
        );
        Assert.Equal(202, posted.Status);
        Assert.Equal("order-7", posted.Json["id"]!.GetValue<string>());
        var post = Assert.Single(await ReadAsync<ThreadPost>(QueueNames.ThreadPosts), post => post.Id == "order-7");
        Assert.Equal(
            ("helpdesk.ticket", "SO/7", true, MessageKind.Note),
            (post.Thread.Model, post.Thread.Id, post.Thread.Create, post.Kind)
        );

        Assert.Equal(
            ["author"],
            (await gateway.PostAsync("threads/m/1/messages", """{"create":true,"text":"x"}""")).Fields
        );
        Assert.Equal(
            ["text"],
            (await gateway.PostAsync("threads/m/1/messages", """{"create":true,"author":"a@b.example"}""")).Fields
        );
        Assert.Equal(
            ["create"],
            (
                await gateway.PostAsync(
                    "threads/m/1/messages",
                    """{"create":"yes","author":"a@b.example","text":"x"}"""
                )
            ).Fields
        );
        Assert.Equal(
            ["v"],
            (await gateway.PostAsync("threads/m/1/messages", """{"v":1,"author":"a@b.example","text":"x"}""")).Fields
        );
        Assert.Equal(
            ["id"],
            (
                await gateway.PostAsync(
                    "threads/m/1/messages",
                    """{"id":"a","author":"a@b.example","text":"x"}""",
                    ("Idempotency-Key", "b")
                )
            ).Fields
        );
        Assert.Equal(
            404,
            (await gateway.PostAsync("threads/m/none/messages", """{"author":"a@b.example","text":"x"}""")).Status
        );
    }

    [Fact]
    public async Task A_post_that_no_queue_message_can_hold_goes_by_blob()
    {
        var text = new string('é', 60_000);
        var file = Convert.ToBase64String(new byte[100_000]);
        var body = new JsonObject
        {
            ["id"] = "large",
            ["create"] = true,
            ["author"] = "bob@shop.example",
            ["text"] = text,
            ["attachments"] = new JsonArray(new JsonObject { ["name"] = "a.bin", ["content"] = file }),
        };
        Assert.Equal(202, (await gateway.PostAsync("threads/m/large/messages", body.ToJsonString())).Status);
        var post = Assert.Single(await ReadAsync<ThreadPost>(QueueNames.ThreadPosts), post => post.Id == "large");
        Assert.Null(post.Text);
        Assert.Equal(text, (await BlobAsync(post.TextBlob!)).ToString());
        Assert.Equal(100_000, (await BlobAsync(Assert.Single(post.Attachments).Blob!)).ToMemory().Length);
    }

    [Fact]
    public async Task A_post_that_fits_no_queue_message_even_without_its_content_says_which_member_is_too_long()
    {
        string Body(int followers, string subject) =>
            new JsonObject
            {
                ["create"] = true,
                ["author"] = "bob@shop.example",
                ["subject"] = subject,
                ["text"] = "x",
                ["followers"] = new JsonArray([
                    .. Enumerable
                        .Range(0, followers)
                        .Select(number =>
                            JsonValue.Create($"Follower number {number} <follower.{number}@shop.example>")
                        ),
                ]),
            }.ToJsonString();
        Assert.Equal(202, (await gateway.PostAsync("threads/m/fits/messages", Body(500, "x"))).Status);
        Assert.Equal(["followers"], (await gateway.PostAsync("threads/m/many/messages", Body(2000, "x"))).Fields);
        Assert.Equal(
            ["subject"],
            (await gateway.PostAsync("threads/m/long/messages", Body(0, new string('x', 70_000)))).Fields
        );
    }

    [Fact]
    public async Task A_post_on_what_belongs_to_no_record_is_refused() =>
        Assert.Equal(
            ["thread.model"],
            (
                await gateway.PostAsync(
                    "threads/outbound/1/messages",
                    """{"create":true,"author":"a@b.example","text":"x"}"""
                )
            ).Fields
        );

    [Fact]
    public async Task Followers_come_and_go()
    {
        await PutThreadAsync("1");
        await gateway.PutAsync("contacts/carl@shop.example", """{"name":"Carl","internal":true}""");
        var added = await gateway.PutAsync("threads/desk/1/followers/Carl@shop.example", "{}");
        Assert.Equal(201, added.Status);
        Assert.Equal(
            ("Carl", true),
            (added.Json["name"]!.GetValue<string>(), added.Json["internal"]!.GetValue<bool>())
        );
        var read = await gateway.GetAsync("threads/desk/1");
        Assert.Equal(
            "carl@shop.example",
            Assert.Single(read.Json["followers"]!.AsArray())!["address"]!.GetValue<string>()
        );
        Assert.Equal(304, (await gateway.GetAsync("threads/desk/1", ("If-None-Match", read.Tag))).Status);
        Assert.Equal(
            200,
            (
                await gateway.PutAsync(
                    "threads/desk/1/followers/carl@shop.example",
                    """{"notify":"none"}""",
                    ("If-Match", added.Tag)
                )
            ).Status
        );
        Assert.Equal(
            412,
            (await gateway.DeleteAsync("threads/desk/1/followers/carl@shop.example", ("If-Match", added.Tag))).Status
        );
        Assert.Equal(204, (await gateway.DeleteAsync("threads/desk/1/followers/carl@shop.example")).Status);
        Assert.Empty((await gateway.GetAsync("threads/desk/1/followers")).Json["items"]!.AsArray());
        Assert.Equal(404, (await gateway.PutAsync("threads/desk/none/followers/carl@shop.example", "{}")).Status);
        Assert.Equal(["address"], (await gateway.PutAsync("threads/desk/1/followers/carl", "{}")).Fields);
    }

    [Fact]
    public async Task Messages_come_newest_first_with_their_deliveries()
    {
        var head = await PutThreadAsync("2");
        var table = gateway.Storage.Table(TableNames.Threads);
        var start = DateTimeOffset.UnixEpoch.AddYears(50);
        foreach (var number in Enumerable.Range(0, 5))
        {
            var key = MessageKey.Create(start.AddMinutes(number), $"aaaaaaaaaa{number}");
            await table.AddEntityAsync(
                ThreadRows.Write(
                    head.Key,
                    new ThreadMessage
                    {
                        Key = key.Value,
                        Thread = head,
                        Time = start.AddMinutes(number),
                        Author = new("ann@customer.example", "Ann", false),
                        Subject = $"{number}",
                        MessageId = "<1@shop.example>",
                    }
                )
            );
            await table.AddEntityAsync(
                ThreadRows.Write(
                    head.Key,
                    new MessageDelivery
                    {
                        Message = key.Value,
                        Recipient = "bob@shop.example",
                        State = DeliveryState.Failed,
                        Reply = "550 5.1.1 no such user",
                    }
                )
            );
        }
        var first = (await gateway.GetAsync("threads/desk/2/messages?limit=3")).Json;
        Assert.Equal(
            ["4", "3", "2"],
            first["items"]!.AsArray().Select(message => message!["subject"]!.GetValue<string>())
        );
        Assert.All(
            first["items"]!.AsArray(),
            message =>
                Assert.Equal("failed", Assert.Single(message!["deliveries"]!.AsArray())!["state"]!.GetValue<string>())
        );
        var second = (
            await gateway.GetAsync($"threads/desk/2/messages?limit=3&after={first["next"]!.GetValue<string>()}")
        ).Json;
        Assert.Equal(["1", "0"], second["items"]!.AsArray().Select(message => message!["subject"]!.GetValue<string>()));
        Assert.Null(second["next"]);
        Assert.Equal(["after"], (await gateway.GetAsync("threads/desk/2/messages?after=x")).Fields);
        Assert.Equal(404, (await gateway.GetAsync("threads/desk/none/messages")).Status);
    }

    [Fact]
    public async Task What_wants_a_person_is_replayed_or_discarded()
    {
        var store = gateway.Services.GetRequiredService<AttentionStore>();
        await store.AddMessageAsync(
            AttentionKind.Rejected,
            QueueNames.OutboundMail,
            """{"v":1}""",
            "from",
            "is missing",
            DateTimeOffset.UnixEpoch,
            "one",
            CancellationToken.None
        );
        await store.AddMessageAsync(
            AttentionKind.Failed,
            QueueNames.OutboundMail,
            """{"v":1,"x":2}""",
            null,
            "failed 10 times",
            DateTimeOffset.UnixEpoch,
            "two",
            CancellationToken.None
        );
        var items = (await gateway.GetAsync("attention")).Json["items"]!.AsArray();
        var rejected = Assert.Single(items, item => item!["kind"]!.GetValue<string>() == "rejected")!;
        Assert.Equal(
            ("from", "is missing"),
            (rejected["field"]!.GetValue<string>(), rejected["reason"]!.GetValue<string>())
        );
        var health = await gateway.GetAsync("health");
        Assert.Equal(
            (200, "degraded", 1),
            (
                health.Status,
                health.Json["status"]!.GetValue<string>(),
                health.Json["attention"]!["rejected"]!.GetValue<int>()
            )
        );

        Assert.Equal(204, (await gateway.SendAsync("POST", $"attention/{rejected["id"]}/replay", null, null)).Status);
        Assert.Contains(
            (await gateway.Storage.Queue(QueueNames.OutboundMail).PeekMessagesAsync(32)).Value,
            message => message.Body.ToString() == """{"v":1}"""
        );
        Assert.Equal(404, (await gateway.SendAsync("POST", $"attention/{rejected["id"]}/replay", null, null)).Status);
        var failed = Assert.Single(items, item => item!["kind"]!.GetValue<string>() == "failed")!;
        Assert.Equal(204, (await gateway.SendAsync("POST", $"attention/{failed["id"]}/discard", null, null)).Status);
        Assert.Empty((await gateway.GetAsync("attention")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Health_names_what_keeps_mail_from_flowing()
    {
        var problems = (await gateway.GetAsync("health")).Json["problems"]!
            .AsArray()
            .Select(problem => problem!["field"]!.GetValue<string>())
            // Other tests may have left items there.
            .Where(field => field != "attention");
        Assert.Equal(["alias-domains", "outgoing-servers", "settings"], problems);
    }

    [Fact]
    public async Task Without_storage_health_is_down()
    {
        var other = new AdminGateway();
        await other.InitializeAsync();
        await other.Storage.Queue(QueueNames.InboundMail).DeleteAsync();
        var health = await other.GetAsync("health");
        await other.DisposeAsync();
        Assert.Equal(
            (503, "down", false),
            (health.Status, health.Json["status"]!.GetValue<string>(), health.Json["storage"]!.GetValue<bool>())
        );
    }

    [Fact]
    public async Task The_description_is_served_as_it_is_kept()
    {
        var kept = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(Postern.Tests.Support.Repository.Root, "docs", "openapi.json"))
        );
        Assert.True(JsonNode.DeepEquals(kept, (await gateway.GetAsync("openapi.json")).Json));
    }

    private async Task<ThreadHead> PutThreadAsync(string id)
    {
        var head = new ThreadHead
        {
            Model = "desk",
            Id = id,
            Token = "aaaaaaaaaaaa",
            Subject = "Late",
            Created = DateTimeOffset.UnixEpoch,
        };
        await gateway.Storage.Table(TableNames.Threads).AddEntityAsync(ThreadRows.Write(head));
        return head;
    }

    private async Task<IReadOnlyList<T>> ReadAsync<T>(string queue)
        where T : QueueContract =>
        [
            .. (await gateway.Storage.Queue(queue).PeekMessagesAsync(32))
                .Value.Select(message => ContractReader.Read<T>(message.Body.ToString()).Item)
                .OfType<T>(),
        ];

    private async Task<BinaryData> BlobAsync(string name) =>
        (await gateway.Storage.Container(ContainerNames.Content).GetBlobClient(name).DownloadContentAsync())
            .Value
            .Content;
}
