using System.Text.Json.Nodes;
using Postern.DevHost.Functions;

namespace Postern.Tests.Functions;

/// <summary>
/// One line a function, from what the Worker SDK writes down for the platform (<c>functions.metadata</c>) and from
/// what the devhost finds,
/// so that the two can be compared.
/// </summary>
internal static class WorkerMetadata
{
    /// <summary>The <c>functions.metadata</c> that the build of the functions has made.</summary>
    public static string Built() => File.ReadAllText(Path.Combine(FunctionsFolder.Path, "functions.metadata"));

    public static IReadOnlyList<string> Of(string functionsMetadata) =>
        [
            .. JsonNode
                .Parse(functionsMetadata)!
                .AsArray()
                .Select(function => Line(function!))
                .Order(StringComparer.Ordinal),
        ];

    public static IReadOnlyList<string> Of(
        IEnumerable<TriggeredFunction> functions,
        IReadOnlyDictionary<string, string> schedules
    ) => [.. functions.Select(function => Line(function, schedules)).Order(StringComparer.Ordinal)];

    private static string Line(JsonNode function)
    {
        var trigger = function["bindings"]!
            .AsArray()
            .Single(binding => Text(binding!, "type").EndsWith("Trigger", StringComparison.Ordinal))!;
        return $"{Text(function, "name")} {Text(function, "entryPoint")} "
            + Text(trigger, "type") switch
            {
                "queueTrigger" => $"queue {Text(trigger, "queueName")} {Text(trigger, "connection")}",
                "timerTrigger" => $"timer {Text(trigger, "schedule")}",
                "httpTrigger" =>
                    $"http {Text(trigger, "authLevel")} {string.Join(',', Methods(trigger))} {Text(trigger, "route")}",
                var other => other,
            };
    }

    private static IEnumerable<string> Methods(JsonNode trigger) =>
        (trigger["methods"]?.AsArray() ?? []).Select(method => method!.GetValue<string>().ToUpperInvariant());

    private static string Line(TriggeredFunction function, IReadOnlyDictionary<string, string> schedules) =>
        $"{function.Name} {function.Method.DeclaringType!.FullName}.{function.Method.Name} "
        + function switch
        {
            QueueFunction queue => $"queue {queue.Queue} {queue.Connection}",
            TimerFunction timer => $"timer {schedules[function.Name]}",
            HttpFunction http => $"http {http.Level} {string.Join(',', http.Methods)} {http.Route}",
            _ => function.GetType().Name,
        };

    private static string Text(JsonNode node, string name) => node[name]?.GetValue<string>() ?? "";
}
