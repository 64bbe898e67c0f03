using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Pop3;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Postern.Tests.Servers;

public sealed class LoginTests
{
    [SkippableFact]
    public async Task A_wrong_password_is_refused_by_imap_pop_and_smtp()
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser();
        using var imap = new ImapClient { ServerCertificateValidationCallback = servers.Trusts };
        using var pop = new Pop3Client { ServerCertificateValidationCallback = servers.Trusts };
        using var smtp = new SmtpClient { ServerCertificateValidationCallback = servers.Trusts };
        await imap.ConnectAsync(MailServers.Host, servers.Ports.Imap, SecureSocketOptions.StartTls);
        await pop.ConnectAsync(MailServers.Host, servers.Ports.Pop3s, SecureSocketOptions.SslOnConnect);
        await smtp.ConnectAsync(MailServers.Host, servers.Ports.Submission, SecureSocketOptions.StartTls);

        foreach (var client in new IMailService[] { imap, pop, smtp })
        {
            await Assert.ThrowsAsync<AuthenticationException>(() =>
                client.AuthenticateAsync(new SaslMechanismPlain(user.Address, "wrong"))
            );
        }
    }

    [SkippableFact]
    public async Task A_token_logs_in_by_xoauth2_on_imap_and_smtp()
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser();
        using var imap = new ImapClient { ServerCertificateValidationCallback = servers.Trusts };
        using var smtp = new SmtpClient { ServerCertificateValidationCallback = servers.Trusts };
        await imap.ConnectAsync(MailServers.Host, servers.Ports.Imaps, SecureSocketOptions.SslOnConnect);
        await smtp.ConnectAsync(MailServers.Host, servers.Ports.Submissions, SecureSocketOptions.SslOnConnect);

        foreach (var client in new IMailService[] { imap, smtp })
        {
            await client.AuthenticateAsync(new SaslMechanismOAuth2(user.Address, servers.MintToken(user)));
            Assert.True(client.IsAuthenticated);
        }
    }

    [SkippableFact]
    public async Task A_token_that_has_expired_or_is_another_users_is_refused()
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser();
        var expired = servers.MintToken(user, TimeSpan.FromMinutes(-10));
        var others = servers.MintToken(servers.NewUser());

        foreach (var token in new[] { expired, others })
        {
            using var imap = new ImapClient { ServerCertificateValidationCallback = servers.Trusts };
            await imap.ConnectAsync(MailServers.Host, servers.Ports.Imaps, SecureSocketOptions.SslOnConnect);
            await Assert.ThrowsAsync<AuthenticationException>(() =>
                imap.AuthenticateAsync(new SaslMechanismOAuth2(user.Address, token))
            );
        }
    }

    [SkippableFact]
    public async Task A_user_asked_for_by_name_is_the_same_each_time()
    {
        var servers = await MailServers.SharedAsync();

        var user = servers.User("alice");
        using var client = await servers.Mail.ConnectAsync(servers.User("alice"));

        Assert.Equal("alice@example.test", user.Address);
        Assert.True(client.IsAuthenticated);
    }
}
