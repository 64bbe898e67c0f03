using Microsoft.Extensions.Configuration;
using Postern.Gateway.Storage;

namespace Postern.Tests.Storage;

public sealed class GatewayStorageTests
{
    private static readonly Dictionary<string, string?> Identity = new()
    {
        ["MailStorage:tableServiceUri"] = "https://account.table.core.windows.net",
        ["MailStorage:queueServiceUri"] = "https://account.queue.core.windows.net",
        ["MailStorage:blobServiceUri"] = "https://account.blob.core.windows.net",
        ["MailStorage:clientId"] = "00000000-0000-0000-0000-000000000001",
    };

    [Fact]
    public void Without_a_connection_string_the_three_addresses_are_opened_by_identity()
    {
        var storage = Create(Identity);

        Assert.Equal("account", storage.AccountName);
        Assert.Equal(
            "https://account.queue.core.windows.net/inbound-mail",
            storage.Queue(QueueNames.InboundMail).Uri.ToString()
        );
        Assert.Equal(
            "https://account.blob.core.windows.net/mail-raw",
            storage.Container(ContainerNames.RawMail).Uri.ToString()
        );
        // A shared key could sign a link; an identity cannot.
        Assert.False(storage.Queue(QueueNames.InboundMail).CanGenerateSasUri);
        Assert.False(storage.Container(ContainerNames.RawMail).CanGenerateSasUri);
    }

    [Fact]
    public void A_connection_string_wins()
    {
        var storage = Create(new(Identity) { ["MailStorage"] = "UseDevelopmentStorage=true" });

        Assert.Equal("devstoreaccount1", storage.AccountName);
        Assert.True(storage.Queue(QueueNames.InboundMail).CanGenerateSasUri);
    }

    [Theory]
    [InlineData("tableServiceUri")]
    [InlineData("queueServiceUri")]
    [InlineData("blobServiceUri")]
    public void An_address_that_lacks_is_named(string name)
    {
        var refused = Assert.Throws<InvalidOperationException>(() =>
            Create(new(Identity) { [$"MailStorage:{name}"] = "" })
        );

        Assert.Contains($"MailStorage__{name}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_client_id_is_the_apps_own_identity() =>
        Assert.Equal("account", Create(new(Identity) { ["MailStorage:clientId"] = "" }).AccountName);

    private static GatewayStorage Create(Dictionary<string, string?> settings) =>
        new(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), new StoragePolicies());
}
