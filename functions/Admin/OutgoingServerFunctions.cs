using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Delivery;
using Postern.Core.Limits;
using Postern.Core.Sending;
using Postern.Core.Servers;
using Postern.Core.Validation;
using Postern.Functions.Http;
using Postern.Gateway.Editing;
using Postern.Gateway.Secrets;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;
using Postern.Gateway.Throttling;

namespace Postern.Functions.Admin;

/// <summary>Outgoing SMTP servers, with the use of their limits. Secrets can be written, never read.</summary>
public sealed class OutgoingServerFunctions(
    ServerEditor editor,
    ServerLimitsReader limits,
    GatewayConfigurationSource configuration,
    WaitingReleases releases,
    ServerContacts contacts,
    DueStore due,
    TimeProvider time
)
{
    private const string Route = "outgoing-servers";
    private const string Kind = ConfigurationKinds.OutgoingServer;

    private static readonly Resource<WithLimits> Resource = new(
        Route,
        "outgoing server",
        server => server.Server.Id,
        server =>
            Shown.With(
                server.Server,
                ("id", server.Server.Id),
                ("hasPassword", server.Kept.HasPassword),
                ("hasClientSecret", server.Kept.Kept[1]),
                ("hasRefreshToken", server.Kept.Kept[2]),
                ("limits", Shown.With(server.Limits))
            ),
        "id",
        "hasPassword",
        "hasClientSecret",
        "hasRefreshToken",
        "limits"
    );

    [Function("ListOutgoingServers")]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var servers = await editor.ListAsync(
            Kind,
            SecretNames.Outgoing,
            row => row.As<OutgoingServer>() with { Id = row.Id },
            cancellationToken
        );
        var used = await limits.ReadAsync([.. servers.Select(server => server.Server)], cancellationToken);
        return Resource.List(request, servers.Zip(used, (server, of) => new WithLimits(server, of)));
    }

    [Function("ReadOutgoingServer")]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    )
    {
        var found = await editor.FindAsync<OutgoingServer>(
            Kind,
            id,
            SecretNames.Outgoing(id),
            server => server with { Id = id },
            cancellationToken
        );
        if (found is null)
            return Resource.Read(request, null);
        var shown = await ShowAsync(found.Value, cancellationToken);
        return Resource.Read(request, new Versioned<WithLimits>(shown, found.Version));
    }

    [Function("CreateOutgoingServer")]
    public Task<IActionResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    ) => PutAsync(request, RandomIdentifier.Create(), cancellationToken);

    [Function("WriteOutgoingServer")]
    public Task<IActionResult> WriteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", "delete", Route = Route + "/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        HttpMethods.IsDelete(request.Method)
            ? Resource.DeleteAsync(request, condition => DeleteAsync(id, condition, cancellationToken))
            : PutAsync(request, id, cancellationToken);

    [Function("ReleaseOutgoingServer")]
    public async Task<IActionResult> ReleaseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{id}/release")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    )
    {
        if ((await configuration.GetLatestAsync(cancellationToken)).OutgoingServer(id) is null)
            return Answers.NotFound("outgoing server");
        var released = await releases.ReleaseAsync(id, cancellationToken);
        return Answers.Content(StatusCodes.Status200OK, new JsonObject { ["released"] = released });
    }

    private async Task<EditResult<OutgoingServer>> DeleteAsync(
        string id,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        var waiting = await due.ReadWaitingAsync(time.GetUtcNow(), cancellationToken);
        return await editor.DeleteAsync<OutgoingServer>(
            Kind,
            id,
            [.. SecretNames.Outgoing(id), SecretNames.AccessToken(SecretNames.OutgoingServer(id))],
            condition,
            (configuration, server) => OutgoingServerUse.Delete(server with { Id = id }, configuration, waiting.At(id)),
            cancellationToken
        );
    }

    private Task<IActionResult> PutAsync(HttpRequest request, string id, CancellationToken cancellationToken) =>
        Resource.PutAsync<OutgoingServer>(
            request,
            ["password", "clientSecret", "refreshToken"],
            async (server, changes, condition) =>
            {
                var waiting = await WaitingAsync(server, id, cancellationToken);
                var result = await editor.PutAsync<OutgoingServer>(
                    Kind,
                    id,
                    SecretNames.Outgoing(id),
                    changes,
                    condition,
                    before => OutgoingServerEdit.MovesSecrets(before, server),
                    (configuration, before) =>
                        OutgoingServerUse.Warn(
                            OutgoingServerEdit.Put(server with { Id = id }, before, changes),
                            configuration,
                            waiting
                        ),
                    cancellationToken
                );
                if (result.Stored is not { } stored)
                    return result.Select<WithLimits>(_ => null!);
                // The new settings may have repaired it, so it gets mail again at once.
                await releases.BeginAsync(id, cancellationToken);
                await contacts.ForgetAsync(id, cancellationToken);
                var shown = await ShowAsync(stored.Value, cancellationToken);
                return result.Select(_ => shown);
            },
            cancellationToken
        );

    // Mail that waits for a server matters only when the server is not used any more.
    private async Task<WaitingCount> WaitingAsync(
        OutgoingServer server,
        string id,
        CancellationToken cancellationToken
    ) => server.Active ? WaitingCount.None : (await due.ReadWaitingAsync(time.GetUtcNow(), cancellationToken)).At(id);

    private async Task<WithLimits> ShowAsync(
        WithPassword<OutgoingServer> server,
        CancellationToken cancellationToken
    ) => new(server, await limits.ReadAsync(server.Server, cancellationToken));

    private sealed record WithLimits(WithPassword<OutgoingServer> Kept, ServerLimits Limits)
    {
        public OutgoingServer Server => Kept.Server;
    }
}
