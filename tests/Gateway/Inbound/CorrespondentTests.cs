using MimeKit;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Gateway.Inbound;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Inbound;

/// <summary>Whom the answers to a new record reach, through every function, on real storage.</summary>
public sealed class CorrespondentTests
{
    private const string Form = "\"Webshop\" <form@hoster.example>";
    private const string Support = "support@mycompany.example";
    private const string Agent = "\"Anna Agent\" <agent@mycompany.example>";

    [Fact]
    public async Task A_forms_enquiries_are_records_and_the_answer_reaches_who_filled_it_in()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.gateway.loop.threshold", "2");
        var entries = new List<JournalEntry>();
        for (var i = 0; i < 4; i++)
            entries.Add(await DrainedAsync(gateway, Enquiry($"Ida {i} <p{i}@buyer.example>")));

        Assert.All(entries, entry => Assert.Equal(JournalState.Routed, entry.State));
        var notified = gateway.Sent[^1];
        Assert.Equal("Webshop, for Ida 3", notified.From.Mailboxes.Single().Name);
        await DrainedAsync(gateway, Mails.ReplyTo(notified, Agent, "It comes on Friday."));
        Assert.Equal("p3@buyer.example", gateway.Sent[^1].To.Mailboxes.Single().Address);
    }

    [Fact]
    public async Task The_same_person_is_counted_and_a_form_at_ten_times_as_many()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.gateway.loop.threshold", "1");

        Assert.Equal(JournalState.Routed, (await DrainedAsync(gateway, Enquiry("ida@buyer.example"))).State);
        Assert.Equal(JournalState.Ignored, (await DrainedAsync(gateway, Enquiry("ida@buyer.example"))).State);
        for (var i = 1; i < 10; i++)
            Assert.Equal(JournalState.Routed, (await DrainedAsync(gateway, Enquiry($"p{i}@buyer.example"))).State);
        Assert.Equal(JournalState.Ignored, (await DrainedAsync(gateway, Enquiry("last@buyer.example"))).State);
    }

    [Fact]
    public async Task A_mailbox_with_dots_that_no_atom_has_is_answered_and_its_answer_found()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        const string from = "Mari <mari..sato.@docomo.example>";
        var raw =
            $"From: {from}\r\nTo: {Support}\r\nSubject: Ring\r\nMessage-ID: <d1@docomo.example>\r\n\r\nHello.\r\n";
        await gateway.PushAsync(BinaryData.FromString(raw));
        await gateway.DrainAsync();
        await DrainedAsync(gateway, Mails.ReplyTo(gateway.Sent[^1], Agent, "We call you."));

        var answer = gateway.Catcher.Mails[^1];
        Assert.Equal("\"mari..sato.\"@docomo.example", Assert.Single(answer.Envelope.Recipients));
        Assert.Equal("\"mari..sato.\"@docomo.example", gateway.Sent[^1].To.Mailboxes.Single().Address);
        var reply = Mails.ReplyTo(gateway.Sent[^1], "mari@docomo.example", "Thanks.");
        reply.Headers[HeaderId.From] = from;
        var entry = await DrainedAsync(gateway, reply);
        var author = (await gateway.MessagesAsync(Assert.Single(entry.Threads)))[^1].Author;
        Assert.Equal(("mari..sato.@docomo.example", "Mari"), (author.Address, author.Name));
    }

    [Fact]
    public async Task A_mailbox_that_names_its_addresses_takes_what_names_none()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway.PutAsync(
            ConfigurationKinds.IncomingServer,
            "shared",
            new IncomingServer
            {
                Name = "Shared",
                Host = "imap.mycompany.example",
                UserName = "shared",
                Active = false,
                Addresses = [Support],
            }
        );
        var origin = new MailOrigin(MailOrigin.SourceOf("shared", "INBOX/2026"));
        var raw = SpooledContent.Of("From: nora@new.example\nTo: plenum@verein.example\n\nHi.\n"u8.ToArray());

        var explained = await gateway.Get<InboundExplainer>().ExplainAsync(raw, origin, default);
        var id = await gateway.Get<MailIntake>().TakeInAsync(MailIntake.KeyOf(raw, origin), raw, origin, default);
        await gateway.DrainAsync();

        Assert.Equal(JournalState.Routed, (await gateway.JournalAsync(id)).State);
        Assert.Equal(JournalState.Routed, explained.State);
        Assert.Equal(["plenum@verein.example", Support], explained.Facts.Recipients);
    }

    private static MimeMessage Enquiry(string replyTo)
    {
        var mail = Mails.New(Form, Support, "Enquiry", $"From the page of {replyTo}.");
        mail.ReplyTo.AddRange(InternetAddressList.Parse(replyTo));
        return mail;
    }

    private static async Task<JournalEntry> DrainedAsync(TestGateway gateway, MimeMessage mail)
    {
        var id = await gateway.PushAsync(mail);
        await gateway.DrainAsync();
        return await gateway.JournalAsync(id);
    }
}
