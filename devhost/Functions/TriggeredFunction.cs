using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using NCrontab;

namespace Postern.DevHost.Functions;

/// <summary>A function as its attributes describe it.</summary>
internal abstract record TriggeredFunction(string Name, MethodInfo Method);

/// <summary>A function that a schedule starts; the schedule is six-field NCRONTAB, read in UTC.</summary>
internal sealed record TimerFunction(
    string Name,
    MethodInfo Method,
    CrontabSchedule Schedule,
    bool RunOnStartup,
    bool UseMonitor
) : TriggeredFunction(Name, Method);

/// <summary>A function that takes messages off a storage queue.</summary>
internal sealed record QueueFunction(string Name, MethodInfo Method, string Queue, string? Connection)
    : TriggeredFunction(Name, Method);

/// <summary>A function that answers HTTP; the route is without prefix, no methods means all.</summary>
internal sealed record HttpFunction(
    string Name,
    MethodInfo Method,
    string Route,
    IReadOnlyList<string> Methods,
    AuthorizationLevel Level
) : TriggeredFunction(Name, Method)
{
    public bool OnlyReads => Methods is [var method] && method.Equals("GET", StringComparison.OrdinalIgnoreCase);
}
