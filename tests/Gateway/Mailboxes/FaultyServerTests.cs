using Postern.Contracts.Http;
using Postern.Core.Fetching;
using Postern.Core.Journal;
using Postern.Gateway.Mailboxes;
using Postern.Gateway.Spooling;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;

namespace Postern.Tests.Mailboxes;

/// <summary>
/// What becomes of mail on a server that lists what it does not give out, refuses, or names all mail anew.
/// </summary>
public sealed class FaultyServerTests
{
    private static readonly int[] Lengths = [5, 11, 4096, 9000];

    [Fact]
    public async Task A_mail_that_is_listed_and_not_given_out_is_no_deleted_one()
    {
        await using var gateway = await StartAsync();
        var mailbox = new ScriptedMailbox(Three());
        mailbox.Withheld.Add("2");

        for (var run = 0; run < 2; run++)
            await FetchAsync(gateway, mailbox);
        Assert.Null(Assert.Single((await gateway.PositionAsync("box")).Exceptions).Value.Mail);
        await FetchAsync(gateway, mailbox);

        var entries = await gateway.JournalAsync();
        Assert.Equal(2, entries.Count(entry => entry.State == JournalState.Pending));
        var failed = Assert.Single(entries, entry => entry.State == JournalState.Failed);
        Assert.Contains("does not give it out", failed.Reasons[0].Text, StringComparison.Ordinal);
        Assert.Equal(failed.Id, (await gateway.PositionAsync("box")).Exceptions["2"].Mail);
    }

    [Fact]
    public async Task A_question_on_all_mails_that_is_refused_is_asked_for_each()
    {
        await using var gateway = await StartAsync();
        await FetchAsync(gateway, new ScriptedMailbox(Three()) { RefusesMany = true });
        Assert.Equal(3, (await gateway.JournalAsync()).Count);
    }

    [Fact]
    public async Task New_UIDLs_of_old_mail_bring_nothing_in_and_delete_nothing()
    {
        await using var gateway = await StartAsync();
        var now = gateway.Time.GetUtcNow();
        var server = Server with { Protocol = MailboxProtocol.Pop3, AfterFetch = AfterFetch.Delete };
        await gateway
            .Get<MailboxStore>()
            .SavePositionAsync(
                "box",
                FolderPositions.Begin(
                    new FolderView("INBOX", 0, null, 1, false, ["old"]),
                    MailboxRules.AccountOf(server),
                    ImportChoice.FromNow,
                    now
                ),
                default
            );
        var mailbox = new ScriptedMailbox(
            new Dictionary<string, string>
            {
                ["a"] = Mail("Old", now.AddDays(-40)),
                ["b"] = Mail("New", now.AddMinutes(1)),
                ["c"] = Mail("Slow clock", now.AddMinutes(-2)),
            },
            validity: 0
        );

        await FetchAsync(gateway, mailbox, server);

        Assert.Equal(["b", "c"], mailbox.Applied);
        Assert.Equal(2, (await gateway.JournalAsync()).Count);
    }

    [Fact]
    public async Task A_server_that_refuses_mail_after_mail_ends_the_run_and_is_held_against_none_of_them()
    {
        await using var gateway = await StartAsync();
        var mailbox = new ScriptedMailbox(
            Enumerable.Range(1, 12).ToDictionary(IdOf, i => Mail($"Mail {i}", DateTimeOffset.UnixEpoch))
        );
        mailbox.Refused.UnionWith(Enumerable.Range(1, 12).Select(IdOf));

        for (var run = 0; run < 4; run++)
            await Assert.ThrowsAsync<MailboxException>(() => FetchAsync(gateway, mailbox));
        Assert.NotEmpty((await gateway.PositionAsync("box")).Exceptions);
        Assert.All(
            (await gateway.PositionAsync("box")).Exceptions.Values,
            exception => Assert.Equal((0, null), (exception.Attempts, exception.Mail))
        );
        Assert.Empty(await gateway.JournalAsync());
        mailbox.Refused.Clear();
        var outcome = await FetchAsync(gateway, mailbox);

        Assert.Equal(0, outcome.Waiting);
        Assert.Equal(12, (await gateway.JournalAsync()).Count);
        Assert.Empty((await gateway.PositionAsync("box")).Exceptions);
    }

    [Fact]
    public async Task Five_mails_that_are_broken_among_good_ones_are_given_up_and_keep_nothing_waiting()
    {
        await using var gateway = await StartAsync();
        var mails = Enumerable.Range(1, 6).ToDictionary(IdOf, i => Mail($"Mail {i}", DateTimeOffset.UnixEpoch));
        var mailbox = new ScriptedMailbox(mails);
        mailbox.Refused.UnionWith(Enumerable.Range(1, 5).Select(IdOf));

        await Assert.ThrowsAsync<MailboxException>(() => FetchAsync(gateway, mailbox));
        for (var run = 7; run < 10; run++)
        {
            Assert.Equal(0, (await FetchAsync(gateway, mailbox)).Waiting);
            mails[IdOf(run)] = Mail($"Mail {run}", DateTimeOffset.UnixEpoch);
        }

        var entries = await gateway.JournalAsync();
        Assert.Equal(
            (5, 3),
            (
                entries.Count(entry => entry.State == JournalState.Failed),
                entries.Count(entry => entry.State == JournalState.Pending)
            )
        );
    }

    [Fact]
    public async Task Five_mails_that_are_refused_for_two_days_are_given_up_although_no_other_comes_in()
    {
        await using var gateway = await StartAsync();
        var mailbox = new ScriptedMailbox(
            Enumerable.Range(1, 5).ToDictionary(IdOf, i => Mail($"Mail {i}", DateTimeOffset.UnixEpoch))
        );
        mailbox.Refused.UnionWith(Enumerable.Range(1, 5).Select(IdOf));

        await Assert.ThrowsAsync<MailboxException>(() => FetchAsync(gateway, mailbox));
        gateway.Time.Advance(TimeSpan.FromHours(47));
        await Assert.ThrowsAsync<MailboxException>(() => FetchAsync(gateway, mailbox));
        gateway.Time.Advance(TimeSpan.FromHours(2));
        for (var run = 0; run < 3; run++)
            await FetchAsync(gateway, mailbox);

        Assert.Equal(
            5,
            (
                await gateway.Get<JournalStore>().ListAsync(gateway.Time.GetUtcNow(), JournalState.Failed, 10, default)
            ).Count
        );
    }

    [Fact]
    [Trait("Speed", "Long")]
    public async Task A_server_that_refuses_everything_for_long_fills_no_row()
    {
        await using var gateway = await StartAsync();
        var mailbox = new ScriptedMailbox(
            Enumerable.Range(1, 200).ToDictionary(IdOf, i => Mail($"Mail {i}", DateTimeOffset.UnixEpoch))
        );
        mailbox.Refused.UnionWith(Enumerable.Range(1, 200).Select(IdOf));

        for (var run = 0; run < 30; run++)
            await Assert.ThrowsAsync<MailboxException>(() => FetchAsync(gateway, mailbox));

        Assert.Equal(50, (await gateway.PositionAsync("box")).Exceptions.Count);
        mailbox.Refused.Clear();
        for (var run = 0; run < 3; run++)
            await FetchAsync(gateway, mailbox);
        Assert.Equal(200, (await gateway.JournalAsync()).Count);
    }

    [Fact]
    public async Task A_mail_that_comes_without_a_byte_is_no_mail()
    {
        await using var gateway = await StartAsync();
        var mailbox = new ScriptedMailbox(Three());
        mailbox.Emptied.Add("2");
        await FetchAsync(gateway, mailbox);
        Assert.Equal(["1", "3"], mailbox.Applied);
        mailbox.Emptied.Clear();
        await FetchAsync(gateway, mailbox);

        Assert.Equal(["1", "3", "2"], mailbox.Applied);
        Assert.Equal(3, (await gateway.JournalAsync()).Count);
        Assert.Empty((await gateway.PositionAsync("box")).Exceptions);
    }

    [Fact]
    public async Task Mails_of_zeros_are_each_journalled_and_keep_none_waiting()
    {
        await using var gateway = await StartAsync();
        var mails = Lengths
            .Select((length, i) => (Id: IdOf(i + 1), Content: new string('\0', length)))
            .Append((Id: IdOf(5), Content: Mail("Good", gateway.Time.GetUtcNow())))
            .ToDictionary(mail => mail.Id, mail => mail.Content);

        Assert.Equal(0, (await FetchAsync(gateway, new ScriptedMailbox(mails))).Waiting);
        await gateway.DrainAsync();

        var states = (await gateway.JournalAsync()).CountBy(entry => entry.State).ToDictionary();
        Assert.Equal((4, 1), (states[JournalState.Failed], states[JournalState.Routed]));
        Assert.Empty((await gateway.PositionAsync("box")).Exceptions);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [Trait("Speed", "Long")]
    public async Task A_UIDL_that_another_mail_gets_once_its_own_is_deleted_loses_neither(int runs)
    {
        await using var gateway = await StartAsync();
        var mails = new Dictionary<string, string>
        {
            ["1"] = Mail("First", gateway.Time.GetUtcNow()),
            ["2"] = Mail("Other", gateway.Time.GetUtcNow()),
        };
        var mailbox = new ScriptedMailbox(mails, validity: 0);
        await FetchAsync(gateway, mailbox, Emptied);
        mails.Remove("1");
        // For so many runs nothing has the name.
        for (var run = 1; run < runs; run++)
            await FetchAsync(gateway, mailbox, Emptied);
        gateway.Time.Advance(TimeSpan.FromMinutes(5));
        mailbox.Applied.Clear();
        mails["1"] = Mail("Next", gateway.Time.GetUtcNow());

        await FetchAsync(gateway, mailbox, Emptied);
        await gateway.DrainAsync();

        Assert.Contains("1", mailbox.Applied);
        Assert.Equal(
            ["First", "Next", "Other"],
            (await gateway.JournalAsync())
                .Where(entry => entry.State == JournalState.Routed)
                .Select(entry => entry.Subject)
                .Order()
        );
    }

    [Fact]
    public async Task Old_mail_that_a_move_of_the_mailbox_has_made_new_is_passed_by()
    {
        await using var gateway = await StartAsync();
        var now = gateway.Time.GetUtcNow();
        await gateway
            .Get<MailboxStore>()
            .SavePositionAsync(
                "box",
                FolderPositions.Begin(
                    new FolderView("INBOX", 6, 10, 9, false, []),
                    MailboxRules.AccountOf(Server),
                    ImportChoice.FromNow,
                    now
                ),
                default
            );
        gateway.Time.Advance(TimeSpan.FromDays(3));
        var mails = new Dictionary<string, string>
        {
            ["1"] = Mail("Old", now.AddDays(-400)),
            ["2"] = Mail("New", now.AddDays(2)),
        };

        await FetchAsync(gateway, new ScriptedMailbox(mails) { Arrived = gateway.Time.GetUtcNow() });
        await gateway.DrainAsync();

        var entry = Assert.Single(await gateway.JournalAsync());
        Assert.Equal(("New", JournalState.Routed), (entry.Subject, entry.State));
        // It is older than a day, whatever the mailbox says.
        Assert.Empty(gateway.Sent);
    }

    [Fact]
    public async Task A_mail_of_a_sender_whose_clock_is_wrong_is_not_taken_for_an_old_one()
    {
        await using var gateway = await StartAsync();
        var server = Server with { Protocol = MailboxProtocol.Pop3 };
        await gateway
            .Get<MailboxStore>()
            .SavePositionAsync(
                "box",
                FolderPositions.Begin(
                    new FolderView("INBOX", 0, null, 1, false, ["old"]),
                    MailboxRules.AccountOf(server),
                    ImportChoice.FromNow,
                    gateway.Time.GetUtcNow()
                ),
                default
            );
        const string Undated =
            $"From: carl@customer.example\r\nTo: support@{TestGateway.Domain}\r\n"
            + "Date: Thu, 01 Jan 1970 00:00:00 +0000\r\nSubject: Alarm\r\n\r\nHello\r\n";

        await FetchAsync(
            gateway,
            new ScriptedMailbox(new Dictionary<string, string> { ["old"] = Undated, ["new"] = Undated }, validity: 0),
            server
        );

        Assert.Single(await gateway.JournalAsync());
    }

    [Fact]
    [Trait("Speed", "Long")]
    public async Task A_large_mail_for_which_there_is_no_room_waits_for_the_next_run()
    {
        await using var gateway = await StartAsync();
        var mailbox = new ScriptedMailbox(Three(new string('x', 2 << 20)));
        var held = await gateway
            .Get<ContentSpool>()
            .ReadAsync(new MemoryStream(new byte[2 << 20]), long.MaxValue, long.MaxValue, default);

        var outcome = await Patience.SpendAsync(gateway, FetchAsync(gateway, mailbox, largest: 4 << 20));
        Assert.Equal(2, outcome.Waiting);
        Assert.Equal(["1"], mailbox.Applied);

        held!.Dispose();
        Assert.Equal(0, (await FetchAsync(gateway, mailbox, largest: 4 << 20)).Waiting);
        Assert.Equal(["1", "2", "3"], mailbox.Applied);
    }

    private static IncomingServer Emptied =>
        Server with
        {
            Protocol = MailboxProtocol.Pop3,
            AfterFetch = AfterFetch.Delete,
        };

    private static IncomingServer Server =>
        new()
        {
            Id = "box",
            Name = "box",
            Host = "mail.example",
            UserName = "box",
        };

    private static Dictionary<string, string> Three(string second = "") =>
        Enumerable
            .Range(1, 3)
            .ToDictionary(IdOf, i => Mail($"Mail {i}", DateTimeOffset.UnixEpoch) + (i == 2 ? second : ""));

    private static string IdOf(int number) => FolderPosition.IdOf((uint)number);

    private static string Mail(string subject, DateTimeOffset date) =>
        $"Received: from a.example by mail.example; {date:ddd, dd MMM yyyy HH:mm:ss} +0000\r\n"
        + $"From: carl@customer.example\r\nTo: support@{TestGateway.Domain}\r\nSubject: {subject}\r\n\r\n"
        + $"{subject}\r\n";

    private static async Task<TestGateway> StartAsync()
    {
        var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway.Get<MailboxStore>().TrySaveAsync(null, new MailboxSchedule { Server = "box" }, default);
        return gateway;
    }

    private static async Task<FolderOutcome> FetchAsync(
        TestGateway gateway,
        ScriptedMailbox mailbox,
        IncomingServer? server = null,
        long largest = 10_000
    )
    {
        await using var lease = await MailboxLease.TryTakeAsync(
            gateway.Get<MailboxStore>(),
            "box",
            _ => true,
            TimeSpan.FromMinutes(1),
            gateway.Time,
            default
        );
        try
        {
            var run = new FetchRun(
                server ?? Server,
                mailbox,
                lease!,
                ImportChoice.Everything,
                100,
                largest,
                gateway.Time.GetUtcNow().AddMinutes(4)
            );
            return await gateway.Get<FolderFetcher>().FetchAsync(run, "INBOX", default);
        }
        finally
        {
            await lease!.ReleaseAsync(MailboxRules.Interrupted, default);
        }
    }
}
