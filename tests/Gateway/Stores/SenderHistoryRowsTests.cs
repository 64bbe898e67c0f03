using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Journal;
using Postern.Core.People;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;

namespace Postern.Tests.Stores;

/// <summary>Of a sender's history a query finds what a decision asks for, in the rows of every version.</summary>
public sealed class SenderHistoryRowsTests
{
    private const string Address = "carl's@customer.example";
    private const string Support = "support@mycompany.example";
    private const string Sales = "sales@mycompany.example";
    private const string Ticket = "helpdesk.ticket:7";

    private static readonly HistoryFilter OfSupport = new([HistoryFilter.HashOf(Support)], null);

    [Fact]
    public async Task The_query_finds_the_same_mails_as_the_filter_and_the_contact_and_bounces()
    {
        await using var gateway = await TestGateway.StartAsync();
        var people = gateway.Get<PeopleStore>();
        var now = gateway.Time.GetUtcNow();
        MailSentIn[] sent =
        [
            new(now.AddMinutes(-1), [Support], []),
            new(now.AddMinutes(-2), [Sales], []),
            new(now.AddMinutes(-3), [], [Ticket]) { Automatic = true },
            new(now.AddMinutes(-4), [Sales, Support], []),
            new(now.AddMinutes(-5), [], []) { Notices = ["Loop"] },
            new(now.AddMinutes(-6), [], []) { Content = "abc" },
            new(now.AddMinutes(-7), [Sales], []) { Content = "def", Notices = ["Catchall"] },
            new(now.AddMinutes(-61), [Support], []),
        ];
        foreach (var mail in sent)
            await people.AddSentInAsync(Address, IdOf(mail), mail, default);
        await people.PutContactAsync(new Contact { Address = Address, Name = "Carl" }, null, false, default);
        HistoryFilter[] filters =
        [
            OfSupport,
            new([HistoryFilter.HashOf(Ticket), HistoryFilter.HashOf(Sales)], "abc"),
            new([], "abc"),
            new([HistoryFilter.HashOf("nobody"), .. Enumerable.Range(0, 7).Select(i => $"{i}")], "abc"),
            HistoryFilter.NoticesOnly,
        ];
        foreach (var filter in filters)
        {
            var read = await people.ReadSenderAsync(Address, now.AddHours(-1), filter, default);
            Assert.Equal(Text(sent[..^1].Where(filter.Includes)), Text(read.Recent));
            Assert.Equal("Carl", read.Contact?.Name);
        }
        var whole = await people.ReadSenderAsync(Address, now.AddHours(-1), null, default);
        Assert.Equal(Text(sent[..^1]), Text(whole.Recent));
    }

    [Fact]
    public async Task Rows_of_versions_without_the_columns_are_always_read_and_those_versions_read_the_new_ones()
    {
        await using var gateway = await TestGateway.StartAsync();
        var people = gateway.Get<PeopleStore>();
        var now = gateway.Time.GetUtcNow();
        var (old, other) = (new MailSentIn(now.AddMinutes(-2), [Sales], []), new MailSentIn(now, [Support], []));
        await gateway
            .Get<GatewayStorage>()
            .Table(TableNames.People)
            .AddEntityAsync(TableRow.Write(TableKeys.Escape(Address), $"in:{IdOf(old)}", old));
        await people.AddSentInAsync(Address, IdOf(other), other, default);

        var read = await people.ReadSenderAsync(Address, now.AddHours(-1), HistoryFilter.NoticesOnly, default);
        Assert.Equal(Text([old]), Text(read.Recent));

        var row = SenderHistoryRows.Write(Address, IdOf(other), other);
        Assert.Equal(Text([other]), Text([TableRow.Read<MailSentIn>(row)]));
    }

    [Fact]
    public async Task Two_thousand_mails_of_other_threads_are_left_where_they_are()
    {
        await using var gateway = await TestGateway.StartAsync();
        var now = gateway.Time.GetUtcNow();
        var table = gateway.Get<GatewayStorage>().Table(TableNames.People);
        var sent = Enumerable
            .Range(0, 2_000)
            .Select(i => new MailSentIn(now.AddSeconds(-i), [], [$"crm.lead:{i}"]))
            .Append(new MailSentIn(now.AddSeconds(-2_001), [Support], []));
        foreach (var batch in sent.Select(mail => SenderHistoryRows.Write(Address, IdOf(mail), mail)).Chunk(100))
            await table.SubmitTransactionAsync(batch.Select(RowWrite.Add));

        var read = await gateway.Get<PeopleStore>().ReadSenderAsync(Address, now.AddHours(-1), OfSupport, default);

        // A thousand rows were all that was read of it, and the oldest mail was not among them.
        Assert.Equal([Support], Assert.Single(read.Recent).Aliases);
    }

    private static string IdOf(MailSentIn mail) => MailId.Create(mail.Time, $"{mail.Time:O}").Value;

    private static string Text(IEnumerable<MailSentIn> mails) =>
        string.Join('\n', mails.Select(mail => $"{mail.Time:O} {string.Join(',', mail.Aliases.Concat(mail.Threads))}"));
}
