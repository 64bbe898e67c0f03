using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Postern.Contracts.Http;
using Postern.Gateway.Storage;
using Postern.Tests.Support;

namespace Postern.Tests.DevHost;

public sealed class HttpFunctionTests : IAsyncLifetime, IDisposable
{
    private readonly HttpClient _client = new();
    private readonly Dictionary<string, string> _keys = new() { ["master"] = "master", ["wrong"] = "wrong" };
    private RunningHost? _host;

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?>
        {
            [GatewayStorage.ConnectionName] = (await Azurite.SharedAsync()).NewAccount(),
            ["DevHost:Keys:Master"] = "master",
        };
        _host = await RunningHost.StartGatewayAsync([typeof(SampleHttpFunctions)], settings);
        await _host.Services.GetRequiredService<GatewayStorage>().CreateMissingAsync(default);
        foreach (var scope in new[] { ApiScope.Admin, ApiScope.Read, ApiScope.Intake })
            _keys[scope.ToString().ToLowerInvariant()] = await _host.MakeKeyAsync(scope);
        _client.BaseAddress = _host.Address;
    }

    public async Task DisposeAsync() => await _host!.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("api/aliases/example.com/sales", "sales")]
    [InlineData("api/aliases/example.com", null)]
    public async Task Parts_of_the_route_are_given_to_the_function_and_its_result_is_written_as_ASP_NET_Core_does(
        string path,
        string? localPart
    )
    {
        var answer = await SendAsync("GET", path, "admin");

        var body = (await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync())).RootElement;
        Assert.Equal(
            ("example.com", localPart),
            (body.GetProperty("domain").GetString(), body.GetProperty("localPart").GetString())
        );
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("PUT", HttpStatusCode.Created)]
    [InlineData("DELETE", HttpStatusCode.NoContent)]
    [InlineData("POST", HttpStatusCode.NotFound)]
    [InlineData("HEAD", HttpStatusCode.NotFound)]
    [InlineData("OPTIONS", HttpStatusCode.NotFound)]
    public async Task A_method_that_no_function_takes_is_not_found(string method, HttpStatusCode expected) =>
        Assert.Equal(expected, (await SendAsync(method, "api/aliases/example.com/sales", "admin")).StatusCode);

    [Theory]
    [InlineData("api/nothing")]
    [InlineData("open")]
    [InlineData("")]
    public async Task A_route_of_no_function_is_not_found(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync("GET", path, "admin")).StatusCode);

    [Theory]
    // It declares nothing, and is not open for that.
    [InlineData("GET", "api/open", null, 401)]
    [InlineData("GET", "api/open", "read", 200)]
    [InlineData("GET", "api/aliases/example.com", null, 401)]
    [InlineData("GET", "api/aliases/example.com", "wrong", 401)]
    [InlineData("GET", "api/aliases/example.com", "master", 401)]
    [InlineData("GET", "api/aliases/example.com", "admin", 200)]
    [InlineData("GET", "api/aliases/example.com", "read", 200)]
    [InlineData("GET", "api/aliases/example.com", "intake", 403)]
    [InlineData("PUT", "api/aliases/example.com", "read", 403)]
    [InlineData("PUT", "api/aliases/example.com", "admin", 201)]
    [InlineData("GET", "api/rule", null, 401)]
    [InlineData("GET", "api/rule", "wrong", 401)]
    [InlineData("GET", "api/rule", "admin", 401)]
    [InlineData("GET", "api/rule", "master", 200)]
    public async Task A_key_opens_what_it_is_for_and_not_from_the_query(
        string method,
        string path,
        string? key,
        int status
    )
    {
        Assert.Equal(status, (int)(await SendAsync(method, path, key)).StatusCode);
        var inQuery = key is null ? path : $"{path}?code={_keys[key]}";
        Assert.Equal(401, (int)(await SendAsync(method, inQuery, null)).StatusCode);
    }

    [Fact]
    public async Task What_a_function_throws_is_not_shown()
    {
        var answer = await SendAsync("GET", "api/broken", "read");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync());
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? key)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", _keys[key]);
        }

        return await _client.SendAsync(request);
    }
}
