using MimeKit;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Configuration;
using Postern.Core.Reports;
using Postern.Core.Threads;
using Postern.Gateway.Secrets;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Support;

namespace Postern.Tests.Servers;

/// <summary>What a real Postfix and a real Dovecot report ends at the right delivery of the right thread.</summary>
public sealed class BounceTests
{
    [SkippableTheory]
    [InlineData("nobody@example.test", BounceReason.UserUnknown, true)]
    [InlineData("x@nohost.test", BounceReason.HostUnknown, true)]
    [InlineData("x@blocked.test", BounceReason.Policy, false)]
    [InlineData("x@toobig.test", BounceReason.TooBig, false)]
    public async Task What_Postfix_could_not_deliver_is_bounced_on_its_thread(
        string recipient,
        BounceReason reason,
        bool counts
    )
    {
        await using var desk = await DeskAsync();
        var other = await desk.PostAsync("other", "carl@elsewhere.test");
        var thread = await desk.PostAsync("7", recipient);

        var bounced = await desk.ReportedAsync(thread, BounceReportKind.Bounce);

        Assert.Equal(
            (recipient, DeliveryState.Bounced, reason, counts),
            (bounced.Recipient, bounced.State, bounced.Report!.Reason, bounced.Report.Counts)
        );
        Assert.Equal(BounceEvidence.ReturnPath, bounced.Report.By);
        Assert.Null(Assert.Single(await desk.Gateway.DeliveriesAsync(other)).Report);
    }

    [SkippableFact]
    public async Task A_full_mailbox_of_Dovecots_is_bounced_on_its_thread()
    {
        await using var desk = await DeskAsync();
        var full = desk.Servers.NewUser("full", quota: 1024);
        var thread = await desk.PostAsync("7", full.Address, new string('x', 3000));

        var bounced = await desk.ReportedAsync(thread, BounceReportKind.Bounce);

        Assert.Equal(
            (full.Address, BounceReason.MailboxFull, true),
            (bounced.Recipient, bounced.Report!.Reason, bounced.Report.Counts)
        );
    }

    [SkippableFact]
    public async Task A_mail_that_is_late_is_shown_as_delayed_and_when_its_time_is_up_as_bounced()
    {
        await using var desk = await DeskAsync();
        var thread = await desk.PostAsync("7", ["x@busy.test"], through: "catcher");
        var copy = desk.Gateway.Catcher.Mails[^1];

        // The gateway itself asks for reports on failure only; a relay behind it may not know that.
        await desk.Servers.Mail.RelayAsync(
            desk.Mailbox,
            MimeMessage.Load(new MemoryStream(copy.Raw)),
            copy.Envelope.From,
            notifySuccess: false,
            "x@busy.test"
        );
        var delayed = await desk.ReportedAsync(thread, BounceReportKind.Delay, BounceReportKind.Bounce);
        var expired = await desk.ReportedAsync(thread, BounceReportKind.Bounce);

        Assert.Equal(DeliveryState.Bounced, expired.State);
        Assert.Contains(
            await desk.ReportsAsync(),
            report => report.Kind == BounceReportKind.Delay && report.Thread == thread
        );
        Assert.Equal("x@busy.test", delayed.Recipient);
    }

    [SkippableFact]
    public async Task Both_recipients_of_one_report_end_at_their_own_deliveries()
    {
        await using var desk = await DeskAsync();
        await desk.Gateway.PutAsync(ConfigurationKinds.Parameter, "mail.bounce.verp", "off");
        var thread = await desk.PostAsync("7", ["nobody@example.test", "x@blocked.test"], through: "catcher");
        var copy = desk.Gateway.Catcher.Mails[^1];

        // A relay that hands one mail with both recipients on is told of both in one report.
        await desk.Servers.Mail.RelayAsync(
            desk.Mailbox,
            MimeMessage.Load(new MemoryStream(copy.Raw)),
            copy.Envelope.From,
            notifySuccess: false,
            "nobody@example.test",
            "x@blocked.test"
        );
        await desk.UntilAsync(async () =>
            (await desk.Gateway.DeliveriesAsync(thread)).All(delivery => delivery.State == DeliveryState.Bounced)
        );

        var reports = (await desk.Gateway.DeliveriesAsync(thread)).ToDictionary(
            delivery => delivery.Recipient,
            delivery => delivery.Report!
        );
        Assert.Equal(
            (BounceReason.UserUnknown, BounceReason.Policy),
            (reports["nobody@example.test"].Reason, reports["x@blocked.test"].Reason)
        );
        Assert.Single(reports.Values.Select(report => report.Source).Distinct());
        Assert.All(
            reports.Values,
            report => Assert.Equal((BounceEvidence.MessageId, false), (report.By, report.Counts))
        );
    }

    [SkippableFact]
    public async Task A_success_that_was_asked_for_is_shown_as_delivered()
    {
        await using var desk = await DeskAsync();
        var reader = desk.Servers.NewUser("reader").Address;
        var thread = await desk.PostAsync("7", [reader], through: "catcher");
        var copy = desk.Gateway.Catcher.Mails[^1];

        await desk.Servers.Mail.RelayAsync(
            desk.Mailbox,
            MimeMessage.Load(new MemoryStream(copy.Raw)),
            copy.Envelope.From,
            notifySuccess: true,
            reader
        );
        var delivered = await desk.ReportedAsync(thread, BounceReportKind.Delivered);

        Assert.Equal((DeliveryState.Sent, reader), (delivered.State, delivered.Recipient));
    }

    [SkippableFact]
    public async Task A_user_that_Postfix_refuses_at_RCPT_counts_without_any_report()
    {
        await using var desk = await DeskAsync();
        await desk.Gateway.PutAsync(
            ConfigurationKinds.OutgoingServer,
            "postfix",
            desk.Server with
            {
                Port = desk.Servers.Ports.StrictMx,
                UserName = null,
                Security = ConnectionSecurity.None,
            }
        );
        var address = $"gone-{Guid.NewGuid():n}@{MailServers.MailDomain}";
        var thread = await desk.PostAsync("7", address);

        // Postfix asks Dovecot for some seconds first and says 450 meanwhile.
        await desk.UntilAsync(async () =>
        {
            await desk.Gateway.AdvanceAsync(TimeSpan.FromMinutes(30));
            return Assert.Single(await desk.Gateway.DeliveriesAsync(thread)).State == DeliveryState.Failed;
        });

        var report = Assert.Single((await desk.Gateway.Get<BounceHistory>().FindAsync(address, default)).History);
        Assert.Equal(
            (BounceEvidence.SmtpSession, BounceReason.UserUnknown, true),
            (report.By, report.Reason, report.Counts)
        );
    }

    private static async Task<BouncingDesk> DeskAsync() =>
        await BouncingDesk.StartAsync(await MailServers.SharedAsync());

    /// <summary>
    /// A gateway that sends through Postfix as a user whose mailbox gets the bounces, and fetches that mailbox.
    /// </summary>
    private sealed class BouncingDesk(TestGateway gateway, MailServers servers, MailUser mailbox, OutgoingServer server)
        : IAsyncDisposable
    {
        private int _posts;

        public TestGateway Gateway => gateway;

        public MailServers Servers => servers;

        public MailUser Mailbox => mailbox;

        public OutgoingServer Server => server;

        public static async Task<BouncingDesk> StartAsync(MailServers servers)
        {
            var mailbox = servers.NewUser("bounces");
            var gateway = await TestGateway.StartAsync(settings => settings["Tls:CaFile"] = servers.AuthorityPath);
            await gateway.PutAsync(
                ConfigurationKinds.AliasDomain,
                "main",
                new AliasDomain { Name = mailbox.Domain, IsDefault = true }
            );
            var server = new OutgoingServer
            {
                Name = "Postfix",
                Host = MailServers.Host,
                Port = servers.Ports.Submission,
                Security = ConnectionSecurity.StartTls,
                UserName = mailbox.Address,
            };
            await gateway
                .Get<ISecretStore>()
                .SetAsync(SecretNames.OutgoingPassword("postfix"), mailbox.Password, default);
            await gateway.PutAsync(ConfigurationKinds.OutgoingServer, "postfix", server);
            await gateway.ConfirmMailboxAsync("desk", TestMailboxes.Of(servers, mailbox), mailbox.Password);
            return new BouncingDesk(gateway, servers, mailbox, server);
        }

        public Task<ThreadKey> PostAsync(string record, string recipient, string text = "It burns.") =>
            PostAsync(record, [recipient], text);

        /// <summary>Posts on the thread of a ticket that the recipients follow, and sends it.</summary>
        public async Task<ThreadKey> PostAsync(
            string record,
            IReadOnlyList<string> recipients,
            string text = "It burns.",
            string through = "postfix"
        )
        {
            await gateway.PutAsync(
                ConfigurationKinds.OutgoingServer,
                "catcher",
                Catcher(gateway, priority: through == "catcher" ? 1 : 99)
            );
            await gateway
                .Get<MailQueues>()
                .PutAsync(
                    QueueNames.ThreadPosts,
                    new ThreadPost
                    {
                        Id = $"post-{++_posts}",
                        Thread = new ThreadItem
                        {
                            Model = "ticket",
                            Id = record,
                            Create = true,
                        },
                        Author = $"support@{mailbox.Domain}",
                        Text = text,
                        Followers = recipients,
                    },
                    default
                );
            await gateway.DrainAsync();
            return new ThreadKey("ticket", record);
        }

        /// <summary>The thread's first delivery, when a report of one of these kinds has come.</summary>
        public async Task<MessageDelivery> ReportedAsync(ThreadKey thread, params BounceReportKind[] kinds)
        {
            await UntilAsync(async () =>
                (await gateway.DeliveriesAsync(thread))[0].Report is { } report && kinds.Contains(report.Kind)
            );
            return (await gateway.DeliveriesAsync(thread))[0];
        }

        public async Task<IReadOnlyList<DeliveryReport>> ReportsAsync() =>
            [.. (await gateway.JournalAsync()).SelectMany(entry => entry.Reports)];

        /// <summary>Fetches the mailbox until something holds.</summary>
        public Task UntilAsync(Func<Task<bool>> condition) =>
            Eventually.TrueAsync(
                async () =>
                {
                    await gateway.RunAsync(QueueNames.MailboxFetch, "{\"v\":1,\"server\":\"desk\"}");
                    await gateway.DrainAsync();
                    return await condition();
                },
                TimeSpan.FromMinutes(3)
            );

        public ValueTask DisposeAsync() => gateway.DisposeAsync();

        private static OutgoingServer Catcher(TestGateway gateway, int priority) =>
            new()
            {
                Name = "Catcher",
                Host = MailServers.Host,
                Port = gateway.Catcher.Port,
                Security = ConnectionSecurity.None,
                Priority = priority,
            };
    }
}
