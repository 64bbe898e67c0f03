using System.Text;
using MimeKit;
using Postern.Contracts.Queues;
using Postern.Core.Attention;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Core.Requests;
using Postern.Gateway.Inbound;
using Postern.Gateway.Secrets;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Inbound;

/// <summary>A small mail travels in the message that names it; what is stored counts wherever the two could differ.</summary>
public sealed class CarriedMailTests
{
    private const string Customer = "carl@customer.example";
    private const string Support = "support@mycompany.example";

    private readonly StorageFaults _calls = new();

    [Fact]
    public async Task A_mail_that_its_message_carries_is_the_one_that_is_stored()
    {
        await using var gateway = await DeskAsync();
        var id = await gateway.PushAsync(Mails.New(Customer, Support), Support, "ünïcode@mycompany.example");
        var item = ItemOf(await PeekAsync(gateway));

        using var carried = CarriedMail.Read(item, await gateway.Get<TagKeys>().GetAsync(default))!;
        using var stored = (await gateway.Get<RawMailStore>().FindAsync(item.Raw!, default))!;

        Assert.Equal(stored.Content.Hash, carried.Content.Hash);
        Assert.Equal((id, id), (stored.Id, carried.Id));
        Assert.Equal((stored.Name, stored.Received), (carried.Name, carried.Received));
        Assert.Equal(stored.Origin.RcptTo, carried.Origin.RcptTo);
        Assert.Equal(stored.Origin with { RcptTo = null }, carried.Origin with { RcptTo = null });
        await gateway.DrainAsync();
        Assert.Equal(JournalState.Routed, (await gateway.JournalAsync(id)).State);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(43_000, true)]
    [InlineData(45_000, false)]
    [InlineData(500_000, false)]
    public async Task Only_what_fits_is_carried_and_all_is_routed(int bytes, bool isCarried)
    {
        await using var gateway = await DeskAsync();
        var id = await gateway.PushAsync(Mails.New(Customer, Support, text: new string('x', bytes)));
        var message = await PeekAsync(gateway);

        Assert.Equal(isCarried, CarriedMail.IsIn(ItemOf(message)));
        Assert.InRange(Encoding.UTF8.GetByteCount(message), 1, 64 << 10);
        Assert.Equal(isCarried ? 0 : 1, await BlobReadsAsync(gateway));
        Assert.Equal(JournalState.Routed, (await gateway.JournalAsync(id)).State);
    }

    [Fact]
    public async Task Many_recipients_leave_no_room_for_it()
    {
        await using var gateway = await DeskAsync();
        string[] recipients = [.. Enumerable.Range(0, 100).Select(i => $"{new string('a', 60)}{i}@mycompany.example")];
        await gateway.PushAsync(Mails.New(Customer, Support, text: new string('x', 40_000)), recipients);

        Assert.False(CarriedMail.IsIn(ItemOf(await PeekAsync(gateway))));
    }

    [Fact]
    public async Task What_another_program_made_up_or_changed_is_not_believed_and_the_blob_is_read()
    {
        await using var gateway = await DeskAsync();
        await gateway.PushAsync(Mails.New(Customer, Support, "First"));
        var first = ItemOf(await PeekAsync(gateway));
        await gateway.DrainAsync();
        await gateway.PushAsync(Mails.New(Customer, Support, "Second"));
        var second = ItemOf(await PeekAsync(gateway));
        var keys = await gateway.Get<TagKeys>().GetAsync(default);

        string[] sources =
        [
            // Another mail's copy, a changed one, and what never was one.
            first.Source!,
            second.Source![..^8] + "AAAAAAA=",
            second.Source.Replace(":", ":A", StringComparison.Ordinal),
            "postern-copy:",
            "postern-copy:0000000000000000:e30=:AAAA",
        ];
        foreach (var source in sources)
            Assert.Null(CarriedMail.Read(second with { Source = source }, keys));
        await gateway.Get<GatewayStorage>().Queue(QueueNames.InboundMail).ClearMessagesAsync();
        await gateway
            .Get<MailQueues>()
            .PutAsync(QueueNames.InboundMail, second with { Source = first.Source }, default);
        Assert.Equal(1, await BlobReadsAsync(gateway));

        var subjects = gateway.Sent.Select(mail => mail.Subject).ToList();
        Assert.Contains(subjects, subject => subject!.Contains("First", StringComparison.Ordinal));
        Assert.Contains(subjects, subject => subject!.Contains("Second", StringComparison.Ordinal));
        Assert.Equal(2, subjects.Count);
    }

    [Fact]
    public async Task A_mail_that_comes_again_is_read_as_it_was_stored_first()
    {
        await using var gateway = await DeskAsync();
        var mail = SpooledContent.Of(Bytes(Mails.New(Customer, Support)));
        var intake = gateway.Get<MailIntake>();
        var first = new MailOrigin("http") { Client = "192.0.2.1" };
        var id = await intake.TakeInAsync("same", mail, first, default);
        await gateway.Get<GatewayStorage>().Queue(QueueNames.InboundMail).ClearMessagesAsync();

        Assert.Equal(id, await intake.TakeInAsync("same", mail, first with { Client = "192.0.2.2" }, default));

        Assert.False(CarriedMail.IsIn(ItemOf(await PeekAsync(gateway))));
        await gateway.DrainAsync();
        Assert.Equal(JournalState.Routed, (await gateway.JournalAsync(id)).State);
    }

    [Fact]
    public async Task Without_the_signing_key_mail_is_taken_in_all_the_same_and_the_key_is_asked_for_once_a_minute()
    {
        await using var warm = await DeskAsync();
        var storage = warm.Get<GatewayStorage>();
        await warm.PushAsync(Mails.New(Customer, Support, "Warm-up"));
        await warm.DrainAsync();
        var blobs = storage.Container(ContainerNames.Secrets);
        await foreach (var blob in blobs.GetBlobsAsync(default, default, "values/tag-key", default))
            await blobs.DeleteBlobAsync(blob.Name);
        // The key is kept for five minutes, and then it is gone.
        warm.Time.Advance(TimeSpan.FromMinutes(6));

        foreach (var (wait, reads) in new[] { (0, 1), (10, 0), (60, 1) })
        {
            warm.Time.Advance(TimeSpan.FromSeconds(wait));
            await storage.Queue(QueueNames.InboundMail).ClearMessagesAsync();
            _calls.Reset();
            var id = await warm.PushAsync(Mails.New(Customer, Support, $"After {wait}"));
            Assert.Equal(
                reads,
                _calls.Calls.Count(call => call.Contains("/secrets/values/tag-key", StringComparison.Ordinal))
            );
            Assert.Equal(JournalState.Pending, (await warm.JournalAsync(id)).State);
            Assert.Equal(new InboundItem { Raw = (await warm.JournalAsync(id)).Raw }, ItemOf(await PeekAsync(warm)));
        }
    }

    [Fact]
    public async Task One_that_the_host_gave_up_is_kept_as_its_name_and_is_not_queued_again_meanwhile()
    {
        await using var gateway = await DeskAsync();
        var id = await gateway.PushAsync(Mails.New(Customer, Support));
        var message = await PeekAsync(gateway);
        await gateway.Get<GatewayStorage>().Queue(QueueNames.InboundMail).ClearMessagesAsync();
        await gateway
            .Get<MailQueues>()
            .PutTextAsync(QueueNames.InboundMail + QueueNames.PoisonSuffix, message, default);
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(16));
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(16));

        var item = Assert.Single(await gateway.Get<AttentionStore>().ListAsync(10, default));
        var plain = MailQueues.Write(new InboundItem { Raw = (await gateway.JournalAsync(id)).Raw });
        Assert.Equal((AttentionKind.Failed, plain), (item.Kind, item.Message));
        Assert.Equal(JournalState.Pending, (await gateway.JournalAsync(id)).State);
        await gateway.Get<AttentionStore>().ReplayAsync(item.Id, default);
        await gateway.DrainAsync();
        Assert.Equal(JournalState.Routed, (await gateway.JournalAsync(id)).State);
    }

    [Fact]
    public async Task A_mail_in_a_program_s_own_message_is_not_read_back_either()
    {
        await using var gateway = await DeskAsync();
        var mime = Convert.ToBase64String(Bytes(Mails.New(Customer, Support)));
        await gateway.Get<MailQueues>().PutAsync(QueueNames.InboundMail, new InboundItem { Mime = mime }, default);
        Assert.Equal(0, await BlobReadsAsync(gateway));
        await gateway.Get<MailQueues>().PutAsync(QueueNames.InboundMail, new InboundItem { Mime = mime }, default);
        Assert.Equal(1, await BlobReadsAsync(gateway));
        Assert.Single(gateway.Sent);
    }

    private async Task<TestGateway> DeskAsync()
    {
        var gateway = await TestGateway.StartAsync(null, _calls);
        await gateway.SetUpDeskAsync();
        return gateway;
    }

    /// <summary>How often raw mail is read while what is queued is worked off.</summary>
    private async Task<int> BlobReadsAsync(TestGateway gateway)
    {
        _calls.Reset();
        await gateway.DrainAsync();
        return _calls.Calls.Count(call =>
            call.StartsWith("GET", StringComparison.Ordinal) && call.Contains("/mail-raw/", StringComparison.Ordinal)
        );
    }

    private static async Task<string> PeekAsync(TestGateway gateway)
    {
        var queue = gateway.Get<GatewayStorage>().Queue(QueueNames.InboundMail);
        return Assert.Single((await queue.PeekMessagesAsync(2)).Value).MessageText;
    }

    // As every version reads it.
    private static InboundItem ItemOf(string message)
    {
        var (item, problem) = ContractReader.Read<InboundItem>(message);
        Assert.Null(problem);
        Assert.NotNull(item!.Raw);
        return item;
    }

    private static byte[] Bytes(MimeMessage mail)
    {
        using var raw = new MemoryStream();
        mail.WriteTo(raw);
        return raw.ToArray();
    }
}
