using Postern.Core.Configuration;

namespace Postern.Core.Audit;

/// <summary>What a row of the configuration is called in the audit: as its path in the API.</summary>
public static class AuditedName
{
    /// <param name="kind">One of <see cref="ConfigurationKinds"/>.</param>
    /// <param name="id">Identifier of the row.</param>
    public static string Of(string kind, string id) =>
        kind switch
        {
            ConfigurationKinds.OutgoingServer => $"outgoing-servers/{id}",
            ConfigurationKinds.IncomingServer => $"incoming-servers/{id}",
            ConfigurationKinds.AliasDomain => $"alias-domains/{id}",
            ConfigurationKinds.DomainTexts => $"alias-domains/{id}/texts",
            ConfigurationKinds.DkimKeys => $"alias-domains/{id}/dkim",
            ConfigurationKinds.Model => $"models/{id}",
            ConfigurationKinds.Parameter => $"parameters/{id}",
            ConfigurationKinds.Drain => "drain",
            ConfigurationKinds.AllowedSender => $"allowed-senders/{id}",
            _ => $"{kind}/{id}",
        };
}
