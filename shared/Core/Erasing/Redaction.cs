using System.Globalization;
using System.Text;
using Postern.Contracts;
using Postern.Core.Addresses;

namespace Postern.Core.Erasing;

/// <summary>
/// Replaces the address of a person in texts, in every form in which it is stored, and their names. A name of one word is
/// left: it may be anybody's.
/// </summary>
public sealed class Redaction
{
    private const int ShortestName = 5;
    private const string WithinAddress = "._+-";

    private readonly ErasedPerson _person;
    private readonly IReadOnlyList<string> _forms;
    private readonly IReadOnlyList<string> _names;

    public Redaction(ErasedPerson person)
    {
        _person = person;
        _forms = [.. FormsOf(person.Address).Distinct().OrderByDescending(form => form.Length)];
        _names = [.. person.Names.Where(IsDistinctive).OrderByDescending(name => name.Length)];
    }

    /// <summary>Whether a name can be looked for in texts.</summary>
    public static bool IsDistinctive(string name) => name.Length >= ShortestName && name.Trim().Contains(' ');

    /// <summary>Whether a text may hold something to replace, or what stands for it already.</summary>
    public bool MayFind(string text) =>
        _forms.Any(form => text.Contains(form, StringComparison.OrdinalIgnoreCase))
        || _names.Any(name => text.Contains(name, StringComparison.OrdinalIgnoreCase))
        || text.Contains(_person.StandIn, StringComparison.Ordinal);

    /// <summary>Whether a text holds the address or a name.</summary>
    public bool Finds(string text) =>
        _forms.Any(form => FindAddress(text, form, 0) >= 0) || _names.Any(name => FindName(text, name, 0) >= 0);

    /// <summary>The text with nothing of the person; the same one where there was nothing.</summary>
    public string Of(string text)
    {
        if (!Finds(text))
            return text;
        // Whatever the name is: "Annie" <ann@customer.example>.
        if (EmailAddress.TryParse(text, out var mailbox) && mailbox.Address == _person.Address)
            return _person.StandIn;
        foreach (var form in _forms)
            text = Replace(text, form, _person.StandIn, FindAddress);
        foreach (var name in _names)
            text = Replace(text, name, ErasedPerson.Nobody, FindName);
        return text;
    }

    private static IEnumerable<string> FormsOf(string address)
    {
        yield return address;
        yield return EmailAddress.Written(address);
        yield return TableKeys.Escape(address);
        yield return address.Replace("@", "%40", StringComparison.Ordinal);
        yield return address.Replace("@", "&#64;", StringComparison.Ordinal);
        if (UnicodeOf(address) is { } readable)
            yield return readable;
    }

    private static string? UnicodeOf(string address)
    {
        var at = address.LastIndexOf('@');
        try
        {
            return address[..(at + 1)] + new IdnMapping().GetUnicode(address[(at + 1)..]);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string Replace(string text, string what, string by, Func<string, string, int, int> find)
    {
        var at = find(text, what, 0);
        if (at < 0)
            return text;
        var (result, from) = (new StringBuilder(text.Length), 0);
        for (; at >= 0; at = find(text, what, from))
        {
            result.Append(text, from, at - from).Append(by);
            from = at + what.Length;
        }
        return result.Append(text, from, text.Length - from).ToString();
    }

    private static int FindAddress(string text, string form, int from) =>
        Find(text, form, from, before: IsOfAddress, after: GoesOn);

    private static int FindName(string text, string name, int from) =>
        Find(text, name, from, before: char.IsLetterOrDigit, after: (rest, at) => char.IsLetterOrDigit(rest[at]));

    private static int Find(string text, string what, int from, Func<char, bool> before, Func<string, int, bool> after)
    {
        for (
            var at = text.IndexOf(what, from, StringComparison.OrdinalIgnoreCase);
            at >= 0;
            at = text.IndexOf(what, at + 1, StringComparison.OrdinalIgnoreCase)
        )
        {
            var end = at + what.Length;
            var isWhole = (at == 0 || !before(text[at - 1])) && (end == text.Length || !after(text, end));
            if (isWhole)
                return at;
        }
        return -1;
    }

    private static bool IsOfAddress(char c) =>
        char.IsLetterOrDigit(c) || WithinAddress.Contains(c, StringComparison.Ordinal);

    // The end of a sentence is no further label of the domain.
    private static bool GoesOn(string text, int at) =>
        char.IsLetterOrDigit(text[at])
        || text[at] == '-'
        || (text[at] == '.' && at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1]));
}
