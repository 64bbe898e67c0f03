using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts.Http;
using Postern.Core.Access;
using Postern.Core.Validation;
using Postern.Functions.Http;
using Postern.Gateway.Editing;

namespace Postern.Functions.Admin;

/// <summary>The keys of the API. The text of a key is answered when it is made, and never again.</summary>
public sealed class KeyFunctions(ApiKeyEditor editor)
{
    private const string Route = "keys";

    [Function("ListKeys")]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    ) => PageRequest.Whole(request, await editor.ListAsync(cancellationToken), key => key.Id, key => Shown.With(key));

    [Function("CreateKey")]
    public async Task<IActionResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var (body, unreadable) = await JsonBody.ReadAsync(request, cancellationToken);
        if (unreadable is not null)
            return unreadable;
        var (wanted, problem) = body!.As<ApiKeyRequest>();
        return problem ?? Answer(request, await editor.CreateAsync(wanted!, cancellationToken));
    }

    /// <summary>Only the host's master key opens it, which the host itself checks.</summary>
    [Function("CreateFirstKey")]
    public async Task<IActionResult> CreateFirstAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = Route + "/first")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var (body, unreadable) = await JsonBody.ReadOptionalAsync(request, cancellationToken);
        if (unreadable is not null)
            return unreadable;
        var (wanted, problem) = body!.As<FirstKeyRequest>();
        return problem ?? Answer(request, await editor.CreateFirstAsync(wanted!, cancellationToken));
    }

    [Function("ReadOwnKey")]
    [SuppressMessage("Performance", "CA1822", Justification = "A function is an instance method.")]
    [Scopes(ApiScope.Read, ApiScope.Intake, ApiScope.Post)]
    public Task<IActionResult> ReadOwnAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/me")] HttpRequest request
    )
    {
        var caller = request.HttpContext.Features.GetRequiredFeature<Caller>();
        var json = new JsonObject { ["name"] = caller.Name, ["scope"] = ScopeOf(caller) };
        if (caller.Expires is { } expires)
            json["expires"] = JsonValue.Create(expires);
        return Task.FromResult(Answers.Content(StatusCodes.Status200OK, json));
    }

    [Function("RevokeKey")]
    public async Task<IActionResult> RevokeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route + "/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        (await editor.RevokeAsync(id, cancellationToken)).Outcome == EditOutcome.Deleted
            ? Answers.NoContent()
            : Answers.NotFound("key");

    // A person may have several roles: the one that opens most comes first.
    private static JsonNode ScopeOf(Caller caller) => caller.Scopes.Min().ToString().ToLowerInvariant();

    private static IActionResult Answer(HttpRequest request, (EditResult<ApiKey> Result, string? Text) made)
    {
        if (made.Result.Stored is not { Value: var key })
            return Answers.Refused(made.Result.Findings);
        var path = request.Path.Value ?? "";
        var list = path[..(path.IndexOf($"/{Route}", StringComparison.Ordinal) + Route.Length + 1)];
        var json = Shown.With(key);
        json["key"] = made.Text;
        return Answers.Content(StatusCodes.Status201Created, json, location: $"{request.PathBase}{list}/{key.Id}");
    }
}
