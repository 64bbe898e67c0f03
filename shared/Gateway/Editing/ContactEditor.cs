using Azure;
using Postern.Contracts.Http;
using Postern.Core.Audit;
using Postern.Core.People;
using Postern.Core.Validation;
using Postern.Gateway.Callers;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Editing;

/// <summary>Changes contacts.</summary>
public sealed class ContactEditor(PeopleStore people, InactiveContacts inactive, AuditTrail audit)
{
    /// <summary>Creates or replaces a contact, whose address is canonical.</summary>
    public async Task<EditResult<Contact>> PutAsync(
        Contact wanted,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        var result = await OptimisticEdit.PutAsync(
            condition,
            () => people.FindContactAsync(wanted.Address, cancellationToken),
            before => Task.FromResult(PeopleRules.Put(wanted, before)),
            WriteAsync
        );
        // After a crash before this, saving the contact again repairs it.
        if (result.Stored is { Value: var contact })
            await inactive.NoteAsync(contact, cancellationToken);
        return result;

        Task<ETag?> WriteAsync(Versioned<Contact>? before, Edit<Contact> edit) =>
            before is not null && Unchanged.Is(before.Value, edit.Value)
                ? Task.FromResult<ETag?>(before.ETag)
                : audit.RecordAsync(
                    [AuditedChange.Of(NameOf(wanted.Address), before?.Value, edit.Value)],
                    () => people.PutContactAsync(edit.Value, before?.ETag, before is null, cancellationToken),
                    cancellationToken
                );
    }

    public async Task<EditResult<Contact>> DeleteAsync(
        string address,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        var result = await OptimisticEdit.DeleteAsync(
            condition,
            () => people.FindContactAsync(address, cancellationToken),
            _ => Task.FromResult(Findings.None),
            before =>
                audit.RecordAsync(
                    AuditedChange.Of(NameOf(address), before.Value, null),
                    () => people.DeleteContactAsync(address, before.ETag, cancellationToken),
                    cancellationToken
                )
        );
        if (result.Outcome == EditOutcome.Deleted)
            await inactive.NoteAsync(new Contact { Address = address }, cancellationToken);
        return result;
    }

    private static string NameOf(string address) => $"contacts/{address}";
}
