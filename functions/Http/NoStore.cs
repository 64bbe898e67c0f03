using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Postern.Functions.Http;

/// <summary>
/// Marks every response that does not say otherwise, also those of the web server and of failures: what mail and settings
/// say is kept by no cache between the gateway and the client (RFC 9111 §5.2.2.5).
/// </summary>
public sealed class NoStore : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(
                (context, handle) =>
                {
                    context.Response.OnStarting(() =>
                    {
                        if (context.Response.Headers.CacheControl.Count == 0)
                            context.Response.Headers.CacheControl = "no-store";
                        return Task.CompletedTask;
                    });
                    return handle(context);
                }
            );
            next(app);
        };
}
