using Azure.Core;
using MailKit;
using MimeKit;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Fetching;
using Postern.Core.Journal;
using Postern.Gateway.Mailboxes;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Mailboxes;

/// <summary>Fetching from a real Dovecot, and what servers and other clients do meanwhile.</summary>
public sealed class FetchTests
{
    private const string Desk = $"support@{TestGateway.Domain}";

    public static TheoryData<MailboxProtocol, AfterFetch> Actions =>
        new()
        {
            { MailboxProtocol.Imap, AfterFetch.MarkSeen },
            { MailboxProtocol.Imap, AfterFetch.Move },
            { MailboxProtocol.Imap, AfterFetch.Delete },
            { MailboxProtocol.Imap, AfterFetch.Leave },
            { MailboxProtocol.Pop3, AfterFetch.Delete },
            { MailboxProtocol.Pop3, AfterFetch.Leave },
        };

    [SkippableTheory]
    [MemberData(nameof(Actions))]
    public async Task Mail_comes_in_once_and_what_is_asked_for_is_done_with_it_afterwards(
        MailboxProtocol protocol,
        AfterFetch action
    )
    {
        var (servers, user, gateway) = await SetUpAsync();
        await using var _ = gateway;
        using (var client = await servers.Mail.ConnectAsync(user))
            await client.GetFolder(client.PersonalNamespaces[0]).CreateAsync("Done", isMessageFolder: true);
        var record =
            protocol == MailboxProtocol.Imap ? TestMailboxes.Of(servers, user) : TestMailboxes.PopOf(servers, user);
        await gateway.ConfirmMailboxAsync(
            "box",
            record with
            {
                AfterFetch = action,
                MoveTo = action == AfterFetch.Move ? "Done" : null,
            },
            user.Password
        );
        await AppendAsync(servers, user, 3);

        for (var i = 0; i < 3; i++)
            await gateway.FetchAsync("box");
        await AppendAsync(servers, user, 1, "Later");
        await gateway.FetchAsync("box");

        Assert.Equal(
            ["Later 0", "Mail 0", "Mail 1", "Mail 2"],
            (await gateway.JournalAsync()).Select(entry => entry.Subject).Order()
        );
        Assert.All(await gateway.JournalAsync(), entry => Assert.Equal(JournalState.Routed, entry.State));
        var flags = await servers.Mail.FlagsAsync(user);
        Assert.Equal(action is AfterFetch.Move or AfterFetch.Delete ? 0 : 4, flags.Count);
        // Dovecot itself marks what is read by POP3.
        Assert.All(
            flags,
            flag =>
                Assert.Equal(
                    action == AfterFetch.MarkSeen || protocol == MailboxProtocol.Pop3,
                    flag.HasFlag(MessageFlags.Seen)
                )
        );
        using var after = await servers.Mail.ConnectAsync(user);
        var done = await after.GetFolderAsync("Done");
        await done.OpenAsync(FolderAccess.ReadOnly);
        Assert.Equal(action == AfterFetch.Move ? 4 : 0, done.Count);
    }

    [SkippableTheory]
    [InlineData(MailboxProtocol.Imap)]
    [InlineData(MailboxProtocol.Pop3)]
    public async Task From_now_on_leaves_what_was_there_alone_even_where_mail_is_deleted_afterwards(
        MailboxProtocol protocol
    )
    {
        var (servers, user, gateway) = await SetUpAsync();
        await using var _ = gateway;
        await AppendAsync(servers, user, 3, "Old");
        var record =
            protocol == MailboxProtocol.Imap ? TestMailboxes.Of(servers, user) : TestMailboxes.PopOf(servers, user);
        await gateway.ConfirmMailboxAsync(
            "box",
            record with
            {
                AfterFetch = AfterFetch.Delete,
            },
            user.Password,
            ImportChoice.FromNow
        );
        await AppendAsync(servers, user, 2, "New");

        for (var i = 0; i < 2; i++)
            await gateway.FetchAsync("box");

        Assert.Equal(["New 0", "New 1"], (await gateway.JournalAsync()).Select(entry => entry.Subject).Order());
        Assert.Equal(["Old 0", "Old 1", "Old 2"], (await servers.Mail.InboxAsync(user)).Select(mail => mail.Subject));
    }

    [SkippableTheory]
    [InlineData(MailboxProtocol.Imap)]
    [InlineData(MailboxProtocol.Pop3)]
    public async Task A_first_reading_of_everything_notifies_nobody_of_what_is_older_than_a_day(
        MailboxProtocol protocol
    )
    {
        var (servers, user, gateway) = await SetUpAsync();
        await using var _ = gateway;
        foreach (var (subject, days) in new[] { ("Old", 30), ("Yesterday", 2), ("Fresh", 0) })
        {
            var mail = Mails.New("carl@customer.example", Desk, subject);
            mail.Date = DateTimeOffset.UtcNow.AddDays(-days);
            await AppendAsync(servers, user, mail, mail.Date);
        }
        // Nobody takes it: its sender would hear of it.
        await AppendAsync(
            servers,
            user,
            Mails.New("carl@customer.example", $"catchall@{TestGateway.Domain}", "Stray"),
            DateTimeOffset.UtcNow.AddDays(-3)
        );
        await gateway.ConfirmMailboxAsync(
            "box",
            protocol == MailboxProtocol.Imap ? TestMailboxes.Of(servers, user) : TestMailboxes.PopOf(servers, user),
            user.Password
        );

        await gateway.FetchAsync("box");

        var entries = (await gateway.JournalAsync()).ToDictionary(entry => entry.Subject!);
        Assert.Equal(3, entries.Values.Count(entry => entry.State == JournalState.Routed));
        var told = gateway.Sent.Select(mail => mail.Subject).ToList();
        Assert.Contains("Fresh", told);
        Assert.DoesNotContain("Old", told);
        Assert.DoesNotContain("Yesterday", told);
        // By POP3 the time is the one in the mail itself.
        if (protocol == MailboxProtocol.Imap)
            Assert.All(
                entries["Stray"].Notices,
                notice => Assert.Contains("first reading", notice.Withheld, StringComparison.Ordinal)
            );
        // Who wrote in an import gets the answers all the same.
        Assert.Contains(
            (await gateway.Threads.FindAsync(entries["Old"].Threads[0], default))!.Followers,
            follower => follower.Address == "carl@customer.example"
        );
    }

    [SkippableTheory]
    [Trait("Speed", "Long")]
    [InlineData(MailboxProtocol.Imap)]
    [InlineData(MailboxProtocol.Pop3)]
    public async Task A_thousand_mails_come_in_run_after_run(MailboxProtocol protocol)
    {
        var (servers, user, gateway) = await SetUpAsync();
        await using var _ = gateway;
        await gateway.ConfirmMailboxAsync(
            "box",
            protocol == MailboxProtocol.Imap ? TestMailboxes.Of(servers, user) : TestMailboxes.PopOf(servers, user),
            user.Password
        );
        await AppendAsync(servers, user, 1000);

        for (var run = 1; run <= 5; run++)
        {
            Assert.Equal(1, await StepAsync(gateway));
            Assert.Equal(1000 - (200 * run), (await gateway.ScheduleAsync("box")).Waiting);
        }

        Assert.Equal(0, await gateway.StepAsync(QueueNames.MailboxFetch));
        var entries = await gateway.JournalAsync();
        Assert.Equal(1000, entries.Select(entry => entry.Raw).Distinct().Count());
        Assert.Equal(1000, entries.Count);
    }

    [SkippableTheory]
    [InlineData(MailboxProtocol.Imap)]
    [InlineData(MailboxProtocol.Pop3)]
    public async Task A_mail_of_25_megabytes_comes_in_whole_and_a_larger_one_is_journalled_and_keeps_nothing_waiting(
        MailboxProtocol protocol
    )
    {
        var (servers, user, gateway) = await SetUpAsync();
        await using var _ = gateway;
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.size.max", "26 MB");
        await gateway.ConfirmMailboxAsync(
            "box",
            protocol == MailboxProtocol.Imap ? TestMailboxes.Of(servers, user) : TestMailboxes.PopOf(servers, user),
            user.Password
        );
        var whole = await AppendAsync(servers, user, Large("Large", 18_000_000));
        await AppendAsync(servers, user, Large("Too large", 21_000_000));
        await AppendAsync(servers, user, 1, "After");

        await gateway.FetchAsync("box");

        var entries = (await gateway.JournalAsync()).ToDictionary(entry => entry.Subject!);
        Assert.Equal((JournalState.Routed, JournalState.Routed), (entries["Large"].State, entries["After 0"].State));
        using var stored = await gateway.Get<RawMailStore>().FindAsync(entries["Large"].Raw, default);
        Assert.Equal(whole, stored!.Content.Memory.ToArray());
        Assert.Equal(JournalState.Failed, entries["Too large"].State);
        Assert.Contains("27262976 are taken at most", entries["Too large"].Reasons[0].Text, StringComparison.Ordinal);
        Assert.Equal(3, await servers.Mail.CountAsync(user));
        var wanting = Assert.Single(await gateway.Get<Postern.Gateway.Stores.AttentionStore>().ListAsync(10, default));
        Assert.Equal(entries["Too large"].Id, wanting.Mail);
    }

    [SkippableFact]
    public async Task Another_UIDVALIDITY_brings_nothing_in_again_and_loses_nothing_that_is_new()
    {
        var (servers, user, gateway) = await SetUpAsync();
        await using var _ = gateway;
        using var client = await servers.Mail.ConnectAsync(user);
        var folder = (
            await client.GetFolder(client.PersonalNamespaces[0]).CreateAsync("Orders", isMessageFolder: true)
        )!;
        await gateway.ConfirmMailboxAsync(
            "box",
            TestMailboxes.Of(servers, user) with
            {
                Folders = ["Orders"],
            },
            user.Password
        );
        var mails = Enumerable.Range(0, 5).Select(i => Mails.New("carl@customer.example", Desk, $"Mail {i}")).ToList();
        await folder.OpenAsync(FolderAccess.ReadWrite);
        foreach (var mail in mails)
            await folder.AppendAsync(mail);
        await gateway.FetchAsync("box");
        var before = await gateway.PositionAsync("box", "Orders");
        var sent = gateway.Sent.Count;

        await folder.CloseAsync();
        await folder.DeleteAsync();
        // Dovecot's UIDVALIDITY is a time in seconds.
        await Eventually.TrueAsync(() => DateTimeOffset.UtcNow.ToUnixTimeSeconds() > before.UidValidity);
        folder = (await client.GetFolder(client.PersonalNamespaces[0]).CreateAsync("Orders", isMessageFolder: true))!;
        await folder.OpenAsync(FolderAccess.ReadWrite);
        foreach (var mail in mails.Append(Mails.New("carl@customer.example", Desk, "New")))
            await folder.AppendAsync(mail);
        await gateway.FetchAsync("box");

        Assert.NotEqual(before.UidValidity, (await gateway.PositionAsync("box", "Orders")).UidValidity);
        var entries = await gateway.JournalAsync();
        Assert.Equal(
            (6, 5),
            (
                entries.Count(entry => entry.State == JournalState.Routed),
                entries.Count(entry => entry.State == JournalState.Duplicate)
            )
        );
        Assert.Equal(sent + 1, gateway.Sent.Count);
    }

    [SkippableTheory]
    [InlineData(MailboxProtocol.Imap)]
    [InlineData(MailboxProtocol.Pop3)]
    public async Task Mail_that_another_client_deletes_or_moves_in_the_midst_of_a_run_is_no_trouble(
        MailboxProtocol protocol
    )
    {
        var storing = new Interjection(request =>
            request.Method == RequestMethod.Put
            && request.Uri.ToString().Contains("/mail-raw/", StringComparison.Ordinal)
        );
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("box");
        await using var gateway = await TestGateway.StartAsync(
            settings => settings["Tls:CaFile"] = servers.AuthorityPath,
            storing
        );
        await gateway.SetUpDeskAsync();
        await gateway.ConfirmMailboxAsync(
            "box",
            (
                protocol == MailboxProtocol.Imap ? TestMailboxes.Of(servers, user) : TestMailboxes.PopOf(servers, user)
            ) with
            {
                AfterFetch = AfterFetch.Delete,
            },
            user.Password
        );
        await AppendAsync(servers, user, 4);
        storing.Act = async () =>
        {
            using var client = await servers.Mail.ConnectAsync(user);
            var aside = (
                await client.GetFolder(client.PersonalNamespaces[0]).CreateAsync("Aside", isMessageFolder: true)
            )!;
            await client.Inbox!.OpenAsync(FolderAccess.ReadWrite);
            await client.Inbox.MoveToAsync(1, aside);
            await client.Inbox.AddFlagsAsync(1, MessageFlags.Deleted, silent: true);
            await client.Inbox.ExpungeAsync();
        };

        await gateway.FetchAsync("box");
        await gateway.FetchAsync("box");

        Assert.Null(storing.Act);
        Assert.Superset(
            new HashSet<string?> { "Mail 0", "Mail 3" },
            (await gateway.JournalAsync())
                .Where(entry => entry.State == JournalState.Routed)
                .Select(entry => entry.Subject)
                .ToHashSet()
        );
        Assert.Null((await gateway.ScheduleAsync("box")).LastError);
        Assert.Equal(0, await servers.Mail.CountAsync(user));
    }

    [SkippableTheory]
    [InlineData(MailboxProtocol.Imap, true)]
    [InlineData(MailboxProtocol.Imap, false)]
    [InlineData(MailboxProtocol.Pop3, true)]
    [InlineData(MailboxProtocol.Pop3, false)]
    public async Task A_server_that_stops_or_stalls_in_the_midst_of_a_run_loses_and_doubles_nothing(
        MailboxProtocol protocol,
        bool stops
    )
    {
        var (servers, user, gateway) = await SetUpAsync();
        await using var _ = gateway;
        await using var proxy = new MailProxy(
            protocol == MailboxProtocol.Imap ? servers.Ports.Imap : servers.Ports.Pop3
        )
        {
            HangsUp = stops,
        };
        var record = TestMailboxes.Of(servers, user) with
        {
            Protocol = protocol,
            Port = proxy.Port,
            Security = ConnectionSecurity.None,
            AfterFetch = AfterFetch.Delete,
        };
        await gateway.ConfirmMailboxAsync("box", record, user.Password);
        await AppendAsync(servers, user, 20);

        proxy.Passing = 6_000;
        await Patience.SpendAsync(gateway, StepAsync(gateway));
        var failing = await gateway.ScheduleAsync("box");
        proxy.Passing = null;
        for (var i = 0; i < 2; i++)
            await gateway.FetchAsync("box");

        Assert.True(proxy.WentWrong);
        Assert.Equal((MailboxState.Failing, 1), (MailboxRules.StateOf(record, failing), failing.Failures));
        Assert.Null(failing.LeasedUntil);
        var entries = await gateway.JournalAsync();
        Assert.Equal(20, entries.Select(entry => entry.Subject).Distinct().Count());
        Assert.All(entries, entry => Assert.Equal(JournalState.Routed, entry.State));
        Assert.Equal(20, entries.Count);
        Assert.Equal(0, await servers.Mail.CountAsync(user));
        Assert.Equal(MailboxState.Confirmed, MailboxRules.StateOf(record, await gateway.ScheduleAsync("box")));
    }

    [SkippableFact]
    public async Task A_mailbox_that_hangs_delays_no_other()
    {
        var (servers, user, gateway) = await SetUpAsync();
        await using var _ = gateway;
        await using var proxy = new MailProxy(servers.Ports.Imap);
        await gateway.ConfirmMailboxAsync(
            "hanging",
            TestMailboxes.Of(servers, user) with
            {
                Port = proxy.Port,
                Security = ConnectionSecurity.None,
            },
            user.Password
        );
        var others = new[] { servers.NewUser("box"), servers.NewUser("box") };
        foreach (var other in others)
            await gateway.ConfirmMailboxAsync(other.Name, TestMailboxes.Of(servers, other), other.Password);
        foreach (var each in others.Append(user))
            await AppendAsync(servers, each, 3, each.Name);

        proxy.Passing = 0;
        var hanging = gateway.RunAsync(QueueNames.MailboxFetch, Message("hanging"));
        await Task.WhenAll(others.Select(other => gateway.RunAsync(QueueNames.MailboxFetch, Message(other.Name))));

        Assert.False(hanging.IsCompleted);
        Assert.All(
            await Task.WhenAll(others.Select(other => gateway.ScheduleAsync(other.Name))),
            schedule => Assert.Equal(gateway.Time.GetUtcNow(), schedule.LastSuccess)
        );
        Assert.Equal(6, (await gateway.JournalAsync()).Count);
        await Patience.SpendAsync(gateway, Finished(hanging));
        Assert.Equal("No answer in time.", (await gateway.ScheduleAsync("hanging")).LastError);
    }

    [SkippableFact]
    public async Task Another_client_that_marks_everything_seen_hides_no_mail_unless_only_unseen_mail_is_wanted()
    {
        var (servers, user, gateway) = await SetUpAsync();
        await using var _ = gateway;
        await gateway.ConfirmMailboxAsync("all", TestMailboxes.Of(servers, user), user.Password);
        await gateway.ConfirmMailboxAsync(
            "unseen",
            TestMailboxes.Of(servers, user) with
            {
                UnseenOnly = true,
            },
            user.Password
        );
        await AppendAsync(servers, user, 3);
        await servers.Mail.FlagAsync(user, MessageFlags.Seen);

        await gateway.FetchAsync("unseen");
        Assert.Empty(await gateway.JournalAsync());
        await AppendAsync(servers, user, 1, "Unread");
        await gateway.FetchAsync("unseen");
        Assert.Equal("Unread 0", Assert.Single(await gateway.JournalAsync()).Subject);
        await servers.Mail.FlagAsync(user, MessageFlags.Seen);

        await gateway.FetchAsync("all");
        Assert.Equal(
            ["Mail 0", "Mail 1", "Mail 2", "Unread 0"],
            (await gateway.JournalAsync())
                .Where(entry => entry.State == JournalState.Routed)
                .Select(entry => entry.Subject)
                .Order()
        );
    }

    [SkippableFact]
    public async Task A_mail_that_the_server_does_not_give_out_is_tried_three_times_journalled_and_passed_by()
    {
        var (servers, user, gateway) = await SetUpAsync();
        await using var _ = gateway;
        await gateway.ConfirmMailboxAsync("box", TestMailboxes.Of(servers, user), user.Password);
        await AppendAsync(servers, user, 3);
        var file = servers.FilesOf(user)[1];
        // The servers are there on Linux only.
        if (!OperatingSystem.IsWindows())
            file.UnixFileMode = UnixFileMode.None;

        for (var run = 0; run < 4; run++)
            await gateway.FetchAsync("box");

        var entries = await gateway.JournalAsync();
        Assert.Equal(2, entries.Count(entry => entry.State == JournalState.Routed));
        var failed = Assert.Single(entries, entry => entry.State == JournalState.Failed);
        Assert.NotEmpty(failed.Reasons[0].Text);
        var exception = Assert.Single((await gateway.PositionAsync("box")).Exceptions).Value;
        Assert.Equal((FetchRetries.MostAttempts, failed.Id), (exception.Attempts, exception.Mail));
    }

    [SkippableFact]
    public async Task A_folder_that_is_gone_keeps_the_others_from_nothing()
    {
        var (servers, user, gateway) = await SetUpAsync();
        await using var _ = gateway;
        using var client = await servers.Mail.ConnectAsync(user);
        var folder = (
            await client.GetFolder(client.PersonalNamespaces[0]).CreateAsync("Orders", isMessageFolder: true)
        )!;
        await gateway.ConfirmMailboxAsync(
            "box",
            TestMailboxes.Of(servers, user) with
            {
                Folders = ["Orders", "INBOX"],
            },
            user.Password
        );
        await folder.DeleteAsync();
        await AppendAsync(servers, user, 2);

        await gateway.FetchAsync("box");

        Assert.Equal(2, (await gateway.JournalAsync()).Count);
        var schedule = await gateway.ScheduleAsync("box");
        Assert.Equal("Orders: There is no folder 'Orders'. There are: 'INBOX'.", schedule.Warning);
        Assert.Equal((null, null, 0), (schedule.LastError, schedule.FailingSince, schedule.Failures));
    }

    [SkippableFact]
    public async Task A_mail_that_breaks_the_connection_in_one_folder_keeps_another_from_nothing()
    {
        var (servers, user, gateway) = await SetUpAsync();
        await using var _ = gateway;
        using var client = await servers.Mail.ConnectAsync(user);
        var folder = (
            await client.GetFolder(client.PersonalNamespaces[0]).CreateAsync("Orders", isMessageFolder: true)
        )!;
        for (var i = 0; i < 2; i++)
            await folder.AppendAsync(Mails.New($"c{i}@customer.example", Desk, $"Order {i}"));
        // The servers are there on Linux only.
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in servers.FilesOf(user))
                file.UnixFileMode = UnixFileMode.None;
        }
        await gateway.ConfirmMailboxAsync(
            "box",
            TestMailboxes.Of(servers, user) with
            {
                Folders = ["Orders", "INBOX"],
            },
            user.Password
        );
        await AppendAsync(servers, user, 2);

        await gateway.FetchAsync("box");

        var schedule = await gateway.ScheduleAsync("box");
        Assert.Equal((null, 0), (schedule.LastError, schedule.Failures));
        Assert.StartsWith("Orders: FETCH failed", schedule.Warning, StringComparison.Ordinal);
        Assert.Equal(["Mail 0", "Mail 1"], (await gateway.JournalAsync()).Select(entry => entry.Subject).Order());
    }

    [SkippableFact]
    public async Task What_a_server_says_of_mail_that_nobody_asked_for_is_no_answer()
    {
        var (servers, user, gateway) = await SetUpAsync();
        await using var _ = gateway;
        await gateway.PutMailboxAsync("box", TestMailboxes.Of(servers, user), user.Password);
        await AppendAsync(servers, user, 3);
        using var mailbox = await gateway
            .Get<MailboxConnector>()
            .OpenAsync(TestMailboxes.Of(servers, user) with { Id = "box" }, default);
        await mailbox.OpenAsync("INBOX", default);
        await servers.Mail.FlagAsync(user, MessageFlags.Flagged);

        Assert.Equal(["2"], (await mailbox.DescribeAsync(["2"], default)).Select(mail => mail.Id));
    }

    [SkippableTheory]
    [InlineData(MailboxProtocol.Imap)]
    [InlineData(MailboxProtocol.Pop3)]
    public async Task A_mail_that_goes_on_beyond_what_is_taken_is_not_read_to_its_end(MailboxProtocol protocol)
    {
        var (servers, user, gateway) = await SetUpAsync();
        await using var _ = gateway;
        var record =
            protocol == MailboxProtocol.Imap ? TestMailboxes.Of(servers, user) : TestMailboxes.PopOf(servers, user);
        await gateway.PutMailboxAsync("box", record, user.Password);
        await AppendAsync(servers, user, Large("Large", 2_000_000));
        using var mailbox = await gateway.Get<MailboxConnector>().OpenAsync(record with { Id = "box" }, default);
        await mailbox.OpenAsync("INBOX", default);
        var mail = Assert.Single(await mailbox.DescribeAsync(await mailbox.ListAsync(0, default), default));

        Assert.Contains(
            "more than 100000 bytes",
            (await Assert.ThrowsAsync<IOException>(() => mailbox.ReadAsync(mail.Id, 100_000, default))).Message,
            StringComparison.Ordinal
        );
    }

    [SkippableFact]
    public async Task A_run_that_has_lost_its_lease_does_nothing_more_to_the_mailbox()
    {
        var stored = 0;
        var storing = new Interjection(request =>
            request.Method == RequestMethod.Put
            && request.Uri.ToString().Contains("/mail-raw/", StringComparison.Ordinal)
            && ++stored == 2
        );
        var servers = await MailServers.SharedAsync();
        var user = servers.NewUser("box");
        await using var gateway = await TestGateway.StartAsync(
            settings => settings["Tls:CaFile"] = servers.AuthorityPath,
            storing
        );
        await gateway.SetUpDeskAsync();
        await gateway.ConfirmMailboxAsync(
            "box",
            TestMailboxes.Of(servers, user) with
            {
                AfterFetch = AfterFetch.Delete,
            },
            user.Password
        );
        await AppendAsync(servers, user, 4);
        var store = gateway.Get<MailboxStore>();
        storing.Act = async () =>
        {
            var schedule = await store.FindScheduleAsync("box", default);
            await store.TrySaveAsync(
                schedule,
                schedule!.Value with
                {
                    Run = "another",
                    LeasedUntil = gateway.Time.GetUtcNow().AddMinutes(3),
                },
                default
            );
            gateway.Time.Advance(TimeSpan.FromSeconds(45));
        };

        await gateway.RunAsync(QueueNames.MailboxFetch, Message("box"));

        Assert.Null(storing.Act);
        Assert.Equal(3, await servers.Mail.CountAsync(user));
        Assert.Equal("another", (await gateway.ScheduleAsync("box")).Run);
        Assert.Equal(0u, (await gateway.PositionAsync("box")).LowWater);

        gateway.Time.Advance(TimeSpan.FromMinutes(4));
        await gateway.FetchAsync("box");
        Assert.Equal(4, (await gateway.JournalAsync()).Count(entry => entry.State == JournalState.Routed));
        Assert.Equal(0, await servers.Mail.CountAsync(user));
    }

    [SkippableFact]
    public async Task A_fetch_that_finds_another_at_work_comes_again_when_that_one_must_be_over()
    {
        var (servers, user, gateway) = await SetUpAsync();
        await using var _ = gateway;
        await gateway.ConfirmMailboxAsync("box", TestMailboxes.Of(servers, user), user.Password);
        await AppendAsync(servers, user, 1);
        var schedule = await gateway.Get<MailboxStore>().FindScheduleAsync("box", default);
        await gateway
            .Get<MailboxStore>()
            .TrySaveAsync(
                schedule,
                schedule!.Value with
                {
                    Run = "dead",
                    LeasedUntil = gateway.Time.GetUtcNow().AddSeconds(50),
                },
                default
            );

        await gateway.FetchAsync("box");
        Assert.Empty(await gateway.JournalAsync());
        gateway.Time.Advance(TimeSpan.FromSeconds(51));
        await gateway.Get<DueStore>().DrainAsync(gateway.Time.GetUtcNow(), 100, default);
        await gateway.DrainAsync();

        Assert.Single(await gateway.JournalAsync());
    }

    [SkippableFact]
    public async Task Files_of_a_mail_are_left_out_and_the_original_is_kept_as_the_mailbox_says()
    {
        var (servers, user, gateway) = await SetUpAsync();
        await using var _ = gateway;
        await gateway.ConfirmMailboxAsync(
            "box",
            TestMailboxes.Of(servers, user) with
            {
                KeepAttachments = false,
                KeepOriginal = true,
            },
            user.Password
        );
        var raw = await AppendAsync(servers, user, Large("With a file", 2_000));

        await gateway.FetchAsync("box");

        var thread = Assert.Single(await gateway.JournalAsync()).Threads[0];
        var file = Assert.Single(Assert.Single(await gateway.MessagesAsync(thread)).Attachments);
        Assert.Equal(("original_email.eml", "message/rfc822", raw.Length), (file.Name, file.Type, (int)file.Size));
    }

    [SkippableFact]
    public async Task A_draft_is_not_fetched_and_a_wrong_password_makes_a_mailbox_fail_until_it_is_right_again()
    {
        var (servers, user, gateway) = await SetUpAsync();
        await using var _ = gateway;
        await gateway.PutMailboxAsync("box", TestMailboxes.Of(servers, user), user.Password);
        await AppendAsync(servers, user, 1);
        await gateway.FetchAsync("box");
        Assert.Equal(0, await gateway.Get<FetchScheduler>().StartDueAsync(default));
        Assert.Empty(await gateway.JournalAsync());

        Assert.True((await gateway.TestMailboxAsync("box", ImportChoice.Everything)).Ok);
        await gateway.PutMailboxAsync("box", TestMailboxes.Of(servers, user), "wrong");
        Assert.Equal(1, await gateway.Get<FetchScheduler>().StartDueAsync(default));
        await gateway.DrainAsync();
        Assert.Contains(
            "uthentication failed",
            (await gateway.ScheduleAsync("box")).LastError,
            StringComparison.Ordinal
        );

        await gateway.PutMailboxAsync("box", TestMailboxes.Of(servers, user), user.Password);
        gateway.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(1, await gateway.Get<FetchScheduler>().StartDueAsync(default));
        await gateway.DrainAsync();
        Assert.Null((await gateway.ScheduleAsync("box")).FailingSince);
        Assert.Single(await gateway.JournalAsync());
    }

    [SkippableFact]
    public async Task What_answers_nonsense_makes_its_mailbox_fail_in_words()
    {
        var (_, user, gateway) = await SetUpAsync();
        await using var __ = gateway;
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        var servers = await MailServers.SharedAsync();
        await gateway.ConfirmMailboxAsync("box", TestMailboxes.Of(servers, user), user.Password);
        listener.Start();
        await gateway.PutAsync(
            ConfigurationKinds.IncomingServer,
            "box",
            TestMailboxes.Of(servers, user) with
            {
                Port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port,
                Security = ConnectionSecurity.None,
            }
        );
        var fetching = gateway.FetchAsync("box");
        using (var client = await listener.AcceptTcpClientAsync())
            await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        await fetching;

        Assert.NotEmpty((await gateway.ScheduleAsync("box")).LastError!);
        Assert.Equal(1, (await gateway.ScheduleAsync("box")).Failures);
    }

    [SkippableTheory]
    [InlineData(MailboxProtocol.Imap)]
    [InlineData(MailboxProtocol.Pop3)]
    public async Task Garbled_answers_fail_their_own_mailbox_and_no_run(MailboxProtocol protocol)
    {
        var (servers, user, gateway) = await SetUpAsync();
        await using var _ = gateway;
        await using var proxy = new MailProxy(
            protocol == MailboxProtocol.Imap ? servers.Ports.Imap : servers.Ports.Pop3
        );
        await gateway.ConfirmMailboxAsync(
            "box",
            TestMailboxes.Of(servers, user) with
            {
                Protocol = protocol,
                Port = proxy.Port,
                Security = ConnectionSecurity.None,
                AfterFetch = AfterFetch.Leave,
            },
            user.Password
        );
        await AppendAsync(servers, user, 5);

        var failed = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            proxy.Garbles = new Random(seed);
            await Patience.SpendAsync(gateway, StepAsync(gateway));
            var schedule = await gateway.ScheduleAsync("box");
            Assert.Null(schedule.LeasedUntil);
            if (schedule.LastError is not null)
                failed++;
        }
        Assert.InRange(failed, 10, 40);
    }

    private static async Task<(MailServers Servers, MailUser User, TestGateway TestGateway)> SetUpAsync()
    {
        var servers = await MailServers.SharedAsync();
        var gateway = await TestMailboxes.StartAsync(servers);
        await gateway.SetUpDeskAsync();
        return (servers, servers.NewUser("box"), gateway);
    }

    private static string Message(string server) => $$"""{"v":1,"server":"{{server}}"}""";

    private static async Task<int> StepAsync(TestGateway gateway)
    {
        if (await gateway.StepAsync(QueueNames.MailboxFetch) is > 0 and var count)
            return count;
        await gateway.Get<MailQueues>().PutAsync(QueueNames.MailboxFetch, new MailboxItem { Server = "box" }, default);
        return await gateway.StepAsync(QueueNames.MailboxFetch);
    }

    private static async Task<bool> Finished(Task task)
    {
        await task;
        return true;
    }

    // Customers of their own: twenty records of one would be stopped as a loop.
    private static async Task AppendAsync(MailServers servers, MailUser user, int count, string subject = "Mail")
    {
        using var client = await servers.Mail.ConnectAsync(user);
        for (var i = 0; i < count; i++)
            await client.Inbox!.AppendAsync(Mails.New($"c{i}@customer.example", Desk, $"{subject} {i}"));
    }

    /// <summary>Puts a mail into the inbox; its bytes.</summary>
    private static async Task<byte[]> AppendAsync(
        MailServers servers,
        MailUser user,
        MimeMessage mail,
        DateTimeOffset? arrived = null
    )
    {
        using var client = await servers.Mail.ConnectAsync(user);
        await client.Inbox!.AppendAsync(new AppendRequest(mail) { InternalDate = arrived });
        using var raw = new MemoryStream();
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        await mail.WriteToAsync(format, raw);
        return raw.ToArray();
    }

    private static MimeMessage Large(string subject, int bytes)
    {
        var mail = Mails.New("carl@customer.example", Desk, subject);
        var content = new byte[bytes];
        new Random(1).NextBytes(content);
        var file = new MimePart("application", "octet-stream")
        {
            Content = new MimeContent(new MemoryStream(content)),
            ContentTransferEncoding = ContentEncoding.Base64,
            FileName = "scan.bin",
        };
        mail.Body = new Multipart("mixed") { mail.Body!, file };
        return mail;
    }
}
