using MimeKit;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Keys;
using Postern.Gateway.Mailboxes;
using Postern.Gateway.Secrets;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Flows;

/// <summary>
/// An employee and two customers talk, each with a mail program of their own, over real servers; every mail is
/// looked at as it arrived.
/// </summary>
public sealed class ConversationTests
{
    private const string Model = "helpdesk.ticket";

    [SkippableFact]
    public async Task Three_people_answer_and_answer_all_and_everybody_gets_everything_once_and_in_order()
    {
        Skip.IfNot(MailServers.Installed, MailServers.Missing);
        var servers = await MailServers.SharedAsync();
        var (desk, anna, carl, dora) = (
            servers.NewUser("desk"),
            servers.NewUser("anna"),
            servers.NewUser("carl"),
            servers.NewUser("dora")
        );
        await using var gateway = await TestGateway.StartAsync(settings =>
            settings["Tls:CaFile"] = servers.AuthorityPath
        );
        await SetUpAsync(gateway, servers, desk, anna);
        var taken = 0;

        // Carl writes and copies Dora in: Anna, who works here, is told. Dora has it from Carl,
        // and once more from the gateway: that he names her is no proof.
        var first = Mails.New(
            $"Carl <{carl.Address}>",
            $"support@{desk.Domain}",
            "Printer on fire",
            "It burns.",
            cc: $"Dora <{dora.Address}>"
        );
        await servers.Mail.SubmitAsync(carl, first);
        await TakeInAsync();
        var toAnna = await ArrivedAsync(anna, 1, "It burns.");
        Assert.Equal(
            ("Carl", $"notifications@{desk.Domain}"),
            (toAnna.From.Mailboxes.Single().Name, toAnna.From.Mailboxes.Single().Address)
        );
        Assert.Equal([dora.Address], toAnna.Cc.Mailboxes.Select(mailbox => mailbox.Address));
        await ArrivedAsync(dora, 2, "It burns.");

        // Anna answers with Outlook: both customers get it from the gateway, and each sees the other.
        await servers.Mail.SubmitAsync(
            anna,
            ReplyStyle.Outlook.Answer(toAnna, new MailboxAddress("Anna", anna.Address), "Use the extinguisher.")
        );
        await TakeInAsync();
        var toCarl = await ArrivedAsync(carl, 1, "Use the extinguisher.");
        var toDora = await ArrivedAsync(dora, 3, "Use the extinguisher.");
        Assert.Equal([dora.Address], toCarl.Cc.Mailboxes.Select(mailbox => mailbox.Address));
        Assert.Equal([carl.Address], toDora.Cc.Mailboxes.Select(mailbox => mailbox.Address));
        Assert.Contains(first.MessageId, toCarl.References);
        // What Outlook quotes stays below what is new, and nobody's link or marker but the reader's own goes along.
        AssertQuotes(toCarl, "Use the extinguisher.", "It burns.");
        AssertQuotes(toDora, "Use the extinguisher.", "It burns.");
        Assert.Equal(toCarl.MessageId, toDora.MessageId);

        // Dora answers all with Apple Mail: Carl gets it from her and from the gateway, Anna from the gateway.
        await servers.Mail.SubmitAsync(
            dora,
            ReplyStyle.AppleMail.Answer(toDora, new MailboxAddress("Dora", dora.Address), "There is none.", all: true)
        );
        await TakeInAsync();
        await ArrivedAsync(carl, 3, "There is none.");
        var inbox = await servers.Mail.InboxAsync(carl);
        var fromDora = Assert.Single(inbox, mail => mail.From.Mailboxes.Single().Address == dora.Address);
        await ArrivedAsync(anna, 2, "There is none.");

        // Carl answers her mail, which the gateway never sent, to all with Thunderbird.
        await servers.Mail.SubmitAsync(
            carl,
            ReplyStyle.Thunderbird.Answer(
                fromDora,
                new MailboxAddress("Carl", carl.Address),
                "It is next to the lift.",
                all: true
            )
        );
        await TakeInAsync();
        await ArrivedAsync(dora, 5, "It is next to the lift.");
        var next = await ArrivedAsync(anna, 3, "It is next to the lift.");
        AssertQuotes(next, "It is next to the lift.", "There is none.");

        // Anna answers all with Gmail: the gateway adds no second copy to what she sends herself.
        await servers.Mail.SubmitAsync(
            anna,
            ReplyStyle.Gmail.Answer(next, new MailboxAddress("Anna", anna.Address), "Well done.", all: true)
        );
        await TakeInAsync();
        await ArrivedAsync(carl, 4, "Well done.");
        await ArrivedAsync(dora, 7, "Well done.");
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() =>
            servers.Mail.WaitForMailAsync(
                anna,
                mail => mail.TextBody?.StartsWith("Well", StringComparison.Ordinal) == true,
                TimeSpan.FromMilliseconds(300)
            )
        );

        var thread = Assert.Single((await gateway.JournalAsync()).SelectMany(entry => entry.Threads).Distinct());
        var messages = await gateway.MessagesAsync(thread);
        Assert.Equal(
            [carl.Address, anna.Address, dora.Address, carl.Address, anna.Address],
            messages.Select(message => message.Author.Address)
        );
        Assert.Equal(
            ["It burns.", "Use the extinguisher.", "There is none.", "It is next to the lift.", "Well done."],
            messages.Select(message => (message.NewText ?? message.Text)?.Trim())
        );
        Assert.All(messages, message => Assert.Equal(MessageKind.Comment, message.Kind));
        // No loop: another look finds nothing new, and everybody has what was counted above.
        gateway.Time.Advance(TimeSpan.FromMinutes(6));
        await FetchAsync(gateway);
        Assert.Equal(5, (await gateway.JournalAsync()).Count);
        Assert.Equal(
            (3, 4, 7),
            (
                await servers.Mail.CountAsync(anna),
                await servers.Mail.CountAsync(carl),
                await servers.Mail.CountAsync(dora)
            )
        );
        foreach (var message in messages)
        {
            Assert.All(
                await gateway.Threads.ListDeliveriesAsync(thread, new MessageKey(message.Key).Id, null, default),
                delivery => Assert.Equal(DeliveryState.Sent, delivery.State)
            );
        }

        async Task TakeInAsync()
        {
            taken++;
            await Eventually.ReadAsync(() => servers.Mail.CountAsync(desk), count => count == taken);
            gateway.Time.Advance(TimeSpan.FromMinutes(6));
            await FetchAsync(gateway);
        }

        // Every mail of the inbox is one that was expected: the newest says this, and there are as many as there
        // should be.
        async Task<MimeMessage> ArrivedAsync(MailUser user, int count, string text)
        {
            var mails = await Eventually.ReadAsync(() => servers.Mail.InboxAsync(user), found => found.Count >= count);
            Assert.Equal(count, mails.Count);
            Assert.Contains(text, mails[^1].TextBody, StringComparison.Ordinal);
            return mails[^1];
        }
    }

    private static void AssertQuotes(MimeMessage mail, string written, string quoted)
    {
        foreach (var body in new[] { mail.TextBody!, mail.HtmlBody! })
        {
            Assert.InRange(
                body.IndexOf(quoted, StringComparison.Ordinal),
                body.IndexOf(written, StringComparison.Ordinal) + 1,
                int.MaxValue
            );
            Assert.Equal(1, body.Split("postern-ref-").Length - 1);
            Assert.Equal(1, body.Split("/api/follow/").Length - 1);
        }
    }

    private static async Task FetchAsync(TestGateway gateway)
    {
        Assert.Equal(1, await gateway.Get<FetchScheduler>().StartDueAsync(default));
        await gateway.DrainAsync();
    }

    private static async Task SetUpAsync(TestGateway gateway, MailServers servers, MailUser desk, MailUser anna)
    {
        await gateway.PutAsync(
            ConfigurationKinds.AliasDomain,
            "main",
            new AliasDomain { Name = desk.Domain, IsDefault = true }
        );
        await gateway.PutAsync(ConfigurationKinds.Model, Model, new RecordModel { FollowCc = true });
        await gateway
            .Get<PeopleStore>()
            .PutContactAsync(
                new Contact
                {
                    Address = anna.Address,
                    Name = "Anna Agent",
                    Internal = true,
                },
                null,
                false,
                default
            );
        await gateway.PutAliasAsync(
            new MailAlias
            {
                Domain = "main",
                LocalPart = "support",
                Model = Model,
                Followers = [anna.Address],
            }
        );
        await gateway.Get<ISecretStore>().SetAsync(SecretNames.OutgoingPassword("submission"), desk.Password, default);
        await gateway.ConfirmMailboxAsync("desk", TestMailboxes.Of(servers, desk), desk.Password);
        await gateway.PutAsync(
            ConfigurationKinds.OutgoingServer,
            "submission",
            new OutgoingServer
            {
                Name = "Submission",
                Host = MailServers.Host,
                Port = servers.Ports.Submission,
                Security = ConnectionSecurity.StartTls,
                UserName = desk.Address,
                FromFilter = desk.Domain,
            }
        );
    }
}
