using Postern.Core.Reports;
using static Postern.Core.Reports.BounceClass;
using static Postern.Core.Reports.BounceReason;

namespace Postern.Tests.Reports;

public class DiagnosisTests
{
    [Theory]
    [InlineData("550 5.1.1 <a@b.example>: Recipient address rejected: User unknown", UserUnknown, Hard)]
    [InlineData("550 5.4.1 Recipient address rejected: Access denied.", UserUnknown, Hard)]
    [InlineData("550 Requested action not taken: mailbox unavailable", UserUnknown, Hard)]
    [InlineData("550 5.5.0 Requested action not taken: mailbox unavailable", UserUnknown, Hard)]
    [InlineData("550 5.7.1 Requested action not taken: mailbox unavailable", Policy, Soft)]
    [InlineData("450 Requested mail action not taken: mailbox unavailable", Unknown, Soft)]
    [InlineData("450 4.2.0 Requested mail action not taken: mailbox unavailable", Unknown, Soft)]
    [InlineData("450 4.1.1 <a@b.example>: User unknown", UserUnknown, Soft)]
    [InlineData("550 Account has been disabled", MailboxDisabled, Hard)]
    [InlineData("550 5.2.1 The user is suspended", MailboxDisabled, Hard)]
    [InlineData("552 5.2.2 Mailbox full", MailboxFull, Soft)]
    [InlineData("452 4.2.2 The email account is over quota", MailboxFull, Soft)]
    [InlineData(
        "Host or domain name not found. Name service error for name=b.example type=MX: Host not found",
        HostUnknown,
        Hard
    )]
    [InlineData(
        "Host or domain name not found. Name service error for name=b.example type=MX: Host not found, try again",
        NetworkError,
        Soft
    )]
    [InlineData("host lookup did not complete", NetworkError, Soft)]
    [InlineData("556 5.1.10 Domain does not accept mail (nullMX)", HostUnknown, Hard)]
    [InlineData("551 User has moved to c@d.example", Moved, Hard)]
    [InlineData("550 5.7.1 Message rejected due to local policy", Policy, Soft)]
    [InlineData("554 5.7.1 Client host [192.0.2.1] blocked using zen.spamhaus.example", Policy, Soft)]
    [InlineData("550 5.7.25 The IP address sending this message does not have a PTR record", Policy, Soft)]
    [InlineData("554 5.7.1 Message identified as spam", Spam, Soft)]
    [InlineData("550 5.7.0 A virus was found", ContentRejected, Soft)]
    [InlineData("552 5.3.4 Message size exceeds fixed limit", TooBig, Soft)]
    [InlineData("421 4.7.0 Too many connections from your host", RateLimited, Soft)]
    [InlineData("450 4.2.0 Greylisted, try again later", RateLimited, Soft)]
    [InlineData(
        "550 5.7.26 Unauthenticated email is not accepted due to the domain's DMARC policy",
        Authentication,
        Soft
    )]
    [InlineData("530 5.7.0 Must issue a STARTTLS command first", Authentication, Soft)]
    [InlineData("554 5.7.1 <a@b.example>: Relay access denied", RelayDenied, Soft)]
    [InlineData("553 5.1.8 Sender address rejected: Domain not found", SenderRefused, Soft)]
    [InlineData("SMTP error after MAIL FROM:<x@y.example>: 550 no such user", SenderRefused, Soft)]
    [InlineData("retry timeout exceeded", Expired, Soft)]
    [InlineData("connect to mx.b.example[192.0.2.1]:25: Connection refused", NetworkError, Soft)]
    [InlineData(
        "delivery temporarily suspended: connect to mx.b.example[192.0.2.1]:25: Connection timed out",
        NetworkError,
        Soft
    )]
    [InlineData("554 5.4.14 Hop count exceeded - possible mail loop", Loop, Soft)]
    [InlineData("451 4.3.0 Internal server error", SystemError, Soft)]
    [InlineData("500 Syntax error, command unrecognized", ProtocolError, Soft)]
    [InlineData("550 Something else", Unknown, Undetermined)]
    [InlineData("451 Something else", Unknown, Soft)]
    [InlineData("", Unknown, Undetermined)]
    public void A_reply_tells_its_reason(string text, BounceReason reason, BounceClass expected)
    {
        var diagnosis = Diagnosis.Of(text);

        Assert.Equal((reason, expected), (diagnosis.Reason, diagnosis.Class));
    }

    // Words about the sender, the sending host or a group, whatever the code: no address is blamed.
    [Theory]
    [InlineData("553 5.1.3 http://www.spamhaus.org/query/ip/192.0.2.1", Policy)]
    [InlineData("550 5.1.1 See https://www.barracudacentral.org/reputation?r=1&ip=192.0.2.1", Policy)]
    [InlineData("550 sender user unknown", SenderRefused)]
    [InlineData("550 5.1.0 Sender address <x@y.example> does not exist", SenderRefused)]
    [InlineData("553 5.1.8 Domain of sender address x@y.example does not exist", SenderRefused)]
    [InlineData("550 5.1.1 Cannot resolve sender domain", SenderRefused)]
    [InlineData("550 Unknown sender", SenderRefused)]
    [InlineData("550 Your address has been blocked", SenderRefused)]
    [InlineData("501 Invalid domain name", Policy)]
    [InlineData("501 5.5.4 Invalid domain name", Policy)]
    [InlineData("504 5.5.2 <desk>: Helo command rejected: need fully-qualified hostname", Policy)]
    [InlineData("450 4.7.1 <desk.example>: Helo command rejected: Host not found", Policy)]
    [InlineData("550 HELO name is invalid or unknown", Policy)]
    [InlineData("550 Client host rejected: cannot find your hostname, [192.0.2.1]", Policy)]
    [InlineData("550 5.7.606 Access denied, banned sending IP [192.0.2.1]", Policy)]
    [InlineData("550 IP address 192.0.2.1 is not allowed to send mail", Policy)]
    [InlineData("554 Your IP (192.0.2.1) was refused", Policy)]
    [InlineData(
        "the group you tried to contact (team) may not exist, or you may not have permission to post. Google Groups",
        Policy
    )]
    [InlineData("グループ（team）が存在しないか、投稿する権限がない可能性があります。 Google Groups", Policy)]
    [InlineData("groupe introuvable : https://groups.google.com/support/", Policy)]
    [InlineData("550 5.7.1 SPF: y.example is not allowed to send; user unknown", Authentication)]
    public void Words_about_others_blame_no_address(string text, BounceReason reason)
    {
        var diagnosis = Diagnosis.Of(text);

        Assert.Equal((reason, Soft, false), (diagnosis.Reason, diagnosis.Class, diagnosis.IsAboutAddress));
    }

    [Theory]
    [InlineData("550 <a@b.example> is not an active address at this host", MailboxDisabled)]
    [InlineData("550 This mailbox has been disabled", MailboxDisabled)]
    [InlineData("550 5.2.1 Mailbox is temporarily disabled", MailboxDisabled)]
    [InlineData("550 5.5.0 Le compte du destinataire est bloque. The recipient account is blocked", MailboxDisabled)]
    [InlineData("550 No mail box available for this user", UserUnknown)]
    [InlineData("550 Mailbox john.doe was not found", UserUnknown)]
    [InlineData("550 There is no user by that name", UserUnknown)]
    [InlineData("550 The account of this person no longer exists", UserUnknown)]
    [InlineData("550 Not a valid user here", UserUnknown)]
    [InlineData("550 5.1.1 Adresse d au moins un destinataire invalide", UserUnknown)]
    [InlineData("550 Empfänger a@b.example unbekannt", UserUnknown)]
    [InlineData("550 El usuario a no existe", UserUnknown)]
    [InlineData("550 Użytkownik nie istnieje", UserUnknown)]
    [InlineData("550 Такого пользователя не существует", UserUnknown)]
    [InlineData("550 收件人不存在", UserUnknown)]
    [InlineData("550 5.4.4 DNS records for the destination could not be found: unknown host", HostUnknown)]
    public void Words_about_an_address_are_hard(string text, BounceReason reason)
    {
        var diagnosis = Diagnosis.Of(text);

        Assert.Equal((reason, Hard, true), (diagnosis.Reason, diagnosis.Class, diagnosis.IsAboutAddress));
    }

    [Theory]
    [InlineData("552 Mailbox size limit exceeded")]
    [InlineData("552 The user has exceeded the storage quota")]
    [InlineData("550 User mailbox exceeds allowed size: storage limit")]
    [InlineData("552 5.1.1 Boite du destinataire pleine. Recipient overquota.")]
    [InlineData("554 Das Postfach von Ann ist leider voll")]
    [InlineData("550 Quota exceeded (mailbox for user is full)")]
    [InlineData("552 5.2.2 The recipient's inbox is out of storage space")]
    [InlineData("552 Почтовый ящик получателя переполнен")]
    public void A_full_mailbox_is_no_large_mail(string text) => Assert.Equal(MailboxFull, Diagnosis.Of(text).Reason);

    [Theory]
    [InlineData("5.1.1", UserUnknown)]
    [InlineData("5.1.2", HostUnknown)]
    [InlineData("5.2.1", MailboxDisabled)]
    [InlineData("4.2.2", MailboxFull)]
    [InlineData("5.3.4", TooBig)]
    [InlineData("4.4.1", NetworkError)]
    [InlineData("4.4.7", Expired)]
    [InlineData("5.6.0", ContentRejected)]
    [InlineData("5.7.1", Policy)]
    [InlineData("5.7.26", Authentication)]
    [InlineData("5.0.0", Unknown)]
    public void Without_words_the_status_code_tells_it(string status, BounceReason reason) =>
        Assert.Equal(reason, Diagnosis.Of("", null, status).Reason);

    [Fact]
    public void Words_go_before_codes() => Assert.Equal(MailboxFull, Diagnosis.Of("Mailbox full", 550, "5.1.1").Reason);

    [Fact]
    public void Words_inside_addresses_and_links_say_nothing() =>
        Assert.Equal(
            Unknown,
            Diagnosis.Of("550 <spam@virus.example> see https://b.example/mailbox-is-full/user+unknown").Reason
        );

    [Fact]
    public void The_refusing_servers_own_code_goes_before_the_reporting_ones() =>
        Assert.Equal("5.7.1", Diagnosis.Of("550 5.7.1 No", null, "5.1.1").Status);

    [Theory]
    [InlineData("550-5.1.1 No\n550 5.1.1 here", 550, "5.1.1")]
    [InlineData("said: 450 4.2.2 full (in reply to RCPT TO command)", 450, "4.2.2")]
    [InlineData("554: 5.7.9 Message not accepted", 554, "5.7.9")]
    [InlineData("Sorry, no mailbox here by that name. (#5.1.1)", null, "5.1.1")]
    [InlineData("host 192.0.2.250 [4.79.181.168] in room 404, version 4.0.994.63", null, null)]
    public void Codes_are_found_in_words(string text, int? reply, string? status)
    {
        var diagnosis = Diagnosis.Of(text);

        Assert.Equal((reply, status), (diagnosis.ReplyCode, diagnosis.Status));
    }

    [Theory]
    [InlineData(UserUnknown, true)]
    [InlineData(MailboxDisabled, true)]
    [InlineData(MailboxFull, true)]
    [InlineData(HostUnknown, true)]
    [InlineData(Policy, false)]
    [InlineData(Spam, false)]
    [InlineData(TooBig, false)]
    [InlineData(RateLimited, false)]
    [InlineData(Authentication, false)]
    public void Only_trouble_of_the_address_speaks_of_the_address(BounceReason reason, bool expected) =>
        Assert.Equal(expected, Diagnosis.SpeaksOfAddress(reason));
}
