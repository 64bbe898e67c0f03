using System.Text;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Gateway.Inbound;
using Postern.Gateway.Secrets;
using Postern.Tests.Servers;
using Postern.Tests.Support;
using Postern.Tests.Support.Mail;
using Postern.Tests.Support.Odoo;
using Xunit.Abstractions;

namespace Postern.Tests.Inbound;

/// <summary>What is explained is what happens, and explaining does nothing.</summary>
public sealed class ExplainTests(ITestOutputHelper output)
{
    private static readonly MailOrigin Origin = new("http");

    [Fact]
    public async Task A_mail_of_the_journal_is_explained_as_if_it_were_replayed_and_is_no_copy_of_itself()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var raw = SpooledContent.Of(
            "From: ann@customer.example\nTo: new@mycompany.example\nSubject: Hi\nMessage-ID: <1@customer.example>\n\nHi.\n"u8.ToArray()
        );
        var id = await gateway.Get<MailIntake>().TakeInAsync(MailIntake.KeyOf(raw, Origin), raw, Origin, default);
        await gateway.DrainAsync();
        var refused = await gateway.JournalAsync(id);
        var explainer = gateway.Get<InboundExplainer>();
        Assert.Equal(JournalState.Refused, (await explainer.ExplainAgainAsync(refused, default))!.State);
        await gateway.PutAliasAsync(
            new MailAlias
            {
                Domain = "main",
                LocalPart = "new",
                Model = "crm.lead",
            }
        );

        var explained = (await explainer.ExplainAgainAsync(refused, default))!;
        Assert.Equal(JournalState.Refused, (await gateway.JournalAsync(id)).State);
        await gateway.Get<MailReplayer>().ReplayAsync(id, null, default);
        await gateway.DrainAsync();

        var entry = await gateway.JournalAsync(id);
        Assert.Equal(JournalState.Routed, entry.State);
        Assert.Equal(entry.State, explained.State);
        Assert.Equal(entry.Reasons, explained.Reasons);
        Assert.Equal(entry.Threads, explained.Postings.Select(posting => posting.Thread));
    }

    [Fact]
    public async Task The_explanation_of_a_mail_agrees_with_what_then_becomes_of_it()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway.PutAliasAsync(
            new MailAlias
            {
                Domain = "main",
                LocalPart = "partners",
                Model = "crm.lead",
                ContactPolicy = ContactPolicy.Partners,
            }
        );
        await gateway.PutAliasAsync(
            new MailAlias
            {
                Domain = "main",
                LocalPart = "team",
                Model = "crm.lead",
                ContactPolicy = ContactPolicy.Followers,
            }
        );
        await gateway.PutAliasAsync(
            new MailAlias
            {
                Domain = "main",
                LocalPart = "diary",
                Model = "crm.diary",
                ForcedThread = "1",
                Followers = ["agent@mycompany.example"],
            }
        );
        var states = new HashSet<JournalState>();
        foreach (var mail in Mails())
        {
            var sent = gateway.Sent.Count > 0 ? gateway.Sent[0].MessageId : "none";
            var raw = Encoding.UTF8.GetBytes(mail.Replace("{sent}", sent, StringComparison.Ordinal));
            states.Add((await Explanations.AgreeAsync(gateway, raw, Origin)).State);
        }
        Assert.Equal(
            [
                JournalState.Routed,
                JournalState.Bounce,
                JournalState.Duplicate,
                JournalState.Ignored,
                JournalState.Refused,
                JournalState.Failed,
            ],
            states.Order()
        );
    }

    [Fact]
    [Trait("Speed", "Long")]
    public async Task They_agree_over_every_mail_beside_the_tests()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await AgreeOverAllAsync(
            gateway,
            Samples.Names.Select(name =>
                (Samples.Bytes(name), Origin with { RcptTo = [$"support@{TestGateway.Domain}"] })
            ),
            least: 40
        );
    }

    [Fact]
    [Trait("Speed", "Long")]
    public async Task They_agree_over_every_mail_that_Odoo_was_asked_about()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.PutAsync(
            ConfigurationKinds.AliasDomain,
            "main",
            new AliasDomain { Name = "mycompany.example.com", IsDefault = true }
        );
        var vectors = RoutingVector.All().Where(vector => vector.IsUnderstood).ToList();
        foreach (
            var alias in vectors
                .SelectMany(vector => vector.World().Gateway.Aliases)
                .Where(alias => alias.Domain == "mycompany.example.com")
                .DistinctBy(alias => alias.LocalPart)
        )
        {
            await gateway.PutAliasAsync(alias with { Domain = "main" });
        }
        var mails = vectors.SelectMany(vector =>
            Enumerable
                .Range(0, vector.Mails)
                .Select(mail => (Encoding.UTF8.GetBytes(vector.Eml(mail)), vector.Origin(mail)))
        );
        await AgreeOverAllAsync(gateway, mails, least: 100);
    }

    [CorpusFact]
    [Trait("Speed", "Long")]
    public async Task They_agree_over_every_mail_of_every_set()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var files = Directory.EnumerateFiles(Corpora.PathOf(), "*", SearchOption.AllDirectories).Where(Corpora.IsMail);
        await AgreeOverAllAsync(
            gateway,
            files.Select(file => (File.ReadAllBytes(file), Origin with { RcptTo = [$"support@{TestGateway.Domain}"] })),
            least: 500
        );
    }

    [Fact]
    public async Task Explaining_writes_nothing()
    {
        var calls = new StorageFaults();
        await using var gateway = await TestGateway.StartAsync(null, calls);
        await gateway.SetUpDeskAsync();
        await gateway.Get<TagKeys>().GetAsync(default);
        // The first reading of the configuration notes which account it lies in.
        await gateway.Get<Postern.Gateway.Settings.GatewayConfigurationSource>().GetAsync(default);
        calls.Reset();

        await gateway
            .Get<InboundExplainer>()
            .ExplainAsync(SpooledContent.Of(Encoding.UTF8.GetBytes(Mails().First())), Origin, default);

        Assert.NotEmpty(calls.Calls);
        Assert.All(calls.Calls, call => Assert.StartsWith("GET", call, StringComparison.Ordinal));
    }

    private async Task AgreeOverAllAsync(
        TestGateway gateway,
        IEnumerable<(byte[] Raw, MailOrigin Origin)> mails,
        int least
    )
    {
        var states = new List<JournalState>();
        // The same bytes again are the same mail, which was decided about before.
        foreach (
            var (raw, origin) in mails.DistinctBy(mail => MailIntake.KeyOf(SpooledContent.Of(mail.Raw), mail.Origin))
        )
            states.Add((await Explanations.AgreeAsync(gateway, raw, origin)).State);
        output.WriteLine(
            string.Join(", ", states.CountBy(state => state).Select(count => $"{count.Key} {count.Value}"))
        );
        Assert.InRange(states.Count, least, int.MaxValue);
        Assert.Contains(JournalState.Routed, states);
    }

    private static IEnumerable<string> Mails()
    {
        yield return Eml(1, "carl@customer.example", "support@mycompany.example");
        yield return Eml(
            1,
            "carl@customer.example",
            "support@mycompany.example",
            "Received: from a.example by b.example; Mon, 2 Nov 2026 10:00:00 +0000\n"
        );
        yield return Eml(2, "carl@customer.example", "support@mycompany.example", "In-Reply-To: <{sent}>\n");
        yield return Eml(3, "agent@mycompany.example", "catchall@mycompany.example", "References: <{sent}>\n");
        yield return Eml(4, "nora@new.example", "catchall@mycompany.example");
        yield return Eml(5, "nora@new.example", "catchall@mycompany.example");
        yield return Eml(
            6,
            "nora@new.example",
            "catchall@mycompany.example",
            "Return-Path: <returns@new.example>\n",
            "Other words."
        );
        yield return Eml(7, "nora@new.example", "partners@mycompany.example, diary@mycompany.example");
        yield return Eml(8, "nora@new.example", "team@mycompany.example");
        yield return Eml(9, "nora@new.example", "bounce@mycompany.example");
        yield return Eml(10, "nora@new.example", "nobody@mycompany.example");
        yield return Eml(11, "carl@customer.example", "diary@mycompany.example", "Auto-Submitted: auto-generated\n");
        yield return Eml(12, "form@hoster.example", "support@mycompany.example", "Reply-To: Ida <ida@buyer.example>\n");
        yield return Eml(13, "form@hoster.example", "support@mycompany.example", "Reply-To: agent@mycompany.example\n");
        yield return Eml(14, "nora@new.example", "x@elsewhere.example", "Delivered-To: support@mycompany.example\n");
        yield return Eml(
            15,
            "nora@new.example",
            "support@mycompany.example",
            "Delivered-To: diary@mycompany.example\n"
        );
        yield return "no mail at all";
    }

    private static string Eml(int id, string from, string to, string fields = "", string text = "Hello.") =>
        $"Message-Id: <{id}@client.example>\nFrom: {from}\nTo: {to}\n{fields}Subject: Hi\nDate: Mon, 2 Nov 2026 10:00:00 +0000\n\n{text}\n";
}
