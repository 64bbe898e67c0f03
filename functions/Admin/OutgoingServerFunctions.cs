using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Configuration;
using Postern.Functions.Http;
using Postern.Outbound;
using Postern.Secrets;

namespace Postern.Functions.Admin;

/// <summary>SMTP servers that mail may leave through. A password is written only, never shown.</summary>
public sealed class OutgoingServerFunctions(ServerEditor editor)
{
    private const string Route = "outgoing-servers";
    private const string Kind = ConfigurationKinds.OutgoingServer;

    private static readonly Resource<WithPassword<OutgoingServer>> Resource = new(
        Route, "outgoing server",
        server => server.Server.Id,
        server => Shown.With(server.Server, ("id", server.Server.Id), ("hasPassword", server.HasPassword)),
        "id", "hasPassword");

    [Function("ListOutgoingServers")]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route)] HttpRequest request, CancellationToken cancellationToken) =>
        Resource.List(await editor.ListAsync(
            Kind, SecretNames.OutgoingPassword, row => row.As<OutgoingServer>() with { Id = row.Id }, cancellationToken));

    [Function("ReadOutgoingServer")]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route + "/{id}")] HttpRequest request,
        string id, CancellationToken cancellationToken) =>
        Resource.Read(request, await editor.FindAsync<OutgoingServer>(
            Kind, id, SecretNames.OutgoingPassword(id), server => server with { Id = id }, cancellationToken));

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
                request, condition => editor.DeleteAsync<OutgoingServer>(Kind, id, SecretNames.OutgoingPassword(id), condition, cancellationToken))
            : PutAsync(request, id, cancellationToken);

    private Task<IActionResult> PutAsync(HttpRequest request,
        string id, CancellationToken cancellationToken) => Resource.PutAsync<OutgoingServer>(
        request,
        (server, password, condition) => editor.PutAsync<OutgoingServer>(
            Kind, id, SecretNames.OutgoingPassword(id), password, condition,
            (_, before) => PasswordRules.Check(OutgoingServerEdit.Put(server with { Id = id }), before?.Host, server.Host, server.UserName is not null, password),
            cancellationToken),
        cancellationToken);
}
