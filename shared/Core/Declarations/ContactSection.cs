using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.People;
using Postern.Core.Validation;

namespace Postern.Core.Declarations;

internal sealed class ContactSection() : RecordSection<Contact>(ConfigurationSection.Contacts, "contact")
{
    public override IReadOnlyList<string> IdentifyingFields => ["address"];

    protected override Contact Blank { get; } = new();

    public override string KeyOf(string name) => EmailAddress.Canonical(name) ?? name;

    public override IEnumerable<string> Stored(ConfigurationState state) =>
        state.Contacts.Keys.Order(StringComparer.Ordinal);

    public override Contact? Find(ConfigurationState state, string key) => state.Contacts.GetValueOrDefault(key);

    public override SectionEdit Put(ConfigurationState state, DeclaredResource wanted, SectionContext context) =>
        SectionEdit.Of(PeopleRules.Put((Contact)wanted.Value! with { Address = wanted.Key }, Find(state, wanted.Key)));

    public override Findings Delete(ConfigurationState state, string key) => Findings.None;

    public override ConfigurationState With(ConfigurationState state, string key, object? value) =>
        state with
        {
            Contacts = Keyed.With(state.Contacts, key, (Contact?)value),
        };
}
