using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using NCrontab;
using Postern.DevHost.Configuration;

namespace Postern.DevHost.Functions;

/// <summary>Reads the definition of a function from its method, and rejects what this host does not support.</summary>
/// <param name="setting">Returns the value of a setting, for <c>%Name%</c> in attributes.</param>
internal sealed class FunctionReader(Func<string, string?> setting)
{
    private static readonly CrontabSchedule.ParseOptions SixFields = new() { IncludingSeconds = true };

    /// <exception cref="SetupException">
    /// Something is not supported; the message names function and parameter.
    /// </exception>
    public TriggeredFunction Read(FunctionShape function)
    {
        function.Check();
        var (trigger, parameter) = function.Trigger();
        return trigger switch
        {
            TimerTriggerAttribute timer => Timer(function, parameter, timer),
            QueueTriggerAttribute queue => Queue(function, parameter, queue),
            HttpTriggerAttribute http => Http(function, parameter, http),
            _ => throw function.Refused(parameter, $"the trigger {trigger.GetType().Name} is not supported"),
        };
    }

    private TimerFunction Timer(FunctionShape function, ParameterInfo parameter, TimerTriggerAttribute trigger)
    {
        function.CheckReturn(typeof(Task));
        function.CheckParameters(parameter, typeof(TimerInfo), []);
        var text = Resolve(function, parameter, trigger.Schedule);
        var schedule = CrontabSchedule.TryParse(text, SixFields);
        if (schedule is null)
        {
            throw function.Refused(parameter, $"the schedule '{text}' is not a six-field NCRONTAB expression");
        }

        return new TimerFunction(function.Name, function.Method, schedule, trigger.RunOnStartup, trigger.UseMonitor);
    }

    private QueueFunction Queue(FunctionShape function, ParameterInfo parameter, QueueTriggerAttribute trigger)
    {
        function.CheckReturn(typeof(Task));
        function.CheckParameters(parameter, typeof(string), []);
        var queue = Resolve(function, parameter, trigger.QueueName);
        return new QueueFunction(function.Name, function.Method, queue, trigger.Connection);
    }

    private static HttpFunction Http(FunctionShape function, ParameterInfo parameter, HttpTriggerAttribute trigger)
    {
        var level = trigger.AuthLevel;
        if (level is not (AuthorizationLevel.Anonymous or AuthorizationLevel.Admin))
        {
            throw function.Refused(parameter, $"the level {level} is not supported");
        }

        var route = (trigger.Route ?? function.Name).Trim('/');
        function.CheckReturn(typeof(Task<IActionResult>));
        function.CheckParameters(parameter, typeof(HttpRequest), RouteParameters(function, parameter, route));
        string[] methods = [.. (trigger.Methods ?? []).Select(verb => verb.ToUpperInvariant())];
        return new HttpFunction(function.Name, function.Method, route, methods, level);
    }

    private static IReadOnlyCollection<string> RouteParameters(
        FunctionShape function,
        ParameterInfo parameter,
        string route
    )
    {
        try
        {
            return [.. RoutePatternFactory.Parse(route).Parameters.Select(part => part.Name)];
        }
        catch (RoutePatternException wrong)
        {
            throw function.Refused(parameter, $"the route '{route}' cannot be read: {wrong.Message}");
        }
    }

    private string Resolve(FunctionShape function, ParameterInfo parameter, string text)
    {
        var parts = text.Split('%');
        if (parts.Length % 2 == 0)
        {
            throw function.Refused(parameter, $"'{text}' has a single %");
        }

        // Every second part was between percent signs.
        return string.Concat(parts.Select((part, index) => index % 2 == 0 ? part : Setting(part)));

        string Setting(string name) =>
            setting(name) ?? throw function.Refused(parameter, $"the setting {name} is missing");
    }
}
