using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using NCrontab;
using Postern.DevHost.Configuration;

namespace Postern.DevHost.Functions;

/// <summary>Reads one method into its definition and refuses every shape that this host does not run.</summary>
internal static class FunctionReader
{
    private static readonly CrontabSchedule.ParseOptions SixFields = new() { IncludingSeconds = true };

    /// <exception cref="SetupException">The shape is not supported; the message names the function and the parameter.</exception>
    public static TriggeredFunction Read(string name, MethodInfo method, Func<string, string?> setting)
    {
        CheckClass(name, method);
        CheckAttributes(name, method);
        var (trigger, parameter) = Trigger(name, method);
        return trigger switch
        {
            TimerTriggerAttribute timer => Timer(name, method, parameter, timer, setting),
            QueueTriggerAttribute queue => Queue(name, method, parameter, queue, setting),
            HttpTriggerAttribute http => Http(name, method, parameter, http),
            _ => throw Refused(name, parameter, $"the trigger {trigger.GetType().Name} is not supported"),
        };
    }

    private static void CheckClass(string name, MethodInfo method)
    {
        var type = method.DeclaringType!;
        if (!type.IsVisible || type.IsAbstract || type.ContainsGenericParameters)
        {
            throw Refused(name, $"its class {type.Name} must be public, and neither abstract, static nor generic");
        }

        if (!method.IsPublic || method.IsStatic || method.IsGenericMethod)
        {
            throw Refused(name, $"its method {method.Name} must be public, and neither static nor generic");
        }
    }

    // Retries and output bindings change what a run means; to ignore one would be to lie about it.
    private static void CheckAttributes(string name, MethodInfo method)
    {
        if (
            method.GetCustomAttributes().FirstOrDefault(mark => mark is not FunctionAttribute && IsOfWorker(mark)) is
            { } unknown
        )
        {
            throw Refused(name, $"the attribute {unknown.GetType().Name} is not supported");
        }
    }

    private static bool IsOfWorker(Attribute attribute) =>
        attribute is BindingAttribute
        || attribute.GetType().Namespace?.StartsWith(typeof(FunctionAttribute).Namespace!, StringComparison.Ordinal)
            == true;

    private static (BindingAttribute Trigger, ParameterInfo Parameter) Trigger(string name, MethodInfo method)
    {
        var bindings = method
            .GetParameters()
            .SelectMany(parameter =>
                parameter
                    .GetCustomAttributes<BindingAttribute>()
                    .Select(binding => (Binding: binding, Parameter: parameter))
            )
            .ToList();
        return bindings is [var only] ? only : throw Refused(name, "it needs exactly one trigger and no other binding");
    }

    private static TimerFunction Timer(
        string name,
        MethodInfo method,
        ParameterInfo parameter,
        TimerTriggerAttribute trigger,
        Func<string, string?> setting
    )
    {
        CheckReturn(name, method, typeof(Task));
        CheckParameters(name, method, parameter, typeof(TimerInfo), []);
        var text = Resolve(name, parameter, trigger.Schedule, setting);
        var schedule =
            CrontabSchedule.TryParse(text, SixFields)
            ?? throw Refused(name, parameter, $"the schedule '{text}' is not a six-field NCRONTAB expression");
        return new TimerFunction(name, method, schedule, trigger.RunOnStartup, trigger.UseMonitor);
    }

    private static QueueFunction Queue(
        string name,
        MethodInfo method,
        ParameterInfo parameter,
        QueueTriggerAttribute trigger,
        Func<string, string?> setting
    )
    {
        CheckReturn(name, method, typeof(Task));
        CheckParameters(name, method, parameter, typeof(string), []);
        return new QueueFunction(
            name,
            method,
            Resolve(name, parameter, trigger.QueueName, setting),
            trigger.Connection
        );
    }

    private static HttpFunction Http(
        string name,
        MethodInfo method,
        ParameterInfo parameter,
        HttpTriggerAttribute trigger
    )
    {
        if (
            trigger.AuthLevel
            is not (AuthorizationLevel.Anonymous or AuthorizationLevel.Function or AuthorizationLevel.Admin)
        )
        {
            throw Refused(name, parameter, $"the level {trigger.AuthLevel} is not supported");
        }

        var route = (trigger.Route ?? name).Trim('/');
        CheckReturn(name, method, typeof(Task<IActionResult>));
        CheckParameters(name, method, parameter, typeof(HttpRequest), RouteParameters(name, parameter, route));
        return new HttpFunction(
            name,
            method,
            route,
            [.. (trigger.Methods ?? []).Select(verb => verb.ToUpperInvariant())],
            trigger.AuthLevel
        );
    }

    private static IReadOnlyCollection<string> RouteParameters(string name, ParameterInfo parameter, string route)
    {
        try
        {
            return [.. RoutePatternFactory.Parse(route).Parameters.Select(part => part.Name)];
        }
        catch (RoutePatternException wrong)
        {
            throw Refused(name, parameter, $"the route '{route}' cannot be read: {wrong.Message}");
        }
    }

    private static void CheckReturn(string name, MethodInfo method, Type expected)
    {
        if (method.ReturnType != expected)
        {
            throw Refused(name, $"it must return {Name(expected)}");
        }
    }

    private static void CheckParameters(
        string name,
        MethodInfo method,
        ParameterInfo trigger,
        Type triggerType,
        IReadOnlyCollection<string> fromRoute
    )
    {
        if (trigger.ParameterType != triggerType)
        {
            throw Refused(name, trigger, $"its type must be {triggerType.Name}");
        }

        var odd = method
            .GetParameters()
            .FirstOrDefault(parameter =>
                parameter != trigger
                && parameter.ParameterType != typeof(CancellationToken)
                && !(
                    parameter.ParameterType == typeof(string)
                    && fromRoute.Contains(parameter.Name, StringComparer.OrdinalIgnoreCase)
                )
            );
        if (odd is not null)
        {
            throw Refused(
                name,
                odd,
                "only the trigger, a CancellationToken and, for HTTP, the strings of the route are supported"
            );
        }
    }

    private static string Resolve(string name, ParameterInfo parameter, string text, Func<string, string?> setting)
    {
        var parts = text.Split('%');
        if (parts.Length % 2 == 0)
        {
            throw Refused(name, parameter, $"'{text}' has a single %");
        }

        return string.Concat(
            parts.Select(
                (part, index) =>
                    index % 2 == 0
                        ? part
                        : setting(part) ?? throw Refused(name, parameter, $"the setting {part} is missing")
            )
        );
    }

    private static string Name(Type type) =>
        type.IsGenericType
            ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GenericTypeArguments.Select(Name))}>"
            : type.Name;

    private static SetupException Refused(string function, string why) => new($"Function {function}: {why}.");

    private static SetupException Refused(string function, ParameterInfo parameter, string why) =>
        new($"Function {function}, parameter {parameter.Name}: {why}.");
}
