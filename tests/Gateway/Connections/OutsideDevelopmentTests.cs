using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Servers;
using Postern.Core.Webhooks;
using Postern.Gateway;
using Postern.Gateway.Connections;
using Postern.Gateway.Mailboxes;
using Postern.Gateway.Probing;
using Postern.Gateway.Providers;
using Postern.Gateway.Smtp;
using Postern.Gateway.Storage;
using Postern.Gateway.Tokens;
using Postern.Tests.Providers;
using Postern.Tests.Support;

namespace Postern.Tests.Connections;

/// <summary>
/// Connections as the deployed gateway makes them: none reaches the own host, its network or the metadata service,
/// whatever a record or a request names.
/// </summary>
public sealed class OutsideDevelopmentTests(OutsideDevelopmentTests.Deployed deployed)
    : IClassFixture<OutsideDevelopmentTests.Deployed>
{
    public static TheoryData<string> Hosts =>
        [
            "127.0.0.1",
            "127.1",
            "2130706433",
            "::1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::7f00:1",
            "2002:7f00:1::",
            "0.0.0.0",
            "::",
            "169.254.169.254",
            "168.63.129.16",
            "10.0.0.1",
            "198.18.0.1",
            "fec0::1",
            "fe80::1",
            // By name: what it resolves to counts.
            "localhost",
        ];

    private int Port => deployed.Port;

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task No_outgoing_server_is_one_of_the_own_network(string host)
    {
        var server = new OutgoingServer
        {
            Id = "own",
            Name = "Own",
            Host = host,
            Port = Port,
            Security = ConnectionSecurity.None,
        };
        var sending = await Assert.ThrowsAsync<SmtpOpeningException>(() =>
            Get<SmtpConnector>().OpenAsync(server, default)
        );
        Assert.Contains("may not be connected to", sending.Message, StringComparison.Ordinal);

        var (from, to) = (EmailAddress.Parse("a@b.example"), EmailAddress.Parse("c@d.example"));
        var probe = await Get<ServerProbe>().TestAsync(server, (string?)null, from, to, default);
        Assert.Equal((false, ProbeFailure.ForbiddenAddress), (probe.Ok, probe.Failure));
        Assert.False(deployed.WasReached);
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task No_mailbox_is_on_the_own_network(string host)
    {
        foreach (var protocol in Enum.GetValues<MailboxProtocol>())
        {
            var server = new IncomingServer
            {
                Id = "own",
                Name = "Own",
                Host = host,
                Port = Port,
                Protocol = protocol,
                Security = ConnectionSecurity.None,
                UserName = "own",
            };
            var refused = await Assert.ThrowsAsync<MailboxException>(() =>
                Get<MailboxConnector>().OpenAsync(server, default)
            );
            Assert.Equal(MailboxFailure.ForbiddenAddress, refused.Trouble.Failure);
        }
        Assert.False(deployed.WasReached);
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task No_token_endpoint_is_on_the_own_network_and_none_is_asked_without_TLS(string host)
    {
        var authority = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        var endpoint = new OAuthSettings { TokenEndpoint = $"https://{authority}:{Port}/token", ClientId = "app" };
        var refused = await AskAsync(endpoint);
        Assert.Contains("may not be connected to", refused.Message, StringComparison.Ordinal);
        refused = await AskAsync(endpoint with { TokenEndpoint = "http://login.example/token" });
        Assert.Contains("without TLS", refused.Message, StringComparison.Ordinal);
        Assert.False(deployed.WasReached);
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task No_certificate_and_no_confirmation_of_SNS_is_fetched_from_the_own_network(string host)
    {
        using var topic = new SnsTopic();
        var message = SnsMessage.Read(
            Encoding.UTF8.GetBytes(topic.Notification("{}", DateTimeOffset.UtcNow).ToJsonString())
        );
        var authority = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        var url = new Uri($"https://{authority}:{Port}/a.pem");
        var sns = Get<SnsClient>();
        Func<Task>[] requests = [() => sns.VerifyAsync(message, url, default), () => sns.ConfirmAsync(url, default)];
        foreach (var request in requests)
        {
            var refused = await Assert.ThrowsAsync<SnsException>(request);
            Assert.Contains("may not be connected to", refused.Message, StringComparison.Ordinal);
        }
        Assert.False(deployed.WasReached);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_to_wherever_it_leads()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        var answering = AnswerAsync(first, $"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{Port}/\r\n\r\n");
        // In development, where the first connection is allowed.
        var development = new GuardedConnector(
            new ConfigurationBuilder().Build(),
            new HostingEnvironment { EnvironmentName = Environments.Development }
        );
        using var http = new HttpClient(GuardedHttp.Handler(development));
        using var answer = await http.GetAsync(new Uri($"http://{first.LocalEndpoint}/"));
        await answering;
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.False(deployed.WasReached);
    }

    private static async Task AnswerAsync(TcpListener listener, string answer)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        await stream.ReadExactlyAsync(new byte[16]);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
    }

    private Task<OAuthException> AskAsync(OAuthSettings settings) =>
        Assert.ThrowsAsync<OAuthException>(() =>
            Get<OAuthTokenEndpoint>().RequestAsync(settings, "secret", null, default)
        );

    private T Get<T>()
        where T : notnull => deployed.Get<T>();

    /// <summary>A gateway outside development, and a server of the own host that must never see a connection.</summary>
    public sealed class Deployed : IAsyncLifetime, IDisposable
    {
        private readonly TcpListener _own = new(IPAddress.IPv6Any, 0) { Server = { DualMode = true } };
        private ServiceProvider? _gateway;

        internal int Port => ((IPEndPoint)_own.LocalEndpoint).Port;

        internal bool WasReached => _own.Pending();

        public async Task InitializeAsync()
        {
            _own.Start();
            var configuration = new ConfigurationBuilder()
                .AddInMemoryCollection([
                    new(GatewayStorage.ConnectionName, (await Azurite.SharedAsync()).ConnectionString),
                    new("KeyVault:Uri", "https://vault.invalid"),
                ])
                .Build();
            var services = new ServiceCollection();
            services.AddLogging();
            services.AddPostern(configuration, new HostingEnvironment { EnvironmentName = Environments.Production });
            _gateway = services.BuildServiceProvider();
        }

        public async Task DisposeAsync() => await _gateway!.DisposeAsync();

        public void Dispose() => _own.Dispose();

        internal T Get<T>()
            where T : notnull => _gateway!.GetRequiredService<T>();
    }
}
