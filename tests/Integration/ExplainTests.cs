using System.Text;
using Postern.Journal;
using Postern.Routing;
using Postern.Signing;
using Postern.Tests.Support;

namespace Postern.Tests.Integration;

/// <summary>What is explained is what happens, and explaining does nothing.</summary>
public sealed class ExplainTests
{
    private static readonly MailOrigin Origin = new("http");

    [Fact]
    public async Task The_explanation_of_a_mail_agrees_with_what_then_becomes_of_it()
    {
        await using var gateway = await Gateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway.PutAliasAsync(new MailAlias { Domain = "main", LocalPart = "partners", Model = "crm.lead", ContactPolicy = ContactPolicy.Partners });
        await gateway.PutAliasAsync(new MailAlias { Domain = "main", LocalPart = "team", Model = "crm.lead", ContactPolicy = ContactPolicy.Followers });
        await gateway.PutAliasAsync(new MailAlias { Domain = "main", LocalPart = "diary", Model = "crm.diary", ForcedThread = "1", Followers = ["agent@mycompany.example"] });
        var states = new HashSet<JournalState>();
        foreach (var mail in Mails())
        {
            var raw = BinaryData.FromBytes(Encoding.UTF8.GetBytes(mail.Replace("{sent}", gateway.Sent.Count > 0 ? gateway.Sent[0].MessageId : "none", StringComparison.Ordinal)));

            var explained = await gateway.Get<InboundExplainer>().ExplainAsync(raw, Origin, default);
            var id = await gateway.PushAsync(raw);
            await gateway.DrainAsync();

            var entry = await gateway.JournalAsync(id);
            Assert.Equal(entry.State, explained.State);
            Assert.Equal(entry.Reasons, explained.Reasons);
            Assert.Equal(entry.Threads, explained.Postings.Select(posting => posting.Thread));
            Assert.Equal(entry.Notices, explained.Notices);
            Assert.Equal(entry.Candidates, explained.Candidates);
            foreach (var posting in explained.Postings)
            {
                var told = (await gateway.DeliveriesAsync(posting.Thread)).Select(delivery => delivery.Recipient);
                Assert.Equal(told.Order(), posting.Notified.Order());
                var followers = (await gateway.Threads.FindAsync(posting.Thread, default))!.Followers.Select(follower => follower.Address);
                Assert.Subset(followers.ToHashSet(), posting.Follow.ToHashSet());
            }
            states.Add(entry.State);
        }
        Assert.Equal([JournalState.Routed, JournalState.Bounce, JournalState.Duplicate, JournalState.Ignored, JournalState.Refused, JournalState.Failed], states.Order());
    }

    [Fact]
    public async Task Explaining_writes_nothing()
    {
        var calls = new StorageFaults();
        await using var gateway = await Gateway.StartAsync(null, calls);
        await gateway.SetUpDeskAsync();
        await gateway.Get<TagKeys>().GetAsync(default);
        // The first reading of the configuration notes which account it lies in.
        await gateway.Get<Postern.Configuration.GatewayConfigurationSource>().GetAsync(default);
        calls.Reset();

        await gateway.Get<InboundExplainer>().ExplainAsync(BinaryData.FromString(Mails().First()), Origin, default);

        Assert.NotEmpty(calls.Calls);
        Assert.All(calls.Calls, call => Assert.StartsWith("GET", call, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Mails()
    {
        yield return Eml(1, "carl@customer.example", "support@mycompany.example");
        yield return Eml(1, "carl@customer.example", "support@mycompany.example", "Received: from a.example by b.example; Mon, 2 Nov 2026 10:00:00 +0000\n");
        yield return Eml(2, "carl@customer.example", "support@mycompany.example", "In-Reply-To: <{sent}>\n");
        yield return Eml(3, "agent@mycompany.example", "catchall@mycompany.example", "References: <{sent}>\n");
        yield return Eml(4, "nora@new.example", "catchall@mycompany.example");
        yield return Eml(5, "nora@new.example", "catchall@mycompany.example");
        yield return Eml(6, "nora@new.example", "catchall@mycompany.example", "Return-Path: <returns@new.example>\n", "Other words.");
        yield return Eml(7, "nora@new.example", "partners@mycompany.example, diary@mycompany.example");
        yield return Eml(8, "nora@new.example", "team@mycompany.example");
        yield return Eml(9, "nora@new.example", "bounce@mycompany.example");
        yield return Eml(10, "nora@new.example", "nobody@mycompany.example");
        yield return Eml(11, "carl@customer.example", "diary@mycompany.example", "Auto-Submitted: auto-generated\n");
        yield return "no mail at all";
    }

    private static string Eml(int id, string from, string to, string fields = "", string text = "Hello.") =>
        $"Message-Id: <{id}@client.example>\nFrom: {from}\nTo: {to}\n{fields}Subject: Hi\nDate: Mon, 2 Nov 2026 10:00:00 +0000\n\n{text}\n";
}
