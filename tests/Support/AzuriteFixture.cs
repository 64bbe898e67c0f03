namespace Postern.Tests.Support;

/// <summary>Brings the <see cref="Azurite"/> of the test run to a class: <c>IClassFixture&lt;AzuriteFixture&gt;</c>.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private Azurite? azurite;

    /// <inheritdoc cref="Azurite.ConnectionString"/>
    public string ConnectionString =>
        azurite?.ConnectionString ?? throw new InvalidOperationException("xunit has not started the fixture.");

    public async Task InitializeAsync() => azurite = await Azurite.SharedAsync();

    // Other classes still use it.
    public Task DisposeAsync() => Task.CompletedTask;
}
