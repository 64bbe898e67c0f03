namespace Postern.Tests.Support;

/// <summary>What the Worker SDK makes. Where stand-ins take the place of the worker's packages there is nothing of it.</summary>
public static class WorkerSdk
{
    /// <summary>Whether the functions are built with the worker's own packages.</summary>
    public static bool IsUsed { get; } = !Selected().Contains("<StandIn ", StringComparison.Ordinal);

    /// <summary>Path of the <c>functions.metadata</c> that the build of the functions has made.</summary>
    public static string Metadata => Path.Combine(Repository.Root, "functions", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "functions.metadata");

    private static string Selected() => File.ReadAllText(Path.Combine(Repository.Root, "standins", "Selected.props"));
}
