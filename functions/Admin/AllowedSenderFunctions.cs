using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.People;
using Postern.Core.Validation;
using Postern.Functions.Http;
using Postern.Gateway.Editing;

namespace Postern.Functions.Admin;

/// <summary>Senders whose mail the loop guard never rejects.</summary>
public sealed class AllowedSenderFunctions(ConfigurationEditor editor)
{
    private const string Route = "allowed-senders";
    private const string Kind = ConfigurationKinds.AllowedSender;

    private static readonly Resource<AllowedSender> Resource = new(
        Route,
        "allowed sender",
        sender => Uri.EscapeDataString(sender.Address),
        sender => Shown.With(sender, ("address", sender.Address)),
        "address"
    );

    [Function("ListAllowedSenders")]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        Resource.List(
            request,
            (await editor.ListAsync(Kind, cancellationToken)).Select(row =>
                row.As<AllowedSender>() with
                {
                    Address = row.Id,
                }
            )
        );

    [Function("ReadAllowedSender")]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{address}")] HttpRequest request,
        string address,
        CancellationToken cancellationToken
    ) => Resource.Read(request, await FindAsync(Key(address), cancellationToken));

    [Function("WriteAllowedSender")]
    public Task<IActionResult> WriteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", "patch", "delete", Route = Route + "/{address}")]
            HttpRequest request,
        string address,
        CancellationToken cancellationToken
    ) =>
        HttpMethods.IsDelete(request.Method)
            ? Resource.DeleteAsync(
                request,
                condition =>
                    editor.DeleteAsync<AllowedSender>(
                        Kind,
                        Key(address),
                        condition,
                        (_, _) => Findings.None,
                        cancellationToken
                    )
            )
            : Resource.WriteAsync<AllowedSender>(
                request,
                () => FindAsync(Key(address), cancellationToken),
                (sender, condition) =>
                    editor.PutAsync<AllowedSender>(
                        Kind,
                        Key(address),
                        condition,
                        (_, _) => PeopleRules.Put(sender with { Address = Key(address) }),
                        cancellationToken
                    ),
                cancellationToken
            );

    private async Task<Versioned<AllowedSender>?> FindAsync(string address, CancellationToken cancellationToken) =>
        await editor.FindAsync<AllowedSender>(Kind, address, cancellationToken) is { } found
            ? new(found.Value with { Address = address }, found.Version)
            : null;

    private static string Key(string address) => EmailAddress.Canonical(Query.Segment(address)) ?? address;
}
