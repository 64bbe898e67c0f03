using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Postern.DevHost.Functions;

namespace Postern.DevHost.Http;

/// <summary>Maps the HTTP functions to their routes.</summary>
internal static class HttpFunctionEndpoints
{
    public static void MapFunctions(this WebApplication app, IEnumerable<HttpFunction> functions, string routePrefix)
    {
        var handler = app.Services.GetRequiredService<HttpFunctionHandler>();
        foreach (var function in functions)
        {
            var pattern = $"{routePrefix.Trim('/')}/{function.Route}".Trim('/');
            RequestDelegate answer = context => handler.HandleAsync(function, context);
            var endpoint =
                function.Methods.Count == 0
                    ? app.Map(pattern, answer)
                    : app.MapMethods(pattern, function.Methods, answer);
            endpoint.WithMetadata(function);
        }
    }

    /// <summary>
    /// Answers 404 to a slash that was encoded twice: what routing gives to a function is the same for <c>%252F</c> as
    /// for <c>%2F</c>, which is a slash, and a segment is decoded once.
    /// </summary>
    public static void UseNotFoundForSlashesEncodedTwice(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
                if (!target.Split('?', 2)[0].Contains("%252F", StringComparison.OrdinalIgnoreCase))
                {
                    return next(context);
                }

                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }
        );

    /// <summary>
    /// Answers 404 to a method that no function at the route accepts, including HEAD, as the platform does. Routing
    /// itself answers 405 by a generated endpoint, which has no metadata.
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
