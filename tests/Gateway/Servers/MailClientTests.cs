using MailKit;
using MailKit.Net.Pop3;
using MailKit.Security;

namespace Postern.Tests.Servers;

public sealed class MailClientTests
{
    [SkippableFact]
    public async Task A_mailbox_can_be_filled_flagged_counted_and_emptied()
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser();

        await servers.Mail.AppendAsync(
            user,
            PlainMail.From(PlainMail.Outsider, user.Address, "one"),
            MessageFlags.Seen
        );
        await servers.Mail.AppendAsync(user, PlainMail.From(PlainMail.Outsider, user.Address, "two"));
        await servers.Mail.FlagAsync(user, MessageFlags.Flagged);

        Assert.Equal(["one", "two"], (await servers.Mail.InboxAsync(user)).Select(mail => mail.Subject));
        Assert.Equal(
            [MessageFlags.Seen | MessageFlags.Flagged, MessageFlags.Flagged],
            (await servers.Mail.FlagsAsync(user)).Select(flags => flags & ~MessageFlags.Recent)
        );
        Assert.Equal(2, await servers.Mail.EmptyAsync(user));
        Assert.Equal(0, await servers.Mail.CountAsync(user));
    }

    [SkippableFact]
    public async Task Pop_reads_the_same_mailbox()
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser();
        await servers.Mail.AppendAsync(user, PlainMail.From(PlainMail.Outsider, user.Address, "by pop"));
        using var pop = new Pop3Client { ServerCertificateValidationCallback = servers.Trusts };
        await pop.ConnectAsync(MailServers.Host, servers.Ports.Pop3, SecureSocketOptions.StartTls);
        await pop.AuthenticateAsync(user.Address, user.Password);

        var mail = await pop.GetMessageAsync(0);

        Assert.Equal("by pop", mail.Subject);
    }

    [SkippableFact]
    public async Task Waiting_in_vain_tells_which_mails_came()
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser();
        await servers.Mail.AppendAsync(user, PlainMail.From(PlainMail.Outsider, user.Address, "another"));

        var failure = await Assert.ThrowsAsync<Xunit.Sdk.XunitException>(() =>
            servers.Mail.WaitForMailAsync(user, mail => mail.Subject == "mine", TimeSpan.Zero)
        );

        Assert.Contains("[\"another\"]", failure.Message, StringComparison.Ordinal);
    }
}
