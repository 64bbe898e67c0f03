using Microsoft.Extensions.DependencyInjection;
using Postern.Contracts.Http;
using Postern.Core.Delivery;
using Postern.Gateway.Throttling;

namespace Postern.Tests.Admin;

public sealed class ServerLimitEndpointTests(AdminGateway gateway) : IClassFixture<AdminGateway>
{
    [Fact]
    public async Task A_server_shows_what_of_its_limits_is_used_and_whether_it_is_parked()
    {
        const string Path = "outgoing-servers/limited";
        var made = await gateway.PutAsync(
            Path,
            """{"name":"Relay","host":"smtp.example.com","dailyLimit":10,"ratePerMinute":20}"""
        );
        Assert.Equal(
            (10, 0),
            (
                made.Json["limits"]!["day"]!["left"]!.GetValue<int>(),
                made.Json["limits"]!["minute"]!["used"]!.GetValue<int>()
            )
        );
        var server = new OutgoingServer
        {
            Id = "limited",
            Name = "Relay",
            Host = "smtp.example.com",
            DailyLimit = 10,
            RatePerMinute = 20,
        };
        for (var mail = 0; mail < 8; mail++)
            Assert.Null(
                await gateway.Services.GetRequiredService<SendQuotas>().TakeAsync(server, false, null, default)
            );
        var reply = new DeliveryResult(DeliveryOutcome.Deferred, "421 4.7.0 Too many", null, 421);
        await gateway.Services.GetRequiredService<ServerHealthStore>().LearnAsync(server, reply, "a@a.example", "mail");

        var limits = (await gateway.GetAsync(Path)).Json["limits"]!;
        Assert.Equal((8, 2), (limits["day"]!["used"]!.GetValue<int>(), limits["day"]!["left"]!.GetValue<int>()));
        Assert.Equal(reply.Text, limits["unhealthy"]!.GetValue<string>());
        Assert.True(limits["parkedUntil"]!.GetValue<DateTimeOffset>() > DateTimeOffset.UtcNow);
        var health = (await gateway.GetAsync("health")).Json.ToJsonString();
        Assert.Contains("8 of its 10", health, StringComparison.Ordinal);
        Assert.Contains("is parked", health, StringComparison.Ordinal);

        var listed = Assert.Single(
            (await gateway.GetAsync("outgoing-servers")).Json["items"]!.AsArray(),
            item => item!["id"]!.GetValue<string>() == "limited"
        )!;
        Assert.Equal("limit", listed["limits"]!["trouble"]!.GetValue<string>());
        // Written back as it was read, it gets mail again.
        Assert.Equal(200, (await gateway.PutAsync(Path, listed.ToJsonString())).Status);
        Assert.Null((await gateway.GetAsync(Path)).Json["limits"]!["parkedUntil"]);
    }

    [Fact]
    public async Task The_mail_that_waits_for_a_server_can_be_released()
    {
        await gateway.PutAsync("outgoing-servers/slow", """{"name":"Slow","host":"smtp.example.com","dailyLimit":1}""");
        var released = await gateway.PostAsync("outgoing-servers/slow/release", "");
        Assert.Equal((200, 0), (released.Status, released.Json["released"]!.GetValue<int>()));
        Assert.Equal(404, (await gateway.PostAsync("outgoing-servers/nothing/release", "")).Status);
    }

    [Fact]
    public async Task Releasing_answers_what_it_released()
    {
        Assert.Equal(0, (await gateway.PostAsync("attention/release", "")).Json["released"]!.GetValue<int>());
        Assert.Equal(404, (await gateway.PostAsync("attention/nothing/release", "")).Status);
    }
}
