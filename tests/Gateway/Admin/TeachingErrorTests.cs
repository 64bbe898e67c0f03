using Microsoft.Extensions.DependencyInjection;
using Postern.Gateway.Settings;

namespace Postern.Tests.Admin;

/// <summary>An error says where it is, what was found, and what should be there.</summary>
public sealed class TeachingErrorTests(AdminGateway gateway) : IClassFixture<AdminGateway>
{
    [Theory]
    [InlineData("""{"notify":"mail"}""", "'notify' is 'mail', must be one of email, none")]
    [InlineData("""{"notify":7}""", "'notify' is a number, must be one of email, none")]
    [InlineData("""{"name":7}""", "'name' is a number, must be a text")]
    [InlineData("""{"name":["Ann"]}""", "'name' is a list, must be a text")]
    [InlineData("""{"internal":"yes"}""", "'internal' is a text, must be true or false")]
    [InlineData("""{"intern":true}""", "'intern' is not a known field; the nearest is 'internal'")]
    [InlineData("""["Ann"]""", "is a list, must be a JSON object")]
    [InlineData("{\n  \"name\": \"Ann\"\n  \"internal\": true\n}", "is not valid JSON at line 3, byte 3")]
    [InlineData("""{"name":"A","name":"B"}""", "'name' is given twice")]
    public async Task A_body_that_is_wrong_is_told_how_to_be_right(string body, string detail)
    {
        var answer = await gateway.PutAsync("contacts/ann@a.example", body);

        Assert.Equal((400, detail), (answer.Status, answer.Json["detail"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("""{"priority":1.5}""", "'priority' is 1.5, must be a whole number up to 2147483647")]
    [InlineData("""{"priority":9999999999}""", "'priority' is 9999999999, must be a whole number up to 2147483647")]
    [InlineData("""{"oauth":"none"}""", "'oauth' is a text, must be an object")]
    [InlineData(
        """{"oauth":{"tokenEndpoint":"https://a.example","clientId":"c","grant":"code"}}""",
        "'oauth.grant' is 'code', must be one of clientCredentials, refreshToken"
    )]
    [InlineData(
        """{"oauth":{"tokenEndpoint":"https://a.example","clientId":"c","expires":"soon"}}""",
        "'oauth.expires' is 'soon', must be a time such as 2026-01-31T12:00:00Z"
    )]
    [InlineData("""{"oauth":{"tokenEndpoint":"https://a.example"}}""", "'oauth.clientId' is missing")]
    [InlineData(
        """{"oauth":{"tokenEndpoint":"https://a.example","clientId":"c","scopes":"s"}}""",
        "'oauth.scopes' is not a known field; the nearest is 'scope'"
    )]
    [InlineData("""{"password":7}""", "'password' is a number, must be a text that is not empty, or null to remove it")]
    public async Task The_path_leads_into_the_body(string members, string detail)
    {
        var answer = await gateway.PutAsync(
            "outgoing-servers/wrong",
            """{"name":"Out","host":"smtp.example",""" + members[1..]
        );

        Assert.Equal((400, detail), (answer.Status, answer.Json["detail"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(
        "aliases/t/list",
        """{"model":"m","followers":["a@b.example",7]}""",
        "'followers[1]' is a number, must be a text"
    )]
    [InlineData("aliases/t/free", """{"model":"m","defaults":[1]}""", "'defaults' is a list, must be an object")]
    [InlineData("aliases/t/set", """{"model":"m","followers":{}}""", "'followers' is an object, must be a list")]
    [InlineData(
        "alias-domains/t/texts",
        """{"own":{"en":{"catchall":7}}}""",
        "'own.en.catchall' is a number, must be a text"
    )]
    public async Task It_leads_into_lists_and_dictionaries(string path, string body, string detail)
    {
        await gateway.PutAsync("alias-domains/t", """{"name":"t.example"}""");

        var answer = await gateway.PutAsync(path, body);

        Assert.Equal((400, detail), (answer.Status, answer.Json["detail"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_member_that_is_null_counts_as_left_out()
    {
        var made = await gateway.PutAsync(
            "outgoing-servers/nulls",
            """{"name":"Out","host":"smtp.example","active":null,"priority":null,"security":null,"userName":null}"""
        );

        Assert.Equal(201, made.Status);
        Assert.True(made.Json["active"]!.GetValue<bool>());
        Assert.Equal(
            "'host' is missing",
            (await gateway.PutAsync("outgoing-servers/nulls", """{"name":"Out","host":null}""")).Json[
                "detail"
            ]!.GetValue<string>()
        );
        // Within a free object it is a value.
        await gateway.PutAsync("alias-domains/t", """{"name":"t.example"}""");
        var alias = await gateway.PutAsync("aliases/t/nulls", """{"model":"m","defaults":{"team":null}}""");
        Assert.Equal("""{"team":null}""", alias.Json["defaults"]!.ToJsonString());
    }

    [Fact]
    public async Task A_process_sees_at_once_what_it_has_written_itself()
    {
        var source = gateway.Services.GetRequiredService<GatewayConfigurationSource>();
        foreach (var days in new[] { 4, 5, 6 })
        {
            await source.GetAsync(default);
            await gateway.PutAsync("parameters/mail.retry.days", $$"""{"value":"{{days}}"}""");
            Assert.Equal(days, (await source.GetAsync(default)).Parameters.Retry.TotalDays);
        }
        await gateway.PutAsync("alias-domains/seen", """{"name":"seen.example"}""");
        await source.GetAsync(default);
        await gateway.PutAsync("aliases/seen/now", """{"model":"m"}""");
        Assert.Contains((await source.GetAsync(default)).Aliases, alias => alias.LocalPart == "now");
        await gateway.DeleteAsync("aliases/seen/now");
        Assert.DoesNotContain((await source.GetAsync(default)).Aliases, alias => alias.LocalPart == "now");
    }
}
