using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Postern.Gateway.Operations;

/// <summary>Starts what is overdue after every HTTP response, in case the timers do not fire.</summary>
internal sealed class RequestWatch(TimerWatch timers) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(
                async (context, handle) =>
                {
                    await handle(context);
                    // Never cancelled: it must complete even when the caller has gone.
                    await timers.LookAsync(CancellationToken.None);
                }
            );
            next(app);
        };
}
