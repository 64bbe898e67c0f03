using System.Net;
using System.Text.Json;

namespace Postern.Tests.DevHost;

public sealed class HttpFunctionTests : IAsyncLifetime, IDisposable
{
    private static readonly Dictionary<string, string?> Keys = new()
    {
        ["DevHost:Keys:Master"] = "master",
        ["DevHost:Keys:Host:admin"] = "admin",
        ["DevHost:Keys:Function:WriteAlias:writer"] = "writer",
        ["DevHost:Keys:Get:read"] = "reader",
    };

    private readonly HttpClient _client = new();
    private RunningHost? _host;

    public async Task InitializeAsync()
    {
        _host = await RunningHost.StartAsync(typeof(SampleHttpFunctions), new SampleWork(), Keys);
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
    [InlineData("GET", "api/open", null, 200)]
    [InlineData("GET", "api/aliases/example.com", null, 401)]
    [InlineData("GET", "api/aliases/example.com", "wrong", 401)]
    [InlineData("GET", "api/aliases/example.com", "admin", 200)]
    [InlineData("GET", "api/aliases/example.com", "master", 200)]
    [InlineData("GET", "api/aliases/example.com", "reader", 200)]
    [InlineData("GET", "api/aliases/example.com", "writer", 401)]
    [InlineData("PUT", "api/aliases/example.com", "writer", 201)]
    [InlineData("PUT", "api/aliases/example.com", "reader", 401)]
    [InlineData("GET", "api/rule", null, 401)]
    [InlineData("GET", "api/rule", "admin", 401)]
    [InlineData("GET", "api/rule", "reader", 401)]
    [InlineData("GET", "api/rule", "master", 200)]
    public async Task A_key_opens_what_it_is_for(string method, string path, string? key, int status)
    {
        Assert.Equal(status, (int)(await SendAsync(method, path, key)).StatusCode);
        Assert.Equal(status, (int)(await SendAsync(method, $"{path}?code={key}", null)).StatusCode);
    }

    [Fact]
    public async Task What_a_function_throws_is_not_shown()
    {
        var answer = await SendAsync("GET", "api/broken", null);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync());
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? key)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        return await _client.SendAsync(request);
    }
}
