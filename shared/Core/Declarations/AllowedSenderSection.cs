using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.People;
using Postern.Core.Validation;

namespace Postern.Core.Declarations;

internal sealed class AllowedSenderSection()
    : RecordSection<AllowedSender>(ConfigurationSection.AllowedSenders, "allowed sender")
{
    public override IReadOnlyList<string> IdentifyingFields => ["address"];

    protected override AllowedSender Blank { get; } = new();

    public override string KeyOf(string name) => EmailAddress.Canonical(name) ?? name;

    public override IEnumerable<string> Stored(ConfigurationState state) =>
        state.AllowedSenders.Keys.Order(StringComparer.Ordinal);

    public override AllowedSender? Find(ConfigurationState state, string key) =>
        state.AllowedSenders.GetValueOrDefault(key);

    public override SectionEdit Put(ConfigurationState state, DeclaredResource wanted, SectionContext context) =>
        SectionEdit.Of(PeopleRules.Put((AllowedSender)wanted.Value! with { Address = wanted.Key }));

    public override Findings Delete(ConfigurationState state, string key) => Findings.None;

    public override ConfigurationState With(ConfigurationState state, string key, object? value) =>
        state with
        {
            AllowedSenders = Keyed.With(state.AllowedSenders, key, (AllowedSender?)value),
        };
}
