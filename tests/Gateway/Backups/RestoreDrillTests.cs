using System.Text.Json;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using Postern.Backup;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Access;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Validation;
using Postern.Gateway.Callers;
using Postern.Gateway.Editing;
using Postern.Gateway.Operations;
using Postern.Gateway.Outbound;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Backups;

/// <summary>The drill of docs/backup.md: a gateway lost with its account, and one more on what was restored.</summary>
public sealed class RestoreDrillTests : IAsyncLifetime
{
    private const string Carl = "carl@customer.example";
    private const string Support = $"support@{TestGateway.Domain}";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private string _from = "";
    private string _to = "";

    private string Folder => Path.Combine(_folder.FullName, "backup");

    private string Blobs => Path.Combine(_folder.FullName, "blobs");

    public async Task InitializeAsync()
    {
        var azurite = await Azurite.SharedAsync();
        (_from, _to) = (azurite.NewAccount(), azurite.NewAccount());
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    [Trait("Speed", "Long")]
    public async Task A_restored_gateway_knows_its_threads_and_sends_nothing_until_it_is_told_to()
    {
        await using var old = await TestGateway.StartAsync(_from, _time, null);
        await old.SetUpDeskAsync();
        var key = await MakeKeyAsync(old);
        var answered = await PushAsync(old, "answered");
        await old.DrainAsync();
        await SetModeAsync(old, "hold");
        var held = await PushAsync(old, "held");
        await old.DrainAsync();
        await SetModeAsync(old, "live");
        // These two have a message on a queue each, which is lost with the account.
        await old.QueueDeliveriesAsync();
        var queued = await PushAsync(old, "queued");
        await old.StepAsync(QueueNames.InboundMail);
        var undecided = await PushAsync(old, "undecided");
        await old.Get<GatewayStorage>().Queue(QueueNames.InboundMail).ClearMessagesAsync();
        var busy = WorkAsync(old);
        Assert.Equal(ExitCode.Done, (await Tool.RunAsync(_from, "backup", Folder, "--blobs", Blobs)).Code);
        await busy;
        await CopySecretsAsync();

        Assert.Equal(ExitCode.Done, (await Tool.RunAsync(_to, "restore", Folder, "--blobs", Blobs)).Code);
        _time.Advance(TimeSpan.FromHours(1));
        await using var restored = await TestGateway.StartAsync(_to, _time, null);
        await restored.AdvanceAsync(TimeSpan.FromMinutes(1));

        foreach (var mail in new[] { answered, held, queued })
            Assert.Equal(await DiscussionAsync(old, mail), await DiscussionAsync(restored, mail));
        Assert.Equal(JournalState.Routed, (await restored.JournalAsync(undecided)).State);
        await NothingIsHalfAsync(restored);
        Assert.Equal(await AliasesAsync(old), await AliasesAsync(restored));
        var opens = (await restored.Get<ApiKeyRing>().FindAsync(key.Id, default)).Key!;
        Assert.True(key.Has(opens.Hash));
        await ReplyGoesToItsThreadAsync(old.Sent[0], restored, answered);

        // What was sent is not sent again; what was not waits for a person, and goes when that lets it.
        Assert.Empty(restored.Sent);
        await SetModeAsync(restored, "live");
        await restored.Get<HeldMail>().ReleaseAllAsync(default);
        await restored.DrainAsync();
        // The reply of the drill tells Carl.
        string[] unsent = ["held", "queued", "Re: answered", "undecided"];
        Assert.Equal(
            unsent,
            restored
                .Sent.Select(mail => mail.Subject)
                .Where(subject => !IsMeanwhile(subject))
                .Order(StringComparer.OrdinalIgnoreCase)
        );
        Assert.Equal(["answered"], old.Sent.Select(mail => mail.Subject));
    }

    [Fact]
    [Trait("Speed", "Long")]
    public async Task Work_whose_queue_messages_are_lost_goes_on_when_it_is_queued_again()
    {
        await using var gateway = await TestGateway.StartAsync(_from, _time, null);
        await gateway.SetUpDeskAsync();
        await gateway.QueueDeliveriesAsync();
        await PushAsync(gateway, "queued");
        await gateway.StepAsync(QueueNames.InboundMail);
        await PushAsync(gateway, "undecided");
        foreach (var queue in QueueNames.Triggers)
            await gateway.Get<GatewayStorage>().Queue(queue).ClearMessagesAsync();
        // Another day: no housekeeping looks for the mail any more.
        await gateway.AdvanceAsync(TimeSpan.FromDays(3));
        Assert.Empty(gateway.Sent);

        var outcome = await Tool.RunAsync(_from, "requeue");
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal((ExitCode.Done, ""), (outcome.Code, outcome.Errors));
        Assert.Equal(["queued", "undecided"], gateway.Sent.Select(mail => mail.Subject).Order());
    }

    [Fact]
    [Trait("Speed", "Long")]
    public async Task A_gateway_that_runs_is_not_overwritten_and_a_blob_is_copied_once()
    {
        await using var gateway = await TestGateway.StartAsync(_from, _time, null);
        await gateway.SetUpDeskAsync();
        await PushAsync(gateway, "first");
        await gateway.Get<HousekeepingWatch>().RunAsync(default);
        Assert.Contains(
            "mail-raw: 1 blobs copied, 0 known",
            (await Tool.RunAsync(_from, "backup", Folder, "--blobs", Blobs)).Output,
            StringComparison.Ordinal
        );
        await PushAsync(gateway, "second");
        var later = await Tool.RunAsync(_from, "backup", Folder + "2", "--blobs", Blobs);
        Assert.Contains("mail-raw: 1 blobs copied, 1 known", later.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await Tool.VerifyAsync(Folder + "2", "--blobs", Blobs)).Code);

        var refused = await Tool.RunAsync(_from, "restore", Folder);
        Assert.Equal(ExitCode.Refused, refused.Code);
        Assert.Contains("A gateway runs on", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await Tool.RunAsync(_from, "restore", Folder, "--force")).Code);

        File.WriteAllText(Directory.GetFiles(Blobs, "*", SearchOption.AllDirectories)[0], "damaged");
        Assert.Equal(ExitCode.Differs, (await Tool.VerifyAsync(Folder + "2", "--blobs", Blobs)).Code);
    }

    // The gateway goes on while the backup is made.
    private static async Task WorkAsync(TestGateway gateway)
    {
        for (var mail = 0; mail < 10; mail++)
        {
            await gateway.PushAsync(Mails.New("dora@customer.example", Support, $"meanwhile {mail}"));
            await gateway.StepAsync(QueueNames.InboundMail);
        }
    }

    // Of these the backup has each whole, or not at all.
    private static async Task NothingIsHalfAsync(TestGateway restored)
    {
        var entries = await restored
            .Get<JournalStore>()
            .ListAsync(restored.Time.GetUtcNow().AddHours(-1), filter: null, 100, default);
        foreach (var entry in entries.Where(entry => IsMeanwhile(entry.Subject)))
        {
            Assert.Equal(JournalState.Routed, entry.State);
            Assert.Single(await restored.MessagesAsync(entry.Threads[0]));
            Assert.Single(await restored.DeliveriesAsync(entry.Threads[0]));
        }
    }

    private static async Task ReplyGoesToItsThreadAsync(MimeMessage notification, TestGateway restored, MailId answered)
    {
        var thread = await ThreadOfAsync(restored, answered);
        var reply = Mails.ReplyTo(notification, $"Anna Agent <agent@{TestGateway.Domain}>", "Is it out?");
        var id = await restored.PushAsync(reply);
        await restored.DrainAsync();
        Assert.Equal(thread, await ThreadOfAsync(restored, id));
        Assert.Equal(2, (await restored.MessagesAsync(thread)).Count);
    }

    private static async Task<string> DiscussionAsync(TestGateway gateway, MailId mail)
    {
        var thread = await ThreadOfAsync(gateway, mail);
        return JsonSerializer.Serialize(await gateway.MessagesAsync(thread));
    }

    private static async Task<ThreadKey> ThreadOfAsync(TestGateway gateway, MailId mail) =>
        (await gateway.JournalAsync(mail)).Threads.Single();

    private static async Task<IEnumerable<string>> AliasesAsync(TestGateway gateway) =>
        (await gateway.Get<AliasStore>().ListAsync(default)).Select(alias => alias.LocalPart);

    private static bool IsMeanwhile(string? subject) =>
        subject?.StartsWith("meanwhile", StringComparison.Ordinal) == true;

    private static Task<MailId> PushAsync(TestGateway gateway, string subject) =>
        gateway.PushAsync(Mails.New(Carl, Support, subject));

    private static async Task<ApiKeyText> MakeKeyAsync(TestGateway gateway)
    {
        var request = new ApiKeyRequest { Name = "program", Scope = ApiScope.Admin };
        return ApiKeyText.Read((await gateway.Get<ApiKeyEditor>().CreateAsync(request, default)).Text!)!;
    }

    private static async Task SetModeAsync(TestGateway gateway, string mode)
    {
        var parameter = ParameterCatalog.Find("mail.mode")!;
        await gateway.Get<ParameterEditor>().PutAsync(parameter, mode, EditCondition.None, default);
        gateway.Time.Advance(TimeSpan.FromSeconds(2));
    }

    // In the cloud they are in the vault, which is not lost with the account.
    private async Task CopySecretsAsync()
    {
        var (from, to) = (
            new BlobContainerClient(_from, ContainerNames.Secrets),
            new BlobContainerClient(_to, ContainerNames.Secrets)
        );
        await to.CreateIfNotExistsAsync();
        await foreach (var blob in from.GetBlobsAsync(default, default, null, default))
        {
            var content = await from.GetBlobClient(blob.Name).DownloadContentAsync();
            await to.GetBlobClient(blob.Name).UploadAsync(content.Value.Content);
        }
    }
}
