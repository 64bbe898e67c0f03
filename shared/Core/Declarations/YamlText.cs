using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Postern.Core.Declarations;

/// <summary>Writes YAML in which text that older readers take for something else (<c>no</c>, <c>1e3</c>) is in quotes.</summary>
public static partial class YamlText
{
    private const int Indent = 2;
    private const int LongestKey = 500;

    /// <summary>A mapping as a YAML document.</summary>
    public static string Write(JsonObject json)
    {
        var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings(Indent, int.MaxValue, false, LongestKey));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Write(emitter, json);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Write(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                WriteMapping(emitter, members);
                break;
            case JsonArray items:
                emitter.Emit(new SequenceStart(default, default, true, StyleOf(items)));
                foreach (var item in items)
                    Write(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                WriteScalar(emitter, value.GetValue<string>(), isText: true);
                break;
            default:
                WriteScalar(emitter, node?.ToJsonString() ?? "null", isText: false);
                break;
        }
    }

    private static void WriteMapping(Emitter emitter, JsonObject members)
    {
        var style = members.Count == 0 ? MappingStyle.Flow : MappingStyle.Block;
        emitter.Emit(new MappingStart(default, default, true, style));
        foreach (var (name, value) in members)
        {
            WriteScalar(emitter, name, isText: true);
            Write(emitter, value);
        }
        emitter.Emit(new MappingEnd());
    }

    private static SequenceStyle StyleOf(JsonArray items) =>
        items.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block;

    private static void WriteScalar(Emitter emitter, string text, bool isText)
    {
        var style = isText ? StyleOf(text) : ScalarStyle.Plain;
        emitter.Emit(new Scalar(default, default, text, style, style == ScalarStyle.Plain, style != ScalarStyle.Plain));
    }

    private static ScalarStyle StyleOf(string text)
    {
        if (Lines().IsMatch(text))
            return ScalarStyle.Literal;
        return Plain().IsMatch(text) && !Ambiguous().IsMatch(text) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted;
    }

    // Begins with a letter, and has nothing that YAML gives a meaning.
    [GeneratedRegex(@"\A[A-Za-z](?:[A-Za-z0-9_@.+/(),'-]|:(?=[A-Za-z0-9/])| (?=[A-Za-z0-9(]))*\z")]
    private static partial Regex Plain();

    // Words with a meaning in YAML 1.1 or 1.2, and what begins a number of some base.
    [GeneratedRegex(@"\A(?:true|false|null|yes|no|on|off|y|n|nan|inf)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Ambiguous();

    // Several lines of letters, signs and spaces, of which none begins or ends with a space.
    [GeneratedRegex(
        @"\A[!-~\u00A1-\u024F](?:[ -~\u00A1-\u024F]*[!-~\u00A1-\u024F])?(?:\n+[!-~\u00A1-\u024F](?:[ -~\u00A1-\u024F]*[!-~\u00A1-\u024F])?)+\n?\z",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Lines();
}
