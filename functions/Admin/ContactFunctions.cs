using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Functions.Http;
using Postern.Gateway.Editing;
using Postern.Gateway.Stores;

namespace Postern.Functions.Admin;

/// <summary>Contacts: addresses with a name and settings for notifications.</summary>
public sealed class ContactFunctions(PeopleStore people, ContactEditor editor)
{
    private const string Route = "contacts";

    private static readonly Resource<Contact> Resource = new(
        Route,
        "contact",
        contact => Uri.EscapeDataString(contact.Address),
        contact => Shown.With(contact, ("address", contact.Address)),
        "address"
    );

    [Function("ListContacts")]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var (page, problem) = PageRequest.Read(request);
        if (page is null)
            return problem!;
        var (contacts, next) = await people.ListContactsAsync(page.Position, page.Limit, cancellationToken);
        return Resource.List(contacts.Select(contact => contact.Value), page.Next(next));
    }

    [Function("ReadContact")]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{address}")] HttpRequest request,
        string address,
        CancellationToken cancellationToken
    ) => Resource.Read(request, await people.FindContactAsync(Key(address), cancellationToken));

    [Function("WriteContact")]
    public Task<IActionResult> WriteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", "patch", "delete", Route = Route + "/{address}")]
            HttpRequest request,
        string address,
        CancellationToken cancellationToken
    ) =>
        HttpMethods.IsDelete(request.Method)
            ? Resource.DeleteAsync(request, condition => editor.DeleteAsync(Key(address), condition, cancellationToken))
            : Resource.WriteAsync<Contact>(
                request,
                () => people.FindContactAsync(Key(address), cancellationToken),
                (contact, condition) =>
                    editor.PutAsync(contact with { Address = Key(address) }, condition, cancellationToken),
                cancellationToken
            );

    private static string Key(string address) => EmailAddress.Canonical(Query.Segment(address)) ?? address;
}
