namespace Postern.Tests.Support;

/// <summary>
/// The <see cref="Azurite"/> of the test run for a test class: <c>IClassFixture&lt;AzuriteFixture&gt;</c>.
/// </summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private Azurite? _azurite;

    /// <inheritdoc cref="Azurite.ConnectionString"/>
    public string ConnectionString =>
        _azurite?.ConnectionString ?? throw new InvalidOperationException("xunit has not started the fixture.");

    public async Task InitializeAsync() => _azurite = await Azurite.SharedAsync();

    // Other classes still use it.
    public Task DisposeAsync() => Task.CompletedTask;
}
