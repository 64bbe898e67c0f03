using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts.Http;
using Postern.Core.Servers;
using Postern.Functions.Http;
using Postern.Gateway.Probing;

namespace Postern.Functions.Admin;

/// <summary>
/// Tests outgoing servers. A failed test is answered with status 200 as well, since the test itself has worked.
/// </summary>
public sealed class ServerTestFunctions(ServerTest tests)
{
    private const string Route = "outgoing-servers";

    [Function("TestOutgoingServer")]
    public async Task<IActionResult> SavedAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{id}/test")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    )
    {
        var empty = request.ContentType is null && request.ContentLength is null or 0;
        var (body, unreadable) = empty
            ? (new JsonBody([]), null)
            : await JsonBody.ReadAsync(request, cancellationToken);
        if (unreadable is not null)
            return unreadable;
        var (options, malformed) = body!.As<ServerTestOptions>();
        return malformed ?? Answer(await tests.TestAsync(id, options!, cancellationToken));
    }

    [Function("TestUnsavedOutgoingServer")]
    public async Task<IActionResult> UnsavedAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/test")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var (body, unreadable) = await JsonBody.ReadAsync(request, cancellationToken);
        if (unreadable is not null)
            return unreadable;
        var (secrets, noPassword) = body!
            .Without(["id", "hasPassword", "hasClientSecret", "hasRefreshToken", "warnings"])
            .TakeSecrets(["password"]);
        if (noPassword is not null)
            return noPassword;
        var (options, noOptions) = body.Take("from", "to").As<ServerTestOptions>();
        if (noOptions is not null)
            return noOptions;
        var (server, malformed) = body.As<OutgoingServer>();
        if (malformed is not null)
            return malformed;
        var found = OutgoingServerRules.Validate(server!);
        return found.Allow
            ? Answer(await tests.TestAsync(server!, secrets[0].Password, options!, cancellationToken))
            : Answers.Refused(found);
    }

    private static IActionResult Answer((ProbeResult? Result, FieldMessage? Problem) test) =>
        test switch
        {
            ({ } result, _) => Answers.Content(StatusCodes.Status200OK, Shown.With(result)),
            (_, { } problem) => Answers.BadRequest(problem.Field, problem.Message),
            _ => Answers.NotFound("outgoing server"),
        };
}
