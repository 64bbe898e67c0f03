using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Postern.Tests.Support;

namespace Postern.Tests.Servers;

public sealed class AzuriteTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task A_table_takes_an_entity_and_a_transaction()
    {
        var table = new TableClient(azurite.ConnectionString, Azurite.NewName());
        await table.CreateAsync();
        await table.AddEntityAsync(new TableEntity("p", "1") { ["Text"] = "one" });
        await table.SubmitTransactionAsync([
            new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", "2")),
            new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity("p", "1")),
        ]);

        var rows = await table
            .QueryAsync<TableEntity>(row => row.PartitionKey == "p")
            .Select(row => row.RowKey)
            .ToListAsync();

        Assert.Equal(["2"], rows);
    }

    [Fact]
    public async Task A_queue_gives_back_what_was_put()
    {
        var queue = new QueueClient(azurite.ConnectionString, Azurite.NewName());
        await queue.CreateAsync();
        await queue.SendMessageAsync("hello");

        var message = await queue.ReceiveMessageAsync();

        Assert.Equal("hello", message.Value.Body.ToString());
    }

    [Fact]
    public async Task A_container_gives_back_what_was_stored()
    {
        var container = new BlobContainerClient(azurite.ConnectionString, Azurite.NewName());
        await container.CreateAsync();
        await container.UploadBlobAsync("a/b.eml", BinaryData.FromString("Subject: hello"));

        var blob = await container.GetBlobClient("a/b.eml").DownloadContentAsync();

        Assert.Equal("Subject: hello", blob.Value.Content.ToString());
    }

    [Fact]
    public async Task One_that_is_stopped_answers_no_more()
    {
        var own = await Azurite.StartAsync();
        var table = new TableServiceClient(own.ConnectionString, new TableClientOptions { Retry = { MaxRetries = 0 } });
        await table.CreateTableAsync("before");

        await own.DisposeAsync();

        await Assert.ThrowsAsync<Azure.RequestFailedException>(() => table.CreateTableAsync("after"));
    }
}
