using System.Text.Json.Nodes;

namespace Postern.Tests.Upgrade;

/// <summary>What an old version has begun, today's code finishes: once, and as it was decided.</summary>
[Collection(nameof(Upgrade))]
[Trait("Speed", "Long")]
public sealed class UnfinishedWorkTests(Upgrades upgrades)
{
    [Theory]
    [MemberData(nameof(Upgrades.Names), MemberType = typeof(Upgrades))]
    public async Task Everything_that_waited_is_sent_once_and_nothing_else_is(string snapshot)
    {
        var upgraded = await upgrades.OfAsync(snapshot);

        Assert.Equal(InOrder(upgraded.Facts.Coming), InOrder(upgraded.Sent.Select(mail => mail.Letter)));
    }

    [Theory]
    [MemberData(nameof(Upgrades.Names), MemberType = typeof(Upgrades))]
    public async Task A_delivery_that_was_begun_keeps_its_Message_Id_and_a_sent_one_is_not_sent_again(string snapshot)
    {
        var upgraded = await upgrades.OfAsync(snapshot);
        var sent = upgraded.Sent.Select(mail => mail.Copy).ToList();

        Assert.Equal(3, upgraded.Facts.Begun.Count);
        Assert.All(upgraded.Facts.Begun, begun => Assert.Single(sent, begun));
        Assert.Empty(sent.Intersect(upgraded.SentBefore.Select(mail => mail.Copy)));
    }

    [Theory]
    [MemberData(nameof(Upgrades.Names), MemberType = typeof(Upgrades))]
    public async Task A_mail_that_was_put_off_still_carries_its_file(string snapshot)
    {
        var upgraded = await upgrades.OfAsync(snapshot);
        var begun = upgraded.Facts.Begun.Single(copy => copy.Recipient == Cast.Sloane);

        var late = Assert.Single(upgraded.Sent, mail => mail.Copy == begun);

        Assert.Equal("order.txt", Assert.Single(late.Mime.Attachments).ContentDisposition?.FileName);
    }

    [Theory]
    [MemberData(nameof(Upgrades.Names), MemberType = typeof(Upgrades))]
    public async Task A_delivery_whose_sender_was_killed_says_that_it_may_have_arrived_twice(string snapshot)
    {
        var upgraded = await upgrades.OfAsync(snapshot);

        var deliveries = await upgraded.ItemsAsync($"threads/{Cast.Model}/{upgraded.Facts.Interrupted}/deliveries");

        var delivery = Assert.Single(deliveries)!;
        Assert.Equal(("sent", 1), (Text(delivery, "state"), delivery["possibleDoubles"]!.GetValue<int>()));
    }

    [Theory]
    [MemberData(nameof(Upgrades.Names), MemberType = typeof(Upgrades))]
    public async Task A_mail_that_was_taken_in_becomes_a_record(string snapshot)
    {
        var upgraded = await upgrades.OfAsync(snapshot);

        var mail = await upgraded.Api.GetAsync($"mails/{upgraded.Facts.PendingMail}");

        Assert.Equal("routed", Text(mail, "state"));
        var thread = Text(Assert.Single(mail["threads"]!.AsArray())!, "id");
        var message = Assert.Single(await upgraded.ItemsAsync($"threads/{Cast.Model}/{thread}/messages"))!;
        Assert.Equal(Cast.Frank, Text(message["author"]!, "address"));
        Assert.Equal(upgraded.Facts.PendingMail, Text(message, "mail"));
    }

    [Theory]
    [MemberData(nameof(Upgrades.Names), MemberType = typeof(Upgrades))]
    public async Task A_plan_that_was_claimed_and_not_carried_out_is_carried_out_with_its_ids(string snapshot)
    {
        var upgraded = await upgrades.OfAsync(snapshot);
        var planned = upgraded.Facts.Planned;

        var mail = await upgraded.Api.GetAsync($"mails/{planned.Mail}");

        Assert.Equal("routed", Text(mail, "state"));
        Assert.Equal(planned.Thread, Text(Assert.Single(mail["threads"]!.AsArray())!, "id"));
        var message = Assert.Single(await upgraded.ItemsAsync($"threads/{Cast.Model}/{planned.Thread}/messages"))!;
        Assert.Equal((planned.Message, planned.MessageId), (Text(message, "key"), Text(message, "messageId")));
        Assert.Single(upgraded.Sent, mail => mail.Copy == new Copy(planned.MessageId, Cast.Agent));
    }

    [Theory]
    [MemberData(nameof(Upgrades.Names), MemberType = typeof(Upgrades))]
    public async Task A_post_that_lay_on_its_queue_is_on_the_thread_once(string snapshot)
    {
        var upgraded = await upgrades.OfAsync(snapshot);

        var messages = await upgraded.ItemsAsync($"threads/{Cast.Model}/{upgraded.Facts.Discussion}/messages");

        Assert.Single(messages, message => Text(message!, "text") == "Does it still burn?");
    }

    [Theory]
    [MemberData(nameof(Upgrades.Names), MemberType = typeof(Upgrades))]
    public async Task A_message_that_had_failed_too_often_waits_for_a_person(string snapshot)
    {
        var upgraded = await upgrades.OfAsync(snapshot);

        var item = Assert.Single(await upgraded.ItemsAsync("attention"), item => Text(item!, "kind") == "failed")!;

        Assert.Equal(("thread-posts", """{"v":1,"id":"poisoned"}"""), (Text(item, "queue"), Text(item, "message")));
    }

    private static string? Text(JsonNode json, string member) => json[member]?.GetValue<string>();

    private static IEnumerable<string> InOrder(IEnumerable<Letter> letters) =>
        letters.Select(letter => $"{letter.Recipient}: {letter.Subject}").Order(StringComparer.Ordinal);
}
