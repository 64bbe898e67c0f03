using Postern.Contracts.Http;
using Postern.Core.Fetching;
using Postern.Core.Journal;
using Postern.Gateway.Mailboxes.Auditing;
using Postern.Tests.Servers;

namespace Postern.Tests.Mailboxes;

/// <summary>POP3 servers whose UIDLs are not what RFC 1939 says, or very many.</summary>
public sealed class PopUidlTests
{
    [Fact]
    public async Task Mails_of_one_UIDL_are_told_apart_by_their_content_and_the_audit_names_it()
    {
        var script = new PopScript();
        script.Mails.AddRange([("same", Mail("One")), ("own", Mail("Two")), ("same", Mail("Three"))]);
        await using var server = new LineServer(script.Start);
        await using var gateway = await ConfirmedAsync(server, ImportChoice.Everything);

        await gateway.FetchAsync("box");
        await gateway.FetchAsync("box");
        Assert.Equal(["One", "Three", "Two"], await SubjectsAsync(gateway));

        script.Mails.Add(("same", Mail("Four")));
        script.Mails.RemoveAt(0);
        await gateway.FetchAsync("box");
        var audit = Assert.Single((await AuditAsync(gateway)).Folders);
        Assert.Equal((3, 3, 3), (audit.Mails, audit.Checked, audit.Accounted));
        Assert.Equal(["same"], audit.SharedUidls);

        // The last one has the UIDL to itself again.
        script.Mails.RemoveAt(1);
        for (var run = 0; run < 8; run++)
            await gateway.FetchAsync("box");
        Assert.Equal(["Four", "One", "Three", "Two"], await SubjectsAsync(gateway));
        Assert.Empty(Assert.Single((await AuditAsync(gateway)).Folders).SharedUidls);
    }

    [Fact]
    public async Task A_mail_that_gets_the_UIDL_of_one_that_was_fetched_comes_in_and_the_other_not_again()
    {
        var script = new PopScript();
        script.Mails.Add(("x", Mail("First")));
        await using var server = new LineServer(script.Start);
        await using var gateway = await ConfirmedAsync(server, ImportChoice.Everything);
        await gateway.FetchAsync("box");

        script.Mails.Add(("x", Mail("Second")));
        await gateway.FetchAsync("box");
        await gateway.FetchAsync("box");

        Assert.Equal(["First", "Second"], await SubjectsAsync(gateway));
    }

    [Fact]
    public async Task All_mails_of_one_UIDL_are_deleted_once_they_were_taken_in_copies_among_them_too()
    {
        var script = new PopScript();
        script.Mails.AddRange([("x", Mail("A")), ("x", Mail("B")), ("x", Mail("A")), ("y", Mail("C"))]);
        await using var server = new LineServer(script.Start);
        await using var gateway = await ConfirmedAsync(
            server,
            ImportChoice.Everything,
            record => record with { AfterFetch = AfterFetch.Delete }
        );

        await gateway.FetchAsync("box");
        Assert.Empty(script.Mails);
        script.Mails.Add(("x", Mail("D")));
        await gateway.FetchAsync("box");

        Assert.Equal(["A", "B", "C", "D"], await SubjectsAsync(gateway));
    }

    [Fact]
    public async Task Other_UIDLs_in_each_session_double_no_message()
    {
        var script = new PopScript { Renamed = (session, uidl) => $"{uidl}-{session}" };
        script.Mails.AddRange([("a", Mail("With an id")), ("b", Mail("Without", id: false))]);
        await using var server = new LineServer(script.Start);
        await using var gateway = await ConfirmedAsync(server, ImportChoice.Everything);

        for (var run = 0; run < 3; run++)
            await gateway.FetchAsync("box");

        var entries = await gateway.JournalAsync();
        Assert.Equal(2, entries.Count(entry => entry.State == JournalState.Routed));
        Assert.Equal(2, entries.SelectMany(entry => entry.Threads).Distinct().Count());
        Assert.All(
            entries.Where(entry => entry.State != JournalState.Routed),
            entry => Assert.Equal(JournalState.Duplicate, entry.State)
        );
    }

    [Fact]
    public async Task A_server_without_UIDL_and_one_with_too_many_mails_are_named()
    {
        var script = new PopScript();
        await using var server = new LineServer(script.Start);
        await using var gateway = await ConfirmedAsync(server, ImportChoice.FromNow);
        script.Mails.Add(("a", Mail("One")));

        script.HasUidl = false;
        await AssertNamedAsync(gateway, "does not support UIDL");
        (script.HasUidl, script.Claimed) = (true, FolderPositions.MostKnown + 1);
        await AssertNamedAsync(gateway, "120,001 mails");
    }

    [Fact]
    public async Task A_hundred_thousand_mails_stay_where_they_are_and_the_next_one_is_told_of_although_it_has_no_date()
    {
        var script = new PopScript();
        script.Mails.AddRange(
            Enumerable.Range(0, 100_000).Select(i => ($"{i:x16}-old-mail", "Subject: Old\r\n\r\nx\r\n"))
        );
        await using var server = new LineServer(script.Start);
        await using var gateway = await ConfirmedAsync(server, ImportChoice.FromNow);

        await gateway.FetchAsync("box");
        Assert.Empty(await gateway.JournalAsync());
        script.Mails.Add(("new", Mail("New")));
        await gateway.FetchAsync("box");

        Assert.Equal(["New"], await SubjectsAsync(gateway));
        Assert.Single(gateway.Sent);
        Assert.Null((await gateway.ScheduleAsync("box")).LastError);
        Assert.Equal(100_001, (await gateway.PositionAsync("box")).Known.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Received: from a.example by mail.example with SMTP id 7\r\n")]
    [InlineData("Received: from a.example by mail.example; yesterday\r\n")]
    public async Task A_mail_that_comes_after_the_first_reading_of_everything_is_told_of_whatever_its_date(
        string received
    )
    {
        var script = new PopScript();
        script.Mails.Add(("old", Mail("Old")));
        await using var server = new LineServer(script.Start);
        await using var gateway = await ConfirmedAsync(server, ImportChoice.Everything);
        await gateway.FetchAsync("box");
        // It was there, and nobody knows since when.
        Assert.Empty(gateway.Sent);

        script.Mails.Add(("new", received + "Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n" + Mail("New")));
        await gateway.FetchAsync("box");

        Assert.Single(gateway.Sent);
    }

    private static async Task AssertNamedAsync(TestGateway gateway, string words)
    {
        var result = await gateway.TestMailboxAsync("box");
        Assert.Equal(MailboxFailure.NotSupported, result.Failure);
        Assert.Contains(words, result.Steps[^1].Words, StringComparison.Ordinal);
        Assert.Contains("IMAP", result.Advice, StringComparison.Ordinal);
        await gateway.FetchAsync("box");
        Assert.Contains(words, (await gateway.ScheduleAsync("box")).LastError, StringComparison.Ordinal);
        var audit = await gateway.Get<MailboxAudit>().RunAsync("box", 10, false, default);
        Assert.Contains(words, audit.Words, StringComparison.Ordinal);
    }

    private static async Task<List<string?>> SubjectsAsync(TestGateway gateway) =>
        [.. (await gateway.JournalAsync()).Select(entry => entry.Subject).Order()];

    private static async Task<MailboxAuditReport> AuditAsync(TestGateway gateway)
    {
        var answer = await gateway.Get<MailboxAudit>().RunAsync("box", 1000, false, default);
        Assert.True(answer.Outcome == AuditOutcome.Done, answer.Words);
        Assert.True(answer.Report!.Complete);
        return answer.Report;
    }

    // The customer differs, so that none is stopped as a loop.
    private static string Mail(string subject, bool id = true) =>
        $"From: {subject.Replace(' ', '.')}@customer.example\r\nTo: support@{TestGateway.Domain}\r\n"
        + (id ? $"Message-ID: <{subject.Replace(' ', '.')}@customer.example>\r\n" : "")
        + $"Subject: {subject}\r\n\r\n{subject}\r\n";

    private static async Task<TestGateway> ConfirmedAsync(
        LineServer server,
        ImportChoice import,
        Func<IncomingServer, IncomingServer>? change = null
    )
    {
        var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var record = new IncomingServer
        {
            Name = "Box",
            Protocol = MailboxProtocol.Pop3,
            Host = "localhost",
            Port = server.Port,
            Security = ConnectionSecurity.None,
            UserName = "box@mycompany.example",
        };
        await gateway.ConfirmMailboxAsync("box", change?.Invoke(record) ?? record, "pw", import);
        return gateway;
    }
}
