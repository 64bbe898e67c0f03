using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Time.Testing;
using Postern.Contracts.Http;
using Postern.DevHost.Smtp;
using Postern.Gateway.Storage;
using Postern.Tests.Functions;
using Postern.Tests.Functions.Worker;
using Postern.Tests.Servers;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Endurance;

/// <summary>
/// The memory of the published worker while large mails pass: the figures of docs/cost.md, from which the size of an
/// instance follows. The Functions host beside it is not here.
/// </summary>
[Trait("Speed", "Endurance")]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class WorkerMemoryTests(PublishedPackage package, ITestOutputHelper output)
    : IClassFixture<PublishedPackage>
{
    private const int Mails = 10;

    // With the third more that base64 needs, a mail just below the limit of 25 MB.
    private const int Large = 18 << 20;

    [Fact]
    public async Task Ten_mails_of_25_MB_one_by_one_and_at_once_are_sent_whole_and_the_peaks_are_printed()
    {
        var storage = (await Azurite.SharedAsync()).NewAccount();
        await using var gateway = await TestGateway.StartAsync(
            storage,
            new FakeTimeProvider(DateTimeOffset.UtcNow),
            null
        );
        await gateway.SetUpDeskAsync();
        var whole = 0;
        gateway.Catcher.Behaviour = new SmtpBehaviour { AnswerData = Count };
        await using var worker = await WorkerProcess.StartAsync(
            WorkerGateway.Settings(storage, gateway.Catcher.Port),
            package.PathOf("")
        );
        var key = await WorkerGateway.MakeKeyAsync(gateway, ApiScope.Intake);
        var process = worker.ProcessId;

        await PassAsync(1 << 10, 1, "one small mail, then at rest");
        await PassAsync(Large, 1, "ten of 25 MB one by one");
        await PassAsync(Large, Mails, "ten of 25 MB at once");
        Assert.Equal(2 * Mails, whole);

        async Task PassAsync(int size, int atOnce, string what)
        {
            ProcessMemory.Forget(process);
            await EachAsync(Mails, atOnce, number => PushAsync(worker, key, size, number));
            var taken = ProcessMemory.PeakOf([process]);
            await RunAsync(worker, gateway, QueueNames.InboundMail, "RouteInbound", atOnce);
            var routed = ProcessMemory.PeakOf([process]);
            await RunAsync(worker, gateway, QueueNames.OutboundMail, "SendOutbound", atOnce);
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what}: peak {taken} MiB taken in, {routed} routed, {ProcessMemory.PeakOf([process])} sent, "
                        + $"{ProcessMemory.NowOf(process)} after"
                )
            );
        }

        SmtpDataAnswer Count(CaughtMail mail)
        {
            if (mail.Raw.Length > Large)
                Interlocked.Increment(ref whole);
            return SmtpDataAnswer.Accept with { Keeps = false };
        }
    }

    private static Task EachAsync(int count, int atOnce, Func<int, Task> act) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (number, _) => await act(number)
        );

    private static async Task PushAsync(WorkerProcess worker, string key, int size, int number)
    {
        using var raw = new MemoryStream();
        await MemoryTests.Letter((size * 31) + number, size, TestGateway.Domain).WriteToAsync(raw);
        using var push = new HttpRequestMessage(HttpMethod.Post, "/api/inbound");
        push.Content = new ByteArrayContent(raw.ToArray());
        push.Content.Headers.ContentType = new MediaTypeHeaderValue("message/rfc822");
        push.Headers.Add("x-functions-key", key);
        using var pushed = await worker.SendAsync("Intake", push);
        Assert.Equal(HttpStatusCode.Accepted, pushed.StatusCode);
    }

    private static async Task RunAsync(
        WorkerProcess worker,
        TestGateway gateway,
        string queue,
        string function,
        int atOnce
    )
    {
        var messages = (await gateway.Get<GatewayStorage>().Queue(queue).ReceiveMessagesAsync(32)).Value;
        await EachAsync(messages.Length, atOnce, number => RunAsync(worker, function, messages[number].MessageText));
    }

    private static async Task RunAsync(WorkerProcess worker, string function, string message)
    {
        var result = await worker.InvokeAsync(function, new TypedData { String = message });
        Assert.True(result.Status == StatusResult.Types.Status.Success, result.Exception?.Message);
    }
}
