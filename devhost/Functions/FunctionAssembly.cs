using System.Reflection;
using Postern.DevHost.Configuration;

namespace Postern.DevHost.Functions;

/// <summary>Loads the assembly with the functions.</summary>
internal static class FunctionAssembly
{
    private const string Default = "Postern.Functions";

    /// <param name="path">A file; <c>null</c>: the functions of Postern.</param>
    /// <exception cref="SetupException">The assembly cannot be loaded.</exception>
    public static IEnumerable<Type> Types(string? path)
    {
        try
        {
            var assembly = path is null ? Assembly.Load(Default) : Assembly.LoadFrom(Path.GetFullPath(path));
            return assembly.GetTypes();
        }
        catch (Exception missing) when (missing is IOException or BadImageFormatException)
        {
            throw new SetupException($"The assembly {path ?? Default} cannot be loaded: {missing.Message}");
        }
    }
}
