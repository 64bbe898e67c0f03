using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Validation;
using Postern.Functions.Http;
using Postern.Gateway.Editing;
using Postern.Gateway.Secrets;
using Postern.Gateway.Stores;

namespace Postern.Functions.Admin;

/// <summary>Incoming servers: mailboxes that mail is fetched from. Secrets can be written, never read.</summary>
public sealed class IncomingServerFunctions(ServerEditor editor, MailboxStore mailboxes)
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
    ) =>
        Resource.Read(
            request,
            await editor.FindAsync<IncomingServer>(
                Kind,
                id,
                SecretNames.Incoming(id),
                server => server with { Id = id },
                cancellationToken
            )
        );

    [Function("CreateIncomingServer")]
    public Task<IActionResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    ) => PutAsync(request, RandomIdentifier.Create(), cancellationToken);

    [Function("WriteIncomingServer")]
    public Task<IActionResult> WriteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", "delete", Route = Route + "/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        HttpMethods.IsDelete(request.Method)
            ? Resource.DeleteAsync(request, condition => DeleteAsync(id, condition, cancellationToken))
            : PutAsync(request, id, cancellationToken);

    private async Task<EditResult<IncomingServer>> DeleteAsync(
        string id,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        var result = await editor.DeleteAsync<IncomingServer>(
            Kind,
            id,
            [.. SecretNames.Incoming(id), SecretNames.AccessToken(SecretNames.IncomingServer(id))],
            condition,
            (_, _) => Findings.None,
            cancellationToken
        );
        // Also when the record is missing: an attempt that crashed may have left the rest.
        if (result.Outcome is EditOutcome.Deleted or EditOutcome.Missing)
            await mailboxes.DeleteAsync(id, cancellationToken);
        return result;
    }

    private Task<IActionResult> PutAsync(HttpRequest request, string id, CancellationToken cancellationToken) =>
        Resource.PutAsync<IncomingServer>(
            request,
            ["password", "clientSecret", "refreshToken"],
            async (server, changes, condition) =>
            {
                var result = await editor.PutAsync<IncomingServer>(
                    Kind,
                    id,
                    SecretNames.Incoming(id),
                    changes,
                    condition,
                    before => IncomingServerRules.MovesSecrets(before, server),
                    (configuration, before) =>
                        IncomingServerRules.Put(server with { Id = id }, before, changes, configuration),
                    cancellationToken
                );
                if (result.Outcome is EditOutcome.Created or EditOutcome.Replaced)
                    await mailboxes.NoteChangeAsync(id, cancellationToken);
                return result;
            },
            cancellationToken
        );
}
