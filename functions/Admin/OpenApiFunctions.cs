using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Functions.Http;

namespace Postern.Functions.Admin;

/// <summary>The description of the HTTP API (OpenAPI 3.1), from <c>docs/openapi.json</c>.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "A function is an instance method.")]
public sealed class OpenApiFunctions
{
    [Function("ReadOpenApi")]
    public Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ApiDocument.Name)] HttpRequest request
    ) => Task.FromResult(Answers.One(request, ApiDocument.Read()));
}
