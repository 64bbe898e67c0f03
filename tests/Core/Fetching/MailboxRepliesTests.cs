using Postern.Core.Fetching;
using static Postern.Contracts.Http.MailboxFailure;
using static Postern.Core.Fetching.MailboxStage;

namespace Postern.Tests.Fetching;

public sealed class MailboxRepliesTests
{
    [Theory]
    [InlineData("NO [AUTHENTICATIONFAILED] Authentication failed.", Login, Credentials, "refuses the login")]
    [InlineData("NO [AUTHENTICATIONFAILED] Try again later", Login, Credentials, "refuses the login")]
    [InlineData("NO [AUTHORIZATIONFAILED] No such proxy", Login, Credentials, "may not open")]
    [InlineData("NO [ALERT] Application-specific password required", Login, Credentials, "refuses the login")]
    [InlineData("NO Invalid credentials (Failure)", Login, Credentials, "refuses the login")]
    [InlineData("NO Too many failed login attempts, try again later", Login, Credentials, "refuses the login")]
    [InlineData("NO [EXPIRED] Old", Login, Credentials, "has expired")]
    [InlineData("NO [CONTACTADMIN] Disabled", Login, Credentials, "its administrator")]
    [InlineData("NO [PRIVACYREQUIRED] No", Login, NotSupported, "over TLS only")]
    [InlineData("NO [UNAVAILABLE] Temporary authentication failure.", Login, Unavailable, "not checked")]
    [InlineData("NO [LIMIT] Maximum number of connections from user+IP exceeded", Login, Unavailable, "limit of")]
    [InlineData("NO [INUSE] Mailbox", Open, Unavailable, "Another program")]
    [InlineData("NO [SERVERBUG] Oops", Open, Refused, "operator must mend")]
    [InlineData("NO [CORRUPTION] Index", Open, Refused, "damaged")]
    [InlineData("NO Access denied", Open, Refused, "The server refuses")]
    [InlineData("BAD Command unknown", Greeting, Refused, "refuses the connection")]
    [InlineData("NO Too many simultaneous connections", Login, Unavailable, "at present")]
    [InlineData("* BYE Too many connections", Greeting, Unavailable, "Too many connections")]
    [InlineData("* BYE [UNAVAILABLE] Shutting down", Login, Unavailable, "part of the server is down")]
    [InlineData("* BYE Go away", Login, Unavailable, "ended the connection")]
    [InlineData("-ERR [AUTH] Authentication failed.", Login, Credentials, "refuses the login")]
    [InlineData("-ERR [SYS/TEMP] Backend", Login, Unavailable, "passing fault")]
    [InlineData("-ERR [SYS/PERM] Account is broken", Login, Refused, "operator must mend")]
    [InlineData("-ERR [IN-USE] Locked", Login, Unavailable, "Another program")]
    [InlineData("-ERR [LOGIN-DELAY] 5 minutes", Login, Unavailable, "after a pause")]
    [InlineData("-ERR maildrop already locked", Login, Unavailable, "at present")]
    [InlineData("-ERR Too many connections from your host", Greeting, Unavailable, "at present")]
    [InlineData("-ERR [ALERT] [IN-USE] Both", Login, Unavailable, "Another program")]
    [InlineData("-ERR no [such thing", Login, Credentials, "refuses the login")]
    public void A_refusal_is_understood_and_repeated(
        string reply,
        MailboxStage stage,
        Postern.Contracts.Http.MailboxFailure failure,
        string meaning
    )
    {
        var trouble = MailboxReplies.Read(reply, stage);
        Assert.Equal(failure, trouble.Failure);
        Assert.Contains(meaning, trouble.Words, StringComparison.Ordinal);
        Assert.EndsWith(reply, trouble.Words, StringComparison.Ordinal);
    }
}
