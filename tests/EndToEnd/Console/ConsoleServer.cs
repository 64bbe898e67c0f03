using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Postern.Tests.Support;

namespace Postern.Tests.Console;

/// <summary>A devhost as a program of its own, and its API with the key that may do everything.</summary>
internal sealed class ConsoleServer : IAsyncDisposable
{
    private const string Master = "console-master";

    private readonly SideProcess _process;
    private string? _key;

    private ConsoleServer(SideProcess process, int port, int smtpPort)
    {
        (_process, Address, SmtpPort) = (process, $"http://127.0.0.1:{Text(port)}", smtpPort);
        Api = new HttpClient { BaseAddress = new Uri($"{Address}/api/") };
    }

    /// <summary>Its address, without a slash at the end.</summary>
    public string Address { get; }

    public string ConsoleAddress => $"{Address}/api/console/";

    public HttpClient Api { get; }

    /// <summary>An administrator's key.</summary>
    public string Key => _key!;

    /// <summary>Where its mail server catches what is sent.</summary>
    public int SmtpPort { get; }

    /// <summary>Starts it with further options, and waits until it answers.</summary>
    public static async Task<ConsoleServer> StartAsync(string storage, params string[] options)
    {
        var ports = FreePorts.Take(2);
        var process = SideProcess.StartSignalled(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "Postern.DevHost.dll"),
                "--port",
                Text(ports[0]),
                "--catch-mail",
                Text(ports[1]),
                .. options,
            ],
            AppContext.BaseDirectory,
            [.. Settings(storage, ports[1])]
        );
        var server = new ConsoleServer(process, ports[0], ports[1]);
        await Eventually.ReadAsync(server.StatusAsync, status => status == HttpStatusCode.OK);
        await server.MakeKeyAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await _process.DisposeAsync();
    }

    // Storage may know one of a run before.
    private async Task MakeKeyAsync()
    {
        using var ask = new HttpRequestMessage(HttpMethod.Post, "keys/first")
        {
            Content = JsonContent.Create(new { name = "Console", again = true }),
        };
        ask.Headers.Add("x-functions-key", Master);
        using var answer = await Api.SendAsync(ask);
        answer.EnsureSuccessStatusCode();
        _key = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["key"]!.GetValue<string>();
        Api.DefaultRequestHeaders.Add("x-functions-key", _key);
    }

    private async Task<HttpStatusCode?> StatusAsync()
    {
        try
        {
            using var answer = await Api.GetAsync(new Uri("console/", UriKind.Relative));
            return answer.StatusCode;
        }
        catch (HttpRequestException e)
        {
            return e.StatusCode;
        }
    }

    private static IEnumerable<(string Name, string Value)> Settings(string storage, int smtp) =>
        [
            ("MailStorage", storage),
            ("AzureWebJobsStorage", storage),
            ("FetchSchedule", "* * * * * *"),
            ("HousekeepingSchedule", "* * * * * *"),
            ("DefaultServer__Host", "127.0.0.1"),
            ("DefaultServer__Port", Text(smtp)),
            ("DefaultServer__Security", "None"),
            ("DevHost__Keys__Master", Master),
            ("AzureFunctionsJobHost__extensions__queues__maxPollingInterval", "00:00:00.5"),
            ("AzureFunctionsJobHost__logging__logLevel__default", "Warning"),
        ];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
