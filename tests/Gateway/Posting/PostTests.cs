using MimeKit;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Attention;
using Postern.Core.Configuration;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.Core.Validation;
using Postern.DevHost.Smtp;
using Postern.Gateway.Editing;
using Postern.Gateway.Posting;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Posting;

/// <summary>What programs post on threads, and the mail that comes of it.</summary>
public sealed class PostTests
{
    private const string Anna = "Anna <anna@a.example>";
    private const string Bert = "Bert <bert@b.example>";
    private const string Agent = "agent@mycompany.example";
    private static readonly string[] OneFile = ["small.txt"];
    private static readonly ThreadKey Thread = new("sale.order", "1");

    [Fact]
    public async Task A_post_is_told_to_its_recipients_who_do_not_follow_and_hear_no_more()
    {
        await using var gateway = await DeskAsync();
        await PostAsync(
            gateway,
            Post("p1") with
            {
                Followers = [Anna],
                Recipients = [Bert, Anna, $"catchall@{TestGateway.Domain}"],
            }
        );
        await PostAsync(gateway, Post("p2"));

        Assert.Equal(
            ["anna@a.example", "bert@b.example", "anna@a.example"],
            Recipients(gateway, "p1").Order().Concat(Recipients(gateway, "p2"))
        );
        var named = Assert.Single(gateway.Sent, mail => mail.To.Mailboxes.Single().Address == "bert@b.example");
        Assert.Null(named.Headers["List-Unsubscribe"]);
        Assert.Equal(["anna@a.example"], named.Cc.Mailboxes.Select(mailbox => mailbox.Address));
        Assert.Equal(
            ["anna@a.example"],
            (await gateway.Threads.FindAsync(Thread, default))!.Followers.Select(follower => follower.Address)
        );
    }

    [Fact]
    public async Task A_note_goes_to_no_outsider_not_even_by_name_and_says_so_at_the_delivery()
    {
        await using var gateway = await DeskAsync();
        await PostAsync(
            gateway,
            Post("p1") with
            {
                Kind = MessageKind.Note,
                Followers = [Anna],
                Recipients = [Bert, Agent],
            }
        );
        Assert.Equal([Agent], Recipients(gateway, "p1"));
        var skipped = Assert.Single(
            await gateway.DeliveriesAsync(Thread),
            delivery => delivery.State == DeliveryState.Skipped
        );
        Assert.Equal(("bert@b.example", DeliveryProblem.Internal), (skipped.Recipient, skipped.Problem));
    }

    [Fact]
    public async Task Whom_a_note_names_and_who_follows_as_an_internal_person_gets_it_like_every_follower()
    {
        await using var gateway = await DeskAsync();
        await PostAsync(gateway, Post("p1") with { Followers = [Anna] });
        // No contact says that they are internal: the record does.
        await gateway.Threads.TryAddFollowerAsync(
            Thread,
            new Follower { Address = "freelancer@home.example", Internal = true },
            default
        );
        await PostAsync(
            gateway,
            Post("n1") with
            {
                Kind = MessageKind.Note,
                Recipients = ["freelancer@home.example", Bert],
            }
        );

        var told = Assert.Single(gateway.Sent, mail => mail.Subject == "n1");
        Assert.Equal("freelancer@home.example", told.To.Mailboxes.Single().Address);
        Assert.NotNull(told.Headers["List-Unsubscribe"]);
        Assert.Equal(
            "bert@b.example",
            Assert
                .Single(await gateway.DeliveriesAsync(Thread), delivery => delivery.State == DeliveryState.Skipped)
                .Recipient
        );
    }

    [Fact]
    public async Task Whom_a_message_names_gets_it_once_though_they_have_stopped_following()
    {
        await using var gateway = await DeskAsync();
        await PostAsync(gateway, Post("p1") with { Followers = [Anna] });
        var anna = (await gateway.Threads.FindFollowerAsync(Thread, "anna@a.example", default))!;
        await gateway.Threads.PutFollowerAsync(
            Thread,
            anna.Value with
            {
                Notify = NotificationChannel.None,
            },
            anna.ETag,
            default
        );
        await PostAsync(gateway, Post("p2") with { Recipients = [Anna] });
        await PostAsync(gateway, Post("p3"));

        Assert.Equal(["anna@a.example"], Recipients(gateway, "p2"));
        Assert.Empty(Recipients(gateway, "p3"));
    }

    [Fact]
    public async Task Posts_whose_thread_and_id_read_alike_when_joined_are_posts_of_their_own()
    {
        await using var gateway = await DeskAsync();
        var post = Post("1/a") with { Followers = [Anna] };
        await PostAsync(gateway, post with { Thread = post.Thread with { Id = "SO" } });
        await PostAsync(gateway, post with { Id = "a", Thread = post.Thread with { Id = "SO/1" } });

        Assert.Equal(2, gateway.Sent.Count);
        Assert.Single(await gateway.MessagesAsync(new ThreadKey(Thread.Model, "SO")));
        Assert.Single(await gateway.MessagesAsync(new ThreadKey(Thread.Model, "SO/1")));
    }

    [Fact]
    public async Task An_answer_to_what_a_machine_posted_is_public()
    {
        await using var gateway = await DeskAsync();
        await PostAsync(gateway, Post("p1") with { Automatic = true, Followers = [Anna, Bert] });
        var notice = gateway.Sent.Single(mail => mail.To.Mailboxes.Single().Address == "anna@a.example");
        notice.Cc.Clear();
        await gateway.PushAsync(Mails.ReplyTo(notice, Anna, "When will it come?"));
        await gateway.DrainAsync();

        Assert.Equal(MessageKind.Comment, (await gateway.MessagesAsync(Thread))[^1].Kind);
        Assert.Equal("bert@b.example", gateway.Sent[^1].To.Mailboxes.Single().Address);
        Assert.Null(gateway.Sent[^1].Headers["Auto-Submitted"]);
    }

    [Theory]
    [InlineData("\U0001F600")]
    [InlineData("\u0001")]
    public async Task A_text_that_storage_keeps_in_many_times_its_length_is_relayed_whole(string character)
    {
        await using var gateway = await DeskAsync();
        var text = string.Concat(Enumerable.Repeat(character, 47_000 / character.Length));
        var mail = Mails.New(Anna, $"support@{TestGateway.Domain}");
        // With something quoted, so that what is new is kept apart.
        mail.Body = new TextPart("plain")
        {
            Text = $"{text}\n\nOn Mon, 2 Nov 2026 at 10:00, Somebody <somebody@{TestGateway.Domain}> wrote:\n> Hello\n",
        };
        await gateway.PushAsync(mail);
        await gateway.DrainAsync();

        Assert.Contains(text, Assert.Single(gateway.Sent).TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_of_a_machine_is_marked_and_the_same_id_posts_once()
    {
        await using var gateway = await DeskAsync();
        await PostAsync(gateway, Post("p1") with { Followers = [Anna], Automatic = true });
        await PostAsync(gateway, Post("p1") with { Followers = [Anna], Automatic = true, Text = "Other words." });
        Assert.Equal("auto-generated", Assert.Single(gateway.Sent).Headers["Auto-Submitted"]);
    }

    [Fact]
    public async Task References_are_those_of_the_last_three_public_messages_and_itself_and_a_note_is_never_named_to_outsiders()
    {
        await using var gateway = await DeskAsync();
        foreach (var id in new[] { "c1", "c2", "c3", "c4" })
            await PostAsync(gateway, Post(id) with { Followers = [Anna] });
        await PostAsync(gateway, Post("n1") with { Kind = MessageKind.Note });
        await PostAsync(gateway, Post("c5"));

        var ids = (await gateway.MessagesAsync(Thread)).Select(message => message.MessageId).ToList();
        var last = gateway.Sent[^1];
        Assert.Equal([ids[1], ids[2], ids[3], ids[5]], last.References);
        Assert.Equal((ids[5], ids[3]), (last.MessageId, last.InReplyTo));
        Assert.All(gateway.Sent, mail => Assert.Equal(mail.MessageId, mail.References[^1]));
    }

    [Fact]
    public async Task Every_copy_names_the_other_outsiders_and_whom_a_reply_to_all_names_is_notified_all_the_same()
    {
        await using var gateway = await DeskAsync();
        await PostAsync(gateway, Post("p1") with { Followers = [Anna, Bert, Agent, "ANNA@a.example"] });
        var copies = gateway.Sent.ToDictionary(mail => mail.To.Mailboxes.Single().Address);
        Assert.Equal(["bert@b.example"], copies["anna@a.example"].Cc.Mailboxes.Select(mailbox => mailbox.Address));
        Assert.Equal(["anna@a.example"], copies["bert@b.example"].Cc.Mailboxes.Select(mailbox => mailbox.Address));
        Assert.Equal(
            ["anna@a.example", "bert@b.example"],
            copies[Agent].Cc.Mailboxes.Select(mailbox => mailbox.Address).Order()
        );

        var reply = Mails.ReplyTo(copies["anna@a.example"], Anna, "Thanks, all.");
        reply.Cc.AddRange(copies["anna@a.example"].Cc);
        await gateway.PushAsync(reply);
        await gateway.DrainAsync();

        // That Anna names Bert is no proof that he has it.
        Assert.Equal(
            [Agent, "bert@b.example"],
            gateway.Sent.Skip(3).Select(mail => mail.To.Mailboxes.Single().Address)
        );
        // Who answers Anna's mail as it is relayed still reaches Bert by answering all.
        Assert.Equal(["bert@b.example"], gateway.Sent[3].Cc.Mailboxes.Select(mailbox => mailbox.Address));
    }

    [Fact]
    public async Task A_model_that_says_so_shows_nobody_the_others_and_neither_does_a_thread_of_many()
    {
        await using var gateway = await DeskAsync();
        await gateway.PutAsync(ConfigurationKinds.Model, Thread.Model, new RecordModel { ShowOthers = false });
        await PostAsync(gateway, Post("p1") with { Followers = [Anna, Bert] });
        Assert.All(gateway.Sent, mail => Assert.Empty(mail.Cc));

        await gateway.PutAsync(ConfigurationKinds.Model, Thread.Model, new RecordModel());
        await PostAsync(
            gateway,
            Post("p2") with
            {
                Followers = [.. Enumerable.Range(0, 60).Select(i => $"f{i}@a.example")],
            }
        );
        Assert.All(gateway.Sent.Skip(2), mail => Assert.Empty(mail.Cc));
    }

    [Fact]
    public async Task Whom_a_mail_copies_in_follows_where_the_model_says_so_unless_a_stranger_wrote_it()
    {
        await using var gateway = await DeskAsync();
        await gateway.PutAsync(ConfigurationKinds.Model, "helpdesk.ticket", new RecordModel { FollowCc = true });
        var id = await gateway.PushAsync(
            Mails.New(Anna, $"support@{TestGateway.Domain}", cc: $"{Bert}, colleague@{TestGateway.Domain}")
        );
        await gateway.DrainAsync();
        var thread = Assert.Single((await gateway.JournalAsync(id)).Threads);
        Assert.Equal([Agent, "anna@a.example", "bert@b.example"], await FollowersAsync(gateway, thread));
        Assert.Equal([Agent, "bert@b.example"], gateway.Sent.Select(mail => mail.To.Mailboxes.Single().Address));

        await gateway.PushAsync(Mails.ReplyTo(gateway.Sent[0], Agent, "Use the extinguisher."));
        await gateway.DrainAsync();
        Assert.Equal(
            ["anna@a.example", "bert@b.example"],
            gateway.Sent.Skip(2).Select(mail => mail.To.Mailboxes.Single().Address).Order()
        );

        var stranger = Mails.ReplyTo(gateway.Sent[2], "eve@evil.example", "Me too.");
        stranger.Cc.AddRange(InternetAddressList.Parse("mallory@evil.example"));
        await gateway.PushAsync(stranger);
        await gateway.DrainAsync();
        Assert.Equal(3, (await FollowersAsync(gateway, thread)).Count);
    }

    [Theory]
    [InlineData("accept", false)]
    [InlineData("flag", true)]
    public async Task A_stranger_s_answer_is_marked_at_the_thread_and_in_the_mail_where_that_is_wanted(
        string setting,
        bool marked
    )
    {
        await using var gateway = await DeskAsync();
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.reply.strangers", setting);
        var id = await gateway.PushAsync(Mails.New(Anna, $"support@{TestGateway.Domain}"));
        await gateway.DrainAsync();
        var thread = Assert.Single((await gateway.JournalAsync(id)).Threads);
        foreach (var author in new[] { "eve@evil.example", Anna })
        {
            await gateway.PushAsync(Mails.ReplyTo(gateway.Sent[0], author, "Me too."));
            await gateway.DrainAsync();
        }

        Assert.Equal([false, marked, false], (await gateway.MessagesAsync(thread)).Select(message => message.Stranger));
        Assert.Equal(
            marked,
            gateway.Sent[1].TextBody!.Contains("eve@evil.example, who is not known here", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Whom_the_alias_makes_an_internal_follower_stays_one_when_a_mail_copies_them_in_and_is_shown_to_nobody()
    {
        await using var gateway = await DeskAsync();
        await gateway.PutAsync(ConfigurationKinds.Model, "crm.lead", new RecordModel { FollowCc = true });
        await gateway.PutAliasAsync(
            new MailAlias
            {
                Domain = "main",
                LocalPart = "sales",
                Model = "crm.lead",
                Followers = ["freelancer@home.example"],
            }
        );
        var id = await gateway.PushAsync(
            Mails.New(Anna, $"sales@{TestGateway.Domain}", cc: $"{Bert}, freelancer@home.example")
        );
        await gateway.DrainAsync();

        var thread = (
            await gateway.Threads.FindAsync(Assert.Single((await gateway.JournalAsync(id)).Threads), default)
        )!;
        Assert.Equal(
            ["freelancer@home.example"],
            thread.Followers.Where(follower => follower.Internal).Select(follower => follower.Address)
        );
        var message = Assert.Single(await gateway.MessagesAsync(thread.Head.Key));
        Assert.Equal(
            ["Bert <bert@b.example>"],
            message.Others.Select(other => other.Replace("\"", "", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task A_contact_that_was_made_inactive_gets_no_more_mail()
    {
        await using var gateway = await DeskAsync();
        var contacts = gateway.Get<ContactEditor>();
        await contacts.PutAsync(new Contact { Address = "anna@a.example" }, EditCondition.None, default);
        await PostAsync(gateway, Post("p1") with { Followers = [Anna, Bert] });
        Assert.Equal(2, gateway.Sent.Count);

        await contacts.PutAsync(
            new Contact { Address = "anna@a.example", Active = false },
            EditCondition.None,
            default
        );
        gateway.Time.Advance(TimeSpan.FromMinutes(2));
        await PostAsync(gateway, Post("p2"));
        Assert.Equal(["bert@b.example"], Recipients(gateway, "p2"));

        await contacts.PutAsync(new Contact { Address = "anna@a.example" }, EditCondition.None, default);
        gateway.Time.Advance(TimeSpan.FromMinutes(2));
        await PostAsync(gateway, Post("p3"));
        Assert.Equal(["anna@a.example", "bert@b.example"], Recipients(gateway, "p3").Order());
    }

    [Fact]
    public async Task Inline_images_and_files_travel_with_the_relay_and_are_stored_once()
    {
        await using var gateway = await DeskAsync();
        for (var i = 0; i < 2; i++)
        {
            var mail = Mails.New(Anna, $"support@{TestGateway.Domain}", $"Mail {i}");
            var body = new BodyBuilder
            {
                TextBody = "See below.",
                HtmlBody = "<p>See below.</p><img src=\"cid:photo@a.example\">",
            };
            body.LinkedResources.Add("photo.png", new byte[] { 1, 2, 3 }, new ContentType("image", "png")).ContentId =
                "photo@a.example";
            body.Attachments.Add("Rechnung \u00e4.pdf", new byte[] { 4, 5, 6 }, new ContentType("application", "pdf"));
            mail.Body = body.ToMessageBody();
            await gateway.PushAsync(mail);
        }
        await gateway.DrainAsync();

        foreach (var relayed in gateway.Sent)
        {
            var image = Assert.Single(
                relayed.BodyParts.OfType<MimePart>(),
                part => part.ContentId == "photo@a.example"
            );
            Assert.Equal("image/png", image.ContentType.MimeType);
            Assert.Contains("cid:photo@a.example", relayed.HtmlBody, StringComparison.Ordinal);
            Assert.Equal(
                ["Rechnung \u00e4.pdf"],
                relayed.Attachments.Select(part => part.ContentDisposition!.FileName)
            );
        }
        Assert.Equal(2, gateway.Sent.Count);
        var blobs = new List<string>();
        await foreach (
            var blob in gateway
                .Get<GatewayStorage>()
                .Container(ContainerNames.Content)
                .GetBlobsAsync(
                    Azure.Storage.Blobs.Models.BlobTraits.None,
                    Azure.Storage.Blobs.Models.BlobStates.None,
                    null,
                    default
                )
        )
            blobs.Add(blob.Name);
        Assert.Equal(2, blobs.Count);
    }

    [Fact]
    public async Task Files_that_are_not_what_they_say_they_are_travel_as_the_bytes_that_they_are()
    {
        await using var gateway = await DeskAsync();
        await PostAsync(
            gateway,
            Post("p1") with
            {
                Followers = [Anna],
                Attachments =
                [
                    new AttachmentItem
                    {
                        Name = "empty.eml",
                        Type = "message/rfc822",
                        Content = "",
                    },
                    new AttachmentItem
                    {
                        Name = "broken.eml",
                        Type = "message/rfc822",
                        Content = Convert.ToBase64String([0, 159, 255, 10, 7]),
                    },
                    new AttachmentItem
                    {
                        Name = "parts.bin",
                        Type = "multipart/mixed",
                        Content = Convert.ToBase64String([1, 2, 3]),
                    },
                ],
            }
        );

        var parts = Assert.Single(gateway.Sent).Attachments.OfType<MimePart>().ToList();
        Assert.Equal(["empty.eml", "broken.eml", "parts.bin"], parts.Select(part => part.FileName));
        Assert.Equal(
            [
                [],
                [0, 159, 255, 10, 7],
                [1, 2, 3],
            ],
            parts.Select(Bytes)
        );
    }

    [Fact]
    public async Task A_file_of_an_earlier_message_is_attached_again_by_its_place_in_the_message()
    {
        await using var gateway = await DeskAsync();
        await PostAsync(gateway, Post("p1") with { Attachments = [File("a.bin", 10), File("b.bin", 20)] });
        var earlier = Assert.Single(await gateway.MessagesAsync(Thread));
        await PostAsync(
            gateway,
            Post("p2") with
            {
                Followers = [Anna],
                Attachments =
                [
                    new AttachmentItem { Message = earlier.Key, Attachment = 1 },
                    new AttachmentItem
                    {
                        Message = earlier.Key,
                        Attachment = 0,
                        Name = "again.txt",
                        Type = "text/plain",
                    },
                ],
            }
        );

        var parts = Assert.Single(gateway.Sent).Attachments.OfType<MimePart>().ToList();
        Assert.Equal(
            [("b.bin", "application/octet-stream", 20), ("again.txt", "text/plain", 10)],
            parts.Select(part => (part.FileName, part.ContentType.MimeType, Bytes(part).Length))
        );
    }

    [Fact]
    public async Task A_post_attaches_no_file_of_another_thread_and_no_content_of_the_gateway()
    {
        await using var gateway = await DeskAsync();
        var other = Post("p1") with { Attachments = [File("secret.bin", 10)] };
        await PostAsync(gateway, other with { Thread = other.Thread with { Id = "2" } });
        await PostAsync(gateway, Post("p2"));
        var secret = Assert.Single(await gateway.MessagesAsync(new ThreadKey(Thread.Model, "2")));
        var own = Assert.Single(await gateway.MessagesAsync(Thread));

        await PostAsync(gateway, WithFile("p3", new AttachmentItem { Message = secret.Key, Attachment = 0 }));
        await PostAsync(gateway, WithFile("p4", new AttachmentItem { Message = own.Key, Attachment = 0 }));
        var blob = secret.Attachments[0].Blob;
        await PostAsync(gateway, WithFile("p5", new AttachmentItem { Name = "a", Blob = blob }));
        await PostAsync(gateway, WithFile("p6", new AttachmentItem { Name = "a", Blob = "../mail-content/" + blob }));
        await PostAsync(gateway, WithFile("p7", new AttachmentItem { Name = "a", Blob = "nothing" }));
        await PostAsync(gateway, Post("p8") with { Text = null, TextBlob = blob });

        Assert.Empty(gateway.Sent);
        Assert.Single(await gateway.MessagesAsync(Thread));
        var rejected = (
            await gateway.Get<AttentionStore>().FindAsync(null, 100, AttentionKind.Rejected, null, default)
        ).Items;
        Assert.Equal(
            [
                "attachments[0].attachment",
                "attachments[0].blob",
                "attachments[0].blob",
                "attachments[0].blob",
                "attachments[0].message",
                "textBlob",
            ],
            rejected.Select(item => item.Field).Order(StringComparer.Ordinal)
        );
    }

    private static ThreadPost WithFile(string id, AttachmentItem file) =>
        Post(id) with
        {
            Followers = [Anna],
            Attachments = [file],
        };

    private static byte[] Bytes(MimePart part)
    {
        using var bytes = new MemoryStream();
        part.Content!.DecodeTo(bytes);
        return bytes.ToArray();
    }

    [Theory]
    [InlineData(200_000, null)]
    [InlineData(null, "552 5.3.4 Message too big for system")]
    public async Task What_a_server_would_not_take_stays_behind_and_the_mail_says_what_and_where(
        int? size,
        string? refusal
    )
    {
        await using var gateway = await DeskAsync();
        var tries = 0;
        gateway.Catcher.Behaviour = new SmtpBehaviour
        {
            MaxSize = size ?? 50 << 20,
            AnswerData = mail =>
                refusal is not null && mail.Raw.Length > 200_000 && ++tries > 0
                    ? SmtpDataAnswer.Refuse(refusal)
                    : SmtpDataAnswer.Accept,
        };
        await gateway.PutAsync(
            ConfigurationKinds.Model,
            Thread.Model,
            new RecordModel { LinkTemplate = "https://app.mycompany.example/{model}/{id}" }
        );
        await PostAsync(
            gateway,
            Post("p1") with
            {
                Followers = [Anna],
                Attachments = [File("small.txt", 1000), File("large.bin", 300_000)],
            }
        );

        var mail = Assert.Single(gateway.Sent);
        Assert.Equal(size is null ? [] : OneFile, mail.Attachments.Select(part => part.ContentDisposition!.FileName));
        Assert.Contains("large.bin (292 KB)", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("https://app.mycompany.example/sale.order/1", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("large.bin (292 KB)", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Equal(
            (DeliveryState.Sent, 1),
            ((await gateway.DeliveriesAsync(Thread))[0].State, (await gateway.DeliveriesAsync(Thread))[0].Attempts)
        );
        Assert.Equal(
            ["small.txt", "large.bin"],
            (await gateway.MessagesAsync(Thread))[0].Attachments.Select(file => file.Name)
        );
        Assert.Equal(refusal is null ? 0 : 1, tries);
    }

    private static AttachmentItem File(string name, int size) =>
        new() { Name = name, Content = Convert.ToBase64String(new byte[size]) };

    private static ThreadPost Post(string id) =>
        new()
        {
            Id = id,
            Thread = new ThreadItem
            {
                Model = Thread.Model,
                Id = Thread.Id,
                Create = true,
            },
            Author = $"Sam <sam@{TestGateway.Domain}>",
            Subject = id,
            Text = "Your parcel is on its way.",
        };

    private static async Task PostAsync(TestGateway gateway, ThreadPost post)
    {
        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        await gateway.RunAsync(
            QueueNames.ThreadPosts,
            System.Text.Json.JsonSerializer.Serialize(
                await gateway.Get<PostContent>().FitAsync(post, default),
                PosternJson.Strict
            )
        );
        await gateway.DrainAsync();
    }

    private static IEnumerable<string> Recipients(TestGateway gateway, string subject) =>
        gateway.Sent.Where(mail => mail.Subject == subject).Select(mail => mail.To.Mailboxes.Single().Address);

    private static async Task<IReadOnlyList<string>> FollowersAsync(TestGateway gateway, ThreadKey thread) =>
        [.. (await gateway.Threads.FindAsync(thread, default))!.Followers.Select(follower => follower.Address).Order()];

    private static async Task<TestGateway> DeskAsync()
    {
        var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        return gateway;
    }
}
