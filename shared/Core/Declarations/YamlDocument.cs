using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Postern.Core.Declarations;

/// <summary>
/// Reads YAML (1.2.2) as plain text: what a value means is decided by its place, so that <c>no</c> is text where text is
/// asked for. Anchors, aliases, tags and a second document are errors, and so is a name that is given twice.
/// </summary>
internal sealed class YamlDocument
{
    private readonly Parser _parser;
    private readonly DocumentLimits _limits = new();

    private YamlDocument(string text) => _parser = new(new Scanner(new StringReader(text), skipComments: true));

    /// <exception cref="DocumentException">It is not YAML, or has what is not allowed here.</exception>
    public static DocumentNode Read(string text)
    {
        var document = new YamlDocument(text);
        try
        {
            return document.ReadAll();
        }
        catch (YamlException e)
        {
            throw new DocumentException(PositionOf(e.Start), $"is not valid YAML: {e.Message}");
        }
        // The parser throws various other exceptions for some texts that are not YAML.
        catch (Exception e) when (e is not DocumentException)
        {
            throw new DocumentException(document.Position, "is not valid YAML after this place");
        }
    }

    private DocumentPosition Position =>
        _parser.Current is { } current ? PositionOf(current.Start) : DocumentPosition.Start;

    private DocumentNode ReadAll()
    {
        Next<StreamStart>();
        _parser.MoveNext();
        if (_parser.Current is StreamEnd)
            return new DocumentNode.Mapping(DocumentPosition.Start, []);
        Next<DocumentEnd>(out var root);
        _parser.MoveNext();
        if (_parser.Current is not StreamEnd)
            throw new DocumentException(Position, "begins a second document; one file has one");
        return root;
    }

    private void Next<T>()
    {
        _parser.MoveNext();
        if (_parser.Current is not T)
            throw new DocumentException(Position, "is not valid YAML");
    }

    private void Next<TEnd>(out DocumentNode root)
    {
        _parser.MoveNext();
        root = ReadNode(0);
        Next<TEnd>();
    }

    // The event of the node is the current one; afterwards the last one of the node is.
    private DocumentNode ReadNode(int depth)
    {
        var at = Position;
        _limits.Count(at, depth);
        if (_parser.Current is AnchorAlias || _parser.Current is NodeEvent { Anchor.IsEmpty: false })
            throw new DocumentException(at, "is an anchor or an alias, which are not allowed here");
        if (_parser.Current is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } })
            throw new DocumentException(at, "has a tag, which is not allowed here");
        return _parser.Current switch
        {
            Scalar scalar => new DocumentNode.Scalar(at, scalar.Value, scalar.Style != ScalarStyle.Plain),
            MappingStart => ReadMapping(at, depth),
            SequenceStart => ReadSequence(at, depth),
            _ => throw new DocumentException(at, "is not valid YAML"),
        };
    }

    private DocumentNode.Mapping ReadMapping(DocumentPosition at, int depth)
    {
        var members = new List<DocumentMember>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (_parser.MoveNext() && _parser.Current is not MappingEnd)
        {
            if (ReadNode(depth + 1) is not DocumentNode.Scalar name)
                throw new DocumentException(Position, "is a mapping or a list where a name should be");
            if (!names.Add(name.Text))
                throw new DocumentException(name.At, $"'{name.Text}' is given twice");
            _parser.MoveNext();
            members.Add(new DocumentMember(name.Text, name.At, ReadNode(depth + 1)));
        }
        return new DocumentNode.Mapping(at, members);
    }

    private DocumentNode.Sequence ReadSequence(DocumentPosition at, int depth)
    {
        var items = new List<DocumentNode>();
        while (_parser.MoveNext() && _parser.Current is not SequenceEnd)
            items.Add(ReadNode(depth + 1));
        return new DocumentNode.Sequence(at, items);
    }

    private static DocumentPosition PositionOf(Mark mark) =>
        new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));
}
