using Postern.Core.Finding;
using Postern.Core.Keys;
using Postern.Core.People;
using Postern.Core.Threads;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Searching;

/// <summary>The deliveries to one address, newest message first.</summary>
public sealed class SentOutFinder(SentOutStore sentOut, ThreadStore threads)
{
    // Deliveries that a call looks up: a call of storage each.
    private const int MostRead = 1000;
    private const int AtOnce = 32;

    public async Task<FoundPage<FoundDelivery>> FindAsync(
        DeliveryFilter filter,
        string? place,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var (items, read) = (new List<FoundDelivery>(), 0);
        while (read < MostRead)
        {
            var rows = await ListAsync(filter, place, cancellationToken);
            var found = await Task.WhenAll(rows.Select(row => FindAsync(row.Mail, filter, cancellationToken)));
            foreach (var (row, delivery) in rows.Zip(found))
            {
                place = row.Key;
                if (delivery is not null)
                    items.Add(delivery);
                if (items.Count == limit)
                    return new(items, place);
            }
            if (rows.Count < AtOnce)
                return new(items, null);
            read += rows.Count;
        }
        return new(items, place);
    }

    private Task<IReadOnlyList<(string Key, MailSentOut Mail)>> ListAsync(
        DeliveryFilter filter,
        string? place,
        CancellationToken cancellationToken
    ) => sentOut.ListAsync(filter.Recipient!, place, filter.Days, AtOnce, cancellationToken);

    // A thread may have been deleted, and a run that died may have left a row of a delivery that never was.
    private async Task<FoundDelivery?> FindAsync(
        MailSentOut mail,
        DeliveryFilter filter,
        CancellationToken cancellationToken
    )
    {
        var id = new DeliveryId(new MessageKey(mail.Message).Id, RecipientKey.Of(filter.Recipient!));
        var delivery = await threads.FindBareDeliveryAsync(mail.Thread, id, cancellationToken);
        return delivery is not null && filter.Takes(delivery)
            ? FoundDelivery.Of(mail.Thread, delivery, mail.Subject)
            : null;
    }
}
