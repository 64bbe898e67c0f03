using Microsoft.Extensions.DependencyInjection;
using Postern.Core.Delivery;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Tests.Admin;

/// <summary>Outgoing servers that something depends on, and settings that would spoil mail.</summary>
public sealed class ServerUseEndpointTests(AdminGateway gateway) : IClassFixture<AdminGateway>
{
    private const string Relay = """{"name":"Relay","host":"smtp.example.com","fromFilter":"a.example"}""";

    [Fact]
    public async Task The_server_for_mass_mail_is_deleted_only_when_the_parameter_names_another()
    {
        await gateway.PutAsync("outgoing-servers/news", Relay);
        Assert.Equal(200, (await gateway.PutAsync("parameters/mail.bulk.server", """{"value":"news"}""")).Status);

        var refused = await gateway.DeleteAsync("outgoing-servers/news");
        Assert.Equal(409, refused.Status);
        Assert.Contains("mail.bulk.server", refused.ToString(), StringComparison.Ordinal);

        var open = await gateway.PutAsync(
            "outgoing-servers/news",
            Relay.Replace("a.example", "", StringComparison.Ordinal)
        );
        Assert.Contains("carries all relayed mail", open.Json["warnings"]!.ToJsonString(), StringComparison.Ordinal);
        var health = (await gateway.GetAsync("health")).Json;
        Assert.Contains("carries all relayed mail", health["warnings"]!.ToJsonString(), StringComparison.Ordinal);

        await gateway.DeleteAsync("parameters/mail.bulk.server");
        var deleted = await gateway.DeleteAsync("outgoing-servers/news");
        Assert.Equal(200, deleted.Status);
        Assert.Equal("id", Assert.Single(deleted.Json["warnings"]!.AsArray())!["field"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_server_that_mail_waits_for_is_deleted_only_when_it_is_inactive()
    {
        await gateway.PutAsync("outgoing-servers/slow", Relay);
        var since = DateTimeOffset.UtcNow.AddHours(-2);
        var waits = new WaitingDelivery("one", "slow", since, ForLimit: false);
        await gateway
            .Services.GetRequiredService<DueStore>()
            .AddAsync(since.AddDays(1), "one", QueueNames.OutboundMail, "{}", waits, default);

        var refused = await gateway.DeleteAsync("outgoing-servers/slow");
        Assert.Equal((409, "id"), (refused.Status, Assert.Single(refused.Fields)));
        Assert.Contains("1 delivery waits for 'slow'", refused.ToString(), StringComparison.Ordinal);
        var shown = Assert.Single(
            (await gateway.GetAsync("health")).Json["servers"]!.AsArray(),
            server => server!["server"]!.GetValue<string>() == "slow"
        )!;
        Assert.Equal(
            (1, 1, "open"),
            (
                shown["waiting"]!["count"]!.GetValue<int>(),
                shown["waiting"]!["late"]!.GetValue<int>(),
                shown["circuit"]!["state"]!.GetValue<string>()
            )
        );

        var inactive = await gateway.PutAsync(
            "outgoing-servers/slow",
            Relay.Replace("}", ",\"active\":false}", StringComparison.Ordinal)
        );
        Assert.Contains("1 delivery waits", inactive.Json["warnings"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(204, (await gateway.DeleteAsync("outgoing-servers/slow")).Status);
    }

    [Theory]
    [InlineData(
        "outgoing-servers/url",
        """{"name":"R","host":"h.example","fromFilter":"https://a.example/"}""",
        "fromFilter"
    )]
    [InlineData("parameters/mail.default.from_filter", """{"value":"https://a.example/"}""", "value")]
    [InlineData("parameters/mail.auth.trusted", """{"value":"*"}""", "value")]
    [InlineData("parameters/mail.auth.trusted", """{"value":"mx.a.example,,"}""", "value")]
    public async Task What_would_mean_something_else_is_refused(string path, string json, string field)
    {
        var answer = await gateway.PutAsync(path, json);
        Assert.Equal((400, field), (answer.Status, Assert.Single(answer.Fields)));
    }

    [Fact]
    public async Task A_notification_address_elsewhere_is_warned_of_when_it_is_set_and_afterwards()
    {
        await gateway.PutAsync("alias-domains/own", """{"name":"own.example"}""");
        await gateway.PutAsync("alias-domains/second", """{"name":"second.example"}""");
        var own = await gateway.PutAsync(
            "alias-domains/own",
            """{"name":"own.example","defaultFrom":"n@second.example"}"""
        );
        Assert.DoesNotContain(
            OnNone("n@second.example"),
            own.Json["warnings"]!.ToJsonString(),
            StringComparison.Ordinal
        );
        var elsewhere = await gateway.PutAsync(
            "alias-domains/own",
            """{"name":"own.example","defaultFrom":"n@elsewhere.example"}"""
        );
        Assert.Contains(
            OnNone("n@elsewhere.example"),
            elsewhere.Json["warnings"]!.ToJsonString(),
            StringComparison.Ordinal
        );
        await gateway.PutAsync("alias-domains/own", """{"name":"own.example","defaultFrom":"n@second.example"}""");
        Assert.DoesNotContain(OnNone("n@second.example"), await HealthAsync(), StringComparison.Ordinal);

        var deleted = await gateway.DeleteAsync("alias-domains/second");
        Assert.Equal(200, deleted.Status);
        Assert.Contains(OnNone("n@second.example"), deleted.Json["warnings"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(OnNone("n@second.example"), await HealthAsync(), StringComparison.Ordinal);
    }

    private static string OnNone(string address) => $"{address}\\u0027 is on none of the alias domains";

    private async Task<string> HealthAsync() => (await gateway.GetAsync("health")).Json["warnings"]!.ToJsonString();
}
