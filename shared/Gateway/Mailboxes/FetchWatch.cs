using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Mailboxes;

/// <summary>Every HTTP request looks after the mailboxes once it is answered, in case the timer is silent.</summary>
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

    // To its end, whether or not the caller is still there.
    private async Task LookAsync()
    {
        try
        {
            await scheduler.LookAsync(CancellationToken.None);
        }
        catch (Exception e) when (StorageTrouble.Passes(e))
        {
            // The request is answered, and this is none of its business; a later one looks again.
            return;
        }
    }
}
