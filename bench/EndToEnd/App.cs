using System.Diagnostics;
using System.Globalization;
using System.Net;
using Postern.Bench.Measuring;
using Postern.Gateway.Storage;
using Postern.Tests.Support;

namespace Postern.Bench.EndToEnd;

/// <summary>A gateway as a process of its own: a devhost with every function, on an account of its own.</summary>
internal sealed class App : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Child _child;

    private App(string name, string account, string connection, Child child, int port)
    {
        (Name, Account, Connection, _child) = (name, account, connection, child);
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = Patience };
        Client.DefaultRequestHeaders.Add("x-functions-key", BenchKey.Text);
    }

    public string Name { get; }

    public string Account { get; }

    public string Connection { get; }

    /// <summary>A client of its HTTP API that may do everything.</summary>
    public HttpClient Client { get; }

    /// <summary>From the start of the process to the first answer of a function that reads storage.</summary>
    public TimeSpan Start { get; private set; }

    public ProcessUse Use => ProcessUse.Of(_child.Id);

    public string Output => _child.Output;

    /// <param name="named">The folder of a devhost and the name it has in the results.</param>
    /// <param name="account">Its storage, with the tables and queues already there.</param>
    /// <param name="sink">Port of the server that it sends through.</param>
    /// <exception cref="InvalidOperationException">It does not answer.</exception>
    public static async Task<App> StartAsync(NamedFolder named, (string Name, string Connection) account, int sink)
    {
        var program = Path.Combine(named.Folder, "Postern.DevHost.dll");
        if (!File.Exists(program))
            throw new InvalidOperationException($"There is no {program}: build devhost with -c Release.");
        var port = FreePorts.Take(1)[0];
        var watch = Stopwatch.StartNew();
        string[] arguments = [program, "--port", $"{port}", "--child"];
        var child = Child.Start("dotnet", arguments, Settings(account.Connection, sink));
        var app = new App(named.Name, account.Name, account.Connection, child, port);
        while (!await app.AnswersAsync())
        {
            if (child.HasEnded || watch.Elapsed > Patience)
                throw new InvalidOperationException($"The app does not answer.\n{child.Output}");
            await Task.Delay(5);
        }
        app.Start = watch.Elapsed;
        return app;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _child.DisposeAsync();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await Client.GetAsync(new Uri("api/parameters", UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static Dictionary<string, string> Settings(string storage, int sink) =>
        new()
        {
            [GatewayStorage.ConnectionName] = storage,
            ["AzureWebJobsStorage"] = storage,
            ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development",
            ["FetchSchedule"] = "0 * * * * *",
            ["HousekeepingSchedule"] = "30 * * * * *",
            // A version without keys of the API takes it as its master key.
            ["DevHost__Keys__Master"] = BenchKey.Text,
            ["DefaultServer__Host"] = "127.0.0.1",
            ["DefaultServer__Port"] = sink.ToString(CultureInfo.InvariantCulture),
            ["DefaultServer__Security"] = "None",
            ["DefaultServer__DailyLimit"] = "0",
            // A block of mails begins on queues that were empty: their first poll must not be half a minute away.
            ["AzureFunctionsJobHost__extensions__queues__maxPollingInterval"] = "00:00:01",
            ["AzureFunctionsJobHost__logging__logLevel__default"] = "Warning",
        };
}
