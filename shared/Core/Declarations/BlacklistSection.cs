using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.People;
using Postern.Core.Validation;

namespace Postern.Core.Declarations;

/// <summary>The blacklist. Entries that came with mail, as bounces and complaints, stay when a file does not name them.</summary>
internal sealed class BlacklistSection()
    : RecordSection<BlacklistEntry>(ConfigurationSection.Blacklist, "entry of the blacklist")
{
    private const string Since = "since";

    public override IReadOnlyList<string> Hidden => ["covers"];

    public override IReadOnlyList<string> IdentifyingFields => ["address"];

    protected override BlacklistEntry Blank { get; } = new();

    public override string KeyOf(string name) => EmailAddress.Canonical(name) ?? name;

    public override IEnumerable<string> Stored(ConfigurationState state) =>
        state
            .Blacklist.Values.Where(entry => entry.CountsAt(state.Now))
            .Select(entry => entry.Address)
            .Order(StringComparer.Ordinal);

    public override IEnumerable<string> Removable(ConfigurationState state) =>
        Stored(state).Where(address => state.Blacklist[address].Reason == BlacklistReason.Manual);

    public override BlacklistEntry? Find(ConfigurationState state, string key) =>
        state.Blacklist.GetValueOrDefault(key);

    public override SectionEdit Put(ConfigurationState state, DeclaredResource wanted, SectionContext context)
    {
        var before = Find(state, wanted.Key);
        var entry = (BlacklistEntry)wanted.Value! with { Address = wanted.Key };
        // Without a time in the file it is since when it was written first.
        if (!wanted.Named.Contains(Since) && before is not null)
            entry = entry with { Since = before.Since };
        if (!entry.CountsAt(state.Now))
            return Expired(before);
        return SectionEdit.Of(BlacklistRules.Put(entry, before, state.Now));
    }

    public override Findings Delete(ConfigurationState state, string key) => Findings.None;

    public override ConfigurationState With(ConfigurationState state, string key, object? value) =>
        state with
        {
            Blacklist = Keyed.With(state.Blacklist, key, (BlacklistEntry?)value),
        };

    // A file outlives what it says: this must not stop the rest of it.
    private static SectionEdit Expired(BlacklistEntry? before) =>
        new(before, new Findings { Warnings = [new("expires", "has passed; the entry is left out")] }, [], []);
}
