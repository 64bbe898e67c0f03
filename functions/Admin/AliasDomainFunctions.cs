using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Validation;
using Postern.Functions.Http;
using Postern.Gateway.Editing;

namespace Postern.Functions.Admin;

/// <summary>The alias domains, at which mail for the gateway arrives (P32, P35).</summary>
public sealed class AliasDomainFunctions(ConfigurationEditor editor, AliasDomainEditor domains)
{
    private const string Route = "alias-domains";
    private const string Kind = ConfigurationKinds.AliasDomain;

    private static readonly Resource<AliasDomain> Resource = new(
        Route,
        "alias domain",
        domain => domain.Id,
        domain => Shown.With(domain, ("id", domain.Id)),
        "id"
    );

    [Function("ListAliasDomains")]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        Resource.List(
            request,
            (await editor.ListAsync(Kind, cancellationToken)).Select(row => row.As<AliasDomain>() with { Id = row.Id })
        );

    [Function("ReadAliasDomain")]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) => Resource.Read(request, await FindAsync(id, cancellationToken));

    [Function("CreateAliasDomain")]
    public Task<IActionResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    ) => PutAsync(request, RandomIdentifier.Create(), cancellationToken);

    [Function("WriteAliasDomain")]
    public Task<IActionResult> WriteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", "patch", "delete", Route = Route + "/{id}")]
            HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        HttpMethods.IsDelete(request.Method)
            ? Resource.DeleteAsync(request, condition => domains.DeleteAsync(id, condition, cancellationToken))
            : PutAsync(request, id, cancellationToken);

    private Task<IActionResult> PutAsync(HttpRequest request, string id, CancellationToken cancellationToken) =>
        Resource.WriteAsync<AliasDomain>(
            request,
            () => FindAsync(id, cancellationToken),
            (wanted, condition) => domains.PutAsync(wanted with { Id = id }, condition, condition, cancellationToken),
            cancellationToken
        );

    private async Task<Versioned<AliasDomain>?> FindAsync(string id, CancellationToken cancellationToken) =>
        await editor.FindAsync<AliasDomain>(Kind, id, cancellationToken) is { } found
            ? new(found.Value with { Id = id }, found.Version)
            : null;
}
