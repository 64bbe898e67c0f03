using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Fetching;
using Postern.DevHost.Functions;
using Postern.Functions;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Functions.Worker;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Functions;

/// <summary>
/// The functions in the platform's own worker: what the devhost cannot show, since it runs them without it.
/// </summary>
public sealed class WorkerProcessTests
{
    [Fact]
    public async Task The_worker_loads_every_function_and_a_mail_pushed_to_it_is_routed_and_sent()
    {
        var storage = (await Azurite.SharedAsync()).NewAccount();
        // Only sets up and looks: its functions do not run.
        await using var gateway = await TestGateway.StartAsync(
            storage,
            new FakeTimeProvider(DateTimeOffset.UtcNow),
            null
        );
        await gateway.SetUpDeskAsync();
        await using var worker = await WorkerProcess.StartAsync(Settings(storage, gateway.Catcher.Port));

        var found = FunctionCatalog.Read(typeof(RouteInbound).Assembly.GetTypes(), _ => "0 * * * * *", []);
        Assert.Equal(found.Select(function => function.Name).Order(), worker.Functions.Keys.Order());

        var mail =
            "From: Carl <carl@customer.example>\r\nTo: support@mycompany.example\r\nSubject: It burns\r\n"
            + "Message-ID: <1@customer.example>\r\n\r\nThe printer.\r\n";
        using var push = new HttpRequestMessage(HttpMethod.Post, "/api/inbound")
        {
            Content = new StringContent(mail, Encoding.ASCII, "message/rfc822"),
        };
        using var pushed = await worker.SendAsync("Intake", push);
        Assert.Equal(HttpStatusCode.Accepted, pushed.StatusCode);

        await RunQueueAsync(gateway, worker, QueueNames.InboundMail, "RouteInbound");
        await RunQueueAsync(gateway, worker, QueueNames.OutboundMail, "SendOutbound");
        var sent = Assert.Single(gateway.Catcher.Mails);
        Assert.Equal(["agent@mycompany.example"], sent.Envelope.Recipients);

        using var ask = new HttpRequestMessage(HttpMethod.Get, pushed.Headers.Location);
        using var answer = await worker.SendAsync("ReadMail", ask, ("id", $"{pushed.Headers.Location}".Split('/')[^1]));
        Assert.Equal("routed", JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["state"]!.GetValue<string>());
        foreach (var timer in new[] { "FetchMail", "Housekeeping" })
            Succeeded(
                await worker.InvokeAsync(
                    timer,
                    new TypedData { Json = """{"Schedule":{"AdjustForDST":true},"IsPastDue":false}""" }
                )
            );
    }

    [Fact]
    public async Task While_no_timer_runs_any_request_to_the_worker_starts_the_mailbox_that_is_due()
    {
        var storage = (await Azurite.SharedAsync()).NewAccount();
        await using var gateway = await TestGateway.StartAsync(
            storage,
            new FakeTimeProvider(DateTimeOffset.UtcNow),
            null
        );
        var server = new IncomingServer
        {
            Id = "box",
            Name = "Box",
            Host = "127.0.0.1",
            UserName = "box",
        };
        await gateway.PutAsync(ConfigurationKinds.IncomingServer, "box", server);
        await gateway
            .Get<MailboxStore>()
            .TrySaveAsync(
                null,
                MailboxRules.Confirm(
                    new MailboxSchedule { Server = "box" },
                    server,
                    ImportChoice.FromNow,
                    gateway.Time.GetUtcNow()
                ),
                default
            );
        await using var worker = await WorkerProcess.StartAsync(Settings(storage, gateway.Catcher.Port));

        using var ask = new HttpRequestMessage(HttpMethod.Get, "/api/models");
        using var answer = await worker.SendAsync("ListModels", ask);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        using var misspelt = new HttpRequestMessage(HttpMethod.Get, "/api/mails?stat=held");
        using var refused = await worker.SendAsync("ListMails", misspelt);
        Assert.Equal((HttpStatusCode.BadRequest, true), (refused.StatusCode, refused.Headers.CacheControl!.NoStore));
        Assert.Contains("'state'", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var queue = gateway.Get<GatewayStorage>().Queue(QueueNames.MailboxFetch);
        var messages = await Eventually.ReadAsync(
            async () => (await queue.PeekMessagesAsync(2)).Value,
            found => found.Length > 0
        );
        Assert.Single(messages);
    }

    private static async Task RunQueueAsync(TestGateway gateway, WorkerProcess worker, string queue, string function)
    {
        var message = Assert.Single((await gateway.Get<GatewayStorage>().Queue(queue).ReceiveMessagesAsync(32)).Value);
        Succeeded(await worker.InvokeAsync(function, new TypedData { String = message.MessageText }));
    }

    private static void Succeeded(StatusResult result) =>
        Assert.True(result.Status == StatusResult.Types.Status.Success, result.Exception?.Message);

    private static IEnumerable<(string Name, string Value)> Settings(string storage, int smtp) =>
        [
            ("AZURE_FUNCTIONS_ENVIRONMENT", "Development"),
            (GatewayStorage.ConnectionName, storage),
            ("AzureWebJobsStorage", storage),
            ("PublicUrl", "https://mail.mycompany.example"),
            ("DefaultServer__Host", "127.0.0.1"),
            ("DefaultServer__Port", $"{smtp}"),
            ("DefaultServer__Security", "None"),
        ];
}
