using Postern.Core.Attention;
using Postern.Core.Finding;
using Postern.Core.Requests;
using Postern.Core.Threads;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Searching;

/// <summary>
/// The deliveries that wait: first those for a time, the next one first, then those that a person is to release, newest
/// first.
/// </summary>
public sealed class WaitingFinder(DueStore due, AttentionStore attention, ThreadStore threads)
{
    private const char ForTime = 't';
    private const char ForPerson = 'p';

    // Deliveries that a call looks up.
    private const int MostRead = 1000;

    public async Task<FoundPage<FoundDelivery>> FindAsync(
        DeliveryFilter filter,
        string? place,
        int limit,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<FoundDelivery> items = [];
        if (place is null or [ForTime, ..])
        {
            var timed = await due.ScanAsync(
                place?[1..],
                limit,
                MostRead,
                rows => FindAllAsync(rows, filter, cancellationToken),
                cancellationToken
            );
            if (timed.Next is { } next)
                return new(timed.Items, ForTime + next);
            (items, place) = (timed.Items, null);
            if (items.Count == limit)
                return new(items, $"{ForPerson}");
        }
        var held = await attention.ScanAsync(
            place is { Length: > 1 } ? place[1..] : null,
            limit - items.Count,
            found => FindHeldAsync(found, filter, cancellationToken),
            cancellationToken
        );
        return new([.. items, .. held.Items], held.Next is { } rest ? ForPerson + rest : null);
    }

    private async Task<IReadOnlyList<FoundDelivery?>> FindAllAsync(
        IReadOnlyList<DueMessage> rows,
        DeliveryFilter filter,
        CancellationToken cancellationToken
    ) => await Task.WhenAll(rows.Select(row => FindAsync(row, filter, cancellationToken)));

    // A delivery may have several rows; the one of its next attempt counts.
    private async Task<FoundDelivery?> FindAsync(
        DueMessage row,
        DeliveryFilter filter,
        CancellationToken cancellationToken
    ) =>
        await FindAsync(row.Message, filter, cancellationToken) is { NextAttempt: { } next } found
        && next.ToUnixTimeMilliseconds() == row.Due.ToUnixTimeMilliseconds()
            ? found
            : null;

    private async Task<IReadOnlyList<FoundDelivery?>> FindHeldAsync(
        IReadOnlyList<AttentionItem> items,
        DeliveryFilter filter,
        CancellationToken cancellationToken
    ) =>
        await Task.WhenAll(
            items.Select(item =>
                item is { Kind: AttentionKind.Held, Message: { } message }
                    ? FindAsync(message, filter, cancellationToken)
                    : Task.FromResult<FoundDelivery?>(null)
            )
        );

    private async Task<FoundDelivery?> FindAsync(
        string message,
        DeliveryFilter filter,
        CancellationToken cancellationToken
    )
    {
        if (ContractReader.Read<DeliveryItem>(message).Item is not { Delivery: var reference })
            return null;
        var found = await threads.FindDeliveryAsync(reference, cancellationToken);
        return found is not null && filter.Takes(found.Delivery.Value)
            ? FoundDelivery.Of(found.Message.Thread.Key, found.Delivery.Value, found.Message.Title)
            : null;
    }
}
