using MimeKit;
using Postern.Contracts.Http;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Inbound;

/// <summary>
/// Storage costs by the call: all that a mail makes, from its intake to its last outcome, the host's two on the queue
/// included; those by which it is found are counted apart.
/// </summary>
public sealed class MailCallsTests(ITestOutputHelper output)
{
    private const string Customer = "\"Carl Customer\" <carl@customer.example>";
    private const string Agent = $"agent0@{TestGateway.Domain}";

    // It takes each message off its queue and deletes it.
    private const int OfTheHost = 2;

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 12)]
    [InlineData(3, 14)]
    public async Task A_new_record_makes_no_more_calls_than_its_budget(int followers, int budget)
    {
        var calls = new StorageFaults();
        await using var gateway = await DeskAsync(followers, calls);
        var made = await CountAsync(gateway, calls, Mails.New(Customer, $"team@{TestGateway.Domain}"));

        Assert.InRange(made, 1, budget);
        Assert.Equal(followers, gateway.Sent.Count - followers);
        Assert.Equal(
            (followers, 1),
            (calls.Calls.Count(IndexCalls.IsOfDelivery), calls.Calls.Count(IndexCalls.IsOfThread))
        );
    }

    [Theory]
    [InlineData(1, 14)]
    [InlineData(3, 18)]
    public async Task A_reply_makes_no_more_calls_than_its_budget(int recipients, int budget)
    {
        var calls = new StorageFaults();
        // The author gets no notification of an own answer, the customer does.
        await using var gateway = await DeskAsync(recipients, calls);
        var before = gateway.Sent.Count;
        var notified = gateway.Sent.First(mail => $"{mail.To}".Contains(Agent, StringComparison.Ordinal));
        var made = await CountAsync(gateway, calls, Mails.ReplyTo(notified, Agent, "Use the extinguisher."));

        Assert.Equal(recipients, gateway.Sent.Count - before);
        // Its thread was made on the same day.
        Assert.Equal(
            (recipients, 0),
            (calls.Calls.Count(IndexCalls.IsOfDelivery), calls.Calls.Count(IndexCalls.IsOfThread))
        );
        Assert.InRange(made, 1, budget);
    }

    private async Task<int> CountAsync(TestGateway gateway, StorageFaults calls, MimeMessage mail)
    {
        // Warm caches: the version of the configuration is asked for once a second, not for each mail.
        calls.Reset();
        await gateway.PushAsync(mail);
        var intake = calls.Calls.ToList();
        await gateway.Get<GatewayConfigurationSource>().GetAsync(default);
        calls.Reset();
        await gateway.StepAsync(QueueNames.InboundMail);
        List<string> all = [.. intake, .. calls.Calls];
        output.WriteLine(string.Join('\n', all));
        Assert.Empty((await gateway.Get<GatewayStorage>().Queue(QueueNames.OutboundMail).PeekMessagesAsync(1)).Value);
        return all.Count(call => !IndexCalls.IsOne(call)) + OfTheHost;
    }

    /// <summary>A desk with as many followers of each new record, and a first mail that has made all warm.</summary>
    private static async Task<TestGateway> DeskAsync(int followers, StorageFaults calls)
    {
        var gateway = await TestGateway.StartAsync(null, calls);
        await gateway.SetUpDeskAsync();
        await gateway.PutAliasAsync(
            new MailAlias
            {
                Domain = "main",
                LocalPart = "team",
                Model = "helpdesk.ticket",
                Followers = [.. Enumerable.Range(0, followers).Select(i => $"agent{i}@{TestGateway.Domain}")],
            }
        );
        await gateway.PushAsync(Mails.New(Customer, $"team@{TestGateway.Domain}", "Warm-up"));
        await gateway.DrainAsync();
        return gateway;
    }
}
