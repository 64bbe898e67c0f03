using System.Reflection;
using Postern.Gateway.Storage;

namespace Postern.Tests.Functions;

/// <summary>The version that the build has given to the gateway.</summary>
internal static class BuiltVersion
{
    public static string Current { get; } =
        typeof(GatewayStorage)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion;
}
