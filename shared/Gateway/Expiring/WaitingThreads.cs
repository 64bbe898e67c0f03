using System.Text.Json;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Attention;
using Postern.Core.Journal;
using Postern.Core.Requests;
using Postern.Gateway.Forgetting;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Expiring;

/// <summary>
/// The threads that stay however old they are: those that the attention list names, of which something waits for a person,
/// and those that an alias names, whose followers may write to it or on which all of its mail goes (P41).
/// </summary>
internal sealed class WaitingThreads(
    GatewayStorage storage,
    JournalStore journal,
    GatewayConfigurationSource configuration
)
{
    private readonly TableClient _table = storage.Table(TableNames.Attention);

    /// <summary>Their partitions.</summary>
    public async Task<IReadOnlySet<string>> ReadAsync(CancellationToken cancellationToken)
    {
        var aliases = (await configuration.GetAsync(cancellationToken)).Aliases;
        var threads = aliases.SelectMany(NamedBy).Select(thread => thread.Partition).ToHashSet();
        await foreach (var row in _table.QueryAsync<TableEntity>(cancellationToken: cancellationToken))
            threads.UnionWith(await NamedByAsync(TableRow.Read<AttentionItem>(row), cancellationToken));
        return threads;
    }

    private static IEnumerable<ThreadKey> NamedBy(MailAlias alias)
    {
        if (alias.ParentThread is { } parent)
            yield return parent;
        if (alias.ForcedThread is { } forced)
            yield return new ThreadKey(alias.Model, forced);
    }

    private async Task<IEnumerable<string>> NamedByAsync(AttentionItem item, CancellationToken cancellationToken)
    {
        if (item.Thread is { } thread)
            return [thread.Partition];
        if (item.Message is { } message)
            return DeliveryMessages.MessageOf(message) is var (delivered, _) ? [delivered] : PostedTo(message);
        if (!MailId.TryParse(item.Mail, out var id) || await journal.FindAsync(id, cancellationToken) is not { } entry)
            return [];
        return entry.Threads.Concat(entry.Candidates).Select(one => one.Partition);
    }

    private static IEnumerable<string> PostedTo(string message)
    {
        try
        {
            var (post, _) = ContractReader.Read<ThreadPost>(message);
            return post?.Thread is { } item ? [new ThreadKey(item.Model, item.Id).Partition] : [];
        }
        catch (Exception e) when (e is JsonException or UnknownContractVersionException)
        {
            return [];
        }
    }
}
