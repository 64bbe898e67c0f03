using System.Reflection;
using Postern.DevHost.Configuration;

namespace Postern.DevHost.Functions;

/// <summary>The assembly that the functions are looked for in.</summary>
internal static class FunctionAssembly
{
    private const string Default = "Postern.Functions";

    /// <param name="path">A file; <c>null</c>: the functions of Postern.</param>
    /// <exception cref="SetupException">There is no such assembly.</exception>
    public static IEnumerable<Type> Types(string? path)
    {
        try
        {
            return (path is null ? Assembly.Load(Default) : Assembly.LoadFrom(Path.GetFullPath(path))).GetTypes();
        }
        catch (Exception missing) when (missing is IOException or BadImageFormatException)
        {
            throw new SetupException($"The assembly {path ?? Default} cannot be loaded: {missing.Message}");
        }
    }
}
