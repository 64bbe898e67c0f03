using Postern.Contracts.Http;
using Postern.Core.Sending;
using Postern.Core.Servers;
using Postern.Core.Validation;

namespace Postern.Core.Declarations;

internal sealed class OutgoingServerSection()
    : RecordSection<OutgoingServer>(ConfigurationSection.OutgoingServers, "outgoing server")
{
    public override IReadOnlyList<string> SecretFields => ServerSecrets.Fields;

    protected override OutgoingServer Blank { get; } = new() { Name = "", Host = "" };

    public override string KeyOf(string name) => name;

    public override IEnumerable<string> Stored(ConfigurationState state) =>
        state.Configuration.OutgoingServers.OrderBy(server => server.Created).Select(server => server.Id);

    public override OutgoingServer? Find(ConfigurationState state, string key) =>
        state.Configuration.OutgoingServers.FirstOrDefault(server => server.Id == key);

    public override SectionEdit Put(ConfigurationState state, DeclaredResource wanted, SectionContext context)
    {
        var before = Find(state, wanted.Key);
        var server = (OutgoingServer)wanted.Value! with
        {
            Id = wanted.Key,
            Created = before?.Created ?? DateTimeOffset.MaxValue,
        };
        var moves = before is not null && OutgoingServerEdit.MovesSecrets(before, server);
        var changes = ServerSecrets.Changes(state, wanted, context, moves);
        var edit = OutgoingServerUse.Warn(
            OutgoingServerEdit.Put(server, before, changes),
            state.Configuration,
            server.Active ? Delivery.WaitingCount.None : state.Waiting.At(wanted.Key)
        );
        var warnings = before is null ? [] : OutgoingServerChanges.Of(before, server);
        return SectionEdit.Of(edit with { Findings = edit.Findings.Warn(warnings) }) with { Secrets = changes };
    }

    public override Findings Delete(ConfigurationState state, string key)
    {
        var server = Find(state, key)!;
        return OutgoingServerUse
            .Delete(server, state.Configuration, state.Waiting.At(key))
            .Warn(OutgoingServerChanges.Deleted(server));
    }

    public override ConfigurationState With(ConfigurationState state, string key, object? value) =>
        state with
        {
            Configuration = state.Configuration with
            {
                OutgoingServers = Keyed.With(
                    state.Configuration.OutgoingServers,
                    server => server.Id == key,
                    (OutgoingServer?)value
                ),
            },
        };
}
