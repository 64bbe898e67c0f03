using System.Text;
using Postern.Core.Configuration;
using Postern.Core.Deliverability;
using Postern.Core.Parsing;
using Postern.Core.Senders;

namespace Postern.Tests.Senders;

/// <summary>What the Authentication-Results of trusted servers are taken for, of mail from <c>bank.example</c>.</summary>
public sealed class TrustedVerdictTests
{
    [Theory]
    [InlineData("mx.us.example; dmarc=pass (p=reject) header.from=bank.example", "pass")]
    [InlineData("mx.us.example 1; dmarc=pass header.from=BANK.example; spf=fail smtp.mailfrom=x@y.example", "pass")]
    [InlineData("mx.us.example; dmarc=fail header.from=bank.example", "fail")]
    [InlineData("mx.us.example; dmarc=fail", "fail")]
    [InlineData("mx.us.example; dkim=pass header.d=bank.example; dmarc=fail header.from=bank.example", "fail")]
    [InlineData("mx.us.example; dmarc=pass header.from=evil.example", "unknown")]
    [InlineData("mx.us.example; dmarc=pass", "unknown")]
    [InlineData("mx.us.example; dmarc=fail header.from=evil.example", "unknown")]
    [InlineData("mx.us.example; dmarc=none header.from=bank.example", "unknown")]
    [InlineData("mx.us.example; none", "unknown")]
    [InlineData("mx.us.example", "unknown")]
    [InlineData("mx.us.example; dkim=pass (2048-bit key; secure) header.d=bank.example header.b=\"a/b+c=\"", "pass")]
    [InlineData("mx.us.example; dkim=pass header.i=@mail.bank.example header.s=s1 header.b=a/b+c=", "pass")]
    [InlineData("mx.us.example; dkim=pass header.d=evil.example", "unknown")]
    [InlineData("mx.us.example; dkim=pass header.d=notbank.example", "unknown")]
    [InlineData("mx.us.example; dkim=pass header.d=example", "unknown")]
    [InlineData("mx.us.example; dkim=pass header.d=evil.example header.i=@bank.example", "unknown")]
    [InlineData("mx.us.example; dkim=fail header.d=bank.example", "unknown")]
    [InlineData("mx.us.example; spf=pass smtp.mailfrom=a@bounce.bank.example smtp.helo=mx.bank.example", "pass")]
    [InlineData("mx.us.example; spf=pass smtp.mailfrom=evil.example", "unknown")]
    [InlineData("mx.us.example; spf=pass smtp.helo=x smtp.mailfrom=bank.example", "unknown")]
    [InlineData("mx.us.example; spf=fail smtp.mailfrom=bank.example; dkim=none", "fail")]
    [InlineData("mx.us.example; spf=fail smtp.mailfrom=bank.example; dkim=pass header.d=evil.example", "fail")]
    [InlineData("mx.us.example; spf=fail smtp.mailfrom=fwd.example; dkim=pass header.d=bank.example", "pass")]
    [InlineData("mx.us.example; spf=softfail smtp.mailfrom=bank.example; dkim=none", "unknown")]
    [InlineData("other.example; dmarc=pass header.from=bank.example", "unknown")]
    [InlineData("other.example; dmarc=fail header.from=bank.example", "unknown")]
    public void A_pass_must_be_about_this_From_and_a_failure_stays_one(string field, string expected) =>
        Assert.Equal(expected, Of("mx.us.example", field));

    // The sender chooses what stands in smtp.mailfrom, in HELO and in parts of its own signatures.
    [Theory]
    [InlineData("spf=fail smtp.mailfrom=\"a b\"@evil.example; dmarc=fail header.from=bank.example")]
    [InlineData("spf=fail smtp.mailfrom=\"a;dmarc=pass\"@evil.example; dmarc=fail header.from=bank.example")]
    [InlineData("spf=pass smtp.mailfrom=a b@evil.example; dmarc=pass header.from=bank.example")]
    [InlineData("spf=pass smtp.mailfrom=a;b@evil.example; dmarc=pass header.from=bank.example")]
    [InlineData("spf=pass smtp.mailfrom=a(b)@evil.example; dmarc=pass header.from=bank.example")]
    [InlineData("spf=pass smtp.mailfrom=foo bar; dmarc=pass header.from=bank.example")]
    [InlineData("spf=pass smtp.helo=foo bar; dmarc=pass header.from=bank.example")]
    [InlineData(
        "spf=pass smtp.mailfrom=x;dmarc=pass header.from=bank.example@evil.example; dmarc=fail header.from=bank.example"
    )]
    [InlineData("spf=pass smtp.mailfrom=bank.example header.x=y@evil.example")]
    [InlineData("spf=pass smtp.mailfrom=bank.example smtp.helo=y@evil.example")]
    [InlineData("spf=pass smtp.mailfrom=bank.example policy.y=@evil.example")]
    [InlineData("spf=pass smtp.mailfrom=bank.example (x)@evil.example")]
    [InlineData("spf=pass smtp.mailfrom=bank.example smtp.mailfrom=a@evil.example")]
    [InlineData("spf=pass smtp.mailfrom=bank.example (@evil.example; dmarc=fail header.from=bank.example smtp.helo=x)")]
    [InlineData(
        "spf=pass (domain of a) smtp.mailfrom=bank.example (b@evil.example designates) smtp.mailfrom=b@evil.example"
    )]
    [InlineData("spf=pass (of a); dmarc=pass header.from=bank.example; spf=pass (b) smtp.mailfrom=b@evil.example")]
    [InlineData("spf=pass (of a); dmarc=pass header.from=bank.example (b@evil.example) smtp.mailfrom=b@evil.example")]
    [InlineData("dmarc=pass header.from=bank.example; dmarc=fail header.from=bank.example")]
    [InlineData("iprev=pass (x); dmarc=pass header.from=bank.example () smtp.remote-ip=192.0.2.1")]
    [InlineData("dkim=pass header.d=evil.example header.i=x header.d=bank.example@evil.example")]
    [InlineData("dkim=pass header.i=\"a b@evil.example; header.d=bank.example")]
    [InlineData("dmarc=pass header.from=bank.example (open")]
    [InlineData("dmarc=pass header.from=bank.example\u0001")]
    [InlineData("dmarc = pass header.from=bank.example")]
    [InlineData("evil; dmarc=pass header.from=bank.example")]
    public void A_field_that_can_be_read_in_two_ways_is_a_failure(string results) =>
        Assert.Equal("fail", Of("mx.us.example", $"mx.us.example; {results}"));

    [Fact]
    public void An_encoded_word_in_a_value_stays_a_value() =>
        Assert.Equal(
            "fail",
            Of(
                "mx.us.example",
                "mx.us.example; spf=pass smtp.mailfrom==?utf-8?q?x=3Bdmarc=3Dpass_header.from=3Dbank.example?=;"
                    + "\n dmarc=fail header.from=bank.example"
            )
        );

    [Fact]
    public void Only_the_topmost_field_of_a_trusted_server_counts()
    {
        const string forged = "mx.us.example; dmarc=pass header.from=bank.example";
        const string real = "MX.us.example;\n\tdmarc=fail header.from=bank.example";

        Assert.Equal("fail", Of("mx.us.example", "other.example; none", real, forged));
        Assert.Equal("pass", Of("mx.us.example", forged, real));
        Assert.Equal("unknown", Of(null, forged, real));
    }

    [Theory]
    [InlineData(
        "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=bank.example; dkim=pass (signature was verified) "
            + "header.d=bank.example;dmarc=pass action=none header.from=bank.example;compauth=pass reason=100",
        "pass"
    )]
    [InlineData(
        "spf=fail (sender IP is 192.0.2.1) smtp.mailfrom=bank.example; us.example; dkim=none (message not signed) "
            + "header.d=none;us.example; dmarc=fail action=oreject header.from=bank.example;",
        "fail"
    )]
    [InlineData("spf=fail smtp.mailfrom=a b@evil.example; dmarc=pass header.from=bank.example", "fail")]
    [InlineData(
        "dkim=none (message not signed) header.d=none;dmarc=none action=none header.from=bank.example;",
        "unknown"
    )]
    public void Exchange_Online_names_no_server_and_is_trusted_by_a_name_of_its_own(string field, string expected)
    {
        Assert.Equal(expected, Of("microsoft365", field));
        Assert.Equal("unknown", Of("mx.us.example", field));
    }

    [Fact]
    public void Gmail_is_trusted_by_its_name_in_its_old_form_too()
    {
        const string old =
            "mx.google.com; spf=pass (google.com: domain of a@bank.example designates 192.0.2.1 as "
            + "permitted sender) smtp.mail=a@bank.example; dkim=pass header.i=@bank.example";

        Assert.Equal("pass", Of("google", old));
        Assert.Equal("pass", Of("mx.google.com", old));
    }

    [Theory]
    [InlineData("From: a@bank.example, b@bank.example", "dmarc=pass header.from=bank.example", "unknown")]
    [InlineData("From: a@bank.example, b@bank.example", "dmarc=fail header.from=bank.example", "fail")]
    [InlineData("From: a@bank.example\nFrom: b@evil.example", "dkim=pass header.d=bank.example", "unknown")]
    public void Nobody_passes_where_the_From_credits_nobody(string from, string results, string expected) =>
        Assert.Equal(expected, Judge($"{from}\nAuthentication-Results: mx.us.example; {results}", "mx.us.example"));

    private static string Of(string? trusted, params string[] fields) =>
        Judge(
            string.Join(
                '\n',
                fields.Select(field => $"Authentication-Results: {field}").Append("From: Bank <info@bank.example>")
            ),
            trusted
        );

    private static string Judge(string header, string? trusted)
    {
        var raw = Encoding.UTF8.GetBytes($"{header}\nSubject: Hi\n\nHello.\n");
        var stored = new Dictionary<string, string> { ["mail.auth.verify"] = "off" };
        if (trusted is not null)
            stored["mail.auth.trusted"] = trusted;
        var received = new ReceivedMail(MailParser.Parse(raw), raw);
        var verdict = SenderAuthentication.Evaluate(received, new GatewayParameters(stored), DnsAnswers.None);
        return Assert.IsType<DnsEvaluation<SenderVerdict>.Result>(verdict).Value.Result.ToString().ToLowerInvariant();
    }
}
