using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Delivery;
using Postern.Core.Health;
using Postern.Gateway.Operations;
using Postern.Gateway.Throttling;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Outbound;

/// <summary>What administrators see of an outgoing server that takes no mail.</summary>
public sealed class DeadServerTests
{
    [Fact]
    public async Task A_server_that_nobody_answers_at_is_a_problem_until_it_takes_mail_again()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var server = new OutgoingServer
        {
            Name = "Relay",
            Host = "127.0.0.1",
            Port = gateway.Catcher.Port,
            Security = ConnectionSecurity.None,
        };
        await gateway.PutAsync(ConfigurationKinds.OutgoingServer, "relay", server);
        await SendAsync(gateway);
        var well = await HealthAsync(gateway);
        Assert.Equal(HealthStatus.Ok, well.Status);
        var took = Assert.Single(well.Servers).LastSuccess;
        Assert.NotNull(took);

        await gateway.PutAsync(ConfigurationKinds.OutgoingServer, "relay", server with { Port = FreePorts.Take(1)[0] });
        gateway.Time.Advance(TimeSpan.FromMinutes(1));
        await SendAsync(gateway);

        var health = await HealthAsync(gateway);
        var relay = Assert.Single(health.Servers);
        Assert.Equal((HealthStatus.Degraded, CircuitState.Open), (health.Status, relay.Circuit.State));
        Assert.Equal(
            (took, DeliveryProblem.Connection, 1),
            (relay.LastSuccess, relay.LastError!.Problem, relay.Waiting.Count)
        );
        Assert.Contains("refused", relay.LastError.Text, StringComparison.OrdinalIgnoreCase);
        var problem = Assert.Single(health.Problems).Message;
        Assert.Contains("'Relay' has taken no mail since", problem, StringComparison.Ordinal);
        Assert.Contains(relay.LastError.Text, problem, StringComparison.Ordinal);
        Assert.Contains("1 delivery waits for it", problem, StringComparison.Ordinal);

        await gateway.PutAsync(ConfigurationKinds.OutgoingServer, "relay", server);
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(20));
        var after = await HealthAsync(gateway);
        Assert.Equal((HealthStatus.Ok, 0), (after.Status, Assert.Single(after.Servers).Waiting.Count));
        Assert.NotNull(Assert.Single(after.Servers).LastError);
    }

    [Fact]
    public async Task A_server_that_takes_mail_costs_one_write_in_five_minutes()
    {
        var calls = new StorageFaults();
        await using var gateway = await TestGateway.StartAsync(null, calls);
        var contacts = gateway.Get<ServerContacts>();
        var server = new OutgoingServer
        {
            Id = "relay",
            Name = "Relay",
            Host = "smtp.example.com",
        };
        calls.Reset();
        for (var second = 0; second < 600; second++)
        {
            await contacts.NoteAsync(server, new DeliveryResult(DeliveryOutcome.Accepted, "250 OK", null, 250));
            gateway.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal((2, 2), (calls.Writes, calls.Calls.Count));
    }

    [Fact]
    public async Task A_changed_record_begins_without_the_errors_of_the_one_before()
    {
        await using var gateway = await TestGateway.StartAsync();
        var contacts = gateway.Get<ServerContacts>();
        var server = new OutgoingServer
        {
            Id = "relay",
            Name = "Relay",
            Host = "smtp.example.com",
        };
        await gateway.PutAsync(ConfigurationKinds.OutgoingServer, "relay", server);
        await contacts.NoteAsync(server, new DeliveryResult(DeliveryOutcome.Unreachable, "No such host"));
        Assert.Equal("No such host", Assert.Single((await HealthAsync(gateway)).Servers).LastError?.Text);

        await contacts.ForgetAsync("relay", default);

        Assert.Null(Assert.Single((await HealthAsync(gateway)).Servers).LastError);
        // Another one that was never used.
        await contacts.ForgetAsync("unused", default);
    }

    private static async Task SendAsync(TestGateway gateway)
    {
        await gateway.PushAsync(Mails.New("carl@customer.example", $"support@{TestGateway.Domain}"));
        await gateway.DrainAsync();
    }

    private static Task<HealthReport> HealthAsync(TestGateway gateway) =>
        gateway.Get<HealthReader>().ReadAsync(default);
}
