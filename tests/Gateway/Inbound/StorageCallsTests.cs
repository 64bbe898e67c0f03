using Postern.Tests.Servers;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Inbound;

/// <summary>Storage costs by the call: how many a mail makes is counted and held against the budget.</summary>
public sealed class StorageCallsTests(ITestOutputHelper output)
{
    private const string Customer = "\"Carl Customer\" <carl@customer.example>";
    private const string Agent = "\"Anna Agent\" <agent@mycompany.example>";

    [Fact]
    public async Task A_new_record_makes_at_most_10_calls_a_reply_11_and_a_delivery_5()
    {
        var calls = new StorageFaults();
        await using var gateway = await TestGateway.StartAsync(null, calls);
        await gateway.SetUpDeskAsync();
        await gateway.QueueDeliveriesAsync();
        // Warm: the configuration is read, the keys are there, a first mail went through.
        await gateway.PushAsync(Mails.New(Customer, "support@mycompany.example", "Warm-up"));
        await gateway.DrainAsync();

        var record = await CountAsync(gateway, calls, Mails.New(Customer, "support@mycompany.example"));
        var reply = await CountAsync(gateway, calls, Mails.ReplyTo(gateway.Sent[^1], Agent, "Use the extinguisher."));

        output.WriteLine(
            $"new record: {record.Mail} calls of 10, its delivery {record.Delivery} of 5; "
                + $"reply: {reply.Mail} of 11, its delivery {reply.Delivery} of 5"
        );
        output.WriteLine(string.Join('\n', calls.Calls));
        Assert.InRange(record.Mail, 1, 10);
        Assert.InRange(reply.Mail, 1, 11);
        Assert.InRange(record.Delivery, 1, 5);
        Assert.InRange(reply.Delivery, 1, 5);
    }

    /// <summary>The calls of a mail with one delivery: the delivery's own begin with its queue message.</summary>
    private static async Task<(int Mail, int Delivery)> CountAsync(
        TestGateway gateway,
        StorageFaults calls,
        MimeKit.MimeMessage mail
    )
    {
        calls.Reset();
        await gateway.PushAsync(mail);
        var intake = Own(calls);
        // Warm caches: the version of the configuration is asked for once a second, not for each mail.
        await gateway.Get<Postern.Gateway.Settings.GatewayConfigurationSource>().GetAsync(default);
        calls.Reset();
        await gateway.StepAsync(Postern.Gateway.Storage.QueueNames.InboundMail);
        var routed = Own(calls);
        calls.Reset();
        await gateway.StepAsync(Postern.Gateway.Storage.QueueNames.OutboundMail);
        const int put = 1;
        return (intake + routed - put, Own(calls) + put);
    }

    private static int Own(StorageFaults calls) => calls.Calls.Count;
}
