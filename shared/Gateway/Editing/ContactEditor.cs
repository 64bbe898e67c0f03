using Postern.Contracts.Http;
using Postern.Core.People;
using Postern.Core.Validation;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Editing;

/// <summary>Changes contacts.</summary>
public sealed class ContactEditor(PeopleStore people, InactiveContacts inactive)
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
            _ => Task.FromResult(PeopleRules.Put(wanted)),
            (before, edit) =>
                people.PutContactAsync(edit.Value, before?.ETag, onlyNew: before is null, cancellationToken)
        );
        // After a crash before this, saving the contact again repairs it.
        if (result.Stored is { Value: var contact })
            await inactive.NoteAsync(contact, cancellationToken);
        return result;
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
            before => people.DeleteContactAsync(address, before.ETag, cancellationToken)
        );
        if (result.Outcome == EditOutcome.Deleted)
            await inactive.NoteAsync(new Contact { Address = address }, cancellationToken);
        return result;
    }
}
