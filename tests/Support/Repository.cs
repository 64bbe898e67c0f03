namespace Postern.Tests.Support;

/// <summary>Where the checked-out project lies, for tests that read its files.</summary>
public static class Repository
{
    /// <summary>The top folder: the nearest one above the test output that holds <c>Functions.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Functions.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Functions.sln.");
    }
}
