namespace Postern.Core.Replies;

/// <summary>A field of the header above a quoted mail.</summary>
internal enum QuotedField
{
    From,
    Sent,
    Date,
    To,
    Cc,
    Subject,
}

/// <summary>The names of the fields that Outlook and others write above a quoted mail, in all languages.</summary>
internal static class QuotedFields
{
    private const int LongestName = 32;
    private const string Decoration = " \t*_|•\u00A0\u200E\u200F";

    private static readonly Dictionary<string, QuotedField> Fields = All();

    /// <summary>
    /// The field that a line begins with, also between asterisks, underscores or the bars of a table; null without one.
    /// </summary>
    /// <param name="text">The line.</param>
    /// <param name="value">What follows the name.</param>
    public static QuotedField? OfLine(string text, out ReadOnlySpan<char> value)
    {
        var line = text.AsSpan().TrimStart(Decoration);
        value = default;
        if (line.IsEmpty)
            return null;
        var colon = line[..Math.Min(line.Length, LongestName + 4)].IndexOfAny(':', '：', '|');
        if (colon < 1)
            return null;
        value = line[(colon + 1)..].Trim(Decoration);
        return OfName(line[..colon]);
    }

    /// <summary>The field of this name; null without one.</summary>
    public static QuotedField? OfName(ReadOnlySpan<char> name)
    {
        var trimmed = name.Trim(Decoration);
        if (trimmed.Length is < 1 or > LongestName)
            return null;
        return Fields.TryGetValue(FoldedText.Of(trimmed.ToString()), out var field) ? field : null;
    }

    // A name that two languages use for different fields is that of the more telling one.
    private static Dictionary<string, QuotedField> All()
    {
        var fields = new Dictionary<string, QuotedField>(StringComparer.Ordinal);
        Add(QuotedField.From, language => language.From);
        Add(QuotedField.Sent, language => language.Sent);
        Add(QuotedField.Date, language => language.Date);
        Add(QuotedField.To, language => language.To);
        Add(QuotedField.Subject, language => language.Subject);
        Add(QuotedField.Cc, language => language.Cc);
        return fields;

        void Add(QuotedField field, Func<ReplyLanguage, IEnumerable<string>> names)
        {
            foreach (var name in ReplyLanguages.Folded(names))
                fields.TryAdd(name, field);
        }
    }
}
