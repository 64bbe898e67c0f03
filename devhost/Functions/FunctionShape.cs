using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Postern.DevHost.Configuration;

namespace Postern.DevHost.Functions;

/// <summary>A method that is marked as a function, with the checks of its signature.</summary>
/// <param name="Name">Name of the function.</param>
/// <param name="Method">The method.</param>
internal sealed record FunctionShape(string Name, MethodInfo Method)
{
    /// <summary>Checks class, method and attributes.</summary>
    /// <exception cref="SetupException">One of them is not supported.</exception>
    public void Check()
    {
        var type = Method.DeclaringType!;
        if (!type.IsVisible || type.IsAbstract || type.ContainsGenericParameters)
        {
            throw Refused($"its class {type.Name} must be public, and neither abstract, static nor generic");
        }

        if (!Method.IsPublic || Method.IsStatic || Method.IsGenericMethod)
        {
            throw Refused($"its method {Method.Name} must be public, and neither static nor generic");
        }

        // Retries and output bindings change the behaviour of a function, so they must not be ignored.
        var unknown = Method.GetCustomAttributes().FirstOrDefault(IsUnknown);
        if (unknown is not null)
        {
            throw Refused($"the attribute {unknown.GetType().Name} is not supported");
        }
    }

    private static bool IsUnknown(Attribute attribute)
    {
        var space = attribute.GetType().Namespace;
        var ofWorker = space?.StartsWith(typeof(FunctionAttribute).Namespace!, StringComparison.Ordinal) == true;
        return attribute is not FunctionAttribute && (attribute is BindingAttribute || ofWorker);
    }

    /// <exception cref="SetupException">There is no trigger, or another binding besides it.</exception>
    public (BindingAttribute Trigger, ParameterInfo Parameter) Trigger()
    {
        var bindings = Method.GetParameters().SelectMany(Bindings).ToList();
        return bindings is [var only] ? only : throw Refused("it needs exactly one trigger and no other binding");
    }

    private static IEnumerable<(BindingAttribute Binding, ParameterInfo Parameter)> Bindings(ParameterInfo parameter) =>
        parameter.GetCustomAttributes<BindingAttribute>().Select(binding => (binding, parameter));

    /// <exception cref="SetupException">The method returns something else.</exception>
    public void CheckReturn(Type expected)
    {
        if (Method.ReturnType != expected)
        {
            throw Refused($"it must return {NameOf(expected)}");
        }
    }

    /// <exception cref="SetupException">A parameter has another type, or cannot be given a value.</exception>
    public void CheckParameters(ParameterInfo trigger, Type triggerType, IReadOnlyCollection<string> fromRoute)
    {
        if (trigger.ParameterType != triggerType)
        {
            throw Refused(trigger, $"its type must be {triggerType.Name}");
        }

        var unsupported = Method
            .GetParameters()
            .FirstOrDefault(parameter => parameter != trigger && !IsSupported(parameter, fromRoute));
        if (unsupported is not null)
        {
            throw Refused(
                unsupported,
                "only the trigger, a CancellationToken and, for HTTP, the strings of the route are supported"
            );
        }
    }

    private static bool IsSupported(ParameterInfo parameter, IReadOnlyCollection<string> fromRoute)
    {
        var isText = parameter.ParameterType == typeof(string);
        return parameter.ParameterType == typeof(CancellationToken)
            || (isText && fromRoute.Contains(parameter.Name, StringComparer.OrdinalIgnoreCase));
    }

    public SetupException Refused(string why) => new($"Function {Name}: {why}.");

    public SetupException Refused(ParameterInfo parameter, string why) =>
        new($"Function {Name}, parameter {parameter.Name}: {why}.");

    private static string NameOf(Type type)
    {
        if (!type.IsGenericType)
        {
            return type.Name;
        }

        var arguments = string.Join(", ", type.GenericTypeArguments.Select(NameOf));
        return $"{type.Name.Split('`')[0]}<{arguments}>";
    }
}
