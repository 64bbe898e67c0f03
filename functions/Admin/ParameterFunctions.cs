using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Functions.Http;
using Postern.Gateway.Editing;

namespace Postern.Functions.Admin;

/// <summary>
/// The parameters of the gateway, effective within a second (P35, P37, P41, P42). Deleting one resets it to its
/// default.
/// </summary>
public sealed class ParameterFunctions(ParameterEditor editor)
{
    private const string Route = "parameters";

    private static readonly Resource<ParameterState> Resource = new(
        Route,
        "parameter",
        parameter => parameter.Name,
        parameter => Shown.With(parameter),
        "name",
        "default",
        "choices",
        "least",
        "most"
    );

    [Function("ListParameters")]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    ) => Resource.List(request, await editor.ListAsync(cancellationToken));

    [Function("ReadParameter")]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{name}")] HttpRequest request,
        string name,
        CancellationToken cancellationToken
    ) =>
        ParameterCatalog.Find(name) is { } parameter
            ? Resource.Read(request, await editor.ReadAsync(parameter, cancellationToken))
            : Unknown(name);

    [Function("WriteParameter")]
    public async Task<IActionResult> WriteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", "delete", Route = Route + "/{name}")] HttpRequest request,
        string name,
        CancellationToken cancellationToken
    )
    {
        if (ParameterCatalog.Find(name) is not { } parameter)
            return Unknown(name);
        return HttpMethods.IsDelete(request.Method)
            ? await Resource.DeleteAsync(
                request,
                condition => editor.ResetAsync(parameter, condition, cancellationToken)
            )
            : await Resource.PutAsync<ParameterValue>(
                request,
                (body, condition) => editor.PutAsync(parameter, body.Value, condition, cancellationToken),
                cancellationToken
            );
    }

    private static IActionResult Unknown(string name) =>
        Answers.Problem(
            StatusCodes.Status404NotFound,
            $"There is no parameter '{name}'. The nearest is '{ParameterCatalog.Nearest(name)}'."
        );
}
