using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Functions.Http;

namespace Postern.Functions.Admin;

/// <summary>The description of the HTTP API (OpenAPI 3.1), from <c>docs/openapi.json</c>.</summary>
public sealed class OpenApiFunctions
{
    private const string Resource = "openapi.json";
    private readonly Assembly _assembly = typeof(OpenApiFunctions).Assembly;

    [Function("ReadOpenApi")]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Resource)] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        await using var stream =
            _assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The app was built without {Resource}.");
        return Answers.One(request, (await JsonNode.ParseAsync(stream, cancellationToken: cancellationToken))!);
    }
}
