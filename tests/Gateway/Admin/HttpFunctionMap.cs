using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;
using Postern.Functions;

namespace Postern.Tests.Admin;

/// <summary>The HTTP functions of the app, by what their attributes say.</summary>
internal static class HttpFunctionMap
{
    public static IReadOnlyList<MappedFunction> All { get; } =
    [
        .. from type in Assembly.Load("Postern.Functions").GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        let trigger = method
            .GetParameters()
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
            .FirstOrDefault(trigger => trigger is not null)
        where function is not null && trigger is not null
        select new MappedFunction(
            function.Name,
            trigger.Route!,
            [.. (trigger.Methods ?? []).Select(verb => verb.ToUpperInvariant())],
            trigger.AuthLevel,
            method
        ),
    ];

    /// <summary>Those that the description of the API has: all but the one that answers what no other does.</summary>
    public static IReadOnlyList<MappedFunction> Described { get; } =
    [.. All.Where(function => function.Method.DeclaringType != typeof(UnknownRoute))];

    /// <summary>The function that answers, with the values of the route; null when none does.</summary>
    public static (MappedFunction Function, RouteValueDictionary Values)? Find(string verb, string path)
    {
        foreach (
            var function in All.Where(function => function.Verbs.Count == 0 || function.Verbs.Contains(verb))
                .OrderBy(function => function.Verbs.Count == 0)
                .ThenBy(function => function.Route.Count(c => c == '{'))
        )
        {
            var values = new RouteValueDictionary();
            if (new TemplateMatcher(TemplateParser.Parse($"api/{function.Route}"), []).TryMatch(path, values))
                return (function, values);
        }
        return null;
    }
}

/// <summary>One HTTP function.</summary>
internal sealed record MappedFunction(
    string Name,
    string Route,
    IReadOnlyList<string> Verbs,
    AuthorizationLevel Level,
    MethodInfo Method
)
{
    public Task<IActionResult> InvokeAsync(object instance, Func<ParameterInfo, object?> argument) =>
        (Task<IActionResult>)Method.Invoke(instance, [.. Method.GetParameters().Select(argument)])!;
}
