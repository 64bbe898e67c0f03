using Postern.Core.Attention;
using Postern.Core.Journal;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Inbound;

/// <summary>
/// A mail that is refused with a notice, with every write broken once. Whatever breaks, it is one notice and one item of
/// the attention list.
/// </summary>
public sealed class NoticeFaultTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(FaultKind.CrashBefore)]
    [InlineData(FaultKind.CrashAfter)]
    [InlineData(FaultKind.LostReply)]
    [Trait("Speed", "Long")]
    public Task A_notice_whose_every_write_is_broken_once_is_one_notice(FaultKind kind) =>
        WriteFaults.BreakEachAsync(
            output,
            kind,
            () => Mails.New(WriteFaults.Customer, "catchall@mycompany.example"),
            CheckAsync
        );

    private static async Task<int> CheckAsync(TestGateway gateway, MailId id)
    {
        var entry = await gateway.JournalAsync(id);
        Assert.Equal(JournalState.Refused, entry.State);
        Assert.Null(Assert.Single(entry.Notices).Withheld);
        Assert.NotEmpty(gateway.Sent);
        Assert.Single(gateway.Sent.Select(mail => mail.MessageId).Distinct());
        var item = Assert.Single(await gateway.Get<AttentionStore>().ListAsync(10, default));
        Assert.Equal((AttentionKind.UnreadPerson, id.Value), (item.Kind, item.Mail));
        return gateway.Sent.Count - 1;
    }
}
