using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using NCrontab;

namespace Postern.DevHost.Functions;

/// <summary>The definition of a function.</summary>
internal abstract record TriggeredFunction(string Name, MethodInfo Method);

/// <summary>A function that runs on a schedule (NCRONTAB with six fields, in UTC).</summary>
internal sealed record TimerFunction(
    string Name,
    MethodInfo Method,
    CrontabSchedule Schedule,
    bool RunOnStartup,
    bool UseMonitor
) : TriggeredFunction(Name, Method);

/// <summary>A function that processes messages of a storage queue.</summary>
internal sealed record QueueFunction(string Name, MethodInfo Method, string Queue, string? Connection)
    : TriggeredFunction(Name, Method);

/// <summary>
/// A function that answers HTTP requests. The route has no prefix; without methods it answers all of them.
/// </summary>
internal sealed record HttpFunction(
    string Name,
    MethodInfo Method,
    string Route,
    IReadOnlyList<string> Methods,
    AuthorizationLevel Level
) : TriggeredFunction(Name, Method);
