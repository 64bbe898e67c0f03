using Postern.Configuration;

namespace Postern.People;

/// <summary>Changes contacts.</summary>
public sealed class ContactEditor(PeopleStore people)
{
    /// <summary>Makes or replaces a contact; its address is canonical.</summary>
    public Task<EditResult<Contact>> PutAsync(Contact wanted, EditCondition condition, CancellationToken cancellationToken) =>
        OptimisticEdit.PutAsync(
            condition,
            () => people.FindContactAsync(wanted.Address, cancellationToken),
            _ => Task.FromResult(PeopleRules.Put(wanted)),
            (before, edit) => people.PutContactAsync(edit.Value, before?.ETag, onlyNew: before is null, cancellationToken));

    public Task<EditResult<Contact>> DeleteAsync(string address, EditCondition condition, CancellationToken cancellationToken) =>
        OptimisticEdit.DeleteAsync(
            condition,
            () => people.FindContactAsync(address, cancellationToken),
            _ => Task.FromResult(Findings.None),
            before => people.DeleteContactAsync(address, before.ETag, cancellationToken));
}
