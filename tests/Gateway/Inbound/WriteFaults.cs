using Postern.Core.Journal;
using Postern.Tests.Servers;
using Xunit.Abstractions;

namespace Postern.Tests.Inbound;

/// <summary>A mail's whole way, once for each of its writes, which is broken then.</summary>
internal static class WriteFaults
{
    public const string Customer = "\"Carl Customer\" <carl@customer.example>";

    public static async Task BreakEachAsync(
        ITestOutputHelper output,
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

    /// <summary>Runs the queues and the housekeeping until all is done; what dies is started again.</summary>
    public static async Task RunToEndAsync(TestGateway gateway)
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
}
