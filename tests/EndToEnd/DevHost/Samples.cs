using System.Diagnostics.CodeAnalysis;
using Azure.Storage.Queues;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace Postern.Tests.DevHost;

/// <summary>What the sample functions do, decided by each test.</summary>
public sealed class SampleWork
{
    public Func<string, CancellationToken, Task> OnMessage { get; init; } = (_, _) => Task.CompletedTask;

    public Func<TimerInfo, CancellationToken, Task> OnTimer { get; init; } = (_, _) => Task.CompletedTask;
}

public sealed class SampleQueueFunction(SampleWork work)
{
    [Function("Take")]
    public Task RunAsync(
        [QueueTrigger("%SampleQueue%", Connection = "MailStorage")] string message,
        CancellationToken ct
    ) => work.OnMessage(message, ct);
}

public sealed class SampleTimerFunction(SampleWork work)
{
    [Function("Tick")]
    public Task RunAsync([TimerTrigger("%SampleSchedule%")] TimerInfo timer, CancellationToken ct) =>
        work.OnTimer(timer, ct);
}

[SuppressMessage("Performance", "CA1822", Justification = "A function is an instance method.")]
public sealed class SampleHttpFunctions
{
    [Function("ReadAlias")]
    public Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "aliases/{domain}/{localPart?}")] HttpRequest request,
        string domain,
        string? localPart
    ) =>
        Task.FromResult<IActionResult>(
            new OkObjectResult(
                new
                {
                    Domain = domain,
                    LocalPart = localPart,
                    Host = request.Host.Host,
                }
            )
        );

    [Function("WriteAlias")]
    public Task<IActionResult> WriteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", "delete", Route = "aliases/{domain}/{localPart?}")]
            HttpRequest request,
        CancellationToken ct
    ) =>
        Task.FromResult<IActionResult>(
            new StatusCodeResult(request.Method == "PUT" && !ct.IsCancellationRequested ? 201 : 204)
        );

    [Function("Open")]
    public Task<IActionResult> OpenAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "open")] HttpRequest request
    ) => Task.FromResult<IActionResult>(new ContentResult { Content = request.Method, ContentType = "text/plain" });

    [Function("Rule")]
    public Task<IActionResult> RuleAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "get", Route = "rule")] HttpRequest request
    ) => Task.FromResult<IActionResult>(new OkObjectResult(request.Path.Value));

    [Function("Broken")]
    public Task<IActionResult> FailAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "broken")] HttpRequest request
    ) => throw new InvalidOperationException($"the secret inside of {request.Path}");
}

/// <summary>Says which process took a message. Runs in processes of their own, so it knows nothing of a test.</summary>
public sealed class SampleWitness(IConfiguration configuration)
{
    [Function("Witness")]
    public async Task RunAsync(
        [QueueTrigger("%SampleQueue%", Connection = "MailStorage")] string message,
        CancellationToken ct
    )
    {
        var seen = new QueueClient(configuration["MailStorage"], configuration["SampleQueue"] + "-seen");
        await seen.CreateIfNotExistsAsync(cancellationToken: ct);
        await seen.SendMessageAsync($"{Environment.ProcessId} {message}", ct);
    }
}
