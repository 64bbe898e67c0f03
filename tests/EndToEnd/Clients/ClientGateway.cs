using Postern.Tests.Console;
using Postern.Tests.Support;

namespace Postern.Tests.Clients;

/// <summary>A gateway that clients call.</summary>
public sealed class ClientGateway : IAsyncLifetime
{
    internal ConsoleServer? Server { get; private set; }

    public async Task InitializeAsync() =>
        Server = await ConsoleServer.StartAsync((await Azurite.SharedAsync()).NewAccount());

    public async Task DisposeAsync() => await Server!.DisposeAsync();
}
