using MimeKit;

namespace Postern.Tests.Servers;

public sealed class RefusalTests
{
    [SkippableTheory]
    [InlineData(nameof(MailServerPorts.SinkIsBusy), "450 4.2.1")]
    [InlineData(nameof(MailServerPorts.SinkRefusesRecipients), "550 5.7.1")]
    [InlineData(nameof(MailServerPorts.SinkRefusesData), "552 5.3.4")]
    public async Task A_sink_refuses_in_its_own_way(string sink, string answer)
    {
        var servers = await MailServers.SharedAsync();
        var port = sink switch
        {
            nameof(MailServerPorts.SinkIsBusy) => servers.Ports.SinkIsBusy,
            nameof(MailServerPorts.SinkRefusesRecipients) => servers.Ports.SinkRefusesRecipients,
            _ => servers.Ports.SinkRefusesData,
        };

        var sent = await Swaks.SendAsync(port, PlainMail.Outsider, "x@elsewhere.test");

        Assert.NotEqual(0, sent.ExitCode);
        Assert.Contains(answer, sent.Transcript, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task An_unknown_user_is_refused_at_once_by_the_strict_mx()
    {
        var servers = await MailServers.SharedAsync();
        var known = servers.NewUser();

        var taken = await Swaks.SendAsync(servers.Ports.StrictMx, PlainMail.Outsider, known.Address);
        var refused = await Swaks.SendAsync(
            servers.Ports.StrictMx,
            PlainMail.Outsider,
            $"nobody@{MailServers.MailDomain}"
        );

        Assert.Equal(0, taken.ExitCode);
        Assert.Contains("550 5.1.1", refused.Transcript, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("nobody@example.test", "5.1.1")]
    [InlineData("x@blocked.test", "5.7.1")]
    [InlineData("x@toobig.test", "5.3.4")]
    [InlineData("x@nohost.test", "5.4.4")]
    public async Task What_cannot_be_delivered_comes_back_as_a_delivery_status_notification(
        string recipient,
        string status
    )
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("agent");

        await servers.Mail.SubmitAsync(user, PlainMail.From(user.Address, recipient, "lost"));
        var delivery = await WaitForStatusAsync(servers, user, "failed");

        Assert.Equal(status, delivery["Status"]);
    }

    [SkippableFact]
    public async Task Mail_for_a_busy_server_is_reported_delayed_and_then_failed()
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("agent");

        await servers.Mail.SubmitAsync(user, PlainMail.From(user.Address, "x@busy.test", "late"));
        var delayed = await WaitForStatusAsync(servers, user, "delayed");
        var failed = await WaitForStatusAsync(servers, user, "failed");

        Assert.NotNull(delayed["Will-Retry-Until"]);
        Assert.Equal("4.2.1", failed["Status"]);
    }

    [SkippableFact]
    public async Task A_full_mailbox_bounces()
    {
        var servers = await MailServers.SharedAsync();
        var sender = servers.NewUser("agent");
        var full = servers.NewUser("quota", quota: 1024);

        await servers.Mail.SubmitAsync(
            sender,
            PlainMail.From(sender.Address, full.Address, "big", new string('x', 2000))
        );
        var delivery = await WaitForStatusAsync(servers, sender, "failed");

        Assert.Equal("5.2.2", delivery["Status"]);
    }

    private static async Task<HeaderList> WaitForStatusAsync(MailServers servers, MailUser user, string action)
    {
        var notification = await servers.Mail.WaitForMailAsync(user, mail => Status(mail)?["Action"] == action);
        return Status(notification)!;
    }

    // The first group speaks of the message, the second of its only recipient (RFC 3464, 2.1).
    private static HeaderList? Status(MimeMessage mail) =>
        mail.BodyParts.OfType<MessageDeliveryStatus>().SingleOrDefault()?.StatusGroups[1];
}
