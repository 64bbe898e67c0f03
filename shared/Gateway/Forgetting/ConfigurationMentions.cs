using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Audit;
using Postern.Core.Configuration;
using Postern.Core.Erasing;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Forgetting;

/// <summary>
/// Where the configuration names a person: as a follower of an alias, a login, an address to redirect to. That is a
/// decision of administrators, which an erasure does not take back for them.
/// </summary>
internal sealed class ConfigurationMentions(GatewayStorage storage)
{
    private const string Partition = "config";
    private const int Most = 10;

    /// <summary>The resources, as their paths in the API say; ten at most.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(ErasedPerson person, CancellationToken cancellationToken)
    {
        var texts = new Redaction(person);
        var places = new List<string>();
        var rows = storage
            .Table(TableNames.Config)
            .QueryAsync<TableEntity>(row => row.PartitionKey == Partition, cancellationToken: cancellationToken);
        await foreach (var row in rows)
            if (NameOf(row) is { } name && Finds(row, texts))
                places.Add(name);
        var aliases = storage.Table(TableNames.Aliases).QueryAsync<TableEntity>(cancellationToken: cancellationToken);
        await foreach (var row in aliases)
            if (Finds(row, texts))
                places.Add($"aliases/{TableKeys.Unescape(row.PartitionKey)}/{TableKeys.Unescape(row.RowKey)}");
        return [.. places.Take(Most)];
    }

    // The allowed sender goes with the person.
    private static string? NameOf(TableEntity row)
    {
        var parts = row.RowKey.Split(':', 2);
        return parts.Length < 2 || parts[0] == ConfigurationKinds.AllowedSender
            ? null
            : AuditedName.Of(parts[0], TableKeys.Unescape(parts[1]));
    }

    private static bool Finds(TableEntity row, Redaction texts) => texts.Finds(TableRow.TextOf(row));
}
