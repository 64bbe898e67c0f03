using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Limits;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <content>
/// What outgoing servers last did. Successes and failures are rows of their own, which are written without being read.
/// </content>
public sealed partial class LimitStore
{
    private const string Contacts = "contact";

    /// <summary>What is known of the servers, by server.</summary>
    public async Task<IReadOnlyDictionary<string, ServerContact>> ListContactsAsync(CancellationToken cancellationToken)
    {
        var rows = await _table
            .QueryAsync<TableEntity>(row => row.PartitionKey == Contacts, cancellationToken: cancellationToken)
            .ToListAsync(cancellationToken);
        return rows.Select(TableRow.Read<ServerContact>)
            .GroupBy(contact => contact.Server)
            .ToDictionary(group => group.Key, group => group.Aggregate((first, next) => next.After(first)));
    }

    /// <summary>Writes a success or a failure.</summary>
    public Task SaveContactAsync(ServerContact contact, CancellationToken cancellationToken)
    {
        var row = TableRow.Write(Contacts, RowOf(contact.Server, contact.LastFailure is not null), contact);
        return _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>Forgets why a server could not be used.</summary>
    public Task ForgetFailureAsync(string server, CancellationToken cancellationToken) =>
        _table.DeleteEntityAsync(Contacts, RowOf(server, failure: true), cancellationToken: cancellationToken);

    private static string RowOf(string server, bool failure) =>
        $"{TableKeys.Escape(server)}:{(failure ? "failure" : "success")}";
}
