using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Postern.DevHost.Functions;
using Postern.Functions;

namespace Postern.Tests.Functions;

/// <summary>What the platform will run is what the devhost runs.</summary>
public sealed class WorkerMetadataTests
{
    /// <summary>Two functions as the Worker SDK writes them.</summary>
    private const string Sample = """
        [
          { "name": "RouteInbound", "scriptFile": "Postern.Functions.dll",
            "entryPoint": "Postern.Functions.RouteInbound.RunAsync", "language": "dotnet-isolated",
            "properties": { "IsCodeless": false },
            "bindings": [ { "name": "message", "direction": "In", "type": "queueTrigger",
              "queueName": "inbound-mail", "connection": "MailStorage", "dataType": "String",
              "properties": {} } ] },
          { "name": "Intake", "scriptFile": "Postern.Functions.dll",
            "entryPoint": "Postern.Functions.Intake.RunAsync", "language": "dotnet-isolated",
            "properties": { "IsCodeless": false },
            "bindings": [ { "name": "request", "direction": "In", "type": "httpTrigger",
              "authLevel": "Anonymous", "methods": ["post"], "route": "inbound", "properties": {} },
              { "name": "$return", "type": "http", "direction": "Out" } ] },
          { "name": "FetchMail", "scriptFile": "Postern.Functions.dll",
            "entryPoint": "Postern.Functions.FetchMail.RunAsync", "language": "dotnet-isolated",
            "properties": { "IsCodeless": false },
            "bindings": [ { "name": "timer", "direction": "In", "type": "timerTrigger",
              "schedule": "%FetchSchedule%", "properties": {} } ] }
        ]
        """;

    [Fact]
    public void The_metadata_is_read_as_the_worker_sdk_writes_it() =>
        Assert.Equal(
            WorkerMetadata.Of(Sample),
            WorkerMetadata.Of(
                Found().Where(function => function.Name is "RouteInbound" or "Intake" or "FetchMail"),
                Schedules()
            )
        );

    [Fact]
    public void The_functions_that_the_worker_sdk_found_are_those_of_the_devhost() =>
        Assert.Equal(WorkerMetadata.Of(WorkerMetadata.Built()), WorkerMetadata.Of(Found(), Schedules()));

    private static IReadOnlyList<TriggeredFunction> Found() =>
        FunctionCatalog.Read(typeof(RouteInbound).Assembly.GetTypes(), _ => "0 * * * * *", []);

    /// <summary>Schedules as they are written, before settings are filled in.</summary>
    private static Dictionary<string, string> Schedules() =>
        Found()
            .OfType<TimerFunction>()
            .ToDictionary(
                function => function.Name,
                function =>
                    function
                        .Method.GetParameters()
                        .Select(parameter => parameter.GetCustomAttribute<TimerTriggerAttribute>())
                        .OfType<TimerTriggerAttribute>()
                        .Single()
                        .Schedule
            );
}
