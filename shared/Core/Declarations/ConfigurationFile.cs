using System.Text;
using Postern.Contracts.Http;

namespace Postern.Core.Declarations;

/// <summary>A file that declares the configuration (<c>postern.yaml</c>), as it was read.</summary>
public sealed class ConfigurationFile
{
    private const string Schema = "$schema";
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly List<ConfigurationMessage> _problems = [];
    private readonly List<DeclaredResource> _resources = [];
    private readonly HashSet<Section> _sections = [];

    private ConfigurationFile() { }

    /// <summary>What cannot be read. Nothing can be done with the file then.</summary>
    public IReadOnlyList<ConfigurationMessage> Problems => _problems;

    /// <summary>The references to secrets.</summary>
    public IReadOnlyList<DeclaredSecret> Secrets =>
        [
            .. _resources.SelectMany(resource =>
                resource.Secrets.Select(secret => new DeclaredSecret(
                    resource.Section.Kind,
                    resource.Key,
                    secret.Key,
                    secret.Value
                ))
            ),
        ];

    /// <summary>The sections that it has.</summary>
    public IReadOnlyCollection<ConfigurationSection> Present => [.. _sections.Select(section => section.Kind)];

    /// <summary>What it declares, in the order in which it is written.</summary>
    internal IEnumerable<DeclaredResource> Resources =>
        // The new default first: the alias domain that was it ceases to be so by that.
        _resources.OrderBy(resource => resource.Section.Kind).ThenBy(resource => IsDefault(resource) ? 0 : 1);

    /// <summary>The identifiers of what it declares in a section.</summary>
    public IReadOnlyList<string> Keys(ConfigurationSection section) =>
        [.. _resources.Where(resource => resource.Section.Kind == section).Select(resource => resource.Key)];

    /// <summary>Reads a file.</summary>
    /// <param name="content">YAML or JSON in UTF-8.</param>
    /// <param name="isJson">Whether it is JSON.</param>
    public static ConfigurationFile Read(ReadOnlyMemory<byte> content, bool isJson)
    {
        var file = new ConfigurationFile();
        try
        {
            file.ReadRoot(isJson ? JsonTextDocument.Read(content.Span) : YamlDocument.Read(TextOf(content.Span)));
        }
        catch (DocumentException e)
        {
            file._problems.Add(ConfigurationMessage.At(e.At, "", e.Message));
        }
        return file;
    }

    private static string TextOf(ReadOnlySpan<byte> content)
    {
        try
        {
            return Strict.GetString(content).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new DocumentException(DocumentPosition.Start, "is not UTF-8");
        }
    }

    private void ReadRoot(DocumentNode root)
    {
        var reader = new RecordReader(_problems);
        var members = reader.Members(root, "");
        reader.CheckNames(
            new DocumentNode.Mapping(root.At, members),
            [.. Sections.Top.Select(section => section.Name), Schema],
            ""
        );
        foreach (var section in Sections.Top)
        {
            if (members.FirstOrDefault(member => member.Name == section.Name) is { } found)
                ReadSection(reader, section, found);
        }
        CheckDefaults();
    }

    private void ReadSection(RecordReader reader, Section section, DocumentMember found)
    {
        _sections.Add(section);
        var keys = new HashSet<string>();
        foreach (var member in reader.Members(found.Value, section.Name))
        {
            var (key, path) = (section.KeyOf(member.Name), RecordReader.Join(section.Name, member.Name));
            if (!keys.Add(key))
                reader.Add(member.At, path, $"is '{key}', which is given twice");
            ReadResource(reader, section, key, member, path);
            foreach (var part in section.Parts)
            {
                if ((member.Value as DocumentNode.Mapping)?.Find(part) is { } inner)
                    ReadResource(reader, Sections.Texts, key, inner, RecordReader.Join(path, part));
            }
        }
    }

    private void ReadResource(RecordReader reader, Section section, string key, DocumentMember member, string path)
    {
        var before = _problems.Count;
        var secrets = ReadSecrets(reader, section, member.Value, path);
        var value = section.Read(reader, member.Value, path);
        if (_problems.Count == before)
            _resources.Add(new DeclaredResource(section, key, value, member, path, secrets));
    }

    private static Dictionary<string, SecretReference> ReadSecrets(
        RecordReader reader,
        Section section,
        DocumentNode node,
        string path
    )
    {
        var secrets = new Dictionary<string, SecretReference>();
        foreach (var field in section.SecretFields)
        {
            if ((node as DocumentNode.Mapping)?.Find(field)?.Value is not { } value)
                continue;
            if (value.IsNull)
                secrets[field] = new SecretReference(null);
            else if (value is DocumentNode.Scalar { Text: var text } && SecretReference.IsOne(text))
                secrets[field] = new SecretReference(text);
            else
                reader.Add(value.At, RecordReader.Join(path, field), SecretReference.Rule);
        }
        return secrets;
    }

    private void CheckDefaults()
    {
        foreach (var second in _resources.Where(IsDefault).Skip(1))
            _problems.Add(second.About("isDefault", "is true for another alias domain too; only one is the default"));
    }

    private static bool IsDefault(DeclaredResource resource) => resource.Value is AliasDomain { IsDefault: true };
}
