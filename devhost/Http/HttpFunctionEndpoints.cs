using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Postern.DevHost.Functions;

namespace Postern.DevHost.Http;

/// <summary>Puts the HTTP functions at their routes.</summary>
internal static class HttpFunctionEndpoints
{
    public static void MapFunctions(this WebApplication app, IEnumerable<HttpFunction> functions, string routePrefix)
    {
        var handler = app.Services.GetRequiredService<HttpFunctionHandler>();
        foreach (var function in functions)
        {
            var pattern = $"{routePrefix.Trim('/')}/{function.Route}".Trim('/');
            RequestDelegate answer = context => handler.HandleAsync(function, context);
            (
                function.Methods.Count == 0
                    ? app.Map(pattern, answer)
                    : app.MapMethods(pattern, function.Methods, answer)
            ).WithMetadata(function);
        }
    }

    /// <summary>
    /// A method that no function at the route takes is not found, HEAD included, as on the platform. Routing itself would say 405, by
    /// an endpoint that it makes up and that, unlike ours, carries nothing.
    /// </summary>
    public static void UseNotFoundForOtherMethods(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                if (context.GetEndpoint() is not { Metadata.Count: 0 })
                {
                    return next(context);
                }

                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }
        );
}
