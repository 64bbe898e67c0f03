using Postern.Contracts.Http;
using Postern.Core.Sending;
using Postern.Core.Servers;
using Postern.Core.Validation;

namespace Postern.Core.Declarations;

internal sealed class OutgoingServerSection()
    : RecordSection<OutgoingServer>(ConfigurationSection.OutgoingServers, "outgoing server")
{
    private const string OtherWay = "mail may be sent through another server from now on";

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
            before,
            state.Configuration,
            server.Active ? Delivery.WaitingCount.None : state.Waiting.At(wanted.Key)
        );
        return SectionEdit.Of(edit) with { Secrets = changes };
    }

    public override Findings Delete(ConfigurationState state, string key)
    {
        var findings = OutgoingServerUse.Delete(Find(state, key)!, state.Configuration, state.Waiting.At(key));
        return findings with { Warnings = [new("id", $"is removed: {OtherWay}"), .. findings.Warnings] };
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

    public override IEnumerable<FieldMessage> Consequences(object before, object after)
    {
        var (was, willBe) = ((OutgoingServer)before, (OutgoingServer)after);
        if (was.Priority != willBe.Priority)
            yield return new("priority", $"changes the order of the servers: {OtherWay}");
        if (was.FromFilter != willBe.FromFilter)
            yield return new("fromFilter", $"changes whom the server may send for: {OtherWay}");
        if (was.Active != willBe.Active)
            yield return new("active", $"{(willBe.Active ? "adds a server" : "takes a server out")}: {OtherWay}");
        if (was.Host != willBe.Host)
            yield return new("host", $"changes: mail is sent through '{willBe.Host}', no longer through '{was.Host}'");
    }
}
