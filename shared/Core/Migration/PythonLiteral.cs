using System.Globalization;
using System.Text.Json.Nodes;

namespace Postern.Core.Migration;

/// <summary>
/// Reads a literal of Python as JSON: strings, numbers, True, False, None, dictionaries, lists and tuples, as
/// <c>ast.literal_eval</c> does. Nothing is evaluated; anything else is an error.
/// </summary>
internal ref struct PythonLiteral
{
    private const int Deepest = 16;
    private const int Longest = 100_000;
    private readonly ReadOnlySpan<char> _text;
    private int _at;
    private int _depth;

    private PythonLiteral(ReadOnlySpan<char> text) => _text = text;

    /// <exception cref="FormatException">It is no literal.</exception>
    public static JsonNode? Read(string text)
    {
        if (text.Length > Longest)
            throw Wrong("it is too long");
        var literal = new PythonLiteral(text);
        var value = literal.ReadValue();
        literal.SkipSpace();
        return literal._at == text.Length ? value : throw Wrong("there is something after it");
    }

    private readonly char Current => _at < _text.Length ? _text[_at] : '\0';

    private JsonNode? ReadValue()
    {
        SkipSpace();
        if (++_depth > Deepest)
            throw Wrong("it is nested too deep");
        JsonNode? value = Current switch
        {
            '{' => ReadDictionary(),
            '[' => ReadList('[', ']'),
            '(' => ReadList('(', ')'),
            '\'' or '"' => ReadText(),
            '-' or '+' or '.' or (>= '0' and <= '9') => ReadNumber(),
            _ => ReadWord(),
        };
        _depth--;
        return value;
    }

    private JsonObject ReadDictionary()
    {
        var members = new JsonObject();
        Take('{');
        while (!Ends('}'))
        {
            var name = ReadValue() is JsonValue value ? value.ToString() : throw Wrong("a key is no text");
            Take(':');
            members[name] = ReadValue();
            TakeComma('}');
        }
        return members;
    }

    private JsonArray ReadList(char open, char close)
    {
        var items = new JsonArray();
        Take(open);
        while (!Ends(close))
        {
            items.Add(ReadValue());
            TakeComma(close);
        }
        return items;
    }

    // Texts side by side are one.
    private JsonValue ReadText()
    {
        var text = "";
        while (Current is '\'' or '"')
        {
            text += PythonText.Read(_text, ref _at);
            SkipSpace();
        }
        return JsonValue.Create(text);
    }

    private JsonValue ReadNumber()
    {
        var start = _at++;
        while (char.IsAsciiLetterOrDigit(Current) || Current is '.' or '_' || IsSignOfExponent())
            _at++;
        var number = _text[start.._at].ToString().Replace("_", "", StringComparison.Ordinal);
        if (long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return JsonValue.Create(whole);
        return
            double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var real)
            && double.IsFinite(real)
            ? JsonValue.Create(real)
            : throw Wrong("a number is not one");
    }

    private readonly bool IsSignOfExponent() => Current is '-' or '+' && _text[_at - 1] is 'e' or 'E';

    private JsonValue? ReadWord()
    {
        var start = _at;
        while (char.IsAsciiLetter(Current))
            _at++;
        var word = _text[start.._at];
        // Prefixes of strings that change nothing for what Odoo writes.
        if ((word is "u" or "b") && Current is '\'' or '"')
            return ReadText();
        return word switch
        {
            "True" or "true" => JsonValue.Create(true),
            "False" or "false" => JsonValue.Create(false),
            "None" or "null" => null,
            _ => throw Wrong("it has something that is no literal"),
        };
    }

    private bool Ends(char close)
    {
        SkipSpace();
        if (Current != close)
            return false;
        _at++;
        return true;
    }

    private void TakeComma(char close)
    {
        SkipSpace();
        if (Current != close)
            Take(',');
    }

    private void Take(char expected)
    {
        SkipSpace();
        if (Current != expected)
            throw Wrong($"a '{expected}' is missing");
        _at++;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
    }

    public static FormatException Wrong(string what) => new(what);
}
