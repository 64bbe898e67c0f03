using System.Text.Json.Nodes;

namespace Postern.Tests.Admin;

/// <summary>How long things are kept is shown, and whoever shortens it is told what that deletes.</summary>
public sealed class RetentionEndpointTests(AdminGateway gateway) : IClassFixture<AdminGateway>
{
    [Fact]
    public async Task Days_that_delete_are_warned_of_when_they_are_set_and_in_a_plan_and_are_shown()
    {
        var before = (await gateway.GetAsync("retention")).Json;
        Assert.Equal("90 365", $"{before["rawDays"]} {before["journalDays"]}");
        Assert.Null(before["threadDays"]);
        Assert.Null(before["next"]);

        var plan = await gateway.PostAsync("configuration/plan", """{"parameters":{"mail.threads.days":365}}""");
        Assert.Contains("deletes threads after 365 days", Warning(plan.Json), StringComparison.Ordinal);
        var put = await gateway.PutAsync("parameters/mail.threads.days", """{"value":"400"}""");
        Assert.Contains("deletes threads after 400 days", Warning(put.Json), StringComparison.Ordinal);
        var refused = await gateway.PutAsync("parameters/mail.people.days", """{"value":"0"}""");
        Assert.Equal((400, "value"), (refused.Status, Assert.Single(refused.Fields)));

        var after = (await gateway.GetAsync("retention")).Json;
        Assert.Equal("400", $"{after["threadDays"]}");
        Assert.NotNull(after["next"]);
    }

    private static string Warning(JsonNode answer) => Assert.Single(answer["warnings"]!.AsArray())!.ToJsonString();
}
