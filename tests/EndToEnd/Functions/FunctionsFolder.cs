using Postern.Tests.Support;

namespace Postern.Tests.Functions;

/// <summary>
/// Where the build puts the functions: the folder that Core Tools run, with the configuration that the tests are
/// built with.
/// </summary>
internal static class FunctionsFolder
{
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string Path { get; } =
        System.IO.Path.Combine(Repository.Root, "functions", "bin", Configuration, "net10.0");
}
