namespace Postern.Gateway.Settings;

/// <summary>
/// Whether the gateway drains (<c>mail.mode</c>). An instance sees a change with the configuration, within a second.
/// </summary>
public sealed class DrainSwitch(GatewayConfigurationSource configuration, TimeProvider time)
{
    public async Task<bool> IsOnAsync(CancellationToken cancellationToken) =>
        (await configuration.GetAsync(cancellationToken)).DrainsAt(time.GetUtcNow());
}
