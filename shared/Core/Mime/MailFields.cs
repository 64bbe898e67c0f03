using System.Text;
using System.Text.RegularExpressions;
using MimeKit;
using Postern.Core.Addresses;
using Postern.Core.Text;

namespace Postern.Core.Mime;

/// <summary>The header fields of a mail by name; fields of the same name in their order.</summary>
internal sealed partial class MailFields
{
    // Of all fields together. No person writes to as many, and each is looked up in the configuration.
    private const int MostAddresses = 50_000;

    private static readonly char[] Controls = Enumerable.Range(0, 32).Select(c => (char)c).ToArray();

    private readonly Dictionary<string, List<Header>> byName = new(StringComparer.OrdinalIgnoreCase);
    private int foundAddresses;
    private readonly Dictionary<string, List<EmailAddress>> addresses = new(StringComparer.OrdinalIgnoreCase);

    private readonly ReadingBudget budget;
    private readonly MailCharsets charsets;

    public MailFields(HeaderList headers, ReadingBudget budget, MailCharsets charsets)
    {
        this.budget = budget;
        this.charsets = charsets;
        budget.TakePieces(headers.Count);
        foreach (var header in headers)
        {
            if (!byName.TryGetValue(header.Field, out var list))
                byName[header.Field] = list = [];
            list.Add(header);
        }
    }

    public IReadOnlyList<Header> All(string name) => byName.TryGetValue(name, out var list) ? list : [];

    public bool Has(string name) => byName.ContainsKey(name);

    /// <summary>Decoded value of the topmost field of that name on one line, or null.</summary>
    public string? Value(string name) => All(name) is [var first, ..] ? OneLine(Decoded(first)) : null;

    /// <summary>Decoded values of all fields of that name.</summary>
    public IEnumerable<string> Values(string name) => All(name).Select(header => OneLine(Decoded(header)));

    /// <summary>The addresses of all fields of these names, each once.</summary>
    public IReadOnlyList<EmailAddress> Addresses(params ReadOnlySpan<string> names)
    {
        var found = new List<EmailAddress>();
        foreach (var name in names)
            found.AddRange(AddressesOf(name));
        return found.DistinctBy(a => a.Address).ToList();
    }

    /// <summary>The addresses of each field of a name, topmost first.</summary>
    public IEnumerable<IReadOnlyList<EmailAddress>> AddressesByField(string name) => All(name).Select(ReadAddresses);

    private string Decoded(Header field) => HeaderText.Read(field, charsets);

    private List<EmailAddress> AddressesOf(string name)
    {
        if (addresses.TryGetValue(name, out var known))
            return known;
        return addresses[name] = All(name).SelectMany(ReadAddresses).ToList();
    }

    private IReadOnlyList<EmailAddress> ReadAddresses(Header field)
    {
        budget.Take(5L * field.RawValue.Length);
        var found = AddressField.Read(HeaderText.Normalise(field.RawValue, charsets));
        budget.TakePieces(found.Count);
        foundAddresses += found.Count;
        if (foundAddresses > MostAddresses)
            throw new UnreadableMailException($"Header: the fields name more than {MostAddresses} addresses.");
        return found;
    }

    /// <summary>
    /// The value of a field on one line, without decoding: what it says may be meant for programs.
    /// </summary>
    public static string Unfolded(Header field) => Folds().Replace(Encoding.UTF8.GetString(field.RawValue), "").Trim();

    [GeneratedRegex(@"\r?\n(?=[ \t])")]
    private static partial Regex Folds();

    private static string OneLine(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return "";
        return value.AsSpan().ContainsAnyInRange('\0', '\u001F')
            ? string.Join(' ', value.Split(Controls, StringSplitOptions.RemoveEmptyEntries)).Trim()
            : value.Trim();
    }
}
