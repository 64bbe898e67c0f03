using System.Text.Json.Nodes;
using MimeKit;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Upgrade;

/// <summary>
/// Mail that an old version sent is out in the world for years: what comes back to it finds its place.
/// </summary>
[Collection(nameof(Upgrade))]
[Trait("Speed", "Long")]
public sealed class OldMailTests(Upgrades upgrades)
{
    [Theory]
    [MemberData(nameof(Upgrades.Names), MemberType = typeof(Upgrades))]
    public async Task A_reply_that_kept_nothing_but_the_address_lands_on_its_thread(string snapshot)
    {
        var upgraded = await upgrades.OfAsync(snapshot);
        var reply = Mails.ReplyTo(upgraded.LastBefore(Cast.Carl).Mime, Cast.Carl, "It still burns.");
        (reply.InReplyTo, reply.Subject) = (null, "Extinguisher");
        reply.References.Clear();

        await AssertOnDiscussionAsync(upgraded, reply, "The tag of the address that it was sent to");
    }

    [Theory]
    [MemberData(nameof(Upgrades.Names), MemberType = typeof(Upgrades))]
    public async Task A_reply_that_kept_the_Message_Id_lands_on_its_thread(string snapshot)
    {
        var upgraded = await upgrades.OfAsync(snapshot);
        var notification = upgraded.LastBefore(Cast.Bea, mail => mail.Subject != "Mailing one").Mime;
        var reply = Mails.ReplyTo(notification, Cast.Sloane, "Here too.", Cast.Support);

        await AssertOnDiscussionAsync(upgraded, reply, "The field References");
    }

    [Theory]
    [MemberData(nameof(Upgrades.Names), MemberType = typeof(Upgrades))]
    public async Task A_reply_to_the_mail_that_made_the_record_lands_on_its_thread(string snapshot)
    {
        var upgraded = await upgrades.OfAsync(snapshot);
        var messages = await upgraded.ItemsAsync($"threads/{Cast.Model}/{upgraded.Facts.Discussion}/messages");
        var reply = Mails.New(Cast.Boss, Cast.Support, "Re: Printer on fire", "I come.");
        reply.InReplyTo = messages[^1]!["sourceMessageId"]!.GetValue<string>();

        await AssertOnDiscussionAsync(upgraded, reply, "The field In-Reply-To");
    }

    [Theory]
    [MemberData(nameof(Upgrades.Names), MemberType = typeof(Upgrades))]
    public async Task A_reply_to_an_old_note_stays_internal(string snapshot)
    {
        var upgraded = await upgrades.OfAsync(snapshot);
        var address = upgraded.LastBefore(Cast.Boss).Mime.ReplyTo.ToString();
        var reply = Mails.New(Cast.Boss, address, "Note", "Give him a discount.");

        await AssertOnDiscussionAsync(upgraded, reply, "The tag of the address that it was sent to");

        var messages = await upgraded.ItemsAsync($"threads/{Cast.Model}/{upgraded.Facts.Discussion}/messages");
        Assert.Equal("note", messages[0]!["kind"]!.GetValue<string>());
    }

    [Theory]
    [MemberData(nameof(Upgrades.Names), MemberType = typeof(Upgrades))]
    public async Task A_bounce_of_an_old_mail_counts_beside_those_that_came_before(string snapshot)
    {
        var upgraded = await upgrades.OfAsync(snapshot);
        var mailing = upgraded.LastBefore(Cast.Bea, mail => mail.Subject == "Mailing one").Caught;

        var entry = await upgraded.TakeInAsync(Reports.Dsn(mailing).ToArray(), mailing.Envelope.From);

        Assert.Equal("bounce", entry["state"]!.GetValue<string>());
        Assert.Equal(2, (await upgraded.ItemsAsync($"contacts/{Cast.Bea}/bounces")).Count);
        Assert.Equal("bounces", (await upgraded.Api.GetAsync($"blacklist/{Cast.Bea}"))["reason"]!.GetValue<string>());
    }

    [Theory]
    [MemberData(nameof(Upgrades.Names), MemberType = typeof(Upgrades))]
    public async Task The_link_of_an_old_mailing_ends_mailings(string snapshot)
    {
        var upgraded = await upgrades.OfAsync(snapshot);
        using var form = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);

        var answer = await upgraded.Api.PostAsync(upgraded.LastBefore(Cast.Rita).EndingLink, form);

        Assert.Equal(Cast.Rita, answer["address"]!.GetValue<string>());
        Assert.True(answer["unsubscribed"]!.GetValue<bool>());
    }

    [Theory]
    [MemberData(nameof(Upgrades.Names), MemberType = typeof(Upgrades))]
    public async Task The_link_of_an_old_notification_knows_who_follows(string snapshot)
    {
        var upgraded = await upgrades.OfAsync(snapshot);

        var answer = await upgraded.Api.GetAsync(upgraded.LastBefore(Cast.Carl).EndingLink);

        Assert.Equal(Cast.Carl, answer["address"]!.GetValue<string>());
        Assert.True(answer["follows"]!.GetValue<bool>());
    }

    private static async Task AssertOnDiscussionAsync(UpgradedGateway upgraded, MimeMessage reply, string clue)
    {
        var entry = await upgraded.TakeInAsync(reply);

        Assert.Equal(upgraded.Facts.Discussion, Assert.Single(entry["threads"]!.AsArray())!["id"]!.GetValue<string>());
        Assert.Contains(entry["reasons"]!.AsArray(), reason => Says(reason!, clue));
    }

    private static bool Says(JsonNode reason, string clue) =>
        reason["hit"]!.GetValue<bool>()
        && reason["text"]!.GetValue<string>().StartsWith($"{clue} names", StringComparison.Ordinal);
}
