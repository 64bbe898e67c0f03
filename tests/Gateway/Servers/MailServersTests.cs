using System.Net.Security;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
using MailKit.Security;
using Postern.Tests.Support;

namespace Postern.Tests.Servers;

public sealed class MailServersTests
{
    [SkippableFact]
    public async Task Servers_that_are_stopped_leave_nothing_behind()
    {
        var own = await MailServers.StartAsync();
        var folder = Path.GetDirectoryName(own.AuthorityPath);
        Assert.True(Directory.Exists(folder));
        Assert.Contains("Dovecot", own.Logs(), StringComparison.Ordinal);

        await own.DisposeAsync();

        Assert.False(Directory.Exists(folder));
        Assert.DoesNotContain("220", await Readiness.GreetingAsync(own.Ports.Mx), StringComparison.Ordinal);
        Assert.DoesNotContain("220", await Readiness.GreetingAsync(own.Ports.SinkAccepts), StringComparison.Ordinal);
        Assert.DoesNotContain("OK", await Readiness.GreetingAsync(own.Ports.Imap), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_certificate_for_another_host_name_is_not_trusted()
    {
        var servers = await MailServers.SharedAsync();
        using var imap = new ImapClient { ServerCertificateValidationCallback = servers.Trusts };
        using var smtp = new SmtpClient { ServerCertificateValidationCallback = servers.Trusts };

        await Assert.ThrowsAsync<SslHandshakeException>(() =>
            imap.ConnectAsync(MailServers.WrongNameHost, servers.Ports.Imaps, SecureSocketOptions.SslOnConnect)
        );
        await Assert.ThrowsAsync<SslHandshakeException>(() =>
            smtp.ConnectAsync(MailServers.WrongNameHost, servers.Ports.Submissions, SecureSocketOptions.SslOnConnect)
        );
    }

    [SkippableFact]
    public async Task The_certificate_for_another_host_name_is_good_in_all_else()
    {
        var servers = await MailServers.SharedAsync();
        var errors = SslPolicyErrors.None;
        using var smtp = new SmtpClient();
        smtp.ServerCertificateValidationCallback = (sender, certificate, chain, found) =>
        {
            errors = found;
            return servers.Trusts(sender, certificate, chain, found & ~SslPolicyErrors.RemoteCertificateNameMismatch);
        };

        await smtp.ConnectAsync(MailServers.WrongNameHost, servers.Ports.Submission, SecureSocketOptions.StartTls);

        Assert.True(errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch));
    }

    [SkippableFact]
    public async Task Without_trust_in_the_authority_the_certificate_is_refused()
    {
        var servers = await MailServers.SharedAsync();
        using var imap = new ImapClient();

        await Assert.ThrowsAsync<SslHandshakeException>(() =>
            imap.ConnectAsync(MailServers.Host, servers.Ports.Imaps, SecureSocketOptions.SslOnConnect)
        );
    }
}
