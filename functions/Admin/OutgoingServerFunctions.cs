using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Configuration;
using Postern.Functions.Http;
using Postern.Outbound;
using Postern.Secrets;

namespace Postern.Functions.Admin;

/// <summary>SMTP servers that mail may leave through. Secrets are written only, never shown.</summary>
public sealed class OutgoingServerFunctions(ServerEditor editor)
{
    private const string Route = "outgoing-servers";
    private const string Kind = ConfigurationKinds.OutgoingServer;

    private static readonly Resource<WithPassword<OutgoingServer>> Resource = new(
        Route, "outgoing server",
        server => server.Server.Id,
        server => Shown.With(server.Server, ("id", server.Server.Id), ("hasPassword", server.HasPassword), ("hasClientSecret", server.Kept[1]), ("hasRefreshToken", server.Kept[2])),
        "id", "hasPassword", "hasClientSecret", "hasRefreshToken");

    [Function("ListOutgoingServers")]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route)] HttpRequest request, CancellationToken cancellationToken) =>
        Resource.List(await editor.ListAsync(
            Kind, SecretNames.Outgoing, row => row.As<OutgoingServer>() with { Id = row.Id }, cancellationToken));

    [Function("ReadOutgoingServer")]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route + "/{id}")] HttpRequest request,
        string id, CancellationToken cancellationToken) =>
        Resource.Read(request, await editor.FindAsync<OutgoingServer>(
            Kind, id, SecretNames.Outgoing(id), server => server with { Id = id }, cancellationToken));

    [Function("CreateOutgoingServer")]
    public Task<IActionResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = Route)] HttpRequest request, CancellationToken cancellationToken) =>
        PutAsync(request, Identifiers.New(), cancellationToken);

    [Function("WriteOutgoingServer")]
    public Task<IActionResult> WriteAsync(
        [HttpTrigger(AuthorizationLevel.Function, "put", "delete", Route = Route + "/{id}")] HttpRequest request,
        string id, CancellationToken cancellationToken) =>
        HttpMethods.IsDelete(request.Method)
            ? Resource.DeleteAsync(
                request, condition => editor.DeleteAsync<OutgoingServer>(Kind, id, [.. SecretNames.Outgoing(id), SecretNames.AccessToken(SecretNames.OutgoingServer(id))], condition, cancellationToken))
            : PutAsync(request, id, cancellationToken);

    private Task<IActionResult> PutAsync(HttpRequest request,
        string id, CancellationToken cancellationToken) => Resource.PutAsync<OutgoingServer>(
        request,
        ["password", "clientSecret", "refreshToken"],
        (server, changes, condition) => editor.PutAsync<OutgoingServer>(
            Kind, id, SecretNames.Outgoing(id), changes, condition,
            before => OutgoingServerEdit.MovesSecrets(before, server),
            (_, before) => OutgoingServerEdit.Put(server with { Id = id }, before, changes),
            cancellationToken),
        cancellationToken);
}
