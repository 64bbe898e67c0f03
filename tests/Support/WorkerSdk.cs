namespace Postern.Tests.Support;

/// <summary>What the Worker SDK made in the build of the functions. Where the package feed lacks it there is nothing.</summary>
public static class WorkerSdk
{
    /// <summary>Path of <c>functions.metadata</c>.</summary>
    public static string? Metadata { get; } = Find();

    private static string? Find()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var path = Path.Combine(Repository.Root, "functions", "bin", configuration, "net10.0", "functions.metadata");
        return File.Exists(path) ? path : null;
    }
}
