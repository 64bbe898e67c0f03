using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Postern.Contracts.Queues;
using Postern.DevHost.Smtp;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;
using Xunit.Abstractions;

namespace Postern.Tests.Smtp;

public sealed class CrashedDeliveryTests(ITestOutputHelper output)
{
    private const int Mails = 100;

    [Fact]
    [Trait("Speed", "Long")]
    public async Task A_hundred_deaths_between_acceptance_and_outcome_make_a_hundred_doubles_each_with_the_same_message_id()
    {
        var crash = new CrashAfterAcceptance();
        await using var gateway = await TestGateway.StartAsync(null, crash);
        await gateway.SetUpDeskAsync();
        for (var i = 0; i < Mails; i++)
            await gateway.Get<MailQueues>().PutAsync(QueueNames.OutboundMail, Mail(i), default);
        gateway.Catcher.Behaviour = new SmtpBehaviour
        {
            AnswerData = _ =>
            {
                if (crash.Crashes < Mails)
                    crash.Arm();
                return SmtpDataAnswer.Accept;
            },
        };

        await gateway.DrainAsync(e => e is CrashException);
        var before = gateway.Sent.Count;
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(16));
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(16));

        var copies = gateway.Sent.GroupBy(mail => mail.To.Mailboxes.Single().Address).ToList();
        output.WriteLine(
            $"deaths {crash.Crashes}, mails {copies.Count}, copies {gateway.Sent.Count}, doubles {gateway.Sent.Count - copies.Count}"
        );
        Assert.Equal((Mails, Mails, Mails), (crash.Crashes, before, copies.Count));
        Assert.All(
            copies,
            same =>
            {
                Assert.Equal(2, same.Count());
                Assert.Single(same.Select(mail => mail.MessageId).Distinct());
            }
        );
        Assert.Equal(Mails, copies.Select(same => same.First().MessageId).Distinct().Count());
        Assert.Equal(Mails, CountedDoubles(gateway));
        // The return paths too are the same, so that a bounce of either copy is known for what it is.
        Assert.Equal(Mails, gateway.Catcher.Mails.Select(mail => mail.Envelope.From).Distinct().Count());
    }

    private static int CountedDoubles(TestGateway gateway) =>
        gateway
            .Get<GatewayStorage>()
            .Table(TableNames.Threads)
            .Query<TableEntity>()
            .Where(row => row.RowKey.StartsWith("d:", StringComparison.Ordinal))
            .Sum(row => JsonNode.Parse(row.GetString("json"))!["possibleDoubles"]!.GetValue<int>());

    private static OutboundMail Mail(int i) =>
        new()
        {
            Id = $"m{i}",
            From = "sam@mycompany.example",
            To = [$"c{i}@customer.example"],
            Subject = $"Mail {i}",
            Text = "Hi.",
        };
}
