namespace Postern.Tests.Architecture;

/// <summary>
/// Draws which folders of an assembly use which, as a flow chart of Mermaid: what uses stands above what is used.
/// </summary>
internal static class FloorPlan
{
    /// <summary>Where the drawing of an assembly begins in the document.</summary>
    public static string Begin(CompiledAssembly assembly) =>
        $"<!-- floors of {assembly.Name}: eng/floors draws them -->";

    public const string End = "<!-- end of floors -->";

    public static string Draw(CompiledAssembly assembly)
    {
        var graph = assembly.Namespaces();
        var folders = graph.Namespaces.Select(name => $"  {Id(name)}[\"{Folder(name, assembly)}\"]");
        var uses = graph.Essential().Select(use => $"  {Id(use.Used)} --> {Id(use.User)}");
        return string.Join('\n', ["```mermaid", "flowchart BT", .. folders, .. uses, "```", ""]);
    }

    private static string Id(string name) => name.Replace('.', '_');

    private static string Folder(string name, CompiledAssembly assembly)
    {
        var folder = name[assembly.Name.Length..].TrimStart('.').Replace('.', '/');
        return folder.Length == 0 ? assembly.Name : folder;
    }
}
