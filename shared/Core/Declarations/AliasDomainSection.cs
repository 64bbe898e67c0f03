using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Validation;

namespace Postern.Core.Declarations;

internal sealed class AliasDomainSection()
    : RecordSection<AliasDomain>(ConfigurationSection.AliasDomains, "alias domain")
{
    private const string Default = "isDefault";

    public override IReadOnlyList<string> Parts => ["texts"];

    protected override AliasDomain Blank { get; } = new() { Name = "" };

    public override string KeyOf(string name) => name;

    public override IEnumerable<string> Stored(ConfigurationState state) =>
        state.Configuration.AliasDomains.Select(domain => domain.Id);

    public override AliasDomain? Find(ConfigurationState state, string key) =>
        state.Configuration.AliasDomains.FirstOrDefault(domain => domain.Id == key);

    public override SectionEdit Put(ConfigurationState state, DeclaredResource wanted, SectionContext context)
    {
        var before = Find(state, wanted.Key);
        var domain = (AliasDomain)wanted.Value! with { Id = wanted.Key };
        // A file that does not speak of the default leaves it as it is.
        if (!wanted.Named.Contains(Default))
            domain = domain with { IsDefault = before?.IsDefault == true };
        var condition = context.Condition with { Members = wanted.Named };
        return SectionEdit.Of(AliasDomainRules.Put(domain, before, state.Configuration, condition));
    }

    public override Findings Delete(ConfigurationState state, string key) =>
        AliasDomainRules.Delete(Find(state, key)!, state.Configuration);

    public override ConfigurationState With(ConfigurationState state, string key, object? value) =>
        state with
        {
            Configuration = state.Configuration with
            {
                AliasDomains = Keyed.With(
                    state.Configuration.AliasDomains,
                    domain => domain.Id == key,
                    (AliasDomain?)value
                ),
            },
        };
}
