using Azure.Storage.Blobs;
using Postern.Core.Attention;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Gateway.Inbound;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;

namespace Postern.Tests.Inbound;

/// <summary>What is no mail, or too large, fails with its reason, and is listed.</summary>
public sealed class UntakenMailTests
{
    private static readonly int[] Lengths = [5, 11, 4096, 9000];

    [Fact]
    public async Task Mails_of_zeros_and_of_white_space_fail_each_on_its_own()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        string[] blanks = ["\r\n \t\r\n", .. Lengths.Select(length => new string('\0', length))];
        var ids = new List<MailId>();
        foreach (var blank in blanks)
            ids.Add(await gateway.PushAsync(BinaryData.FromString(blank)));
        // The same bytes once more, with another envelope.
        ids.Add(await gateway.PushAsync(BinaryData.FromString(blanks[1]), $"support@{TestGateway.Domain}"));
        await gateway.DrainAsync();

        Assert.Equal(ids.Count, ids.Distinct().Count());
        foreach (var id in ids)
        {
            var entry = await gateway.JournalAsync(id);
            Assert.Equal(JournalState.Failed, entry.State);
            Assert.Contains(entry.Reasons, reason => reason.Text.Contains("empty", StringComparison.Ordinal));
        }
        Assert.Equal(ids.Count, (await gateway.Get<AttentionStore>().ListAsync(20, default)).Count);
    }

    [Fact]
    public async Task A_blob_that_is_larger_than_mail_may_be_is_not_read_and_listed_until_it_may()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.size.max", "1 MB");
        var mail =
            $"From: carl@customer.example\r\nTo: support@{TestGateway.Domain}\r\nSubject: Large\r\n\r\n"
            + string.Concat(Enumerable.Repeat(new string('x', 70) + "\r\n", 20_000));
        BlobContainerClient raw = gateway.Get<GatewayStorage>().Container(ContainerNames.RawMail);
        await raw.UploadBlobAsync("large.eml", BinaryData.FromString(mail));
        const string Message = """{"v":1,"raw":"large.eml"}""";

        await gateway.RunAsync(QueueNames.InboundMail, Message);
        await gateway.RunAsync(QueueNames.InboundMail, Message);

        var entry = Assert.Single(await gateway.JournalAsync());
        Assert.Equal((JournalState.Failed, "Large"), (entry.State, entry.Subject));
        Assert.Contains($"{mail.Length} bytes", Assert.Single(entry.Reasons).Text, StringComparison.Ordinal);
        var item = Assert.Single(await gateway.Get<AttentionStore>().ListAsync(10, default));
        Assert.Equal(AttentionKind.Failed, item.Kind);

        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.size.max", "2 MB");
        await gateway.Get<MailReplayer>().ReplayAsync(new MailId(entry.Id), null, default);
        await gateway.DrainAsync();
        Assert.Equal(JournalState.Routed, Assert.Single(await gateway.JournalAsync()).State);
    }
}
