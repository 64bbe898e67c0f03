using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Validation;

namespace Postern.Core.Declarations;

internal sealed class IncomingServerSection()
    : RecordSection<IncomingServer>(ConfigurationSection.IncomingServers, "incoming server")
{
    public override IReadOnlyList<string> SecretFields => ServerSecrets.Fields;

    protected override IncomingServer Blank { get; } =
        new()
        {
            Name = "",
            Host = "",
            UserName = "",
        };

    public override string KeyOf(string name) => name;

    public override IEnumerable<string> Stored(ConfigurationState state) =>
        state.Configuration.IncomingServers.Select(server => server.Id).Order();

    public override IncomingServer? Find(ConfigurationState state, string key) =>
        state.Configuration.IncomingServers.FirstOrDefault(server => server.Id == key);

    public override SectionEdit Put(ConfigurationState state, DeclaredResource wanted, SectionContext context)
    {
        var before = Find(state, wanted.Key);
        var server = (IncomingServer)wanted.Value! with { Id = wanted.Key };
        var moves = before is not null && IncomingServerRules.MovesSecrets(before, server);
        var changes = ServerSecrets.Changes(state, wanted, context, moves);
        var edit = IncomingServerRules.Put(server, before, changes, state.Configuration);
        return SectionEdit.Of(edit) with { Secrets = changes };
    }

    public override Findings Delete(ConfigurationState state, string key) =>
        IncomingServerRules.Delete(Find(state, key)!);

    public override ConfigurationState With(ConfigurationState state, string key, object? value) =>
        state with
        {
            Configuration = state.Configuration with
            {
                IncomingServers = Keyed.With(
                    state.Configuration.IncomingServers,
                    server => server.Id == key,
                    (IncomingServer?)value
                ),
            },
        };
}
