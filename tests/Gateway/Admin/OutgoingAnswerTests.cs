using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Postern.Tests.Admin;

/// <summary>
/// Test of a server, check of a domain and explanation over HTTP; what they find is tested elsewhere.
/// </summary>
public sealed class OutgoingAnswerTests(AdminGateway gateway) : IClassFixture<AdminGateway>
{
    [Fact]
    public async Task A_failed_test_is_answered_like_any_other()
    {
        await gateway.PutAsync("outgoing-servers/closed", Server(ClosedPort(), ""));

        foreach (
            var reply in new[]
            {
                await gateway.PostAsync("outgoing-servers/closed/test", """{"from":"ann@mycompany.example"}"""),
                await gateway.PostAsync(
                    "outgoing-servers/test",
                    Server(ClosedPort(), ""","from":"ann@mycompany.example","password":"s3cret","hasPassword":true""")
                ),
            }
        )
        {
            Assert.Equal(200, reply.Status);
            Assert.False(reply.Json["ok"]!.GetValue<bool>());
            Assert.Equal(
                ("connect", "portClosed"),
                (reply.Json["failed"]!.GetValue<string>(), reply.Json["failure"]!.GetValue<string>())
            );
            Assert.Equal("postmaster@mycompany.example", reply.Json["to"]!.GetValue<string>());
            Assert.DoesNotContain("s3cret", reply.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_saved_server_is_tested_without_a_body_with_the_address_of_its_filter()
    {
        await gateway.PutAsync(
            "outgoing-servers/filtered",
            Server(ClosedPort(), ""","fromFilter":"ann@mycompany.example" """)
        );

        var reply = await gateway.SendAsync("POST", "outgoing-servers/filtered/test", null, null);

        Assert.Equal((200, "ann@mycompany.example"), (reply.Status, reply.Json["from"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(
        "outgoing-servers/test",
        """{"name":"x","host":"smtp.example.com","port":0,"from":"a@b.example"}""",
        "port"
    )]
    [InlineData("outgoing-servers/test", """{"name":"x","host":"smtp.example.com","from":"nobody"}""", "from")]
    [InlineData(
        "outgoing-servers/test",
        """{"name":"x","host":"smtp.example.com","from":"a@b.example","to":"b"}""",
        "to"
    )]
    [InlineData("outgoing-servers/test", """{"name":"x","host":"smtp.example.com","form":"a@b.example"}""", "form")]
    [InlineData("outgoing-servers/test", """{"name":"x","host":"smtp.example.com","password":7}""", "password")]
    [InlineData("explain/outbound", """{"to":"a@b.example"}""", "from")]
    [InlineData("explain/outbound", """{"from":"a@b.example","to":"b"}""", "to")]
    [InlineData(
        "explain/outbound",
        """{"from":"a@b.example","to":"b@b.example","aliasDomain":"gone.example"}""",
        "aliasDomain"
    )]
    public async Task A_wrong_member_is_named(string path, string json, string field)
    {
        var reply = await gateway.PostAsync(path, json);

        Assert.Equal(400, reply.Status);
        Assert.Equal([field], reply.Fields);
    }

    [Fact]
    public async Task A_server_that_is_not_there_cannot_be_tested() =>
        Assert.Equal(404, (await gateway.PostAsync("outgoing-servers/gone/test", "{}")).Status);

    [Fact]
    public async Task An_explanation_shows_route_and_trace()
    {
        await gateway.PutAsync("outgoing-servers/explained", Server(587, ""","fromFilter":"explained.example" """));

        var reply = await gateway.PostAsync(
            "explain/outbound",
            """{"from":"Ann <ann@explained.example>","to":"bob@b.example"}"""
        );

        Assert.Equal((200, "explained"), (reply.Status, reply.Json["server"]!.GetValue<string>()));
        Assert.Contains(
            reply.Json["trace"]!.AsArray(),
            reason => reason!["hit"]!.GetValue<bool>() && reason["step"]!.GetValue<string>() == "fromDomain"
        );
        Assert.Equal("explained", reply.Json["routes"]!.AsArray()[0]!["server"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_records_of_what_is_no_domain_are_not_asked_for() =>
        Assert.Equal(["domain"], (await gateway.GetAsync("domains/nodots/dns")).Fields);

    private static string Server(int port, string more) =>
        JsonNode
            .Parse($$"""{"name":"Server","host":"127.0.0.1","port":{{port}},"security":"none"{{more}}}""")!
            .ToJsonString();

    // Nobody listens there once the listener is gone.
    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
