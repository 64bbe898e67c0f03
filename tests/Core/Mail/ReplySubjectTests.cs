using Postern.Core.Mail;

namespace Postern.Tests.Mail;

/// <summary>What the subject of a mail says about what it is.</summary>
public sealed class ReplySubjectTests
{
    [Theory]
    [InlineData("Re: Undelivered Mail Returned to Sender", true)]
    [InlineData("Odp: Undelivered Mail Returned to Sender", true)]
    [InlineData("RE[2]: Pump", true)]
    [InlineData("Fwd: Pump", true)]
    [InlineData("转发：Pump", true)]
    [InlineData("Undelivered Mail Returned to Sender", false)]
    [InlineData("Pump: it leaks", false)]
    public void It_begins_like_that_of_a_reply_or_a_forwarded_mail_in_any_language(string subject, bool begins) =>
        Assert.Equal(begins, ReplySubject.Begins(subject));
}
