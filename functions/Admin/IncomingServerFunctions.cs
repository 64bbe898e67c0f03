using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Validation;
using Postern.Functions.Http;
using Postern.Gateway.Editing;
using Postern.Gateway.Secrets;

namespace Postern.Functions.Admin;

/// <summary>Incoming servers: mailboxes that mail is fetched from. Secrets can be written, never read.</summary>
public sealed class IncomingServerFunctions(ServerEditor editor, IncomingServerEditor servers)
{
    private const string Route = "incoming-servers";
    private const string Kind = ConfigurationKinds.IncomingServer;

    private static readonly Resource<WithPassword<IncomingServer>> Resource = new(
        Route,
        "incoming server",
        server => server.Server.Id,
        server =>
            Shown.With(
                server.Server,
                ("id", server.Server.Id),
                ("hasPassword", server.HasPassword),
                ("hasClientSecret", server.Kept[1]),
                ("hasRefreshToken", server.Kept[2])
            ),
        "id",
        "hasPassword",
        "hasClientSecret",
        "hasRefreshToken"
    );

    [Function("ListIncomingServers")]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        Resource.List(
            request,
            await editor.ListAsync(
                Kind,
                SecretNames.Incoming,
                row => row.As<IncomingServer>() with { Id = row.Id },
                cancellationToken
            )
        );

    [Function("ReadIncomingServer")]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) => Resource.Read(request, await FindAsync(id, cancellationToken));

    [Function("CreateIncomingServer")]
    public Task<IActionResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    ) => PutAsync(request, RandomIdentifier.Create(), cancellationToken);

    [Function("WriteIncomingServer")]
    public Task<IActionResult> WriteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", "patch", "delete", Route = Route + "/{id}")]
            HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        HttpMethods.IsDelete(request.Method)
            ? Resource.DeleteAsync(request, condition => servers.DeleteAsync(id, condition, cancellationToken))
            : PutAsync(request, id, cancellationToken);

    private Task<Versioned<WithPassword<IncomingServer>>?> FindAsync(string id, CancellationToken cancellationToken) =>
        editor.FindAsync<IncomingServer>(
            Kind,
            id,
            SecretNames.Incoming(id),
            server => server with { Id = id },
            cancellationToken
        );

    private Task<IActionResult> PutAsync(HttpRequest request, string id, CancellationToken cancellationToken) =>
        Resource.WriteAsync<IncomingServer>(
            request,
            ["password", "clientSecret", "refreshToken"],
            () => FindAsync(id, cancellationToken),
            (server, changes, condition) =>
                servers.PutAsync(server with { Id = id }, changes, condition, cancellationToken),
            cancellationToken
        );
}
