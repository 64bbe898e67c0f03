using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Finding;
using Postern.Core.People;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// The deliveries to an address: the rows <c>out:</c> in its partition of <c>people</c>, newest first. The key of one
/// follows from its delivery, so that writing it again changes nothing.
/// </summary>
public sealed class SentOutStore(GatewayStorage storage)
{
    private const string SentOut = "out:";
    private const string AfterSentOut = "out;";
    private const int HashLength = 12;
    private const int LargestPage = 1000;
    private const int AtOnce = 16;
    private readonly TableClient _table = storage.Table(TableNames.People);

    /// <summary>Adds the deliveries of a message. Idempotent.</summary>
    public async Task AddAsync(MailSentOut mail, IEnumerable<string> recipients, CancellationToken cancellationToken)
    {
        foreach (var some in recipients.Chunk(AtOnce))
            await Task.WhenAll(
                some.Select(recipient =>
                    _table.UpsertEntityAsync(Write(mail, recipient), TableUpdateMode.Replace, cancellationToken)
                )
            );
    }

    /// <summary>Removes a delivery of a thread that is deleted. Idempotent.</summary>
    public Task DeleteAsync(ThreadKey thread, MessageDelivery delivery, CancellationToken cancellationToken) =>
        _table.DeleteEntityAsync(
            TableKeys.Escape(delivery.Recipient),
            KeyOf(thread, delivery.Message),
            cancellationToken: cancellationToken
        );

    /// <summary>The next rows of an address, newest first.</summary>
    /// <param name="address">The recipient.</param>
    /// <param name="after">Key of the row to begin after; null for the newest.</param>
    /// <param name="days">The days on which the messages were posted.</param>
    /// <param name="limit">Most rows.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<IReadOnlyList<(string Key, MailSentOut Mail)>> ListAsync(
        string address,
        string? after,
        DayRange days,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var from = after is null ? SentOut + days.NewestKey : SentOut + after + '!';
        var until = days.AfterOldestKey is { } end ? SentOut + end : AfterSentOut;
        var rows = await _table
            .RangeAsync(TableKeys.Escape(address), from, until, Math.Min(limit, LargestPage), cancellationToken)
            .ToListAsync(limit, cancellationToken);
        return [.. rows.Select(row => (row.RowKey[SentOut.Length..], TableRow.Read<MailSentOut>(row)))];
    }

    private static TableEntity Write(MailSentOut mail, string recipient)
    {
        var key = KeyOf(mail.Thread, mail.Message);
        return TableRow.Write(TableKeys.Escape(recipient), key, mail);
    }

    private static string KeyOf(ThreadKey thread, string message) =>
        SentOut + message + Hash.Of(HashLength, "out", thread.Partition);
}
