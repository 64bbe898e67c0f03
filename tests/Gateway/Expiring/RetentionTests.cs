using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.People;
using Postern.Gateway.Expiring;
using Postern.Gateway.Posting;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Forgetting;
using Postern.Tests.Servers;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Expiring;

/// <summary>What is older than the parameters say goes, and what is younger stays as it is.</summary>
public sealed class RetentionTests(ITestOutputHelper output)
{
    private static readonly TimeSpan NextDay = TimeSpan.FromHours(25);
    private static readonly string[] Anns = [OldStory.Ann, OldStory.Name, OldStory.Secret, OldStory.Subject];

    [Fact]
    [Trait("Speed", "Long")]
    public async Task Nothing_in_storage_tells_of_what_was_too_old_and_what_is_younger_is_as_it_was()
    {
        await using var gateway = await TestGateway.StartAsync();
        var story = await OldStory.TellAsync(gateway);
        var storage = gateway.Get<GatewayStorage>();
        var before = await StoredTexts.FindAsync(storage, Anns);
        string[] expected = ["threads", "claims", "people", "journal", "mail-raw", "mail-content"];
        // Else the search would prove nothing.
        Assert.Empty(expected.Except(before.Select(place => place.Split(' ')[0])));
        await story.KeepAsync();
        var young = await YoungAsync(storage, story);

        var first = await story.RunAsync();
        output.WriteLine($"{first}");
        Assert.Equal((2, 1), (first.Run!.Counts.Threads, first.Run.Counts.People));
        Assert.Equal(2, first.Run.Counts.Journal);
        gateway.Time.Advance(NextDay);
        var second = await story.RunAsync();

        output.WriteLine($"{second}");
        Assert.Empty(await StoredTexts.FindAsync(storage, Anns));
        // That the agent, who still works there, wrote on it, and that a program's message is done with.
        Assert.All(
            await StoredTexts.FindAsync(storage, story.Anns.Partition, story.Order.Partition),
            place => Assert.Matches("^(people agent@.* in:|claims )", place)
        );
        Assert.Equal(young, await YoungAsync(storage, story));
        Assert.Equal(3, second.Run!.Counts.Contents);
        using var logo = await gateway
            .Get<ContentStore>()
            .OpenAsync(Assert.Single((await gateway.MessagesAsync(story.Bobs))[0].Attachments).Blob, default);
        Assert.NotNull(logo);
    }

    [Fact]
    [Trait("Speed", "Long")]
    public async Task An_answer_makes_a_deleted_thread_anew_a_copy_is_still_known_and_a_program_s_message_is_not_posted_again()
    {
        await using var gateway = await TestGateway.StartAsync();
        var story = await OldStory.TellAsync(gateway);
        await story.KeepAsync();
        await story.RunAsync();

        await story.PostAsync("order-1001-shipped");
        Assert.Null(await gateway.Threads.FindHeadAsync(story.Order, default));
        Assert.Empty(await gateway.Get<PostReader>().FindAsync("order-1001-shipped", null, default));
        var copy = await gateway.PushAsync(story.First, $"support@{TestGateway.Domain}");
        await gateway.DrainAsync();
        Assert.Equal(JournalState.Duplicate, (await gateway.JournalAsync(copy)).State);
        Assert.Null(await gateway.Threads.FindHeadAsync(story.Anns, default));
        Assert.Equal(story.Anns, await story.RoutedAsync(Mails.ReplyTo(story.Answer, OldStory.Ann, "Is it mended?")));
        Assert.Equal("Is it mended?", Assert.Single(await gateway.MessagesAsync(story.Anns)).NewText);
    }

    [Fact]
    public async Task What_waits_for_a_person_keeps_its_thread_until_it_is_decided()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var story = new OldStory(gateway);
        var thread = await story.RoutedAsync(story.First);
        var sent = gateway.Catcher.Mails[^1];
        await gateway.PushAsync(Reports.Dsn(sent));
        await gateway.DrainAsync();
        var attention = gateway.Get<AttentionStore>();
        var item = Assert.Single(await attention.ListAsync(10, default));
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.threads.days", "60");
        gateway.Time.Advance(TimeSpan.FromDays(61));

        var kept = await story.RunAsync();
        Assert.Equal((0, 1), (kept.Run!.Counts.Threads, kept.Run.Counts.Kept));
        Assert.NotNull(await gateway.Threads.FindHeadAsync(thread, default));
        Assert.Empty(await RetentionEntriesAsync(gateway));

        await attention.DiscardAsync(item.Id, default);
        gateway.Time.Advance(NextDay);
        var gone = await story.RunAsync();
        Assert.Equal((1, 0), (gone.Run!.Counts.Threads, gone.Run.Counts.Kept));
        Assert.Null(await gateway.Threads.FindHeadAsync(thread, default));
        Assert.Null(Assert.Single(await RetentionEntriesAsync(gateway)).Unfinished);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_thread_whose_followers_an_alias_asks_stays(bool forced)
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var story = new OldStory(gateway);
        var thread = await story.RoutedAsync(story.First);
        var alias = new MailAlias
        {
            Domain = "main",
            LocalPart = "project",
            Model = thread.Model,
            ContactPolicy = ContactPolicy.Followers,
        };
        await gateway.PutAliasAsync(
            forced ? alias with { ForcedThread = thread.Id } : alias with { ParentThread = thread }
        );
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.threads.days", "60");
        gateway.Time.Advance(TimeSpan.FromDays(61));

        var state = await story.RunAsync();

        Assert.Equal((0, 1), (state.Run!.Counts.Threads, state.Run.Counts.Kept));
        Assert.NotNull(await gateway.Threads.FindHeadAsync(thread, default));
    }

    [Fact]
    [Trait("Speed", "Long")]
    public async Task Nothing_is_asked_of_storage_while_no_parameter_is_set_and_a_run_stops_when_one_is_taken_back()
    {
        var faults = new StorageFaults();
        await using var gateway = await TestGateway.StartAsync(null, faults);
        var story = await OldStory.TellAsync(gateway);
        var runner = gateway.Get<RetentionRunner>();
        await runner.RunAsync(default);
        await gateway.Get<Gateway.Settings.GatewayConfigurationSource>().GetAsync(default);
        faults.Reset();
        await runner.RunAsync(default);
        Assert.Empty(faults.Calls);
        Assert.Null((await runner.FindAsync(default)).Next);

        await story.KeepAsync();
        // It dies once threads are to be deleted, before the first of them is.
        (faults.Kind, faults.BreakAt) = (FaultKind.CrashBefore, 3);
        faults.Reset();
        await Assert.ThrowsAsync<CrashException>(() => runner.RunAsync(default));
        faults.BreakAt = 0;
        foreach (var name in new[] { "mail.threads.days", "mail.people.days", "mail.journal.days" })
            await gateway.Get<ConfigurationStore>().DeleteAsync(ConfigurationKinds.Parameter, name, null, default);
        gateway.Time.Advance(TimeSpan.FromSeconds(2));
        var state = await story.RunAsync();
        Assert.Equal((0, 0, 0), (state.Run!.Counts.Threads, state.Run.Counts.People, state.Run.Counts.Journal));
        Assert.NotNull(await gateway.Threads.FindHeadAsync(story.Anns, default));
        Assert.Null(state.Next);
    }

    [Fact]
    public async Task Contacts_and_entries_that_hold_stay_and_an_address_that_is_active_keeps_all_that_is_known_of_it()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var (people, blacklist) = (gateway.Get<PeopleStore>(), gateway.Get<BlacklistStore>());
        var begun = gateway.Time.GetUtcNow();
        var mail = new MailSentIn(begun, ["support"], []);
        foreach (var address in new[] { Idle, Active, Expired })
        {
            await people.PutContactAsync(new Contact { Address = address, Name = "N" }, null, false, default);
            await people.AddSentInAsync(address, MailId.Create(begun, address).Value, mail, default);
            var entry = new BlacklistEntry
            {
                Address = address,
                Since = begun,
                Expires = address == Expired ? begun.AddDays(1) : null,
            };
            await blacklist.PutAsync(entry, null, new ContactNote(begun, "Asked."), default);
            await gateway.Get<BlacklistedAddresses>().NoteAsync(entry, default);
        }
        gateway.Time.Advance(TimeSpan.FromDays(100));
        var now = gateway.Time.GetUtcNow();
        await people.AddSentInAsync(Active, MailId.Create(now, Active).Value, mail with { Time = now }, default);
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.people.days", "60");

        var state = await new OldStory(gateway).RunAsync();

        Assert.Equal(2, state.Run!.Counts.People);
        Assert.Equal((0, true), (await CountAsync(Idle), await blacklist.FindAsync(Idle, default) is not null));
        Assert.Equal((0, false), (await CountAsync(Expired), await blacklist.FindAsync(Expired, default) is not null));
        Assert.Equal((3, true), (await CountAsync(Active), await blacklist.FindAsync(Active, default) is not null));
        foreach (var address in new[] { Idle, Active, Expired })
            Assert.NotNull(await people.FindContactAsync(address, default));
        var places = await StoredTexts.ReadPlacesAsync(gateway.Get<GatewayStorage>());
        Assert.Equal(2, places.Keys.Count(place => place.StartsWith("people blacklisted ", StringComparison.Ordinal)));

        async Task<int> CountAsync(string address)
        {
            var all = await StoredTexts.ReadPlacesAsync(gateway.Get<GatewayStorage>());
            return all.Keys.Count(place =>
                place.StartsWith($"people {address} in:", StringComparison.Ordinal)
                || place.StartsWith($"people {address} note:", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public async Task A_shorter_journal_keeps_what_waits_for_a_person()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var story = new OldStory(gateway);
        await story.RoutedAsync(story.First);
        var held = await gateway.PushAsync(Mails.New(OldStory.Bob, $"support@{TestGateway.Domain}"));
        await gateway.DrainAsync();
        var store = gateway.Get<JournalStore>();
        await store.SaveAsync((await gateway.JournalAsync(held)) with { State = JournalState.Held }, default);
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.journal.days", "100");
        gateway.Time.Advance(TimeSpan.FromDays(99));
        Assert.Equal(0, (await story.RunAsync()).Run!.Counts.Journal);
        gateway.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(1, (await story.RunAsync()).Run!.Counts.Journal);

        var entry = await gateway.JournalAsync(held);
        Assert.True(await gateway.Get<RawMailStore>().ExistsAsync(entry.Raw, default));
        Assert.NotNull(await gateway.Threads.FindHeadAsync(Assert.Single(entry.Threads), default));
    }

    private const string Idle = "idle@customer.example";
    private const string Active = "active@customer.example";
    private const string Expired = "expired@customer.example";

    private static async Task<IReadOnlyList<Core.Audit.AuditEntry>> RetentionEntriesAsync(TestGateway gateway)
    {
        var (entries, _) = await gateway.Get<AuditStore>().ListAsync(null, 100, default);
        return [.. entries.Where(entry => entry.What.StartsWith("retention/", StringComparison.Ordinal))];
    }

    // All that was not there when Ann had written, but for what says how far the run is.
    private static async Task<IReadOnlyDictionary<string, string>> YoungAsync(GatewayStorage storage, OldStory story) =>
        (await StoredTexts.ReadPlacesAsync(storage))
            .Where(text => !story.Before.Contains(text.Key))
            .Where(text => text.Key.Split(' ')[0] is not ("limits" or "config"))
            .ToDictionary();
}
