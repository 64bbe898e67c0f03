using MimeKit;
using Postern.Core.Addresses;
using Postern.Core.Composing;
using Postern.Core.Threads;

namespace Postern.Tests.Composing;

/// <summary>A redirected mail names its recipient, reaches nobody else, and is answered as ever.</summary>
public sealed class RedirectedMailTests
{
    private static readonly EmailAddress Tester = EmailAddress.Parse("tester@inside.example");

    [Theory]
    [InlineData("carl@customer.example", "[to carl@customer.example] Printer on fire")]
    [InlineData("jürgen@bücher.example", "[to jürgen@bücher.example] Printer on fire")]
    [InlineData("a@b.example\r\nBcc: all@x.example", "[to a@b.example  Bcc: all@x.example] Printer on fire")]
    public void Its_subject_begins_with_the_recipient_in_one_field(string recipient, string subject)
    {
        var draft = Drafts.Of();
        var mail = Sent(draft with { Delivery = draft.Delivery with { Recipient = recipient } });

        Assert.Equal(subject, mail.Subject);
        Assert.Equal(["tester@inside.example"], mail.GetRecipients().Select(to => to.Address));
        Assert.Equal(Drafts.ReplyTo, mail.ReplyTo.Mailboxes.Single().Address);
        Assert.False(mail.Headers.Contains("Bcc"));
    }

    [Fact]
    public void Those_whom_a_program_named_do_not_stand_in_it()
    {
        var draft = Drafts.Of();
        var outgoing = new OutgoingHeaders
        {
            From = "shop@mycompany.example",
            To = ["carl@customer.example"],
            Cc = ["ann@customer.example"],
        };
        var mail = Sent(draft with { Message = draft.Message with { Outgoing = outgoing } });

        Assert.Equal(["tester@inside.example"], mail.GetRecipients().Select(to => to.Address));
        Assert.StartsWith("[to carl@customer.example] ", mail.Subject, StringComparison.Ordinal);
    }

    private static MimeMessage Sent(MailDraft draft)
    {
        using var raw = new MemoryStream();
        NotificationComposer.Compose(draft with { RedirectedTo = Tester }).WriteTo(raw);
        raw.Position = 0;
        return MimeMessage.Load(raw);
    }
}
