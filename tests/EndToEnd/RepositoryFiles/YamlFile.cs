using Postern.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Postern.Tests.RepositoryFiles;

/// <summary>A YAML file of the repository.</summary>
internal static class YamlFile
{
    public static YamlMappingNode Read(string file)
    {
        var stream = new YamlStream();
        using var reader = File.OpenText(Path.Combine(Repository.Root, file));
        stream.Load(reader);
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    /// <summary>The node under these keys; numbers are positions.</summary>
    public static T At<T>(this YamlNode node, params string[] path)
        where T : YamlNode => Assert.IsType<T>(path.Aggregate(node, (at, key) => at[key]));

    public static string Text(this YamlNode node, params string[] path) => node.At<YamlScalarNode>(path).Value!;

    public static IEnumerable<string> Keys(this YamlMappingNode node) =>
        node.Children.Keys.Select(key => ((YamlScalarNode)key).Value!);

    public static IEnumerable<string> Texts(this YamlSequenceNode node) =>
        node.Children.Select(item => ((YamlScalarNode)item).Value!);
}
