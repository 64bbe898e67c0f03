using System.Text;
using System.Text.Json;

namespace Postern.Core.Declarations;

/// <summary>Reads JSON (RFC 8259) into the same parts as YAML.</summary>
internal ref struct JsonTextDocument
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly DocumentLimits _limits = new();
    private Utf8JsonReader _reader;
    private int _seen;
    private int _line = 1;
    private int _lineStart;

    private JsonTextDocument(ReadOnlySpan<byte> json)
    {
        _json = json;
        // Deeper than the limits, which have the better message.
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 100 });
    }

    /// <exception cref="DocumentException">It is not JSON, or has what is not allowed here.</exception>
    public static DocumentNode Read(ReadOnlySpan<byte> json)
    {
        var document = new JsonTextDocument(json);
        try
        {
            document._reader.Read();
            var root = document.ReadNode(0);
            document._reader.Read();
            return root;
        }
        catch (JsonException e)
        {
            var at = new DocumentPosition((int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1);
            throw new DocumentException(at, "is not valid JSON");
        }
        catch (InvalidOperationException)
        {
            throw new DocumentException(
                document.Position(),
                "holds half of a surrogate pair, which is not a character"
            );
        }
    }

    private DocumentNode ReadNode(int depth)
    {
        var at = Position();
        _limits.Count(at, depth);
        return _reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(at, depth),
            JsonTokenType.StartArray => ReadArray(at, depth),
            JsonTokenType.String => new DocumentNode.Scalar(at, _reader.GetString()!, true),
            _ => new DocumentNode.Scalar(at, Encoding.UTF8.GetString(_reader.ValueSpan), false),
        };
    }

    private DocumentNode.Mapping ReadObject(DocumentPosition at, int depth)
    {
        var members = new List<DocumentMember>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var (name, nameAt) = (_reader.GetString()!, Position());
            if (!names.Add(name))
                throw new DocumentException(nameAt, $"'{name}' is given twice");
            _reader.Read();
            members.Add(new DocumentMember(name, nameAt, ReadNode(depth + 1)));
        }
        return new DocumentNode.Mapping(at, members);
    }

    private DocumentNode.Sequence ReadArray(DocumentPosition at, int depth)
    {
        var items = new List<DocumentNode>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            items.Add(ReadNode(depth + 1));
        return new DocumentNode.Sequence(at, items);
    }

    private DocumentPosition Position()
    {
        for (var start = (int)_reader.TokenStartIndex; _seen < start; _seen++)
        {
            if (_json[_seen] == '\n')
                (_line, _lineStart) = (_line + 1, _seen + 1);
        }
        return new DocumentPosition(_line, _seen - _lineStart + 1);
    }
}
