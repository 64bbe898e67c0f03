using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MimeKit;
using Postern.Contracts.Http;
using Postern.DevHost;
using Postern.DevHost.Configuration;
using Postern.DevHost.Functions;
using Postern.DevHost.Setup;
using Postern.Gateway.Editing;
using Postern.Gateway.Storage;
using Postern.Tests.DevHost;
using Postern.Tests.Servers;

namespace Postern.Tests.Upgrade;

/// <summary>The HTTP functions of today's code on a storage account, as another instance of the gateway.</summary>
internal sealed class HttpApi : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly HttpClient _client = new();

    private HttpApi(IHost host, string key)
    {
        _host = host;
        var server = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        _client.BaseAddress = new Uri(server.Addresses.Single());
        _client.DefaultRequestHeaders.Add("x-functions-key", key);
        _client.DefaultRequestHeaders.Add("Accept", "application/json");
    }

    public static async Task<HttpApi> StartAsync(string storage, TimeProvider time)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Settings(storage)).Build();
        var quiet = new ConfigurationBuilder().AddInMemoryCollection([new("LogLevel:Default", "None")]).Build();
        var functions = FunctionCatalog.Read(FunctionAssembly.Types(null), name => configuration[name], []);
        var (options, host) = (new DevHostOptions { Port = 0 }, new HostSettings(RunningHost.Queues, "api", quiet));
        var served = functions.OfType<HttpFunction>().ToList();
        var running = DevHostBuilder.Build(new DevHostSetup(options, host, configuration, served) { Time = time });
        await running.StartAsync();
        var request = new ApiKeyRequest { Name = "upgrade", Scope = ApiScope.Admin };
        var (_, key) = await running.Services.GetRequiredService<ApiKeyEditor>().CreateAsync(request, default);
        return new HttpApi(running, key!);
    }

    public async Task<JsonNode> GetAsync(string path)
    {
        using var answer = await _client.GetAsync(new Uri($"api/{path}", UriKind.Relative));
        return await ReadAsync(answer, path);
    }

    public async Task PutAsync(string path, object body)
    {
        using var answer = await _client.PutAsJsonAsync(new Uri($"api/{path}", UriKind.Relative), body);
        await ReadAsync(answer, path);
    }

    public async Task<JsonNode> PostAsync(string path, HttpContent body)
    {
        using var answer = await _client.PostAsync(new Uri($"api/{path}", UriKind.Relative), body);
        return await ReadAsync(answer, path);
    }

    public Task PostAsync(string path, object body) => PostAsync(path, JsonContent.Create(body));

    /// <summary>Hands a mail in that was written to an address, and returns its journal id.</summary>
    public async Task<string> PushAsync(byte[] mail, string to)
    {
        using var content = new ByteArrayContent(mail);
        content.Headers.ContentType = new("message/rfc822");
        return (await PostAsync($"inbound?to={Uri.EscapeDataString(to)}", content))["id"]!.GetValue<string>();
    }

    public Task<string> PushAsync(MimeMessage mail) =>
        PushAsync(Encoding.UTF8.GetBytes(mail.ToString()), mail.To.Mailboxes.First().Address);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.StopAsync();
        _host.Dispose();
    }

    private static Dictionary<string, string?> Settings(string storage) =>
        new()
        {
            [GatewayStorage.ConnectionName] = storage,
            ["PublicUrl"] = $"https://mail.{TestGateway.Domain}",
            // The timers do not run here, but the catalogue of the functions asks for their names.
            ["FetchSchedule"] = "0 * * * * *",
            ["HousekeepingSchedule"] = "0 * * * * *",
        };

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer, string path)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"/api/{path} answered {(int)answer.StatusCode}: {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }
}
