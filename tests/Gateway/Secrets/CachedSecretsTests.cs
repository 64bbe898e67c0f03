using System.Text;
using Postern.Contracts.Http;
using Postern.Gateway.Mailboxes;
using Postern.Gateway.Mailboxes.Testing;
using Postern.Gateway.Secrets;
using Postern.Gateway.Smtp;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Secrets;

/// <summary>Passwords are kept for minutes, and a changed one is used as soon as it is needed.</summary>
public sealed class CachedSecretsTests : IAsyncDisposable
{
    private const string Name = "outgoing-server-relay-password";

    private readonly StorageFaults _calls = new();
    private readonly LineServer _smtp;
    private readonly LineServer _pop;
    private readonly string _storage;
    private readonly Microsoft.Extensions.Time.Testing.FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private string[] _valid = ["first"];
    private bool _hangsUp;

    public CachedSecretsTests()
    {
        _smtp = new LineServer(AnswerSmtp);
        _pop = new LineServer(AnswerPop);
        _storage = Azurite.SharedAsync().GetAwaiter().GetResult().NewAccount();
    }

    public async ValueTask DisposeAsync()
    {
        await _smtp.DisposeAsync();
        await _pop.DisposeAsync();
    }

    [Fact]
    public async Task A_password_is_read_once_in_five_minutes()
    {
        await using var gateway = await StartAsync();
        await gateway.Get<ISecretStore>().SetAsync(Name, "first", default);

        Assert.Equal(1, await ReadsAsync(() => SmtpAsync(gateway)));
        _time.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal(0, await ReadsAsync(() => SmtpAsync(gateway)));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await ReadsAsync(() => SmtpAsync(gateway)));
        Assert.All(Passwords(), password => Assert.Equal("first", password));
    }

    [Fact]
    public async Task One_that_another_instance_changed_is_used_on_the_same_connection_once_the_kept_one_is_refused()
    {
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        foreach (var login in new[] { SmtpAsync, (Func<TestGateway, Task>)PopAsync })
        {
            _valid = ["first"];
            await SetAsync(other, "first");
            await login(one);
            await SetAsync(other, "second");

            // As long as both are valid nobody notices.
            _valid = ["first", "second"];
            Assert.Equal(0, await ReadsAsync(() => login(one)));
            _valid = ["second"];
            var connections = _smtp.Connections + _pop.Connections;
            Assert.Equal(1, await ReadsAsync(() => login(one)));
            Assert.Equal(connections + 1, _smtp.Connections + _pop.Connections);
            Assert.Equal(0, await ReadsAsync(() => login(one)));
            one.Get<CachedSecrets>().Forget(Name);
            one.Get<CachedSecrets>().Forget(SecretNames.IncomingPassword("box"));
        }
    }

    [Fact]
    public async Task A_wrong_password_is_tried_once_and_the_next_login_takes_the_one_that_was_read_again()
    {
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        await SetAsync(other, "first");
        await SmtpAsync(one);
        _valid = ["second"];

        var before = Passwords().Count;
        Assert.Equal(1, await ReadsAsync(() => Assert.ThrowsAnyAsync<Exception>(() => SmtpAsync(one))));
        Assert.Equal(before + 1, Passwords().Count);

        // A server that hangs up leaves no connection for another try.
        await SetAsync(other, "second");
        _hangsUp = true;
        await Assert.ThrowsAnyAsync<Exception>(() => SmtpAsync(one));
        Assert.Equal("first", Passwords()[^1]);
        await SmtpAsync(one);
        Assert.Equal("second", Passwords()[^1]);
    }

    [Fact]
    public async Task What_this_process_writes_or_deletes_counts_at_once_and_so_does_another_host_or_user()
    {
        await using var gateway = await StartAsync();
        _valid = ["first", "second", ""];
        await SetAsync(gateway, "first");
        await SmtpAsync(gateway);
        await SetAsync(gateway, "second");
        await SmtpAsync(gateway);
        Assert.Equal("second", Passwords()[^1]);

        // A record that names another host has another password, or none.
        await using var other = await StartAsync();
        await other.Get<ISecretStore>().DeleteAsync(Name, default);
        await SmtpAsync(gateway, user: "other");
        Assert.Equal("", Passwords()[^1]);
        await SmtpAsync(gateway, host: "localhost");
        Assert.Equal("", Passwords()[^1]);
        await SmtpAsync(gateway);
        Assert.Equal("second", Passwords()[^1]);
        await gateway.Get<ISecretStore>().DeleteAsync(Name, default);
        await SmtpAsync(gateway);
        Assert.Equal("", Passwords()[^1]);
    }

    [Fact]
    public async Task The_test_of_a_mailbox_takes_the_password_that_is_stored()
    {
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        await SetAsync(other, "first");
        await PopAsync(one);
        await SetAsync(other, "mistyped");

        var (result, _) = await one.Get<MailboxProbe>().TestAsync(Box(), default);

        Assert.Equal(MailboxTestStepName.Authenticate, result.Failed);
    }

    private Task<TestGateway> StartAsync() => TestGateway.StartAsync(_storage, _time, null, _calls);

    private static async Task SetAsync(TestGateway gateway, string password)
    {
        var secrets = gateway.Get<ISecretStore>();
        await secrets.SetAsync(Name, password, default);
        await secrets.SetAsync(SecretNames.IncomingPassword("box"), password, default);
    }

    private Task SmtpAsync(TestGateway gateway) => SmtpAsync(gateway, "127.0.0.1");

    private async Task SmtpAsync(TestGateway gateway, string host = "127.0.0.1", string user = "relay")
    {
        var server = new OutgoingServer
        {
            Id = "relay",
            Name = "Relay",
            Host = host,
            Port = _smtp.Port,
            Security = ConnectionSecurity.None,
            UserName = user,
        };
        using var connection = await gateway.Get<SmtpConnector>().OpenAsync(server, default);
    }

    private async Task PopAsync(TestGateway gateway)
    {
        using var mailbox = await gateway.Get<MailboxConnector>().OpenAsync(Box(), default);
    }

    private IncomingServer Box() =>
        new()
        {
            Id = "box",
            Name = "Box",
            Protocol = MailboxProtocol.Pop3,
            Host = "127.0.0.1",
            Port = _pop.Port,
            Security = ConnectionSecurity.None,
            UserName = "box",
        };

    private async Task<int> ReadsAsync(Func<Task> act)
    {
        _calls.Reset();
        await act();
        return _calls.Calls.Count(call => call.Contains("/secrets/values/", StringComparison.Ordinal));
    }

    private List<string> Passwords() =>
        [
            .. _smtp
                .Received.Where(line => line.StartsWith("AUTH PLAIN ", StringComparison.Ordinal))
                .Select(line => Encoding.UTF8.GetString(Convert.FromBase64String(line[11..])).Split('\0')[^1]),
        ];

    private string? AnswerSmtp(string line)
    {
        if (line.Length == 0)
            return "220 ready";
        if (line.StartsWith("EHLO", StringComparison.Ordinal))
            return "250-here\r\n250 AUTH PLAIN";
        if (!line.StartsWith("AUTH PLAIN ", StringComparison.Ordinal))
            return "221 bye\0";
        return _valid.Contains(Passwords()[^1]) ? "235 welcome"
            : _hangsUp ? "535 5.7.8 wrong\0"
            : "535 5.7.8 wrong";
    }

    private string? AnswerPop(string line) =>
        line.Split(' ') switch
        {
            [""] => "+OK ready",
            ["CAPA"] => "+OK\r\nTOP\r\nUIDL\r\nUSER\r\n.",
            ["USER", ..] => "+OK",
            ["PASS", var password] => _valid.Contains(password) ? "+OK" : "-ERR [AUTH] wrong",
            ["STAT"] => "+OK 0 0",
            ["UIDL" or "LIST", ..] => "+OK\r\n.",
            _ => "+OK\0",
        };
}
