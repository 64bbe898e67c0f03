using Postern.Contracts.Queues;

namespace Postern.Gateway.Settings;

/// <summary>Checks the alias domain that a program names in a queue message.</summary>
public sealed class NamedAliasDomain(GatewayConfigurationSource configuration)
{
    /// <summary>What is wrong with the name; null when there is such an alias domain, or none is named.</summary>
    public async Task<ContractProblem?> FindProblemAsync(string? idOrName, CancellationToken cancellationToken)
    {
        if (idOrName is null || (await configuration.GetAsync(cancellationToken)).FindAliasDomain(idOrName) is not null)
            return null;
        // It may have been made a moment ago by another instance.
        var latest = await configuration.GetLatestAsync(cancellationToken);
        return latest.FindAliasDomain(idOrName) is null
            ? new ContractProblem("aliasDomain", $"There is no alias domain '{idOrName}'.")
            : null;
    }
}
