using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Configuration;
using Postern.Core.Delivery;
using Postern.DevHost.Smtp;
using Postern.Gateway.Editing;
using Postern.Gateway.Secrets;
using Postern.Gateway.Smtp;
using Postern.Gateway.Storage;
using Postern.Tests.Support;
using SmtpEnvelope = Postern.Core.Delivery.SmtpEnvelope;

namespace Postern.Tests.Servers;

/// <summary>Signatures as another implementation verifies them, on mail as a server has received it.</summary>
public sealed class DkimTests
{
    private const string Ann = "Ann Agent <ann@mycompany.example>";
    private const string Carl = "carl@customer.example";
    private const string From = $"From: {Ann}\r\n";

    private static readonly string[][] Servers =
    [
        [],
        ["8BITMIME"],
        ["8BITMIME", "SMTPUTF8", "PIPELINING"],
    ];

    [SkippableTheory]
    [InlineData(DkimAlgorithm.Rsa)]
    [InlineData(DkimAlgorithm.Ed25519)]
    public async Task Every_form_of_mail_verifies_as_it_left(DkimAlgorithm algorithm)
    {
        Skip.IfNot(DkimPy.Missing is null, DkimPy.Missing);
        await using var gateway = await TestGateway.StartAsync();
        var (signing, records) = await KeyAsync(gateway, algorithm);

        var sent = 0;
        foreach (var extensions in Servers)
        {
            gateway.Catcher.Behaviour = new SmtpBehaviour { Extensions = extensions };
            // A server of its own, so that no connection is kept from the last one.
            var server = Server(gateway, $"s{extensions.Length}");
            foreach (var (mail, to) in Forms(extensions.Contains("SMTPUTF8")))
            {
                await SendAsync(gateway, server, mail, to, signing);
                sent++;
            }
        }

        var verdicts = await DkimPy.VerifyAsync(gateway.Catcher.Mails.Select(mail => mail.Raw), records);
        Assert.Equal(Enumerable.Repeat("pass", sent), verdicts);
        // A relay before a server without 8BITMIME would have to rewrite what has 8 bits.
        var plain = gateway.Catcher.Mails.Where(mail => !mail.Envelope.Parameters.Contains("SMTPUTF8"));
        Assert.All(plain, mail => Assert.True(Ascii.IsValid(mail.Raw)));
        Assert.All(
            gateway.Catcher.Mails,
            mail =>
                Assert.StartsWith(
                    "DKIM-Signature: v=1; a=",
                    Encoding.Latin1.GetString(mail.Raw),
                    StringComparison.Ordinal
                )
        );
    }

    [SkippableFact]
    public async Task Whatever_is_changed_in_a_signed_mail_or_added_to_it_breaks_the_signature()
    {
        Skip.IfNot(DkimPy.Missing is null, DkimPy.Missing);
        await using var gateway = await TestGateway.StartAsync();
        var (signing, records) = await KeyAsync(gateway, DkimAlgorithm.Ed25519);
        await SendAsync(gateway, Server(gateway, "s"), Mailing("Summer sale"), Carl, signing);
        await SendAsync(gateway, Server(gateway, "s"), Mails.New(Ann, Carl, "Summer sale"), Carl, signing);
        var (mailing, plain) = (Text(gateway, 0), Text(gateway, 1));

        string[] passing = [mailing, plain, $"Received: from relay\r\n{plain}", $"X-Spam-Flag: NO\r\n{mailing}"];
        string[] broken =
        [
            Replace(plain, "Subject: Summer sale", "Subject: Summer sales"),
            Replace(plain, "It burns.", "It burned."),
            Replace(plain, From, "From: eve@mycompany.example\r\n"),
            $"Subject: Winter sale\r\n{plain}",
            Before(plain, From, "Subject: Winter sale\r\n"),
            $"From: eve@evil.example\r\n{plain}",
            Before(plain, "Subject:", "From: eve@evil.example\r\n"),
            $"To: eve@evil.example\r\n{plain}",
            $"List-Unsubscribe: <https://evil.example/>\r\n{plain}",
            $"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n{plain}",
            $"List-Unsubscribe: <https://evil.example/>\r\n{mailing}",
            Replace(mailing, "https://mail.mycompany.example/u", "https://mail.evil.example/u"),
            Replace(mailing, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", ""),
            $"{plain}And more.\r\n",
        ];

        var verdicts = await DkimPy.VerifyAsync(passing.Concat(broken).Select(Encoding.Latin1.GetBytes), records);
        Assert.All(verdicts.Take(passing.Length), verdict => Assert.Equal("pass", verdict));
        Assert.All(
            verdicts.Skip(passing.Length),
            verdict => Assert.StartsWith("fail", verdict, StringComparison.Ordinal)
        );
    }

    [SkippableFact]
    public async Task Mail_that_went_through_Postfix_into_a_mailbox_verifies_there()
    {
        Skip.IfNot(DkimPy.Missing is null, DkimPy.Missing);
        var servers = await MailServers.SharedAsync();
        await using var gateway = await TestGateway.StartAsync(settings =>
            settings["Tls:CaFile"] = servers.AuthorityPath
        );
        var user = servers.NewUser("dkim");
        var (signing, records) = await KeyAsync(gateway, DkimAlgorithm.Rsa);
        var server = Server(gateway, "real") with { Port = servers.Ports.Mx, Security = ConnectionSecurity.StartTls };

        var forms = Forms(international: false).ToList();
        foreach (var (mail, _) in forms)
            await SendAsync(gateway, server, mail, user.Address, signing);
        await Eventually.ReadAsync(() => servers.Mail.CountAsync(user), count => count == forms.Count);

        var received = servers.FilesOf(user).Select(file => File.ReadAllBytes(file.FullName)).ToList();
        Assert.Equal(Enumerable.Repeat("pass", forms.Count), await DkimPy.VerifyAsync(received, records));
    }

    [SkippableFact]
    public async Task A_key_is_made_published_activated_and_rotated_and_mail_is_signed_meanwhile()
    {
        Skip.IfNot(DkimPy.Missing is null, DkimPy.Missing);
        var (storage, time) = ((await Azurite.SharedAsync()).NewAccount(), new FakeTimeProvider(DateTimeOffset.UtcNow));
        await using var first = await TestGateway.StartAsync(storage, time, null);
        await first.SetUpDeskAsync();
        await first.PutAsync(ConfigurationKinds.OutgoingServer, "relay", Server(first, "relay") with { Sign = true });
        var one = await MadeAsync(first, "one");
        await SendAsync(first, "m1");

        await using var dns = await Dnsmasq.StartAsync($"{one.Name} TXT {one.Value}");
        await using var gateway = await TestGateway.StartAsync(
            storage,
            time,
            settings => settings["Dns:Server"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{dns.Port}")
        );
        var editor = gateway.Get<DkimEditor>();
        var activated = await editor.ActivateAsync("main", "one", false, default);
        Assert.Equal(DkimSelectorState.Active, activated.Stored!.Value.State);
        await SendAsync(first, "m2");
        var two = await MadeAsync(gateway, "two");
        var missing = await editor.ActivateAsync("main", "two", false, default);
        Assert.Contains(
            "There is no key.",
            Assert.Single(missing.Findings.Conflicts).Message,
            StringComparison.Ordinal
        );
        await SendAsync(first, "m3");
        await editor.ActivateAsync("main", "two", true, default);
        await SendAsync(first, "m4");

        var mails = first.Catcher.Mails.Select(mail => mail.Raw).ToList();
        var signatures = first.Sent.Select(mail => mail.Headers[HeaderId.DkimSignature]);
        Assert.Equal([null, "one", "one", "two"], signatures.Select(SelectorOf));
        var records = new[] { one, two }.ToDictionary(key => key.Name, key => key.Value);
        Assert.Equal(["pass", "pass", "pass"], await DkimPy.VerifyAsync(mails.Skip(1), records));
        Assert.Equal(
            [DkimSelectorState.Former, DkimSelectorState.Active],
            (await editor.ListAsync("main", default))!.Select(key => key.State)
        );
    }

    private static string? SelectorOf(string? signature) =>
        signature is null ? null : Regex.Match(signature, @"\bs=([^;]+)").Groups[1].Value;

    private static async Task<DkimSelector> MadeAsync(TestGateway gateway, string selector)
    {
        var wanted = new DkimKeyRequest { Selector = selector };
        return (await gateway.Get<DkimEditor>().CreateAsync("main", wanted, default)).Stored!.Value;
    }

    private static async Task SendAsync(TestGateway gateway, string id)
    {
        gateway.Time.Advance(TimeSpan.FromSeconds(2));
        var mail = new OutboundMail
        {
            Id = id,
            From = "sam@mycompany.example",
            To = [Carl],
            Subject = "Grüße",
            Text = "Hällo.",
        };
        await gateway.Get<MailQueues>().PutAsync(QueueNames.OutboundMail, mail, default);
        await gateway.DrainAsync();
    }

    private static async Task<(DkimSigning Signing, Dictionary<string, string> Records)> KeyAsync(
        TestGateway gateway,
        DkimAlgorithm algorithm
    )
    {
        var key = await gateway.Get<DkimPrivateKeys>().CreateAsync("dkim-main-test", algorithm, default);
        var record = $"v=DKIM1; k={(algorithm == DkimAlgorithm.Rsa ? "rsa" : "ed25519")}; p={key.PublicKey}";
        return (
            new DkimSigning("mycompany.example", "s1", key, DateTimeOffset.UtcNow),
            new() { ["s1._domainkey.mycompany.example"] = record }
        );
    }

    private static OutgoingServer Server(TestGateway gateway, string id) =>
        new()
        {
            Id = id,
            Name = id,
            Host = MailServers.Host,
            Port = gateway.Catcher.Port,
            Security = ConnectionSecurity.None,
        };

    private static async Task SendAsync(
        TestGateway gateway,
        OutgoingServer server,
        MimeMessage mail,
        string to,
        DkimSigning signing
    )
    {
        var envelope = new SmtpEnvelope("bounce@mycompany.example", to) { Signing = signing };
        var result = await gateway.Get<SmtpSender>().SendAsync(server, mail, envelope, default);
        Assert.Equal((DeliveryOutcome.Accepted, result.Text), (result.Outcome, result.Text));
    }

    private static IEnumerable<(MimeMessage Mail, string To)> Forms(bool international)
    {
        var longest = string.Concat(Enumerable.Repeat("Der Drucker läuft heiß und brennt. ", 30));
        yield return (Mails.New(Ann, Carl), Carl);
        yield return (Mails.New(Ann, Carl, "Grüße", $"Schöne Grüße.\r\n\r\n  {longest}\t\r\n.\r\n\r\n\r\n"), Carl);
        yield return (Mails.New("Jörg Müßig <ann@mycompany.example>", Carl, longest, "", "dora@a.example"), Carl);
        yield return (Mailing(new string('x', 2000)), Carl);
        yield return (WithFiles(), Carl);
        var reply = Mails.ReplyTo(Mails.New(Carl, Ann), Ann, "Use the extinguisher.");
        reply.ReplyTo.Add(MailboxAddress.Parse("support+tag@mycompany.example"));
        yield return (reply, Carl);
        if (international)
            yield return (Mails.New(Ann, "Jörg <jörg@customer.example>", "Grüße", longest), "jörg@customer.example");
    }

    private static MimeMessage Mailing(string subject)
    {
        var mail = Mails.New(Ann, Carl, subject);
        mail.Headers.Add("Precedence", "bulk");
        mail.Headers.Add(
            "List-Unsubscribe",
            "<https://mail.mycompany.example/unsubscribe/0123456789abcdefghijklmnopqr>"
        );
        mail.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        return mail;
    }

    private static MimeMessage WithFiles()
    {
        var mail = Mails.New(Ann, Carl, "Files");
        var inner = Mails.New(Carl, Ann, "Inner", "Ein schöner Text.\r\n");
        var body = new BodyBuilder { TextBody = "Schöne Grüße\n", HtmlBody = "<p>Schöne Grüße</p>\n" };
        body.Attachments.Add(
            "a.bin",
            Encoding.Latin1.GetBytes("\0\r\n.\r\n\n\r ÿ"),
            new ContentType("application", "x")
        );
        body.Attachments.Add("ü.txt", Encoding.UTF8.GetBytes("ä  \r\n\r\n\r\n"), new ContentType("text", "plain"));
        mail.Body = new Multipart("mixed")
        {
            body.ToMessageBody(),
            new MessagePart { Message = inner },
        };
        return mail;
    }

    private static string Text(TestGateway gateway, int mail) =>
        Encoding.Latin1.GetString(gateway.Catcher.Mails[mail].Raw);

    private static string Before(string mail, string field, string added) => Replace(mail, field, added + field);

    private static string Replace(string mail, string old, string changed)
    {
        Assert.Contains(old, mail, StringComparison.Ordinal);
        return mail.Replace(old, changed, StringComparison.Ordinal);
    }
}
