using Postern.Bench.Cost;

namespace Postern.Tests.Bench;

/// <summary>The cost of mail, with prices that are easy to calculate with, and with those of the documentation.</summary>
public sealed class CostModelTests
{
    private static readonly string[] Table =
    [
        "| price of | USD for 10,000 |",
        "| blob write | 10,000 |",
        "| blob read | 1,000 |",
        "| table call | 100 |",
        "| queue call | 10 |",
        "| vault operation | 20,000 |",
        "| GB and second of an instance that works | 1 |",
        "| million runs | 1,000,000 |",
        "| GB of blobs kept a month | 1,000 |",
        "| GB of telemetry | 10 |",
        "| alert rule a month | 3 |",
        "| minutes that a secret is kept | 0 |",
        "| GB of telemetry filtered out, beyond half | 1 |",
        "| traces of the gateway kept | 0.5 |",
        "| traces of the host kept | 0.1 |",
        "| measurements of the gateway, every five minutes | 10 |",
        "| counters of the gateway, a mail | 3 |",
        "| counters of the gateway, a minute and instance at most | 6 |",
        "| spans of the gateway, a mail | 4 |",
        "| spans of the host, a mail | 20 |",
        "| spans of the host, a minute and instance | 30 |",
        "| logs of the host, a mail | 40 |",
        "| logs of the host, a minute and instance | 50 |",
        "| measurements of the host, a minute and instance | 60 |",
        "| KB of a record as it is stored | 1,000 |",
    ];

    private static readonly MailWork Mail = new(
        "mail",
        BlobWrites: 1,
        BlobReads: 2,
        Tables: 3,
        Messages: 4,
        OtherQueueCalls: 5,
        Deliveries: 3,
        [
            new FunctionRuns("RouteInbound", 1, 0.2, IsQueued: true),
            new FunctionRuns("SendOutbound", 3, 2, IsQueued: true),
        ]
    );

    [Fact]
    public void Calls_cost_what_their_kind_costs_and_the_host_makes_two_for_each_message()
    {
        // 1 × 1 + 2 × 0.1 + 3 × 0.01 + (4 + 4 × 2 + 5) × 0.001, for each mail.
        Assert.Equal(1000 * 1.247, Model().Of(Mail, 1000).Calls, 6);
        Assert.Equal((15, 23), (Mail.OwnCalls, Mail.Calls));
    }

    [Fact]
    public void A_run_is_charged_for_a_second_at_least_and_no_instance_for_more_than_the_month()
    {
        var (route, send) = (Mail.Runs[0], Mail.Runs[1]);

        Assert.Equal(1000, CostModel.SecondsOf(route, 1000));
        Assert.Equal(6000, CostModel.SecondsOf(send, 1000));
        Assert.Equal(CostModel.Month, CostModel.SecondsOf(route, 10_000_000));
        Assert.Equal(7000, Model(1024).Of(Mail, 1000).Awake, 6);
        Assert.Equal(3500, Model(512).Of(Mail, 1000).Awake, 6);
    }

    [Fact]
    public void Runs_are_those_of_the_mails_the_timers_and_one_mailbox() =>
        Assert.Equal((1000 * 4) + 86_400 + 8_640, Model().Of(Mail, 1000).Runs, 6);

    [Fact]
    public void A_secret_is_read_for_each_delivery_unless_instances_keep_it()
    {
        var kept = new CostModel(new Prices(Table.Select(line => line.Replace("kept | 0 |", "kept | 5 |"))), 1024);

        Assert.Equal(2 * 3 * 1000, Model().Of(Mail, 1000).Vault, 6);
        Assert.Equal(2 * 3 * 1000, kept.Of(Mail, 1000).Vault, 6);
        Assert.Equal(2 * 2 * 8760, kept.Of(Mail, 10_000_000).Vault, 6);
    }

    [Fact]
    public void What_does_not_depend_on_mail_is_the_same_for_any_number()
    {
        var (few, many) = (Model(1024).Of(Mail, 1000), Model(1024).Of(Mail, 1_000_000));

        Assert.Equal(86_400 + (8_640 * 2) + (8 * 3), few.Fixed, 6);
        Assert.Equal(few.Fixed, many.Fixed);
        Assert.Equal(1000 * few.Kept, many.Kept, 6);
    }

    [Fact]
    public void All_parts_together_are_the_cost_and_scale_to_a_million()
    {
        var cost = Model().Of(Mail, 500_000);
        var parts =
            cost.Calls + cost.Polls + cost.Runs + cost.Awake + cost.Vault + cost.Kept + cost.Telemetry + cost.Fixed;

        Assert.Equal(parts, cost.Together, 6);
        Assert.Equal(2 * parts, cost.AMillion(500_000).Together, 3);
        Assert.Equal(2 * cost.Polls, cost.AMillion(500_000).Polls, 6);
    }

    [Fact]
    public void An_idle_host_asks_once_in_the_longest_interval_and_a_busy_one_more_often()
    {
        // Between two messages a day apart the wait has long reached its most.
        Assert.InRange(Polling.EmptyAnswersPerSecond(1 / 86_400.0), 1 / Polling.Most, 1.1 / Polling.Most);
        Assert.InRange(Polling.EmptyAnswersPerSecond(3.8), 1, 10);
        Assert.Equal(Polling.EmptyAnswersPerSecond(3.8), Polling.EmptyAnswersPerSecond(3.8));
    }

    [Fact]
    public void The_prices_are_those_of_the_documentation()
    {
        var prices = Prices.Read();
        double[] all =
        [
            prices.BlobWrite,
            prices.BlobRead,
            prices.TableCall,
            prices.QueueCall,
            prices.VaultCall,
            prices.GigabyteSecond,
            prices.Run,
            prices.GigabyteMonth,
            prices.TelemetryGigabyte,
            prices.AlertRule,
        ];

        Assert.All(all, price => Assert.InRange(price, 1e-9, 10));
        Assert.InRange(prices.SecretMinutes, 0, 60);
    }

    [Fact]
    public void A_price_that_is_missing_or_there_twice_is_an_error()
    {
        Assert.Throws<InvalidDataException>(() => new Prices([]).Run);
        Assert.Throws<InvalidDataException>(() => new Prices(["| million runs | 1 |", "| million runs | 2 |"]).Run);
    }

    private static CostModel Model(int memory = 1024) => new(new Prices(Table), memory);
}
