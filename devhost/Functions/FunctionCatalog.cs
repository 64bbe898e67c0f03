using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Postern.DevHost.Configuration;

namespace Postern.DevHost.Functions;

/// <summary>Finds the functions in classes.</summary>
internal static class FunctionCatalog
{
    private const BindingFlags Anything =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    /// <summary>
    /// The functions of these classes; with <paramref name="only"/>, just those of these names.
    /// <paramref name="setting"/> returns the value of a setting, for <c>%Name%</c> in attributes.
    /// </summary>
    /// <exception cref="SetupException">A name is unknown or used twice, or a function is not supported.</exception>
    public static IReadOnlyList<TriggeredFunction> Read(
        IEnumerable<Type> classes,
        Func<string, string?> setting,
        IReadOnlyList<string> only
    )
    {
        var marked = classes
            .SelectMany(type => type.GetMethods(Anything))
            .Select(method => (Method: method, method.GetCustomAttribute<FunctionAttribute>()?.Name))
            .Where(function => function.Name is not null)
            .Where(function => only.Count == 0 || only.Contains(function.Name, StringComparer.OrdinalIgnoreCase))
            .ToList();
        RefuseUnknown(only, marked.Select(function => function.Name!));
        RefuseDoubled(marked.Select(function => function.Name!));
        var reader = new FunctionReader(setting);
        return [.. marked.Select(function => reader.Read(new FunctionShape(function.Name!, function.Method)))];
    }

    private static void RefuseUnknown(IEnumerable<string> wanted, IEnumerable<string> names)
    {
        if (wanted.Except(names, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } unknown)
        {
            throw new SetupException($"There is no function {unknown}.");
        }
    }

    private static void RefuseDoubled(IEnumerable<string> names)
    {
        var groups = names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase);
        if (groups.FirstOrDefault(group => group.Count() > 1) is { } doubled)
        {
            throw new SetupException($"Two functions have the name {doubled.Key}.");
        }
    }
}
