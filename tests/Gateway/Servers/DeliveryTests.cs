using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Postern.Tests.Servers;

public sealed class DeliveryTests
{
    [SkippableFact]
    public async Task Mail_from_outside_is_read_back_over_verified_tls()
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("support");

        var sent = await Swaks.SendAsync(
            servers.Ports.Mx,
            PlainMail.Outsider,
            user.Address,
            "--header",
            "Subject: hello",
            "--body",
            "text"
        );
        var mail = await servers.Mail.WaitForMailAsync(user, mail => mail.Subject == "hello");

        Assert.Equal(0, sent.ExitCode);
        Assert.Equal("text", mail.TextBody?.Trim());
        Assert.Equal($"<{PlainMail.Outsider}>", mail.Headers[HeaderId.ReturnPath]);
    }

    [SkippableFact]
    public async Task An_address_with_a_plus_part_reaches_its_user_and_is_kept()
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("support");
        var address = $"{user.Name}+ticket-42@{MailServers.MailDomain}";

        await Swaks.SendAsync(servers.Ports.Mx, PlainMail.Outsider, address);
        var mail = await servers.Mail.WaitForMailAsync(user);

        Assert.Equal(address, mail.Headers["Delivered-To"]);
    }

    [SkippableFact]
    public async Task Every_address_of_a_users_own_domain_reaches_the_user_and_is_kept()
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("gateway");
        var address = $"bounce+xyz@{user.Domain}";

        await Swaks.SendAsync(servers.Ports.Mx, PlainMail.Outsider, address, "--header", "To: catchall@another.test");
        var mail = await servers.Mail.WaitForMailAsync(user);

        Assert.Equal(address, mail.Headers["X-Original-To"]);
    }

    [SkippableFact]
    public async Task Submission_takes_authenticated_mail_with_starttls_and_with_tls()
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("agent");
        using var client = new SmtpClient { ServerCertificateValidationCallback = servers.Trusts };
        await client.ConnectAsync(MailServers.Host, servers.Ports.Submission, SecureSocketOptions.StartTls);
        await client.AuthenticateAsync(user.Address, user.Password);

        await client.SendAsync(PlainMail.From(user.Address, user.Address, "by STARTTLS"));
        await servers.Mail.SubmitAsync(user, PlainMail.From(user.Address, user.Address, "by TLS"));

        await servers.Mail.WaitForMailAsync(user, mail => mail.Subject == "by STARTTLS");
        await servers.Mail.WaitForMailAsync(user, mail => mail.Subject == "by TLS");
    }

    [SkippableFact]
    public async Task Submission_refuses_mail_without_authentication()
    {
        var servers = await MailServers.SharedAsync();
        using var client = new SmtpClient { ServerCertificateValidationCallback = servers.Trusts };
        await client.ConnectAsync(MailServers.Host, servers.Ports.Submission, SecureSocketOptions.StartTls);

        var refusal = await Assert.ThrowsAsync<SmtpCommandException>(() =>
            client.SendAsync(PlainMail.From(PlainMail.Outsider, "x@elsewhere.test", "relay"))
        );

        Assert.Equal(SmtpErrorCode.RecipientNotAccepted, refusal.ErrorCode);
    }

    [SkippableFact]
    public async Task Mail_for_elsewhere_ends_in_the_sink_with_its_envelope()
    {
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("agent");

        await servers.Mail.SubmitAsync(user, PlainMail.From(user.Address, "x@elsewhere.test", "out"));
        var mail = await servers.WaitForSunkMailAsync(mail => mail.Subject == "out");

        Assert.StartsWith($"<{user.Address}>", mail.Headers["X-Mail-Args"], StringComparison.Ordinal);
        Assert.StartsWith("<x@elsewhere.test>", mail.Headers["X-Rcpt-Args"], StringComparison.Ordinal);
    }
}
