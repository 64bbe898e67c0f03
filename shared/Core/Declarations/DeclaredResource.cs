namespace Postern.Core.Declarations;

/// <summary>One resource of a file.</summary>
/// <param name="Section">Its section.</param>
/// <param name="Key">Its identifier in the section, as it is stored.</param>
/// <param name="Value">The record; null = its default, of a parameter.</param>
/// <param name="Member">Where it stands.</param>
/// <param name="Path">What it is called in messages.</param>
/// <param name="Secrets">References by the name of the member.</param>
internal sealed record DeclaredResource(
    Section Section,
    string Key,
    object? Value,
    DocumentMember Member,
    string Path,
    IReadOnlyDictionary<string, SecretReference> Secrets
)
{
    /// <summary>The names of the members that it has.</summary>
    public IReadOnlyCollection<string> Named =>
        Member.Value is DocumentNode.Mapping mapping ? [.. mapping.Members.Select(member => member.Name)] : [];

    /// <summary>A message about a field, where that stands in the file.</summary>
    public ConfigurationMessage About(string field, string message)
    {
        var node = Member.Value;
        var at = node is DocumentNode.Scalar { IsNull: false } ? node.At : Member.At;
        foreach (var part in field.Split('.'))
        {
            if ((node as DocumentNode.Mapping)?.Find(part) is not { } found)
                break;
            (at, node) = (found.Value is DocumentNode.Scalar ? found.Value.At : found.At, found.Value);
        }
        // What identifies a resource is its name in the file.
        var path = Section.IdentifyingFields.Contains(field) ? Path : RecordReader.Join(Path, field);
        return ConfigurationMessage.At(at, path, message);
    }
}
