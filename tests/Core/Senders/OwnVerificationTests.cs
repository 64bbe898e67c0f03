using System.Net;
using System.Text;
using System.Text.Json;
using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Mime;
using Postern.Core.Parsing;
using Postern.Core.Senders;
using Postern.Tests.Deliverability;
using Postern.Tests.Support;

namespace Postern.Tests.Senders;

/// <summary>Mail from <c>bank.example</c> that no trusted server has a verdict on.</summary>
public sealed class OwnVerificationTests
{
    private const string Eml =
        "From: Bank <info@bank.example>\r\nSubject: Hi\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\n"
        + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\npreamble \r\n--b\r\n"
        + "Content-Type: text/plain;\r\n  charset=utf-8\r\n\r\nHello   there \t\r\n\r\n--b--\r\n\r\nepilogue\r\n\r\n\r\n";
    private const string Reject = "_dmarc.bank.example TXT v=DMARC1; p=reject";
    private const string Spf = "bank.example TXT v=spf1 ip4:192.0.2.1 -all";
    private const string Theirs = "192.0.2.1";
    private const string Other = "203.0.113.9";

    private static readonly SigningDomain Bank = new("bank.example");
    private static readonly SigningDomain News = new("news.bank.example");
    private static readonly SigningDomain Evil = new("evil.example");
    private static readonly SigningDomain Relay = new("relay.example");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_signature_of_the_From_s_domain_over_the_bytes_as_received_passes(bool relaxed)
    {
        var signed = Bank.Sign(Eml, relaxed);

        Assert.Equal(SenderResult.Pass, Verify(signed, Bank.Record).Result);
        Assert.Equal(
            SenderResult.Pass,
            Verify(signed.Replace("\r\n", "\n", StringComparison.Ordinal), Bank.Record).Result
        );
    }

    [Fact]
    public void White_space_counts_only_where_the_signer_says_so()
    {
        var (strict, relaxed) = (Bank.Sign(Eml, relaxed: false), Bank.Sign(Eml));

        Assert.Equal(SenderResult.Unknown, Verify(Respaced(strict), Bank.Record).Result);
        Assert.Equal(SenderResult.Pass, Verify(Respaced(relaxed), Bank.Record).Result);

        static string Respaced(string mail) =>
            mail.Replace("Hello   there \t", "Hello there", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Hello", "Goodbye")]
    [InlineData("Subject: Hi", "Subject: Ho")]
    [InlineData("info@bank", "ceo@bank")]
    public void What_was_changed_is_unknown_without_a_client(string before, string after)
    {
        var changed = Bank.Sign(Eml).Replace(before, after, StringComparison.Ordinal);

        Assert.Equal(SenderResult.Unknown, Verify(changed, Bank.Record, Reject, Spf).Result);
    }

    [Fact]
    public void A_rebuilt_body_is_unknown_from_any_client_and_a_signature_that_does_not_fit_excuses_nothing()
    {
        var signed = Bank.Sign(Eml);

        var rebuilt = Verify(
            signed.Replace("Hello", "Goodbye", StringComparison.Ordinal),
            Other,
            Bank.Record,
            Reject,
            Spf
        );
        var changed = Verify(signed.Replace(": Hi", ": Ho", StringComparison.Ordinal), Other, Bank.Record, Reject, Spf);

        Assert.Equal(SenderResult.Unknown, rebuilt.Result);
        Assert.Contains("changed on the way", string.Join(' ', rebuilt.Reasons), StringComparison.Ordinal);
        Assert.Equal(SenderResult.Fail, changed.Result);
    }

    [Fact]
    public void Somebody_else_s_signature_says_nothing()
    {
        var signed = Evil.Sign(Eml);

        Assert.Equal(SenderResult.Unknown, Verify(signed, Evil.Record).Result);
        Assert.Equal(SenderResult.Fail, Verify(signed, Other, Evil.Record, Reject, Spf).Result);
    }

    [Theory]
    [InlineData("_dmarc.bank.example TXT v=DMARC1; p=none", SenderResult.Pass)]
    [InlineData("_dmarc.bank.example TXT v=DMARC1; p=none; adkim=s", SenderResult.Unknown)]
    [InlineData("_dmarc.bank.example TXT v=DMARC1; p=none; psd=y", SenderResult.Unknown)]
    [InlineData("_dmarc.other.example TXT v=DMARC1; p=none", SenderResult.Unknown)]
    public void A_subdomain_signs_for_its_organization(string record, SenderResult expected) =>
        Assert.Equal(expected, Verify(News.Sign(Eml), News.Record, record).Result);

    [Fact]
    public void A_sixth_signature_is_not_looked_at()
    {
        var signed = Enumerable.Range(0, 5).Aggregate(Bank.Sign(Eml), (mail, _) => Evil.Sign(mail));

        Assert.Equal(SenderResult.Unknown, Verify(signed, Bank.Record, Evil.Record).Result);
    }

    [Theory]
    [InlineData("p=", "p=AAAA")]
    [InlineData("p=", "t=y; p=")]
    [InlineData("k=rsa", "k=ed25519")]
    public void A_key_that_is_broken_or_tested_passes_nothing(string before, string after) =>
        Assert.Equal(
            SenderResult.Unknown,
            Verify(Bank.Sign(Eml), Bank.Record.Replace(before, after, StringComparison.Ordinal)).Result
        );

    [Fact]
    public void A_part_that_somebody_appended_is_not_the_signer_s()
    {
        var signed = Bank.Sign(Eml);
        var partly = signed.Replace("a=rsa-sha256;", "a=rsa-sha256; l=10;", StringComparison.Ordinal);

        Assert.NotEqual(signed, partly);
        Assert.Equal(SenderResult.Unknown, Verify(partly, Other, Bank.Record, Reject, Spf).Result);
    }

    [Fact]
    public void The_real_client_passes_by_SPF_and_another_fails_where_the_policy_asks_for_it()
    {
        Assert.Equal(SenderResult.Pass, Verify(Eml, Theirs, Reject, Spf).Result);
        Assert.Equal(SenderResult.Fail, Verify(Eml, Other, Reject, Spf).Result);
        Assert.Equal(SenderResult.Fail, Verify(Eml, Other, Reject).Result);
        Assert.Equal(SenderResult.Unknown, Verify(Eml, Other, Spf).Result);
        Assert.Equal(
            SenderResult.Unknown,
            Verify(Eml, Other, Reject.Replace("reject", "none", StringComparison.Ordinal), Spf).Result
        );
        Assert.Equal(
            SenderResult.Unknown,
            Verify(
                Eml,
                Other,
                $"{Reject}; t=y; p=quarantine".Replace("p=reject; ", "", StringComparison.Ordinal),
                Spf
            ).Result
        );
        Assert.Equal(SenderResult.Unknown, Verify(Eml, "10.0.0.1", Reject, Spf).Result);
        Assert.Equal(SenderResult.Unknown, Verify(Eml, Reject, Spf).Result);
    }

    [Theory]
    [InlineData("List-Id: <list.example>")]
    [InlineData("Resent-From: somebody@else.example")]
    [InlineData("X-Forwarded-To: us@us.example")]
    [InlineData("ARC-Seal: i=1")]
    public void What_was_sent_on_is_never_a_failure(string field) =>
        Assert.Equal(SenderResult.Unknown, Verify($"{field}\r\n{Eml}", Other, Reject, Spf).Result);

    [Fact]
    public void A_trusted_server_s_seal_is_believed_and_another_s_is_not()
    {
        var passed = Relay.Seal(Eml, "mx.relay.example; dmarc=pass header.from=bank.example");
        var failed = Relay.Seal(Eml, "mx.relay.example; dmarc=fail header.from=bank.example");
        string[] zone = [Relay.Record, Reject, Spf];

        Assert.Equal(SenderResult.Pass, Judge(passed, Other, "relay.example", zone).Result);
        Assert.Equal(SenderResult.Unknown, Judge(passed, Other, "mx.us.example", zone).Result);
        Assert.Equal(SenderResult.Unknown, Judge(failed, Other, "relay.example", zone).Result);
        var changed = passed.Replace("Hello", "Goodbye", StringComparison.Ordinal);
        Assert.Equal(SenderResult.Unknown, Judge(changed, Other, "relay.example", zone).Result);
        Assert.Equal(
            SenderResult.Unknown,
            Judge(
                Evil.Seal(passed, "x.example; arc=pass; dmarc=pass header.from=bank.example"),
                Other,
                "relay.example",
                [.. zone, Evil.Record]
            ).Result
        );
    }

    [Fact]
    public void When_it_verifies_follows_the_parameter()
    {
        const string field = "Authentication-Results: mx.us.example; dmarc=pass header.from=bank.example\r\n";

        Assert.Equal(SenderResult.Pass, Judge(field + Eml, Other, "mx.us.example", [Reject, Spf]).Result);
        Assert.Equal(SenderResult.Fail, Judge(field + Eml, Other, "mx.us.example", [Reject, Spf], "always").Result);
        Assert.Equal(SenderResult.Unknown, Judge(Eml, Other, null, [Reject, Spf], "off").Result);
    }

    [CorpusFact]
    public void The_cases_of_another_filter_end_as_there()
    {
        var zone = FakeZone.OfCorpus();
        var wrong = File.ReadLines(Corpora.PathOf("senderauth", "index.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(entry => entry.GetProperty("suite").GetString()!.Contains("dmarc", StringComparison.Ordinal))
            .Select(entry =>
                (Name: entry.GetProperty("name").GetString(), Expected: Expected(entry), Got: Got(entry, zone))
            )
            .Where(it => it.Expected != it.Got);

        Assert.Empty(wrong);
    }

    private static SenderResult Expected(JsonElement entry)
    {
        var symbol = entry.GetProperty("expect")[0].GetString()!;
        if (symbol.StartsWith("DMARC_POLICY_ALLOW", StringComparison.Ordinal))
            return SenderResult.Pass;
        // Without the real client nothing fails here.
        var isRefused =
            symbol is "DMARC_POLICY_REJECT" or "DMARC_POLICY_QUARANTINE" && entry.TryGetProperty("ip", out _);
        return isRefused ? SenderResult.Fail : SenderResult.Unknown;
    }

    private static SenderResult Got(JsonElement entry, FakeZone zone)
    {
        var raw = File.ReadAllBytes(Corpora.PathOf("senderauth", entry.GetProperty("file").GetString()!));
        var from = entry.TryGetProperty("mail_from", out var path) ? path.GetString() : null;
        var envelope = EmailAddress.TryParse(from, out var address) ? new MailEnvelope(address, []) : null;
        var received = new ReceivedMail(MailParser.Parse(raw, envelope), raw)
        {
            Client = entry.TryGetProperty("ip", out var ip) ? IPAddress.Parse(ip.GetString()!) : null,
        };
        var parameters = new GatewayParameters(new Dictionary<string, string>());
        return zone.Resolve(answers => SenderAuthentication.Evaluate(received, parameters, answers)).Result;
    }

    private static SenderVerdict Verify(string eml, params string[] zone)
    {
        var client = IPAddress.TryParse(zone[0], out _) ? zone[0] : null;
        return Judge(eml, client, null, client is null ? zone : zone[1..]);
    }

    private static SenderVerdict Judge(
        string eml,
        string? client,
        string? trusted,
        string[] zone,
        string? verify = null
    )
    {
        var stored = new Dictionary<string, string>();
        if (trusted is not null)
            stored["mail.auth.trusted"] = trusted;
        if (verify is not null)
            stored["mail.auth.verify"] = verify;
        var raw = Encoding.UTF8.GetBytes(eml);
        var envelope = new MailEnvelope(EmailAddress.Parse("bounce@bank.example"), []);
        var received = new ReceivedMail(MailParser.Parse(raw, envelope), raw)
        {
            Client = client is null ? null : IPAddress.Parse(client),
            Helo = "mx.evil.example",
        };
        var parameters = new GatewayParameters(stored);
        return FakeZone.Of(zone).Resolve(answers => SenderAuthentication.Evaluate(received, parameters, answers));
    }
}
