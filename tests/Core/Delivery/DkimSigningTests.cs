using System.Security.Cryptography;
using System.Text;
using MimeKit;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Postern.Contracts.Http;
using Postern.Core.Composing;
using Postern.Core.Configuration;
using Postern.Core.Delivery;
using Postern.Core.Mime;
using Postern.Core.Parsing;
using Postern.Core.Senders;
using Postern.Tests.Composing;
using Postern.Tests.Deliverability;

namespace Postern.Tests.Delivery;

/// <summary>
/// Signatures as the gateway verifies those of others; another implementation verifies them in <c>DkimTests</c>.
/// </summary>
public sealed class DkimSigningTests
{
    // RFC 8463 §A.2.
    private const string Seed = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
    private const string PublicKey = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 10, 0, 0, TimeSpan.Zero);

    private static readonly DkimSigning Signing = new("mycompany.example", "s1", Ed25519(), Now);

    [Fact]
    public void A_private_key_knows_its_public_part_as_the_DNS_has_it()
    {
        using var rsa = RSA.Create(2048);
        var key = DkimPrivateKey.Read(rsa.ExportPkcs8PrivateKey());
        Assert.Equal(
            (DkimAlgorithm.Rsa, Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo())),
            (key.Algorithm, key.PublicKey)
        );
        Assert.Equal((DkimAlgorithm.Ed25519, PublicKey), (Ed25519().Algorithm, Ed25519().PublicKey));
    }

    [Fact]
    public void What_is_no_private_key_of_these_algorithms_is_a_format_error()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(1024);
        byte[][] wrong =
        [
            [],
            [1, 2, 3],
            curve.ExportPkcs8PrivateKey(),
            rsa.ExportSubjectPublicKeyInfo(),
            new byte[100],
        ];
        Assert.All(wrong, bytes => Assert.Throws<FormatException>(() => DkimPrivateKey.Read(bytes)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_signed_mail_has_the_form_that_SMTP_allows_and_passes_as_its_author_s(bool international)
    {
        var options = Options(international);
        foreach (var subject in new[] { "Hi", "Grüße", new string('x', 3000), "" })
        {
            var mail = Signed(options, subject);
            Assert.Null(WireForm.Measure(options, mail, EncodingConstraint.EightBit).Problem);
            Assert.Equal(SenderResult.Pass, Judge(Written(mail, options)).Result);
        }
    }

    [Fact]
    public void The_system_s_library_makes_the_signature_that_another_makes()
    {
        using var rsa = RSA.Create(2048);
        var key = DkimPrivateKey.Read(rsa.ExportPkcs8PrivateKey());
        var data = Encoding.UTF8.GetBytes("from:Jörg\r\nsubject:Hi\r\n");
        var other = new RsaDigestSigner(new Sha256Digest());
        other.Init(true, key.Parameter);
        other.BlockUpdate(data, 0, data.Length);

        using var own = new RsaSigner(key.System!);
        own.BlockUpdate(data, 0, 5);
        own.BlockUpdate(data.AsSpan(5));

        Assert.Equal(other.GenerateSignature(), own.GenerateSignature());
    }

    [Fact]
    public void A_key_with_primes_of_different_lengths_signs_as_well()
    {
        var key = DkimPrivateKey.Read(UnevenKey());
        using var own = new RsaSigner(key.System!);
        own.Update(1);
        var signature = own.GenerateSignature();
        own.Update(1);
        Assert.True(own.VerifySignature(signature));
    }

    [Fact]
    public void Fields_that_a_reader_trusts_are_named_once_more_than_they_occur()
    {
        var mail = Signed(Options(false), "Hi");
        var tags = mail.Headers[HeaderId.DkimSignature]!.Split(';').Select(tag => tag.Trim().Split('=', 2));
        var signature = tags.ToDictionary(tag => tag[0], tag => tag[1]);
        var names = signature["h"].Split(':').CountBy(name => name.Trim()).ToDictionary();

        Assert.Equal(
            ("1", "ed25519-sha256", "relaxed/relaxed", "mycompany.example", "s1"),
            (signature["v"], signature["a"], signature["c"], signature["d"], signature["s"])
        );
        Assert.Equal(
            Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            signature["t"]
        );
        Assert.False(signature.ContainsKey("l"));
        string[] closed = ["from", "subject", "to", "list-unsubscribe", "list-unsubscribe-post"];
        string[] open = ["date", "message-id", "reply-to", "in-reply-to", "references", "mime-version", "content-type"];
        Assert.All(closed, name => Assert.Equal((name, 2), (name, names[name])));
        Assert.All(open, name => Assert.Equal((name, 1), (name, names[name])));
        Assert.False(names.ContainsKey("cc"));
    }

    [Theory]
    [InlineData("From: eve@mycompany.example\r\n")]
    [InlineData("Subject: Another\r\n")]
    [InlineData("List-Unsubscribe: <https://evil.example/>\r\n")]
    public void A_field_that_is_added_breaks_the_signature(string field)
    {
        var options = Options(false);
        var raw = Written(Signed(options, "Hi"), options);
        Assert.NotEqual(SenderResult.Pass, Judge([.. Encoding.ASCII.GetBytes(field), .. raw]).Result);
    }

    [Fact]
    public void A_mail_that_is_tried_again_has_one_signature_and_none_where_it_is_not_to_be_signed()
    {
        var options = Options(false);
        var mail = Signed(options, "Hi");
        DkimSigning.Remove(mail);
        Assert.False(mail.Headers.Contains(HeaderId.DkimSignature));
        Signing.Sign(options, mail);
        Assert.Single(mail.Headers, field => field.Id == HeaderId.DkimSignature);
        Assert.Equal(SenderResult.Pass, Judge(Written(mail, options)).Result);
    }

    private static MimeMessage Signed(FormatOptions options, string subject)
    {
        var draft = Drafts.Of(
            "Der Drucker läuft heiß. \t\r\n\r\n.\r\n",
            "<p>heiß",
            subject: subject,
            author: "Jörg Müßig"
        );
        var mail = NotificationComposer.Compose(draft);
        WireForm.Prepare(mail, EncodingConstraint.SevenBit);
        Signing.Sign(options, mail);
        return mail;
    }

    private static SenderVerdict Judge(byte[] raw)
    {
        var zone = FakeZone.Of($"s1._domainkey.mycompany.example TXT v=DKIM1; k=ed25519; p={PublicKey}");
        var received = new ReceivedMail(MailParser.Parse(raw, new MailEnvelope(null, [])), raw);
        var parameters = new GatewayParameters(new Dictionary<string, string>());
        return zone.Resolve(answers => SenderAuthentication.Evaluate(received, parameters, answers));
    }

    private static byte[] UnevenKey()
    {
        var random = new SecureRandom();
        var (p, q) = (BigInteger.ProbablePrime(1200, random), BigInteger.ProbablePrime(848, random));
        var (one, e) = (BigInteger.One, BigInteger.ValueOf(65537));
        var (p1, q1) = (p.Subtract(one), q.Subtract(one));
        var d = e.ModInverse(p1.Multiply(q1));
        var key = new RsaPrivateCrtKeyParameters(p.Multiply(q), e, d, p, q, d.Mod(p1), d.Mod(q1), q.ModInverse(p));
        return PrivateKeyInfoFactory.CreatePrivateKeyInfo(key).GetEncoded();
    }

    private static DkimPrivateKey Ed25519() =>
        DkimPrivateKey.Read([
            .. Convert.FromHexString("302E020100300506032B657004220420"),
            .. Convert.FromBase64String(Seed),
        ]);

    private static FormatOptions Options(bool international)
    {
        var options = FormatOptions.Default.Clone();
        options.NewLineFormat = NewLineFormat.Dos;
        options.EnsureNewLine = true;
        options.International = international;
        return options;
    }

    private static byte[] Written(MimeMessage mail, FormatOptions options)
    {
        using var stream = new MemoryStream();
        mail.WriteTo(options, stream);
        return stream.ToArray();
    }
}
