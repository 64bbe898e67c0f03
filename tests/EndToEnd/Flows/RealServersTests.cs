using MimeKit;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Gateway.Mailboxes;
using Postern.Gateway.Secrets;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Flows;

/// <summary>
/// The whole way over real servers: Postfix takes and delivers the mail, Dovecot keeps the mailboxes and checks the
/// passwords.
/// </summary>
public sealed class RealServersTests
{
    [SkippableFact]
    public async Task A_mail_is_fetched_over_TLS_notified_over_authenticated_submission_answered_and_relayed()
    {
        Skip.IfNot(MailServers.Installed, MailServers.Missing);
        var servers = await MailServers.SharedAsync();
        var (mailbox, agent, customer) = (
            servers.NewUser("desk"),
            servers.NewUser("agent"),
            servers.NewUser("customer")
        );
        await using var gateway = await TestGateway.StartAsync(settings =>
            settings["Tls:CaFile"] = servers.AuthorityPath
        );
        await SetUpAsync(gateway, servers, mailbox, agent);
        await gateway.ConfirmMailboxAsync("desk", TestMailboxes.Of(servers, mailbox), mailbox.Password);

        var sent = await Swaks.SendAsync(
            servers.Ports.Mx,
            customer.Address,
            $"support@{mailbox.Domain}",
            "--header",
            "Subject: Printer on fire",
            "--body",
            "It burns."
        );
        Assert.Equal(0, sent.ExitCode);
        await Eventually.ReadAsync(() => servers.Mail.CountAsync(mailbox), count => count == 1);
        await FetchAsync(gateway);

        var notified = await servers.Mail.WaitForMailAsync(agent);
        Assert.Equal($"notifications@{mailbox.Domain}", notified.From.Mailboxes.Single().Address);
        Assert.Equal("Printer on fire", notified.Subject);
        Assert.Contains("It burns.", notified.TextBody, StringComparison.Ordinal);
        Assert.Contains(
            notified.Headers,
            header => header.Id == HeaderId.Received && header.Value.Contains("ESMTPSA", StringComparison.Ordinal)
        );

        await servers.Mail.SubmitAsync(agent, Mails.ReplyTo(notified, agent.Address, "Use the extinguisher."));
        await Eventually.ReadAsync(() => servers.Mail.CountAsync(mailbox), count => count == 2);
        await FetchAsync(gateway);

        var relayed = await servers.Mail.WaitForMailAsync(customer);
        Assert.Contains("Use the extinguisher.", relayed.TextBody, StringComparison.Ordinal);
        var thread = OneThread(await gateway.JournalAsync());
        var messages = await gateway.MessagesAsync(thread);
        Assert.Equal([customer.Address, agent.Address], messages.Select(message => message.Author.Address));
        var delivery = Assert.Single(await gateway.DeliveriesAsync(thread));
        Assert.Equal(
            (DeliveryState.Sent, "submission", customer.Address),
            (delivery.State, delivery.Server, delivery.Recipient)
        );
        Assert.All(
            await servers.Mail.FlagsAsync(mailbox),
            flags => Assert.True(flags.HasFlag(MailKit.MessageFlags.Seen))
        );
    }

    [SkippableFact]
    public async Task Without_trust_in_the_server_s_certificate_nothing_is_sent()
    {
        Skip.IfNot(MailServers.Installed, MailServers.Missing);
        var servers = await MailServers.SharedAsync();
        var (mailbox, agent) = (servers.NewUser("desk"), servers.NewUser("agent"));
        await using var gateway = await TestGateway.StartAsync();
        await SetUpAsync(gateway, servers, mailbox, agent);
        await gateway.PushAsync(Mails.New("carl@customer.example", $"support@{mailbox.Domain}"));

        await gateway.DrainAsync();

        var thread = OneThread(await gateway.JournalAsync());
        var delivery = Assert.Single(await gateway.DeliveriesAsync(thread));
        Assert.Equal((DeliveryState.Waiting, DeliveryProblem.Security), (delivery.State, delivery.Problem));
    }

    private static ThreadKey OneThread(IReadOnlyList<Postern.Core.Journal.JournalEntry> entries) =>
        Assert.Single(entries.SelectMany(entry => entry.Threads).Distinct());

    private static async Task FetchAsync(TestGateway gateway)
    {
        gateway.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(1, await gateway.Get<FetchScheduler>().StartDueAsync(default));
        await gateway.DrainAsync();
    }

    private static async Task SetUpAsync(TestGateway gateway, MailServers servers, MailUser mailbox, MailUser agent)
    {
        await gateway.PutAsync(
            ConfigurationKinds.AliasDomain,
            "main",
            new AliasDomain { Name = mailbox.Domain, IsDefault = true }
        );
        await gateway
            .Get<PeopleStore>()
            .PutContactAsync(
                new Contact
                {
                    Address = agent.Address,
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
                Model = "helpdesk.ticket",
                Followers = [agent.Address],
            }
        );
        await gateway
            .Get<ISecretStore>()
            .SetAsync(SecretNames.OutgoingPassword("submission"), mailbox.Password, default);
        await gateway.PutAsync(
            ConfigurationKinds.OutgoingServer,
            "submission",
            new OutgoingServer
            {
                Name = "Submission",
                Host = MailServers.Host,
                Port = servers.Ports.Submission,
                Security = ConnectionSecurity.StartTls,
                UserName = mailbox.Address,
                FromFilter = mailbox.Domain,
            }
        );
    }
}
