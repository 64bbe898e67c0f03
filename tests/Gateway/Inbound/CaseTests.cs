using System.Text.RegularExpressions;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Inbound;

/// <summary>
/// The mails of docs/cases.md, one after another into one gateway: each becomes what the table says, and what its
/// explanation said before.
/// </summary>
public sealed partial class CaseTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "cases.md"));
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Gateway", "Inbound", "Cases");

    [Fact]
    public async Task Each_mail_becomes_what_the_table_says_and_what_was_explained()
    {
        await using var gateway = await DeskAsync();
        var (made, wrong) = (new Dictionary<ThreadKey, string>(), new List<string>());
        foreach (Match row in Row().Matches(Document))
        {
            var (name, expected) = (row.Groups["name"].Value, row.Groups["outcome"].Value.Trim());
            var raw = await File.ReadAllBytesAsync(Path.Combine(Folder, $"{name}.eml"));
            var entry = await Explanations.AgreeAsync(gateway, raw, new MailOrigin("http"));
            if (await OutcomeAsync(gateway, entry, name, made) is var outcome && outcome != expected)
                wrong.Add($"{name}: {outcome}");
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void Every_mail_stands_in_the_table_and_every_test_that_it_names_exists()
    {
        var mails = Directory.EnumerateFiles(Folder).Select(Path.GetFileNameWithoutExtension);
        var tests = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(mails.Order(), Row().Matches(Document).Select(row => row.Groups["name"].Value).Order());
        Assert.Empty(TestName().Matches(Document).Select(match => match.Groups["name"].Value).Except(tests));
    }

    private static async Task<TestGateway> DeskAsync()
    {
        var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.auth.trusted", "mx.mycompany.example");
        foreach (var (local, model) in new[] { ("sales", "crm.lead"), ("billing", "account.invoice") })
        {
            await gateway.PutAliasAsync(
                new MailAlias
                {
                    Domain = "main",
                    LocalPart = local,
                    Model = model,
                    Followers = [$"agent@{TestGateway.Domain}"],
                }
            );
        }
        return gateway;
    }

    /// <summary>The state, the records, who follows them besides the agent, and what a person has to look at.</summary>
    private static async Task<string> OutcomeAsync(
        TestGateway gateway,
        JournalEntry entry,
        string name,
        Dictionary<ThreadKey, string> made
    )
    {
        var parts = new List<string> { entry.State.ToString().ToLowerInvariant() };
        foreach (var thread in entry.Threads)
        {
            var isNew = made.TryAdd(thread, name);
            parts.Add(isNew ? $"new {thread.Model}" : $"the {thread.Model} of {made[thread]}");
            if (isNew)
                parts.AddRange(await FollowersAsync(gateway, thread));
        }
        var items = await gateway.Get<AttentionStore>().ListAsync(100, default);
        parts.AddRange(items.Where(item => item.Mail == entry.Id).Select(item => $"attention: {item.Kind}"));
        return string.Join(", ", parts);
    }

    private static async Task<IEnumerable<string>> FollowersAsync(TestGateway gateway, ThreadKey thread) =>
        (await gateway.Threads.FindAsync(thread, default))!
            .Followers.Select(follower => follower.Address)
            .Where(address => address != $"agent@{TestGateway.Domain}")
            .Order();

    [GeneratedRegex(@"^\| \[(?<name>[a-z0-9-]+)\]\([^)]+\) \|(?<outcome>[^|]+)\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z0-9]*(Tests|Properties))`", RegexOptions.ExplicitCapture)]
    private static partial Regex TestName();
}
