using Azure;
using Postern.Contracts.Http;
using Postern.Core.Audit;
using Postern.Core.People;
using Postern.Core.Validation;
using Postern.Gateway.Callers;
using Postern.Gateway.Publishing;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Editing;

/// <summary>
/// Changes the blacklist (P28). Every change leaves a log note on the address; those that an administrator makes are in
/// the audit too.
/// </summary>
public sealed partial class BlacklistEditor(
    BlacklistStore blacklist,
    BlacklistedAddresses addresses,
    ErasedAddresses erased,
    EventPublisher events,
    AuditTrail audit,
    TimeProvider time
)
{
    /// <summary>Creates or replaces an entry, whose address is canonical.</summary>
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
            cancellationToken,
            ofAdministrator: true
        );
    }

    /// <summary>Repairs the copy of an entry: a run may have died between the two. Idempotent.</summary>
    public Task RepairAsync(BlacklistEntry stored, CancellationToken cancellationToken) =>
        addresses.NoteAsync(stored, cancellationToken);

    /// <summary>
    /// Adds an entry of the gateway itself, unless a valid one is there. Returns the entry that is stored.
    /// </summary>
    public async Task<BlacklistEntry> AddAsync(BlacklistEntry wanted, CancellationToken cancellationToken)
    {
        var result = await WriteAsync(
            wanted.Address,
            EditCondition.None,
            before => AddUnlessValid(wanted, before),
            BlacklistRules.Added,
            cancellationToken
        );
        if (result.Stored is { } added)
            return added.Value;
        if (await blacklist.FindAsync(wanted.Address, cancellationToken) is not { } there)
            return wanted;
        // The run that wrote the entry may have died before it updated the copy.
        await addresses.NoteAsync(there.Value, cancellationToken);
        return there.Value;
    }

    /// <summary>Deletes an entry and resets the bounce history of its address.</summary>
    public Task<EditResult<BlacklistEntry>> DeleteAsync(
        string address,
        EditCondition condition,
        CancellationToken cancellationToken
    ) => DeleteAsync(address, condition, ofAdministrator: true, cancellationToken);

    private async Task<EditResult<BlacklistEntry>> DeleteAsync(
        string address,
        EditCondition condition,
        bool ofAdministrator,
        CancellationToken cancellationToken
    )
    {
        var result = await OptimisticEdit.DeleteAsync(
            condition,
            () => blacklist.FindAsync(address, cancellationToken),
            _ => Task.FromResult(Findings.None),
            DeleteRowAsync
        );
        // The address of somebody who was erased stands there as a hash.
        if (await erased.RemoveAsync(address, cancellationToken) && result.Outcome == EditOutcome.Missing)
            result = result with { Outcome = EditOutcome.Deleted };
        // Also when it is gone: the run that deleted it may have died before it updated the copy.
        if (result.Outcome is EditOutcome.Deleted or EditOutcome.Missing)
            await addresses.ForgetAsync(address, cancellationToken);
        return result;

        Task<bool> DeleteRowAsync(Versioned<BlacklistEntry> before)
        {
            var note = new ContactNote(time.GetUtcNow(), BlacklistRules.Removed(before.Value));
            return ofAdministrator
                ? audit.RecordAsync(
                    AuditedChange.Of(NameOf(address), before.Value, null),
                    () => blacklist.DeleteAsync(address, before.ETag, note, cancellationToken),
                    cancellationToken
                )
                : blacklist.DeleteAsync(address, before.ETag, note, cancellationToken);
        }
    }

    private static Edit<BlacklistEntry> AddUnlessValid(BlacklistEntry wanted, BlacklistEntry? before)
    {
        if (BlacklistRules.TakesPlace(wanted, before, wanted.Since))
            return new(wanted, Findings.None);
        return new(before!, new Findings { Conflicts = [new("address", "is on the blacklist")] });
    }

    private async Task<EditResult<BlacklistEntry>> WriteAsync(
        string address,
        EditCondition condition,
        Func<BlacklistEntry?, Edit<BlacklistEntry>> decide,
        Func<BlacklistEntry, string> note,
        CancellationToken cancellationToken,
        bool ofAdministrator = false
    )
    {
        var result = await OptimisticEdit.PutAsync(
            condition,
            () => blacklist.FindAsync(address, cancellationToken),
            before => Task.FromResult(decide(before)),
            PutRowAsync
        );
        if (result.Stored is { } stored)
            await addresses.NoteAsync(stored.Value, cancellationToken);
        return result;

        Task<ETag?> PutRowAsync(Versioned<BlacklistEntry>? before, Edit<BlacklistEntry> edit)
        {
            var written = new ContactNote(time.GetUtcNow(), note(edit.Value));
            return ofAdministrator
                ? audit.RecordAsync(
                    [AuditedChange.Of(NameOf(address), before?.Value, edit.Value)],
                    () => blacklist.PutAsync(edit.Value, before?.ETag, written, cancellationToken),
                    cancellationToken
                )
                : blacklist.PutAsync(edit.Value, before?.ETag, written, cancellationToken);
        }
    }

    private static string NameOf(string address) => $"blacklist/{address}";
}
