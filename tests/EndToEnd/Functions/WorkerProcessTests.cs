using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
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
        await using var worker = await WorkerProcess.StartAsync(WorkerGateway.Settings(storage, gateway.Catcher.Port));

        var found = FunctionCatalog.Read(typeof(RouteInbound).Assembly.GetTypes(), _ => "0 * * * * *", []);
        Assert.Equal(found.Select(function => function.Name).Order(), worker.Functions.Keys.Order());
        // Without a destination of its own the worker's logs go to the host.
        Assert.DoesNotContain("WorkerOpenTelemetryEnabled", worker.Capabilities.Keys);

        var mail =
            "From: Carl <carl@customer.example>\r\nTo: support@mycompany.example\r\nSubject: It burns\r\n"
            + "Message-ID: <1@customer.example>\r\n\r\nThe printer.\r\n";
        using var push = new HttpRequestMessage(HttpMethod.Post, "/api/inbound")
        {
            Content = new StringContent(mail, Encoding.ASCII, "message/rfc822"),
        };
        push.Headers.Add("x-functions-key", await WorkerGateway.MakeKeyAsync(gateway, ApiScope.Intake));
        using var pushed = await worker.SendAsync("Intake", push);
        Assert.Equal(HttpStatusCode.Accepted, pushed.StatusCode);

        await RunQueueAsync(gateway, worker, QueueNames.InboundMail, "RouteInbound");
        await RunQueueAsync(gateway, worker, QueueNames.OutboundMail, "SendOutbound");
        var sent = Assert.Single(gateway.Catcher.Mails);
        Assert.Equal(["agent@mycompany.example"], sent.Envelope.Recipients);

        using var ask = new HttpRequestMessage(HttpMethod.Get, pushed.Headers.Location);
        ask.Headers.Authorization = new("Bearer", await WorkerGateway.MakeKeyAsync(gateway, ApiScope.Read));
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
        await using var worker = await WorkerProcess.StartAsync(WorkerGateway.Settings(storage, gateway.Catcher.Port));

        var key = await WorkerGateway.MakeKeyAsync(gateway, ApiScope.Read);
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/api/models");
        ask.Headers.Authorization = new("Bearer", key);
        using var answer = await worker.SendAsync("ListModels", ask);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        using var misspelt = new HttpRequestMessage(HttpMethod.Get, "/api/mails?stat=held");
        misspelt.Headers.Authorization = new("Bearer", key);
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

    [Fact]
    public async Task The_worker_serves_the_console_whose_answers_say_themselves_how_long_they_may_be_kept()
    {
        var storage = (await Azurite.SharedAsync()).NewAccount();
        await using var worker = await WorkerProcess.StartAsync(WorkerGateway.Settings(storage, FreePorts.Take(1)[0]));

        using var ask = new HttpRequestMessage(HttpMethod.Get, "/api/console/");
        using var page = await worker.SendAsync("ReadConsole", ask);
        Assert.Equal((HttpStatusCode.OK, "no-cache"), (page.StatusCode, page.Headers.CacheControl?.ToString()));
        var path = Regex.Match(await page.Content.ReadAsStringAsync(), "src=\"([^\"]+)\"").Groups[1].Value;
        using var askFile = new HttpRequestMessage(HttpMethod.Get, $"/api/console/{path}");
        using var file = await worker.SendAsync("ReadConsole", askFile, ("file", path));
        Assert.Equal((HttpStatusCode.OK, true), (file.StatusCode, file.Headers.CacheControl?.Public));
        using var askBare = new HttpRequestMessage(HttpMethod.Get, "/api/console/none.js");
        using var none = await worker.SendAsync("ReadConsole", askBare, ("file", "none.js"));
        Assert.Equal((HttpStatusCode.NotFound, true), (none.StatusCode, none.Headers.CacheControl?.NoStore));
    }

    [Fact]
    public async Task A_thousand_quick_refusals_are_all_401_and_the_worker_answers_as_before()
    {
        var storage = (await Azurite.SharedAsync()).NewAccount();
        await using var gateway = await TestGateway.StartAsync(
            storage,
            new FakeTimeProvider(DateTimeOffset.UtcNow),
            null
        );
        await using var worker = await WorkerProcess.StartAsync(WorkerGateway.Settings(storage, gateway.Catcher.Port));
        string?[] keys =
        [
            null,
            "wrong",
            await WorkerGateway.MakeKeyAsync(gateway, ApiScope.Read, DateTimeOffset.MinValue),
        ];
        var statuses = new ConcurrentBag<HttpStatusCode>();

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1000),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (number, _) =>
            {
                using var ask = new HttpRequestMessage(HttpMethod.Get, "/api/models");
                if (keys[number % keys.Length] is { } key)
                    ask.Headers.Authorization = new("Bearer", key);
                using var answer = await worker.SendAsync("ListModels", ask);
                statuses.Add(answer.StatusCode);
            }
        );

        Assert.Equal(1000, statuses.Count);
        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.Unauthorized, status));
        using var allowed = new HttpRequestMessage(HttpMethod.Put, "/api/models/m")
        {
            Content = JsonContent.Create(new { }),
        };
        allowed.Headers.Authorization = new("Bearer", await WorkerGateway.MakeKeyAsync(gateway, ApiScope.Admin));
        using var made = await worker.SendAsync("WriteModel", allowed, ("name", "m"));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var (entries, _) = await gateway.Get<AuditStore>().ListAsync(null, 10, default);
        Assert.Equal(("models/m", "Admin"), (entries[0].What, entries[0].Key));
    }

    [Theory]
    [InlineData("GET", "/api/nothing/at/all", HttpStatusCode.NotFound, "")]
    [InlineData("GET", "/api/", HttpStatusCode.NotFound, "")]
    [InlineData("DELETE", "/api/mails", HttpStatusCode.MethodNotAllowed, "GET")]
    [InlineData("PROPFIND", "/api/models/m", HttpStatusCode.MethodNotAllowed, "DELETE,GET,PATCH,PUT")]
    public async Task What_no_function_takes_is_answered_by_the_last_one(
        string method,
        string path,
        HttpStatusCode expected,
        string allowed
    )
    {
        var storage = (await Azurite.SharedAsync()).NewAccount();
        await using var gateway = await TestGateway.StartAsync(
            storage,
            new FakeTimeProvider(DateTimeOffset.UtcNow),
            null
        );
        await using var worker = await WorkerProcess.StartAsync(WorkerGateway.Settings(storage, gateway.Catcher.Port));
        using var ask = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await worker.SendAsync("ZUnknownRoute", ask, ("path", path["/api/".Length..]));

        Assert.Equal((expected, allowed), (answer.StatusCode, string.Join(',', answer.Content.Headers.Allow)));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    private static async Task RunQueueAsync(TestGateway gateway, WorkerProcess worker, string queue, string function)
    {
        var message = Assert.Single((await gateway.Get<GatewayStorage>().Queue(queue).ReceiveMessagesAsync(32)).Value);
        Succeeded(await worker.InvokeAsync(function, new TypedData { String = message.MessageText }));
    }

    private static void Succeeded(StatusResult result) =>
        Assert.True(result.Status == StatusResult.Types.Status.Success, result.Exception?.Message);
}
