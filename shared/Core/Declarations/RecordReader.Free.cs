using System.Text.Json.Nodes;

namespace Postern.Core.Declarations;

/// <content>Values of the application.</content>
internal sealed partial class RecordReader
{
    // Values of the application, whose kind the gateway does not know.
    private JsonObject? ReadFree(DocumentNode node, string path)
    {
        if (node.IsNull)
            return null;
        CheckTwins(node, path);
        if (node is DocumentNode.Mapping)
            return ScalarKinds.Free(node)!.AsObject();
        Add(node.At, path, $"must be a mapping; found {node.What}");
        return null;
    }

    // They would be one name in what is stored.
    private void CheckTwins(DocumentNode node, string path)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in (node as DocumentNode.Mapping)?.Members ?? [])
        {
            if (!names.Add(member.Name))
                Add(member.At, Join(path, member.Name), "differs only in case from another name beside it");
            CheckTwins(member.Value, Join(path, member.Name));
        }
        foreach (var item in (node as DocumentNode.Sequence)?.Items ?? [])
            CheckTwins(item, path);
    }
}
