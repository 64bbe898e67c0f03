using Postern.Contracts.Http;
using Postern.Core.Configuration;

namespace Postern.Tests.Support;

/// <summary>Builds configurations for the rules that read a whole one.</summary>
public static class Configurations
{
    public static GatewayConfiguration Of(
        IReadOnlyList<AliasDomain>? domains = null,
        IReadOnlyList<MailAlias>? aliases = null,
        IReadOnlyList<RecordModel>? models = null,
        IReadOnlyList<OutgoingServer>? outgoing = null,
        IReadOnlyList<IncomingServer>? incoming = null,
        IReadOnlyDictionary<string, string>? parameters = null
    ) =>
        new()
        {
            Parameters = new GatewayParameters(parameters ?? new Dictionary<string, string>()),
            OutgoingServers = outgoing ?? [],
            IncomingServers = incoming ?? [],
            AliasDomains = domains ?? [],
            Aliases = aliases ?? [],
            Models = (models ?? []).ToDictionary(model => model.Name),
            AllowedSenders = new HashSet<string>(),
        };
}
