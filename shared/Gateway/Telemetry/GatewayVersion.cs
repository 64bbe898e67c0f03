using System.Reflection;

namespace Postern.Gateway.Telemetry;

/// <summary>The version of the program that runs, which its build took from the tags of its history.</summary>
internal static class GatewayVersion
{
    /// <summary>A semantic version; between two releases with the number of commits, and the commit after a plus.</summary>
    public static string Current { get; } =
        typeof(GatewayVersion)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion;
}
