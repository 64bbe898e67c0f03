using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Postern.Tests.Support;

namespace Postern.Tests.Functions.Worker;

/// <summary>
/// The functions as the platform runs them: their own program, with the worker's packages, started and spoken to as
/// by the Functions host.
/// </summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private const string InvocationHeader = "x-ms-invocation-id";
    private const int MostAttempts = 5;
    private readonly WebApplication _host;
    private readonly WorkerChannel _channel;
    private readonly SideProcess _process;
    private readonly HttpClient _http = new() { Timeout = Eventually.Deadline };
    private Uri? _address;

    private WorkerProcess(WebApplication host, WorkerChannel channel, SideProcess process) =>
        (_host, _channel, _process) = (host, channel, process);

    /// <summary>The functions that the worker says it has, by name.</summary>
    public IReadOnlyDictionary<string, RpcFunctionMetadata> Functions { get; private set; } =
        new Dictionary<string, RpcFunctionMetadata>();

    /// <summary>What the worker says it can do, with the values of it.</summary>
    public IReadOnlyDictionary<string, string> Capabilities { get; private set; } = new Dictionary<string, string>();

    /// <summary>The host's span of the last run of each function.</summary>
    public ConcurrentDictionary<string, ActivityContext> Runs { get; } = new();

    /// <summary>Starts the worker with the settings of the app, and loads every function that it names.</summary>
    /// <param name="settings">The app settings.</param>
    /// <param name="folder">Folder of the program; null: where the build of the tests has put it.</param>
    public static async Task<WorkerProcess> StartAsync(
        IEnumerable<(string Name, string Value)> settings,
        string? folder = null
    )
    {
        folder ??= FunctionsFolder.Path;
        var channel = new WorkerChannel();
        var host = await ListenAsync(channel);
        string[] arguments =
        [
            "--functions-uri",
            host.Urls.Single(),
            "--functions-worker-id",
            "worker",
            "--functions-request-id",
            "start",
            "--functions-grpc-max-message-length",
            int.MaxValue.ToString(CultureInfo.InvariantCulture),
        ];
        var process = SideProcess.StartSignalled(
            "dotnet",
            [Path.Combine(folder, "Postern.Functions.dll"), .. arguments],
            folder,
            [("FUNCTIONS_APPLICATION_DIRECTORY", folder), ("FUNCTIONS_WORKER_RUNTIME", "dotnet-isolated"), .. settings]
        );
        var worker = new WorkerProcess(host, channel, process);
        try
        {
            await worker.LoadAsync(folder);
            return worker;
        }
        catch (Exception e)
        {
            await worker.DisposeAsync();
            throw new InvalidOperationException($"The worker did not start.\n{process.Output}", e);
        }
    }

    /// <summary>The process that runs the functions.</summary>
    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    public int ProcessId =>
        Directory
            .EnumerateDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(name => int.TryParse(name, out _))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
            .Single(IsWorker);

    /// <summary>Runs a function with what its queue or its timer gives it.</summary>
    public Task<StatusResult> InvokeAsync(string function, TypedData data) =>
        InvokeAsync(Guid.NewGuid().ToString(), function, data, []);

    /// <summary>
    /// Runs a function over HTTP: as by the host, the request goes to the worker's own address and names the
    /// invocation, which has the
    /// parameters of the route.
    /// </summary>
    public async Task<HttpResponseMessage> SendAsync(
        string function,
        HttpRequestMessage request,
        params (string Name, string Value)[] route
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var (answer, result) = await TryAsync(function, request, route);
            if (attempt < MostAttempts && MissedEachOther(result))
            {
                answer.Dispose();
                continue;
            }
            Succeeded(result);
            return answer;
        }
    }

    /// <summary>
    /// A request and its invocation find each other in the worker, which waits for either only some seconds: too
    /// few for a cold
    /// process on a busy machine. The function has not begun then.
    /// </summary>
    private static bool MissedEachOther(StatusResult result) =>
        result.Exception?.Message.Contains("Timed out waiting for the", StringComparison.Ordinal) == true;

    private async Task<(HttpResponseMessage Answer, StatusResult Result)> TryAsync(
        string function,
        HttpRequestMessage request,
        (string Name, string Value)[] route
    )
    {
        var (invocation, address) = (Guid.NewGuid().ToString(), new Uri(_address!, request.RequestUri!));
        // Not disposed of: the content is the request's, and may be needed again.
        var sent = new HttpRequestMessage(request.Method, address) { Content = request.Content };
        foreach (var (name, values) in request.Headers)
            sent.Headers.Add(name, values);
        sent.Headers.Add(InvocationHeader, invocation);
        var http = new RpcHttp { Method = request.Method.Method, Url = address.ToString() };
        var answer = _http.SendAsync(sent);
        var result = await InvokeAsync(invocation, function, new TypedData { Http = http }, route);
        return (await answer, result);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _host.DisposeAsync();
        _channel.Dispose();
        _http.Dispose();
    }

    private static async Task<WebApplication> ListenAsync(WorkerChannel channel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2)
        );
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(channel);
        var host = builder.Build();
        host.MapGrpcService<WorkerChannel>();
        await host.StartAsync();
        return host;
    }

    private async Task LoadAsync(string folder)
    {
        var started = (
            await _channel.AskAsync(
                new StreamingMessage
                {
                    WorkerInitRequest = new WorkerInitRequest { HostVersion = "4.0.0", FunctionAppDirectory = folder },
                }
            )
        ).WorkerInitResponse;
        Succeeded(started.Result);
        Capabilities = started.Capabilities;
        _address = new Uri(started.Capabilities["HttpUri"]);
        var found = (
            await _channel.AskAsync(
                new StreamingMessage
                {
                    FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = folder },
                }
            )
        ).FunctionMetadataResponse;
        Functions = found.FunctionMetadataResults.ToDictionary(function => function.Name);
        foreach (var function in Functions.Values)
        {
            var loaded = await _channel.AskAsync(
                new StreamingMessage
                {
                    FunctionLoadRequest = new FunctionLoadRequest
                    {
                        FunctionId = function.FunctionId,
                        Metadata = function,
                    },
                }
            );
            Succeeded(loaded.FunctionLoadResponse.Result);
        }
    }

    private async Task<StatusResult> InvokeAsync(
        string invocation,
        string function,
        TypedData data,
        (string Name, string Value)[] route
    )
    {
        var metadata = Functions[function];
        var trigger = metadata
            .Bindings.Single(binding => binding.Value.Type.EndsWith("Trigger", StringComparison.Ordinal))
            .Key;
        var run = new ActivityContext(
            ActivityTraceId.CreateRandom(),
            ActivitySpanId.CreateRandom(),
            ActivityTraceFlags.Recorded
        );
        Runs[function] = run;
        var request = new InvocationRequest
        {
            InvocationId = invocation,
            FunctionId = metadata.FunctionId,
            InputData =
            {
                new ParameterBinding { Name = trigger, Data = data },
            },
            TraceContext = new RpcTraceContext { TraceParent = $"00-{run.TraceId}-{run.SpanId}-01" },
        };
        foreach (var (name, value) in route)
            request.TriggerMetadata[name] = new TypedData { String = value };
        return (await _channel.AskAsync(new StreamingMessage { InvocationRequest = request }))
            .InvocationResponse
            .Result;
    }

    private static void Succeeded(StatusResult result) =>
        Assert.True(result.Status == StatusResult.Types.Status.Success, result.Exception?.Message);

    private bool IsWorker(int process)
    {
        try
        {
            var words = File.ReadAllText($"/proc/{process}/cmdline").Split('\0');
            return Path.GetFileName(words[0]) == "dotnet" && words.Contains(_host.Urls.Single());
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return false;
        }
    }
}
