using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Postern.DevHost.Configuration;
using Postern.DevHost.Functions;

namespace Postern.Tests.DevHost;

public sealed class FunctionCatalogTests
{
    [Fact]
    public void Settings_between_percent_signs_are_filled_in()
    {
        var queue = Assert.IsType<QueueFunction>(
            Assert.Single(Read(typeof(SampleQueueFunction), new() { ["SampleQueue"] = "inbound-mail" }))
        );
        var timer = Assert.IsType<TimerFunction>(
            Assert.Single(Read(typeof(SampleTimerFunction), new() { ["SampleSchedule"] = "0 * * * * *" }))
        );

        Assert.Equal(("Take", "inbound-mail", "MailStorage"), (queue.Name, queue.Queue, queue.Connection));
        Assert.Equal("0 * * * * *", timer.Schedule.ToString());
    }

    [Fact]
    public void A_missing_setting_is_named_with_the_function_and_its_parameter()
    {
        var refused = Assert.Throws<SetupException>(() => Read(typeof(SampleTimerFunction), []));

        Assert.Equal("Function Tick, parameter timer: the setting SampleSchedule is missing.", refused.Message);
    }

    [Fact]
    public void Only_the_functions_that_were_asked_for_are_read()
    {
        var functions = FunctionCatalog.Read(
            [typeof(SampleHttpFunctions), typeof(SampleTimerFunction)],
            _ => null,
            ["open", "RULE"]
        );

        Assert.Equal(["Open", "Rule"], functions.Select(function => function.Name));
        Assert.Contains(
            "Opne",
            Assert
                .Throws<SetupException>(() => FunctionCatalog.Read([typeof(SampleHttpFunctions)], _ => null, ["Opne"]))
                .Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(typeof(Refused.FiveFields), "parameter timer: the schedule '*/5 * * * *' is not a six-field")]
    [InlineData(typeof(Refused.Bytes), "parameter message: its type must be String")]
    [InlineData(typeof(Refused.NotATask), "must return Task")]
    [InlineData(typeof(Refused.WrongResult), "must return Task<IActionResult>")]
    [InlineData(typeof(Refused.TwoTriggers), "exactly one trigger")]
    [InlineData(typeof(Refused.NoTrigger), "exactly one trigger")]
    [InlineData(typeof(Refused.UnknownTrigger), "parameter blob: the trigger BlobTriggerAttribute is not supported")]
    [InlineData(typeof(Refused.OutputBinding), "the attribute QueueOutputAttribute is not supported")]
    [InlineData(typeof(Refused.UnknownParameter), "parameter logger: only the trigger")]
    [InlineData(typeof(Refused.NotInTheRoute), "parameter other: only the trigger")]
    [InlineData(typeof(Refused.SystemLevel), "parameter request: the level System is not supported")]
    [InlineData(typeof(Refused.FunctionLevel), "parameter request: the level Function is not supported")]
    [InlineData(typeof(Refused.Static), "must be public, and neither static")]
    [InlineData(typeof(Hidden), "its class Hidden must be public")]
    [InlineData(typeof(Refused.SameName), "Two functions have the name Odd")]
    public void A_shape_that_is_not_run_is_refused_by_name(Type function, string because)
    {
        var refused = Assert.Throws<SetupException>(() => Read(function, []));

        Assert.Contains("Odd", refused.Message, StringComparison.Ordinal);
        Assert.Contains(because, refused.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<TriggeredFunction> Read(Type function, Dictionary<string, string> settings) =>
        FunctionCatalog.Read([function], settings.GetValueOrDefault, []);

    internal sealed class Hidden
    {
        [Function("Odd")]
        public static Task RunAsync([QueueTrigger("q")] string message) => Task.FromResult(message);
    }
}

[AttributeUsage(AttributeTargets.Parameter)]
public sealed class BlobTriggerAttribute : TriggerBindingAttribute;

[AttributeUsage(AttributeTargets.Method)]
public sealed class QueueOutputAttribute : BindingAttribute;

[SuppressMessage("Performance", "CA1822", Justification = "A function is an instance method.")]
[SuppressMessage("Design", "CA1034", Justification = "They are examples for one test.")]
public static class Refused
{
    public sealed class FiveFields
    {
        [Function("Odd")]
        public Task RunAsync([TimerTrigger("*/5 * * * *")] TimerInfo timer) => Task.FromResult(timer);
    }

    public sealed class Bytes
    {
        [Function("Odd")]
        public Task RunAsync([QueueTrigger("q")] byte[] message) => Task.FromResult(message);
    }

    public sealed class NotATask
    {
        [Function("Odd")]
        public string Run([QueueTrigger("q")] string message) => message;
    }

    public sealed class WrongResult
    {
        [Function("Odd")]
        public Task<string> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
            Task.FromResult(request.Method);
    }

    public sealed class TwoTriggers
    {
        [Function("Odd")]
        public Task RunAsync([QueueTrigger("q")] string message, [TimerTrigger("0 * * * * *")] TimerInfo timer) =>
            Task.FromResult((message, timer));
    }

    public sealed class NoTrigger
    {
        [Function("Odd")]
        public Task RunAsync(CancellationToken ct) => Task.Delay(0, ct);
    }

    public sealed class UnknownTrigger
    {
        [Function("Odd")]
        public Task RunAsync([BlobTrigger] string blob) => Task.FromResult(blob);
    }

    public sealed class OutputBinding
    {
        [Function("Odd")]
        [QueueOutput]
        public Task RunAsync([QueueTrigger("q")] string message) => Task.FromResult(message);
    }

    public sealed class UnknownParameter
    {
        [Function("Odd")]
        public Task RunAsync([QueueTrigger("q")] string message, TimeProvider logger) =>
            Task.FromResult((message, logger));
    }

    public sealed class NotInTheRoute
    {
        [Function("Odd")]
        public Task<IActionResult> RunAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x/{id}")] HttpRequest request,
            string id,
            string other
        ) => Task.FromResult<IActionResult>(new OkObjectResult((request, id, other)));
    }

    public sealed class SystemLevel
    {
        [Function("Odd")]
        public Task<IActionResult> RunAsync([HttpTrigger(AuthorizationLevel.System, "get")] HttpRequest request) =>
            Task.FromResult<IActionResult>(new OkObjectResult(request));
    }

    public sealed class FunctionLevel
    {
        [Function("Odd")]
        public Task<IActionResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) =>
            Task.FromResult<IActionResult>(new OkObjectResult(request));
    }

    public sealed class Static
    {
        [Function("Odd")]
        public static Task RunAsync([QueueTrigger("q")] string message) => Task.FromResult(message);
    }

    public sealed class SameName
    {
        [Function("Odd")]
        public Task FirstAsync([QueueTrigger("q")] string message) => Task.FromResult(message);

        [Function("odd")]
        public Task SecondAsync([QueueTrigger("q")] string message) => Task.FromResult(message);
    }
}
