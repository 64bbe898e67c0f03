using Postern.Contracts;
using Postern.Core.Journal;
using Postern.Tests.Servers;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Inbound;

/// <summary>
/// One mail from intake to relay, with every write broken once: before it, after it, and with its reply lost. Whatever
/// breaks, each mail is one message on one thread, and each notification arrives.
/// </summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    private const string Customer = "\"Carl Customer\" <carl@customer.example>";

    [Theory]
    [InlineData(FaultKind.CrashBefore)]
    [InlineData(FaultKind.CrashAfter)]
    [InlineData(FaultKind.LostReply)]
    public async Task A_mail_whose_every_write_is_broken_once_lands_once_and_is_notified(FaultKind kind) =>
        await BreakEachWriteAsync(kind, () => Mails.New(Customer, "support@mycompany.example"), CheckAsync);

    [Theory]
    [InlineData(FaultKind.CrashBefore)]
    [InlineData(FaultKind.CrashAfter)]
    [InlineData(FaultKind.LostReply)]
    public async Task A_notice_whose_every_write_is_broken_once_is_one_notice(FaultKind kind) =>
        await BreakEachWriteAsync(kind, () => Mails.New(Customer, "catchall@mycompany.example"), CheckNoticeAsync);

    private async Task BreakEachWriteAsync(
        FaultKind kind,
        Func<MimeKit.MimeMessage> create,
        Func<TestGateway, MailId, Task<int>> check
    )
    {
        var writes = 0;
        var doubles = 0;
        for (var at = 1; at <= 200; at++)
        {
            var faults = new StorageFaults { Kind = kind };
            await using var gateway = await TestGateway.StartAsync(null, faults);
            await gateway.SetUpDeskAsync();
            await gateway.Get<Postern.Gateway.Secrets.TagKeys>().GetAsync(default);
            faults.Reset();
            faults.BreakAt = at;

            var id = await TakeInAsync(gateway, create());
            await RunToEndAsync(gateway);
            if (!faults.Happened)
                break;
            writes = at;
            doubles += await check(gateway, id);
        }
        output.WriteLine($"{kind}: {writes} writes broken one at a time; second copies: {doubles}");
        Assert.True(writes >= 8, $"only {writes} writes were seen");
        // The only window for a second copy is between the server's acceptance and the outcome's row.
        Assert.True(doubles <= (kind == FaultKind.LostReply ? 0 : 1), $"{doubles} doubles");
    }

    private static async Task<MailId> TakeInAsync(TestGateway gateway, MimeKit.MimeMessage mail)
    {
        try
        {
            return await gateway.PushAsync(mail);
        }
        catch (CrashException)
        {
            // Whoever pushes or fetches a mail offers it again until it was taken in.
            return await gateway.PushAsync(mail);
        }
    }

    private static async Task RunToEndAsync(TestGateway gateway)
    {
        for (var round = 0; round < 4; round++)
        {
            await gateway.DrainAsync(crash => crash is CrashException);
            gateway.Time.Advance(TimeSpan.FromMinutes(16));
            try
            {
                await gateway.Get<Postern.Gateway.Operations.Housekeeper>().RunAsync(default);
            }
            catch (CrashException)
            {
                await gateway.Get<Postern.Gateway.Operations.Housekeeper>().RunAsync(default);
            }
        }
    }

    /// <summary>Asserts that all is as it should be, and returns how many second copies were sent.</summary>
    private static async Task<int> CheckAsync(TestGateway gateway, MailId id)
    {
        var entry = await gateway.JournalAsync(id);
        Assert.Equal(JournalState.Routed, entry.State);
        var thread = Assert.Single(entry.Threads);
        Assert.Single(await gateway.MessagesAsync(thread));
        var delivery = Assert.Single(await gateway.DeliveriesAsync(thread));
        Assert.Equal(DeliveryState.Sent, delivery.State);
        Assert.NotEmpty(gateway.Sent);
        Assert.Single(gateway.Sent.Select(mail => mail.MessageId).Distinct());
        Assert.True(delivery.PossibleDoubles >= gateway.Sent.Count - 1, "a second copy was not counted");
        return gateway.Sent.Count - 1;
    }

    private static async Task<int> CheckNoticeAsync(TestGateway gateway, MailId id)
    {
        var entry = await gateway.JournalAsync(id);
        Assert.Equal(JournalState.Refused, entry.State);
        Assert.Null(Assert.Single(entry.Notices).Withheld);
        Assert.NotEmpty(gateway.Sent);
        Assert.Single(gateway.Sent.Select(mail => mail.MessageId).Distinct());
        return gateway.Sent.Count - 1;
    }
}
