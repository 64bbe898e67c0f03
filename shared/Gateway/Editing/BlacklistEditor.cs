using Postern.Contracts.Http;
using Postern.Core.Events;
using Postern.Core.People;
using Postern.Core.Validation;
using Postern.Gateway.Publishing;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Editing;

/// <summary>Changes the blacklist (P28). Every change leaves a log note on the address.</summary>
public sealed class BlacklistEditor(
    BlacklistStore blacklist,
    BlacklistedAddresses addresses,
    EventPublisher events,
    TimeProvider time
)
{
    /// <summary>Makes or replaces an entry; its address is canonical.</summary>
    public Task<EditResult<BlacklistEntry>> PutAsync(
        BlacklistEntry wanted,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        return WriteAsync(
            wanted.Address,
            condition,
            before => BlacklistRules.Put(wanted, before, now),
            BlacklistRules.Added,
            cancellationToken
        );
    }

    /// <summary>Adds an entry that the gateway makes by itself, unless one is there that counts. Returns the entry that stands.</summary>
    public async Task<BlacklistEntry> AddAsync(BlacklistEntry wanted, CancellationToken cancellationToken)
    {
        var result = await WriteAsync(
            wanted.Address,
            EditCondition.None,
            before =>
                BlacklistRules.TakesPlace(wanted, before, wanted.Since)
                    ? new(wanted, Findings.None)
                    : new(before!, new Findings { Conflicts = [new("address", "is on the blacklist")] }),
            BlacklistRules.Added,
            cancellationToken
        );
        if (result.Stored is { } added)
            return added.Value;
        if (await blacklist.FindAsync(wanted.Address, cancellationToken) is not { } there)
            return wanted;
        // The run that wrote it may have died before it noted it.
        await addresses.NoteAsync(there.Value, cancellationToken);
        return there.Value;
    }

    /// <summary>Removes an entry and resets the bounce history of its address.</summary>
    public async Task<EditResult<BlacklistEntry>> DeleteAsync(
        string address,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        var result = await OptimisticEdit.DeleteAsync(
            condition,
            () => blacklist.FindAsync(address, cancellationToken),
            _ => Task.FromResult(Findings.None),
            before =>
                blacklist.DeleteAsync(
                    address,
                    before.ETag,
                    new ContactNote(time.GetUtcNow(), BlacklistRules.Removed(before.Value)),
                    cancellationToken
                )
        );
        // Also where it is gone already: the run that removed it may have died before this.
        if (result.Outcome is EditOutcome.Deleted or EditOutcome.Missing)
            await addresses.ForgetAsync(address, cancellationToken);
        return result;
    }

    /// <summary>Unsubscribes an address from mailings, and tells of it. Doing it again changes nothing.</summary>
    public async Task UnsubscribeAsync(string address, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var found = await blacklist.FindAsync(address, cancellationToken);
        var entry = BlacklistRules.IsUnsubscribed(found?.Value, now)
            ? found
            : (
                await WriteAsync(
                    address,
                    EditCondition.None,
                    before => new(BlacklistRules.Unsubscribe(address, before, now), Findings.None),
                    _ => "Unsubscribed from mailings by the link in a mail",
                    cancellationToken
                )
            ).Stored;
        // The run that wrote the entry may have died before it noted it and told of it.
        if (entry == found)
            await addresses.NoteAsync(entry!.Value, cancellationToken);
        await events.PublishAsync(BlacklistEvents.Of(entry!.Value), cancellationToken);
    }

    /// <summary>Undoes the unsubscribing of an address: an entry that was there before counts again.</summary>
    public async Task UndoUnsubscribeAsync(string address, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (
            await blacklist.FindAsync(address, cancellationToken) is not { } found
            || !BlacklistRules.IsUnsubscribed(found.Value, now)
        )
            return;
        var asRead = new EditCondition([EditCondition.TagOf(found.Version)]);
        if (BlacklistRules.Undo(found.Value, now) is not { } earlier)
            await DeleteAsync(address, asRead, cancellationToken);
        else
            await WriteAsync(
                address,
                asRead,
                _ => new(earlier, Findings.None),
                entry => $"Unsubscribing undone. {BlacklistRules.Added(entry)}",
                cancellationToken
            );
    }

    private async Task<EditResult<BlacklistEntry>> WriteAsync(
        string address,
        EditCondition condition,
        Func<BlacklistEntry?, Edit<BlacklistEntry>> decide,
        Func<BlacklistEntry, string> note,
        CancellationToken cancellationToken
    )
    {
        var result = await OptimisticEdit.PutAsync(
            condition,
            () => blacklist.FindAsync(address, cancellationToken),
            before => Task.FromResult(decide(before)),
            (before, edit) =>
                blacklist.PutAsync(
                    edit.Value,
                    before?.ETag,
                    new ContactNote(time.GetUtcNow(), note(edit.Value)),
                    cancellationToken
                )
        );
        if (result.Stored is { } stored)
            await addresses.NoteAsync(stored.Value, cancellationToken);
        return result;
    }
}
