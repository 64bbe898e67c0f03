using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Erasing;
using Postern.Core.Journal;
using Postern.Gateway.Forgetting;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Xunit.Abstractions;

namespace Postern.Tests.Forgetting;

/// <summary>A person who is erased is nowhere, and the others keep what is theirs.</summary>
public sealed class ErasureTests(ITestOutputHelper output)
{
    // The first step writes more often before its progress is written.
    private const int Period = 12;

    [Fact]
    [Trait("Speed", "Long")]
    public async Task Nothing_in_storage_names_a_person_who_was_erased_and_what_is_of_others_stays()
    {
        await using var gateway = await TestGateway.StartAsync();
        var story = await AnnStory.TellAsync(gateway);
        var storage = gateway.Get<GatewayStorage>();
        var before = await StoredTexts.FindAsync(storage, AnnStory.Ann, AnnStory.Name, AnnStory.Secret);
        // Else the search would prove nothing.
        string[] expected =
        [
            "threads",
            "claims",
            "people",
            "journal",
            "attention",
            "config",
            "mail-raw",
            "mail-content",
            "inbound-mail",
        ];
        Assert.Empty(expected.Except(before.Select(place => place.Split(' ')[0])));
        Assert.NotEqual(0, (await gateway.Get<DueStore>().CountAsync(100, default)).Count);

        var state = await story.EndAsync(await story.EraseAsync());

        output.WriteLine($"{state}");
        Assert.Empty(await StoredTexts.FindAsync(storage, AnnStory.Ann, AnnStory.Name, AnnStory.Secret));
        Assert.Equal(0, state.Kept);
        await AssertOthersAsync(gateway, story, state.Id);
    }

    [Theory]
    [Trait("Speed", "Long")]
    [InlineData(FaultKind.CrashBefore)]
    [InlineData(FaultKind.CrashAfter)]
    public async Task An_erasure_that_dies_again_and_again_ends_like_one_that_does_not(FaultKind kind)
    {
        await using var undisturbed = await TestGateway.StartAsync();
        var story = await AnnStory.TellAsync(undisturbed);
        await story.EndAsync(await story.EraseAsync());

        var faults = new StorageFaults { Kind = kind };
        await using var gateway = await TestGateway.StartAsync(null, faults);
        story = await AnnStory.TellAsync(gateway);
        var (erasure, deaths) = (await story.EraseAsync(), 0);
        var state = await story.EndAsync(erasure, HousekeepAsync);

        output.WriteLine($"{kind}: {deaths} deaths, {faults.Writes} writes in the last round");
        Assert.True(deaths >= 15, $"{deaths} deaths");
        var storage = gateway.Get<GatewayStorage>();
        Assert.Empty(await StoredTexts.FindAsync(storage, AnnStory.Ann, AnnStory.Name, AnnStory.Secret));
        Assert.Equal(
            await StoredTexts.CountAsync(undisturbed.Get<GatewayStorage>()),
            await StoredTexts.CountAsync(storage)
        );
        await AssertOthersAsync(gateway, story, state.Id);

        // At the first write of a round, at the second of the next, …: a message with its files takes five.
        async Task HousekeepAsync()
        {
            faults.Reset();
            faults.BreakAt = 1 + (deaths % Period);
            faults.BeginRun();
            try
            {
                await story.HousekeepAsync();
            }
            catch (CrashException)
            {
                deaths++;
            }
            finally
            {
                faults.EndRun();
                faults.BreakAt = 0;
            }
        }
    }

    [Fact]
    [Trait("Speed", "Long")]
    public async Task A_copy_of_an_erased_mail_is_still_known_and_a_mailing_passes_the_erased_address_over()
    {
        await using var gateway = await TestGateway.StartAsync();
        var story = await AnnStory.TellAsync(gateway);
        await story.EndAsync(await story.EraseAsync());
        var sent = gateway.Sent.Count;

        var copy = await gateway.PushAsync(story.First, "support@mycompany.example");
        await gateway.DrainAsync();
        Assert.Equal(JournalState.Duplicate, (await gateway.JournalAsync(copy)).State);

        await gateway.RunAsync(QueueNames.OutboundBulk, Mailing());
        await gateway.DrainAsync();
        var mail = Assert.Single(gateway.Catcher.Mails.Skip(sent));
        Assert.Equal(["other@customer.example"], mail.Envelope.Recipients);

        await gateway
            .Get<Gateway.Editing.BlacklistEditor>()
            .DeleteAsync(AnnStory.Ann, Core.Validation.EditCondition.None, default);
        Assert.Null(await gateway.Get<ErasedAddresses>().FindAsync(AnnStory.Ann, default));
    }

    [Fact]
    public async Task Who_is_in_the_configuration_is_not_erased_before_they_are_taken_out_of_it()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var erasures = gateway.Get<Erasures>();

        var (state, findings) = await erasures.BeginPersonAsync($"agent@{TestGateway.Domain}", default);
        Assert.Null(state);
        Assert.Contains("aliases/main/support", Assert.Single(findings.Conflicts).Message, StringComparison.Ordinal);
        (_, findings) = await erasures.BeginPersonAsync($"support@{TestGateway.Domain}", default);
        Assert.Equal("is an address of the gateway", Assert.Single(findings.Conflicts).Message);
        Assert.Empty(await erasures.ListAsync(default));
    }

    private static string Mailing() =>
        $$"""
            {"v":1,"id":"news","from":"news@mycompany.example","to":["{{AnnStory.Ann}}","other@customer.example"],
             "subject":"News","text":"There are news."}
            """;

    private static async Task AssertOthersAsync(TestGateway gateway, AnnStory story, string id)
    {
        var messages = await gateway.MessagesAsync(story.Thread);
        var erased = messages.Where(message => message.Author.Name == ErasedPerson.Nobody).ToList();
        Assert.Equal(3, erased.Count);
        Assert.All(
            erased,
            message => Assert.Equal(("", null, 0), (message.Subject, message.Text, message.Attachments.Count))
        );
        Assert.Contains(
            messages,
            message => message.Text?.StartsWith(AnnStory.AgentSays, StringComparison.Ordinal) == true
        );
        var bobs = Assert.Single(await gateway.MessagesAsync(story.Bobs));
        Assert.Equal(AnnStory.BobSays, bobs.Text);
        using var logo = await gateway.Get<ContentStore>().OpenAsync(Assert.Single(bobs.Attachments).Blob, default);
        Assert.Equal(AnnStory.Shared, System.Text.Encoding.UTF8.GetString(logo!.Memory.Span));
        var follower = Assert.Single(
            (await gateway.Threads.FindAsync(story.Bobs, default))!.Followers,
            one => !one.Internal
        );
        Assert.Equal("bob@customer.example", follower.Address);
        var waiting = await gateway.DeliveriesAsync(story.Thread);
        Assert.All(waiting, delivery => Assert.True(delivery.State is DeliveryState.Sent or DeliveryState.Skipped));
        Assert.Empty(
            await gateway
                .Get<ErasureStore>()
                .ListNotedAsync((await gateway.Get<ErasureStore>().FindAsync(id, default))!.Value, default)
        );
        var (audit, _) = await gateway.Get<AuditStore>().ListAsync(null, 100, default);
        Assert.Contains(audit, entry => entry.What == $"people/erased-{id}" && entry.Unfinished is null);
        Assert.Contains(audit, entry => entry.What == $"erasures/{id}" && entry.Unfinished is null);
        Assert.Equal(
            BlacklistReason.Manual,
            (await gateway.Get<ErasedAddresses>().FindAsync(AnnStory.Ann, default))!.Reason
        );
        Assert.Equal(id, Assert.Single(await gateway.Get<Erasures>().ListOfAsync(AnnStory.Ann, default)).Id);
    }
}
