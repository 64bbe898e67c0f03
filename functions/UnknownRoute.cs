using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Functions.Http;

namespace Postern.Functions;

/// <summary>
/// Answers what no other function does: 405 with the methods of a route that is there, else 404. The platform asks the
/// functions for a route in the order of their names, whatever their routes, so its name must be the last.
/// </summary>
[SuppressMessage("Performance", "CA1822", Justification = "A function is an instance method.")]
public sealed class UnknownRoute
{
    private const string Rest = "path";

    [Function("ZUnknownRoute")]
    [Public]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*" + Rest + "}")] HttpRequest request
    )
    {
        var methods = ApiOperations.MethodsAt(request.RouteValues[Rest]?.ToString() ?? "");
        return Task.FromResult(
            methods.Count == 0 || methods.Contains(request.Method, StringComparer.OrdinalIgnoreCase)
                ? Answers.NotFound("path in the API")
                : Answers.Problem(
                    StatusCodes.Status405MethodNotAllowed,
                    $"{request.Method} is not allowed here, {string.Join(" and ", methods)} is.",
                    allow: string.Join(", ", methods)
                )
        );
    }
}
