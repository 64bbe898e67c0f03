using System.Text.Json.Nodes;
using Postern.Core.Addresses;

namespace Postern.Core.Erasing;

/// <summary>
/// Replaces a person in the JSON of a record, whichever record it is, so that members which a newer version added are
/// redacted too. It learns the names that stand beside the address.
/// </summary>
public sealed class RecordRedaction(ErasedPerson person)
{
    private const string Name = "name";
    private static readonly string[] AddressMembers = ["address", "recipient"];
    private readonly Redaction _texts = new(person);
    private readonly HashSet<string> _learnt = [];

    /// <summary>Texts of the same person.</summary>
    public Redaction Texts => _texts;

    /// <summary>Names beside the address that were not known before.</summary>
    public IReadOnlyCollection<string> Learnt => _learnt;

    /// <summary>Remembers a name of the person.</summary>
    public void Learn(string? name)
    {
        if (name is not null && name != ErasedPerson.Nobody && !person.Names.Contains(name))
            _learnt.Add(name);
    }

    /// <summary>Replaces the person. False when there is nothing of them.</summary>
    public bool Apply(JsonNode? node) =>
        node switch
        {
            JsonObject members => ApplyTo(members),
            JsonArray items => ApplyTo(items),
            _ => false,
        };

    /// <summary>The text without the person; the name of a mailbox is learnt.</summary>
    public string Of(string text)
    {
        var redacted = _texts.Of(text);
        if (redacted == person.StandIn && EmailAddress.TryParse(text, out var mailbox))
            Learn(mailbox.Name);
        return redacted;
    }

    private bool ApplyTo(JsonObject members)
    {
        var isOfPerson = AddressMembers.Any(member => TextOf(members[member]) is { } address && person.Is(address));
        var changed = false;
        foreach (var (key, value) in members.ToList())
        {
            if (isOfPerson && key == Name && TextOf(value) is { } name && name != ErasedPerson.Nobody)
            {
                Learn(name);
                members[key] = ErasedPerson.Nobody;
                changed = true;
            }
            else if (TextOf(value) is { } text && Of(text) is var redacted && redacted != text)
            {
                members[key] = redacted;
                changed = true;
            }
            else
                changed |= Apply(value);
            changed |= Rename(members, key);
        }
        return changed;
    }

    // Some members are named by addresses.
    private bool Rename(JsonObject members, string key)
    {
        var redacted = _texts.Of(key);
        if (redacted == key)
            return false;
        var value = members[key];
        members.Remove(key);
        members[redacted] = value;
        return true;
    }

    private bool ApplyTo(JsonArray items)
    {
        var changed = false;
        for (var i = 0; i < items.Count; i++)
        {
            if (TextOf(items[i]) is { } text && Of(text) is var redacted && redacted != text)
            {
                items[i] = redacted;
                changed = true;
            }
            else
                changed |= Apply(items[i]);
        }
        return changed;
    }

    private static string? TextOf(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
