using MimeKit;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Inbound;

/// <summary>
/// Storage costs by the call: what a mail makes on each path is listed here, in its order, and so is every change of it.
/// The host's get and delete of the queue message are two more.
/// </summary>
public sealed class StorageCallsTests(ITestOutputHelper output)
{
    private const string Customer = "\"Carl Customer\" <carl@customer.example>";
    private const string Agent = "\"Anna Agent\" <agent@mycompany.example>";
    private const string Support = "support@mycompany.example";
    private const int Host = 2;

    private static readonly string[] TakenIn = ["PUT mail-raw", "POST journal", "POST inbound-mail"];

    // The claim with its tokens, the message with its deliveries: a transaction each.
    private static readonly string[] Decided = ["POST $batch", "POST $batch"];
    private static readonly string[] Recorded = ["PUT people", "PATCH journal"];

    private readonly StorageFaults _calls = new();

    [Fact]
    public async Task A_new_record_makes_at_most_10_calls_with_those_of_the_host()
    {
        await using var gateway = await WarmAsync();

        var calls = await RouteAsync(gateway, Mails.New(Customer, Support));

        Assert.Equal([.. TakenIn, "GET people", .. Decided, .. Recorded], calls);
        Assert.InRange(calls.Count + Host, 1, 10);
    }

    [Fact]
    public async Task A_reply_makes_at_most_11_and_one_to_anothers_Message_Id_12()
    {
        await using var gateway = await WarmAsync();
        var question = Mails.New(Customer, Support, cc: "bo@customer.example");
        await RouteAsync(gateway, question);
        await gateway.DrainAsync();

        var answer = await RouteAsync(gateway, Mails.ReplyTo(gateway.Sent[^1], Agent, "Use the extinguisher."));
        await gateway.DrainAsync();
        var other = await RouteAsync(
            gateway,
            Mails.ReplyTo(question, "bo@customer.example", "It still burns.", Support)
        );

        Assert.Equal([.. TakenIn, "GET people", "GET threads", .. Decided, .. Recorded], Sorted(answer, 3, 2));
        Assert.Equal([.. TakenIn, "GET claims", "GET threads", "GET people", .. Decided, .. Recorded], other);
        Assert.InRange(answer.Count + Host, 1, 11);
        Assert.InRange(other.Count + Host, 1, 12);
    }

    [Fact]
    public async Task A_Reply_To_costs_one_more_and_what_is_read_besides_does_not_wait_for_it()
    {
        await using var gateway = await WarmAsync();
        var form = Mails.New("form@website.example", Support);
        form.ReplyTo.Add(new MailboxAddress("Ida", "ida@buyer.example"));

        var calls = await RouteAsync(gateway, form);

        Assert.Equal([.. TakenIn, "GET people", "GET people", .. Decided, "PUT people", .. Recorded], calls);
    }

    [Fact]
    public async Task An_alias_that_counts_everybody_costs_one_more_of_each()
    {
        await using var gateway = await WarmAsync();
        await gateway.PutAsync(Core.Configuration.ConfigurationKinds.Parameter, "mail.gateway.loop.scope", "alias");

        var calls = await RouteAsync(gateway, Mails.New(Customer, Support));

        Assert.Equal([.. TakenIn, "GET people", "GET people", .. Decided, "PUT people", .. Recorded], calls);
    }

    [Fact]
    public async Task A_delivery_makes_at_most_5()
    {
        await using var gateway = await WarmAsync();
        await RouteAsync(gateway, Mails.New(Customer, Support));
        _calls.Reset();

        await gateway.StepAsync(QueueNames.OutboundMail);

        const int put = 1;
        Assert.InRange(_calls.Calls.Count + put, 2, 5);
    }

    /// <summary>A gateway whose configuration is read, whose keys are there, and that a first mail went through.</summary>
    private async Task<TestGateway> WarmAsync()
    {
        var gateway = await TestGateway.StartAsync(null, _calls);
        await gateway.SetUpDeskAsync();
        // What a mail makes without its deliveries.
        await gateway.QueueDeliveriesAsync();
        await gateway.PushAsync(Mails.New(Customer, Support, "Warm-up"));
        await gateway.DrainAsync();
        return gateway;
    }

    /// <summary>The calls of a mail, without those of its deliveries and those by which it is found.</summary>
    private async Task<List<string>> RouteAsync(TestGateway gateway, MimeMessage mail)
    {
        // Warm caches: the version of the configuration is asked for once a second, not for each mail.
        await gateway.Get<GatewayConfigurationSource>().GetAsync(default);
        _calls.Reset();
        await gateway.PushAsync(mail);
        var calls = _calls.Calls.Select(Named).ToList();
        await gateway.Get<GatewayConfigurationSource>().GetAsync(default);
        _calls.Reset();
        await gateway.StepAsync(QueueNames.InboundMail);
        var made = _calls.Calls.Where(call => !IndexCalls.IsOne(call)).Select(Named);
        calls.AddRange(made.Where(call => call != "POST outbound-mail"));
        output.WriteLine(string.Join(", ", calls));
        return calls;
    }

    // What is read at the same time has no order.
    private static List<string> Sorted(List<string> calls, int from, int count) =>
        [.. calls[..from], .. calls.Slice(from, count).Order(StringComparer.Ordinal), .. calls[(from + count)..]];

    // The method, and the table, queue or container; the path of a transaction names no table.
    private static string Named(string call)
    {
        var (method, path) = (call.Split(' ')[0], call.Split(' ')[1].Split('/', StringSplitOptions.RemoveEmptyEntries));
        return $"{method} {path[1].Split('(')[0].ToLowerInvariant()}";
    }
}
