using Postern.Tests.Console;
using Postern.Tests.Support;

namespace Postern.Tests.Clients;

/// <summary>A gateway that clients call.</summary>
public sealed class ClientGateway : IAsyncLifetime
{
    internal ConsoleServer? Server { get; private set; }

    /// <summary>Connection string of its storage.</summary>
    internal string Storage { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Storage = (await Azurite.SharedAsync()).NewAccount();
        Server = await ConsoleServer.StartAsync(Storage);
    }

    public async Task DisposeAsync() => await Server!.DisposeAsync();
}
