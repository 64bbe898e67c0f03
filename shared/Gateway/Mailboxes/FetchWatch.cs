using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Mailboxes;

/// <summary>Starts mailboxes that are due after every HTTP response, in case the timer does not fire.</summary>
internal sealed class FetchWatch(FetchScheduler scheduler) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(
                async (context, handle) =>
                {
                    await handle(context);
                    await LookAsync();
                }
            );
            next(app);
        };

    // Never cancelled: it must complete even when the caller has gone.
    private async Task LookAsync()
    {
        try
        {
            await scheduler.LookAsync(CancellationToken.None);
        }
        catch (Exception e) when (StorageTrouble.Passes(e))
        {
            // The request was answered and must not fail for this; a later one looks again.
            return;
        }
    }
}
