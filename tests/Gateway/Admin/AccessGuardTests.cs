using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Postern.Contracts.Http;
using Postern.Core.Access;
using Postern.Functions.Http;
using Postern.Gateway.Callers;
using Postern.Gateway.Editing;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;

namespace Postern.Tests.Admin;

/// <summary>The guard on its own: what a refusal costs, and whom it believes.</summary>
public sealed class AccessGuardTests : IAsyncLifetime
{
    private static readonly MappedFunction WriteModel = HttpFunctionMap.All.Single(one => one.Name == "WriteModel");
    private readonly StorageFaults _calls = new();
    private readonly List<string> _log = [];
    private TestGateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync(null, _calls);

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task A_thousand_wrong_keys_are_refused_without_a_call_a_body_or_a_record_in_the_log()
    {
        var guard = Guard();
        _calls.Reset();
        foreach (var number in Enumerable.Range(0, 1000))
            Assert.Equal(401, await StatusAsync(guard, Request($"pk_{number}")));
        var text = ApiKeyText.Of("0123456789abcdef", RandomNumberGenerator.GetBytes(ApiKeyText.SecretBytes)).Reveal();
        Assert.Equal(401, await StatusAsync(guard, Request(text[..^1] + (text[^1] == '0' ? '1' : '0'))));
        Assert.Equal(401, await StatusAsync(guard, Request(null)));

        Assert.Equal((0, 0), (_calls.Calls.Count, _log.Count));
    }

    [Fact]
    public async Task A_thousand_keys_that_look_right_and_do_not_exist_cost_one_call()
    {
        var guard = Guard();
        _calls.Reset();
        foreach (var _ in Enumerable.Range(0, 1000))
        {
            var secret = RandomNumberGenerator.GetBytes(ApiKeyText.SecretBytes);
            var text = ApiKeyText.Of(RandomIdentifier.Create(), secret).Reveal();
            Assert.Equal(401, await StatusAsync(guard, Request(text)));
        }
        Assert.Equal((1, 0), (_calls.Calls.Count, _log.Count));
    }

    [Fact]
    public async Task The_id_of_a_key_with_another_secret_opens_nothing()
    {
        var text = ApiKeyText.Read(await MakeAsync(null))!;
        var forged = ApiKeyText.Of(text.Id, RandomNumberGenerator.GetBytes(ApiKeyText.SecretBytes)).Reveal();
        Assert.Equal(401, await StatusAsync(Guard(), Request(forged)));
        Assert.Null(await StatusAsync(Guard(), Request(text.Reveal())));
    }

    [Fact]
    public async Task A_key_opens_until_the_moment_it_expires()
    {
        var guard = Guard();
        var text = await MakeAsync(_gateway.Time.GetUtcNow().AddSeconds(2));
        _gateway.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await StatusAsync(guard, Request(text)));
        _gateway.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, await StatusAsync(guard, Request(text)));
    }

    [Fact]
    public async Task While_the_keys_cannot_be_read_the_answer_is_to_try_again()
    {
        var text = await MakeAsync(null);
        await _gateway.Get<GatewayStorage>().Table(TableNames.Config).DeleteAsync();
        Assert.Equal(503, await StatusAsync(Guard(), Request(text)));
    }

    [Theory]
    [InlineData(null, "Postern.Admin", 401)]
    [InlineData("False", "Postern.Admin", 401)]
    [InlineData("True", "Postern.Admin", null)]
    [InlineData("true", "Postern.Admin", null)]
    [InlineData("True", "Postern.Reader", 403)]
    [InlineData("True", "Another", 403)]
    public async Task A_person_is_believed_only_where_the_platform_signs_people_in(
        string? setting,
        string role,
        int? expected
    )
    {
        var http = Request(null);
        var json =
            $$"""{"claims":[{"typ":"r","val":"{{role}}"},{"typ":"n","val":"Ann"}],"name_typ":"n","role_typ":"r"}""";
        http.Request.Headers["X-MS-CLIENT-PRINCIPAL"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(json));
        Assert.Equal(expected, await StatusAsync(Guard(setting), http));
        Assert.Equal(expected is null ? "Ann" : null, http.Features.Get<Caller>()?.Name);
    }

    [Fact]
    public async Task A_wrong_key_is_not_mended_by_a_person()
    {
        var http = Request("wrong");
        http.Request.Headers["X-MS-CLIENT-PRINCIPAL"] = Convert.ToBase64String(
            """{"claims":[{"typ":"r","val":"Postern.Admin"}],"name_typ":"n","role_typ":"r"}"""u8
        );
        Assert.Equal(401, await StatusAsync(Guard("True"), http));
    }

    private async Task<string> MakeAsync(DateTimeOffset? expires)
    {
        var request = new ApiKeyRequest
        {
            Name = "one",
            Scope = ApiScope.Admin,
            Expires = expires,
        };
        return (await _gateway.Get<ApiKeyEditor>().CreateAsync(request, default)).Text!;
    }

    private AccessGuard Guard(string? signsIn = null)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("WEBSITE_AUTH_ENABLED", signsIn)]).Build();
        var ring = new ApiKeyRing(_gateway.Get<ApiKeyStore>(), _gateway.Time, new Recorder(_log));
        return new AccessGuard(ring, settings, _gateway.Time);
    }

    private static DefaultHttpContext Request(string? key)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "PUT";
        http.Request.Body = new Untouchable();
        if (key is not null)
            http.Request.Headers.Authorization = $"Bearer {key}";
        return http;
    }

    // Null when it may pass.
    private static async Task<int?> StatusAsync(AccessGuard guard, DefaultHttpContext http)
    {
        var access = await guard.CheckAsync(WriteModel.Method, http);
        if (access.Refused is null)
            return null;
        await access.Refused.ExecuteResultAsync(new() { HttpContext = http });
        return http.Response.StatusCode;
    }

    private sealed class Untouchable : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("The body was read.");
    }

    private sealed class Recorder(List<string> log) : ILogger<ApiKeyRing>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => log.Add(formatter(state, exception));
    }
}
