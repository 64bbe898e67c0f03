using Postern.Tests.Support;

namespace Postern.Tests.Servers;

/// <summary>Lets the clock of a gateway run on while something waits for a server that does not answer.</summary>
public static class Patience
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    public static async Task<T> SpendAsync<T>(TestGateway gateway, Task<T> waiting)
    {
        await Eventually.TrueAsync(() =>
        {
            if (!waiting.IsCompleted)
                gateway.Time.Advance(Step);
            return waiting.IsCompleted;
        });
        return await waiting;
    }
}
