using System.Text.RegularExpressions;

namespace Postern.Core.Mail;

/// <summary>The result of one check in an Authentication-Results field (RFC 8601 §2.7), in lower case.</summary>
/// <param name="Method">For example <c>dkim</c>.</param>
/// <param name="Result">For example <c>pass</c>.</param>
/// <param name="Properties">Values by their names, for example <c>header.d</c>, in order.</param>
internal sealed partial record MethodResult(
    string Method,
    string Result,
    IReadOnlyList<KeyValuePair<string, string>> Properties
)
{
    public override string ToString() => $"{Method}={Result}";

    /// <summary>The value of a property; null without it.</summary>
    public string? Value(string property) => Properties.FirstOrDefault(known => known.Key == property).Value;

    /// <param name="words">The words of one result.</param>
    /// <exception cref="FormatException">They are none, or one of them may come from another value.</exception>
    public static MethodResult Read(IReadOnlyList<string> words)
    {
        var first = MethodAndResult().Match(words[0]);
        if (!first.Success)
            throw new FormatException("a word stands where a result must");
        var method = first.Groups["method"].Value.ToLowerInvariant();
        var properties = new List<KeyValuePair<string, string>>();
        foreach (var word in words.Skip(1))
            properties.Add(Property(method, word));
        if (properties.DistinctBy(property => property.Key).Count() < properties.Count)
            throw new FormatException($"{method} has a property twice");
        return new MethodResult(method, first.Groups["result"].Value.ToLowerInvariant(), properties);
    }

    private static KeyValuePair<string, string> Property(string method, string word)
    {
        var match = NameAndValue().Match(word);
        if (!match.Success)
            throw new FormatException($"{method} has a word that is no property");
        var (name, value) = (match.Groups["name"].Value.ToLowerInvariant(), Unquoted(match.Groups["value"].Value));
        // The name of old fields (RFC 5451).
        name = name == "smtp.mail" ? "smtp.mailfrom" : name;
        var isKnown = method switch
        {
            "spf" => !name.StartsWith("header.", StringComparison.Ordinal),
            "dkim" or "dmarc" => !name.StartsWith("smtp.", StringComparison.Ordinal),
            _ => true,
        };
        var mayHaveAt = (method, name) switch
        {
            ("spf" or "dkim" or "dmarc", "smtp.mailfrom" or "header.i" or "header.from") => true,
            ("spf" or "dkim" or "dmarc", not "reason") => false,
            _ => true,
        };
        if (!isKnown || (!mayHaveAt && value.Contains('@', StringComparison.Ordinal)))
            throw new FormatException($"{method} has {name}, which a sender may have written");
        return KeyValuePair.Create(name, value);
    }

    private static string Unquoted(string value) =>
        Escape().Replace(value, "$1").Replace("\"", "", StringComparison.Ordinal);

    [GeneratedRegex(@"\A(?<method>[A-Za-z][\w-]*)(?:/[0-9]+)?=(?<result>[A-Za-z]+)\z")]
    private static partial Regex MethodAndResult();

    // "action" is Exchange Online's.
    [GeneratedRegex(
        @"\A(?<name>reason|action|[A-Za-z]+\.[\w-]+)=(?<value>[^""]*|""(?:[^""\\]|\\.)*""(?:@[^""@]*)?)\z",
        RegexOptions.IgnoreCase | RegexOptions.Singleline
    )]
    private static partial Regex NameAndValue();

    [GeneratedRegex(@"\\(.)", RegexOptions.Singleline)]
    private static partial Regex Escape();
}
