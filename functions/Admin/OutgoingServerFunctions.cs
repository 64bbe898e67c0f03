using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Limits;
using Postern.Core.Validation;
using Postern.Functions.Http;
using Postern.Gateway.Editing;
using Postern.Gateway.Secrets;
using Postern.Gateway.Settings;
using Postern.Gateway.Throttling;

namespace Postern.Functions.Admin;

/// <summary>Outgoing SMTP servers, with the use of their limits. Secrets can be written, never read.</summary>
public sealed class OutgoingServerFunctions(
    ServerEditor editor,
    OutgoingServerEditor servers,
    ServerLimitsReader limits,
    GatewayConfigurationSource configuration,
    WaitingReleases releases
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
    ) => Resource.Read(request, await FindAsync(id, cancellationToken));

    [Function("CreateOutgoingServer")]
    public Task<IActionResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    ) => PutAsync(request, RandomIdentifier.Create(), cancellationToken);

    [Function("WriteOutgoingServer")]
    public Task<IActionResult> WriteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", "patch", "delete", Route = Route + "/{id}")]
            HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        HttpMethods.IsDelete(request.Method)
            ? Resource.DeleteAsync(request, condition => servers.DeleteAsync(id, condition, cancellationToken))
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

    private async Task<Versioned<WithLimits>?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var found = await editor.FindAsync<OutgoingServer>(
            Kind,
            id,
            SecretNames.Outgoing(id),
            server => server with { Id = id },
            cancellationToken
        );
        return found is null ? null : new(await ShowAsync(found.Value, cancellationToken), found.Version);
    }

    private Task<IActionResult> PutAsync(HttpRequest request, string id, CancellationToken cancellationToken) =>
        Resource.WriteAsync<OutgoingServer>(
            request,
            ["password", "clientSecret", "refreshToken"],
            () => FindAsync(id, cancellationToken),
            async (server, changes, condition) =>
            {
                var result = await servers.PutAsync(server with { Id = id }, changes, condition, cancellationToken);
                if (result.Stored is not { } stored)
                    return result.Select<WithLimits>(_ => null!);
                var shown = await ShowAsync(stored.Value, cancellationToken);
                return result.Select(_ => shown);
            },
            cancellationToken
        );

    private async Task<WithLimits> ShowAsync(
        WithPassword<OutgoingServer> server,
        CancellationToken cancellationToken
    ) => new(server, await limits.ReadAsync(server.Server, cancellationToken));

    private sealed record WithLimits(WithPassword<OutgoingServer> Kept, ServerLimits Limits)
    {
        public OutgoingServer Server => Kept.Server;
    }
}
