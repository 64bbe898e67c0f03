using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Validation;

namespace Postern.Core.Declarations;

internal sealed class ModelSection() : RecordSection<RecordModel>(ConfigurationSection.Models, "model")
{
    public override IReadOnlyList<string> IdentifyingFields => ["name"];

    protected override RecordModel Blank { get; } = new();

    public override string KeyOf(string name) => name;

    public override IEnumerable<string> Stored(ConfigurationState state) => state.Configuration.Models.Keys.Order();

    public override RecordModel? Find(ConfigurationState state, string key) =>
        state.Configuration.Models.GetValueOrDefault(key);

    public override SectionEdit Put(ConfigurationState state, DeclaredResource wanted, SectionContext context) =>
        SectionEdit.Of(
            RecordModelRules.Put((RecordModel)wanted.Value! with { Name = wanted.Key }, Find(state, wanted.Key))
        );

    public override Findings Delete(ConfigurationState state, string key) => Findings.None;

    public override ConfigurationState With(ConfigurationState state, string key, object? value) =>
        state with
        {
            Configuration = state.Configuration with
            {
                Models = Keyed.With(state.Configuration.Models, key, (RecordModel?)value),
            },
        };
}
