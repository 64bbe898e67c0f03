using System.Buffers;

namespace Postern.Core.Replies;

/// <summary>
/// The lines that phones and mail programs append: "Sent from my iPhone". Such a line has a form of one of the
/// languages and names a device or program; "Sent from Hamburg" is a sentence.
/// </summary>
internal static class DeviceLine
{
    private const int LongestLine = 200;
    private const int MostWords = 12;
    private const int WholeWord = 3;
    private const char Between = '…';

    private static readonly (string Start, string End)[] Forms =
    [
        .. ReplyLanguages.Folded(language => language.Devices).Select(ToForm),
    ];

    private static readonly SearchValues<string> AnyForm = SearchValues.Create(
        [.. Forms.Select(form => form.Start.Length > 0 ? form.Start : form.End)],
        StringComparison.Ordinal
    );

    private static readonly string[] Products = ReplyLanguages.Folded(language => language.Products);

    private static readonly SearchValues<string> AnyProduct = SearchValues.Create(Products, StringComparison.Ordinal);

    private static readonly SearchValues<string> Apologies = SearchValues.Create(
        ReplyLanguages.Folded(language => language.Apologies),
        StringComparison.Ordinal
    );

    /// <summary>Whether the line is one. It ends that line only: what stands below it is the author's.</summary>
    public static bool Is(string text)
    {
        if (text.Length is < 6 or > LongestLine)
            return false;
        var line = FoldedText.Of(text).Replace("[", "", StringComparison.Ordinal).AsSpan().Trim(" *_-—–>[]()|.");
        if (!line.ContainsAny(AnyProduct) || !line.ContainsAny(AnyForm))
            return false;
        line = WithoutLink(line);
        return HasForm(line, out var rest) && NamesProduct(rest);
    }

    private static (string Start, string End) ToForm(string form)
    {
        var between = form.IndexOf(Between, StringComparison.Ordinal);
        return between < 0 ? (form, "") : (form[..between].Trim(), form[(between + 1)..].Trim());
    }

    private static bool HasForm(ReadOnlySpan<char> line, out ReadOnlySpan<char> rest)
    {
        line = WithoutApology(line);
        rest = line;
        if (line.Count(' ') >= MostWords || line.ContainsAny(";!?"))
            return false;
        foreach (var (start, end) in Forms)
        {
            if (line.Length <= start.Length + end.Length)
                continue;
            if (!line.StartsWith(start, StringComparison.Ordinal) || !line.EndsWith(end, StringComparison.Ordinal))
                continue;
            rest = line[start.Length..^end.Length];
            return true;
        }
        return false;
    }

    private static ReadOnlySpan<char> WithoutLink(ReadOnlySpan<char> line)
    {
        var link = line.IndexOf("http", StringComparison.Ordinal);
        return link > 0 ? line[..link].TrimEnd(" <([.:") : line;
    }

    // "Sent from my iPhone, please excuse typos". Anything else behind a comma is a sentence of the author.
    private static ReadOnlySpan<char> WithoutApology(ReadOnlySpan<char> line)
    {
        var mark = line.IndexOfAny(",.!");
        while (mark >= 0 && mark + 1 < line.Length && line[mark + 1] != ' ')
        {
            var next = line[(mark + 1)..].IndexOfAny(",.!");
            mark = next < 0 ? -1 : mark + 1 + next;
        }
        if (mark < 0)
            return line;
        return line[mark..].ContainsAny(Apologies) ? line[..mark] : default;
    }

    private static bool NamesProduct(ReadOnlySpan<char> text)
    {
        foreach (var product in Products)
        {
            var found = text.IndexOf(product, StringComparison.Ordinal);
            if (found >= 0 && IsWord(text, found, product))
                return true;
        }
        return false;
    }

    // Endings of cases follow a name: "iPhonesta".
    private static bool IsWord(ReadOnlySpan<char> text, int start, string product)
    {
        if (!char.IsAscii(product[0]))
            return true;
        if (start > 0 && char.IsAsciiLetter(text[start - 1]))
            return false;
        var end = start + product.Length;
        return product.Length > WholeWord || end == text.Length || !char.IsAsciiLetter(text[end]);
    }
}
