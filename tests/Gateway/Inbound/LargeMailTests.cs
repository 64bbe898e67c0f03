using System.Text;
using MimeKit;
using Postern.Core.Journal;
using Postern.Gateway.Spooling;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Inbound;

/// <summary>Mail of 25 MB: it comes through whole, and many at once wait for each other.</summary>
public sealed class LargeMailTests
{
    private const string Customer = "carl@customer.example";
    private static readonly string Support = $"support@{TestGateway.Domain}";

    [Fact]
    public async Task A_mail_of_25_MB_is_on_its_thread_and_relayed_with_its_file_byte_for_byte()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var file = new byte[18 << 20];
        new Random(1).NextBytes(file);
        var id = await gateway.PushAsync(Letter(file));
        await gateway.DrainAsync();

        var thread = Assert.Single((await gateway.JournalAsync(id)).Threads);
        var attachment = Assert.Single(Assert.Single(await gateway.MessagesAsync(thread)).Attachments);
        Assert.Equal((file.Length, "plan.pdf"), (attachment.Size, attachment.Name));
        var stored = await gateway.Get<ContentStore>().FindAsync(attachment.Blob, default);
        Assert.True(stored!.ToMemory().Span.SequenceEqual(file));
        var relayed = Assert.IsType<MimePart>(Assert.Single(Assert.Single(gateway.Sent).Attachments));
        using var decoded = new MemoryStream();
        await relayed.Content!.DecodeToAsync(decoded);
        Assert.Equal("plan.pdf", relayed.FileName);
        Assert.True(decoded.ToArray().AsSpan().SequenceEqual(file));
    }

    [Fact]
    public async Task A_mail_of_more_names_and_files_than_a_row_can_hold_is_taken_and_its_original_stands_for_the_rest()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var many = new string('ü', 50_000);
        var parts = string.Concat(
            Enumerable
                .Range(0, 150)
                .Select(i => $"--b\r\nContent-Type: text/csv; name=\"{new string('n', 300)}{i}.csv\"\r\n\r\n{i}\r\n")
        );
        var copies = string.Join(",\r\n ", Enumerable.Range(0, 3000).Select(i => $"colleague{i}@customer.example"));
        var id = await gateway.PushAsync(
            BinaryData.FromString(
                $"Message-Id: <1@client.example>\r\nFrom: \"{many}\" <{Customer}>\r\nTo: {Support}\r\n"
                    + $"Cc: {copies}\r\nSubject: {many}\r\nX-Autoreply: {many}\r\n"
                    + $"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHere they are.\r\n{parts}--b--\r\n"
            )
        );
        await gateway.DrainAsync();

        var message = Assert.Single(
            await gateway.MessagesAsync(Assert.Single((await gateway.JournalAsync(id)).Threads))
        );
        Assert.Equal((101, "original_email.eml"), (message.Attachments.Count, message.Attachments[^1].Name));
        Assert.Equal(1000, message.Subject.Length);
        Assert.Single(gateway.Sent);
    }

    [Fact]
    public async Task A_delivery_for_whose_files_there_is_no_room_waits_and_is_sent_when_there_is()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway.QueueDeliveriesAsync();
        await gateway.PushAsync(Letter(new byte[2 << 20]));
        await gateway.StepAsync(QueueNames.InboundMail);
        var held = await gateway
            .Get<ContentSpool>()
            .ReadAsync(new MemoryStream(new byte[2 << 20]), long.MaxValue, long.MaxValue, default);
        await StepWithoutRoomAsync(gateway, QueueNames.OutboundMail);
        Assert.Empty(gateway.Sent);

        held!.Dispose();
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Single(Assert.Single(gateway.Sent).Attachments);
    }

    [Fact]
    public async Task A_mail_for_which_there_is_no_room_waits_and_is_routed_when_there_is()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var held = await gateway
            .Get<ContentSpool>()
            .ReadAsync(new MemoryStream(new byte[2 << 20]), long.MaxValue, long.MaxValue, default);
        var id = await gateway.PushAsync(Letter(new byte[2 << 20]));
        await StepWithoutRoomAsync(gateway, QueueNames.InboundMail);
        Assert.Equal(JournalState.Pending, (await gateway.JournalAsync(id)).State);

        held!.Dispose();
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(JournalState.Routed, (await gateway.JournalAsync(id)).State);
        Assert.Single(gateway.Sent);
    }

    /// <summary>Runs a queue's messages while nobody gives up room: each waits for it for a while.</summary>
    private static async Task StepWithoutRoomAsync(TestGateway gateway, string queue)
    {
        var step = gateway.StepAsync(queue);
        await Eventually.ReadAsync(
            () =>
            {
                gateway.Time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(step.IsCompleted);
            },
            done => done
        );
        await step;
    }

    private static BinaryData Letter(byte[] file)
    {
        var encoded = Convert.ToBase64String(file, Base64FormattingOptions.InsertLineBreaks);
        return BinaryData.FromBytes(
            Encoding.ASCII.GetBytes(
                $"Message-Id: <{file.Length}@client.example>\r\nFrom: {Customer}\r\nTo: {Support}\r\n"
                    + "Subject: The plan\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"
                    + "Here it is.\r\n--b\r\n"
                    + $"Content-Type: application/pdf; name=plan.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n{encoded}\r\n--b--\r\n"
            )
        );
    }
}
