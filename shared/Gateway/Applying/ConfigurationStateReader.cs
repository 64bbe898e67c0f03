using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Declarations;
using Postern.Core.Delivery;
using Postern.Gateway.Editing;
using Postern.Gateway.Secrets;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Applying;

/// <summary>Reads all that a file of the configuration can declare.</summary>
public sealed class ConfigurationStateReader(
    ConfigurationEditor editor,
    ConfigurationStore rows,
    PeopleStore people,
    BlacklistStore blacklist,
    ISecretStore secrets,
    DueStore due,
    TimeProvider time
)
{
    private const int Page = 1000;
    private const int AtOnce = 16;

    /// <summary>The stored state.</summary>
    /// <param name="whole">The sections that are read whole.</param>
    /// <param name="file">Of the others only what this file names; null = nothing of them.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<ConfigurationState> ReadAsync(
        IReadOnlyCollection<ConfigurationSection> whole,
        ConfigurationFile? file,
        CancellationToken cancellationToken
    )
    {
        var configuration = await editor.ReadAsync(cancellationToken);
        var all = (await rows.ListAsync(cancellationToken)).ToLookup(row => row.Kind);
        var now = time.GetUtcNow();
        return new ConfigurationState
        {
            Configuration = configuration,
            Parameters = all[ConfigurationKinds.Parameter].ToDictionary(row => row.Id, row => row.As<string>()),
            AllowedSenders = all[ConfigurationKinds.AllowedSender]
                .ToDictionary(row => row.Id, row => row.As<AllowedSender>() with { Address = row.Id }),
            Contacts = whole.Contains(ConfigurationSection.Contacts)
                ? await ListContactsAsync(cancellationToken)
                : await FindContactsAsync(NamedIn(file, ConfigurationSection.Contacts), cancellationToken),
            Blacklist = whole.Contains(ConfigurationSection.Blacklist)
                ? await ListBlacklistAsync(cancellationToken)
                : await FindBlacklistAsync(NamedIn(file, ConfigurationSection.Blacklist), cancellationToken),
            Secrets = await ReadSecretsAsync(configuration, cancellationToken),
            Waiting =
                file?.Present.Contains(ConfigurationSection.OutgoingServers) == true
                    ? await due.ReadWaitingAsync(now, cancellationToken)
                    : new WaitingDeliveries([], more: false, now),
            Now = now,
        };
    }

    private static IReadOnlyList<string> NamedIn(ConfigurationFile? file, ConfigurationSection section) =>
        file?.Keys(section) ?? [];

    private async Task<Dictionary<string, Contact>> ListContactsAsync(CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Contact>();
        string? next = null;
        do
        {
            (var page, next) = await people.ListContactsAsync(next, Page, cancellationToken);
            foreach (var contact in page)
                found[contact.Value.Address] = contact.Value;
        } while (next is not null);
        return found;
    }

    private async Task<Dictionary<string, BlacklistEntry>> ListBlacklistAsync(CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, BlacklistEntry>();
        string? next = null;
        do
        {
            (var page, next) = await blacklist.ListAsync(null, null, next, Page, cancellationToken);
            foreach (var entry in page)
                found[entry.Address] = entry;
        } while (next is not null);
        return found;
    }

    private async Task<Dictionary<string, Contact>> FindContactsAsync(
        IReadOnlyList<string> addresses,
        CancellationToken cancellationToken
    ) =>
        await FindAsync(addresses, async address => (await people.FindContactAsync(address, cancellationToken))?.Value);

    private async Task<Dictionary<string, BlacklistEntry>> FindBlacklistAsync(
        IReadOnlyList<string> addresses,
        CancellationToken cancellationToken
    ) => await FindAsync(addresses, async address => (await blacklist.FindAsync(address, cancellationToken))?.Value);

    private static async Task<Dictionary<string, T>> FindAsync<T>(
        IReadOnlyList<string> addresses,
        Func<string, Task<T?>> find
    )
        where T : class
    {
        var found = new Dictionary<string, T>();
        foreach (var some in addresses.Chunk(AtOnce))
        {
            var values = await Task.WhenAll(some.Select(find));
            foreach (var (address, value) in some.Zip(values).Where(pair => pair.Second is not null))
                found[address] = value!;
        }
        return found;
    }

    private async Task<Dictionary<(ConfigurationSection, string), IReadOnlyList<string?>>> ReadSecretsAsync(
        GatewayConfiguration configuration,
        CancellationToken cancellationToken
    )
    {
        var servers = configuration
            .OutgoingServers.Select(server => (Section: ConfigurationSection.OutgoingServers, server.Id))
            .Concat(
                configuration.IncomingServers.Select(server =>
                    (Section: ConfigurationSection.IncomingServers, server.Id)
                )
            )
            .ToList();
        var kept = await Task.WhenAll(
            servers.Select(server =>
                Task.WhenAll(
                    DeclaredSecrets
                        .NamesOf(server.Section, server.Id)
                        .Select(name => KeptAsync(name, cancellationToken))
                )
            )
        );
        return servers.Zip(kept).ToDictionary(pair => pair.First, IReadOnlyList<string?> (pair) => pair.Second);
    }

    private async Task<string?> KeptAsync(string name, CancellationToken cancellationToken) =>
        await secrets.GetAsync(name, cancellationToken) is null ? null : name;
}
