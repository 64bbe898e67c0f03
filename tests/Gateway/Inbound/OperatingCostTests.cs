using System.Globalization;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Inbound;

/// <summary>
/// docs/cost.md says what storage costs a month; the calls are counted here, and the sums done again with the
/// prices of that page.
/// </summary>
public sealed class OperatingCostTests
{
    // The host's own: it takes every message off its queue and deletes it.
    private static readonly StorageCost Host = new(0, 0, 0, 2);

    [Fact]
    public async Task The_calls_that_the_page_counts_are_those_that_are_made()
    {
        Assert.Equal(await CountAsync() + Host, Calls("A reply taken in, routed and sent to one recipient"));
        Assert.Equal(await CountDeliveryAsync() + Host, Calls("One delivery over the queue"));
        Assert.Equal(
            new StorageCost(0, 0, await CountDayAsync(), 0),
            Calls("The first message of a thread on a day, besides")
        );
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(100_000)]
    [InlineData(10_000_000)]
    public async Task The_monthly_price_of_its_calls_is_what_comes_out(int mails)
    {
        var calls = await CountAsync() + Host;
        var each =
            (calls.BlobWrites * Price("blob write"))
            + (calls.BlobReads * Price("blob read"))
            + (calls.Tables * Price("table call"))
            + (calls.Queues * Price("queue call"));

        var column = Row("Mails a month").IndexOf(mails.ToString("N0", CultureInfo.InvariantCulture));
        Assert.Equal(Math.Round(each * mails / 10_000, 2), Number(Row("Storage calls")[column]));
    }

    [Fact]
    public void A_million_refused_requests_cost_their_runs_and_the_time_of_instances()
    {
        const int requests = 1_000_000;
        const int gigabytes = 2;
        const int aSecond = 1_000;
        var time = gigabytes * Price("GB and second of an instance that works");

        Assert.Equal(Price("million runs"), Price("Runs refused"));
        Assert.Equal(
            Math.Round(requests / aSecond * time, 2),
            Price("Time, a flood of 1,000 a second on one instance")
        );
        Assert.Equal(requests * time, Price("Time, each alone and billed for one second"));
    }

    private static async Task<StorageCost> CountAsync()
    {
        var calls = new StorageFaults();
        await using var gateway = await DeskAsync(calls);
        var reply = Mails.ReplyTo(gateway.Sent[^1], $"agent@{TestGateway.Domain}", "Use the extinguisher.");
        calls.Reset();
        await gateway.PushAsync(reply);
        var taken = StorageCost.Of(calls.Calls);
        await gateway.Get<GatewayConfigurationSource>().GetAsync(default);
        calls.Reset();
        await gateway.StepAsync(QueueNames.InboundMail);
        Assert.Equal(2, gateway.Sent.Count);
        return taken + StorageCost.Of(calls.Calls);
    }

    // What the same reply makes more on another day.
    private static async Task<int> CountDayAsync()
    {
        var calls = new StorageFaults();
        await using var gateway = await DeskAsync(calls);
        gateway.Time.Advance(TimeSpan.FromDays(1));
        calls.Reset();
        await gateway.PushAsync(
            Mails.ReplyTo(gateway.Sent[^1], $"agent@{TestGateway.Domain}", "Use the extinguisher.")
        );
        await gateway.StepAsync(QueueNames.InboundMail);
        return calls.Calls.Count(IndexCalls.IsOfThread);
    }

    private static async Task<StorageCost> CountDeliveryAsync()
    {
        var calls = new StorageFaults();
        await using var gateway = await DeskAsync(calls);
        await gateway.QueueDeliveriesAsync();
        await gateway.PushAsync(Mails.New("carl@customer.example", $"support@{TestGateway.Domain}", "It smokes"));
        await gateway.StepAsync(QueueNames.InboundMail);
        await gateway.Get<GatewayConfigurationSource>().GetAsync(default);
        calls.Reset();
        await gateway.StepAsync(QueueNames.OutboundMail);
        Assert.Equal(2, gateway.Sent.Count);
        // And its message, which the run before has put.
        return StorageCost.Of(calls.Calls) + new StorageCost(0, 0, 0, 1);
    }

    /// <summary>A desk that one mail went through.</summary>
    private static async Task<TestGateway> DeskAsync(StorageFaults calls)
    {
        var gateway = await TestGateway.StartAsync(null, calls);
        await gateway.SetUpDeskAsync();
        await gateway.PushAsync(Mails.New("carl@customer.example", $"support@{TestGateway.Domain}"));
        await gateway.DrainAsync();
        return gateway;
    }

    private static StorageCost Calls(string row) =>
        Row(row) is [_, var writes, var reads, var tables, var queues]
            ? new(Count(writes), Count(reads), Count(tables), Count(queues))
            : throw new InvalidDataException($"The row '{row}' has other columns.");

    private static decimal Price(string what) => Number(Row(what)[1]);

    private static List<string> Row(string first) =>
        [
            .. File.ReadLines(Path.Combine(Repository.Root, "docs", "cost.md"))
                .Where(line => line.StartsWith('|'))
                .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToList())
                .Single(cells => cells[0] == first),
        ];

    private static int Count(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);

    private static decimal Number(string cell) =>
        decimal.Parse(cell, NumberStyles.Number, CultureInfo.InvariantCulture);
}
