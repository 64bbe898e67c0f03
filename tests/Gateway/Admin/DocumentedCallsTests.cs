using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Postern.Tests.Support;

namespace Postern.Tests.Admin;

/// <summary>What the pages of the documentation tell people to call is there.</summary>
public sealed partial class DocumentedCallsTests
{
    private static readonly string Docs = Path.Combine(Repository.Root, "docs");

    private static readonly JsonNode Api = JsonNode.Parse(File.ReadAllText(Path.Combine(Docs, "openapi.json")))!;

    private static readonly JsonObject Paths = Api["paths"]!.AsObject();

    private static readonly JsonObject Schemas = Api["components"]!["schemas"]!.AsObject();

    public static TheoryData<string> Pages =>
        new(
            Directory
                .EnumerateFiles(Docs, "*.md", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Docs, file))
        );

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_call_that_a_page_names_is_one_of_the_API(string page)
    {
        var text = File.ReadAllText(Path.Combine(Docs, page));

        Assert.DoesNotContain(Call().Matches(text).Select(Read), call => Problem(call) is not null);
    }

    [Fact]
    public void The_runbook_names_calls_with_their_queries_and_members()
    {
        var runbook = File.ReadAllText(Path.Combine(Docs, "runbook.md"));
        var calls = Command().Matches(runbook).Select(ReadCommand).ToList();

        Assert.True(calls.Count > 20);
        Assert.DoesNotContain(calls.Select(Problem), problem => problem is not null);
    }

    [Theory]
    [InlineData("Alias", "aliases.md")]
    [InlineData("Model", "aliases.md")]
    [InlineData("AliasDomain", "alias-domains.md")]
    [InlineData("OutgoingServer", "outgoing.md")]
    [InlineData("IncomingServer", "mailboxes.md")]
    [InlineData("Contact", "contacts.md")]
    [InlineData("FollowerBody", "contacts.md")]
    public void A_page_explains_every_member_that_a_record_can_be_given(string schema, string page)
    {
        var text = File.ReadAllText(Path.Combine(Docs, page));
        var members = Schemas[schema]!["properties"]!
            .AsObject()
            .Where(member => member.Value!["readOnly"]?.GetValue<bool>() != true)
            .Select(member => member.Key);

        Assert.DoesNotContain(members, name => !text.Contains($"`{name}`", StringComparison.Ordinal));
    }

    private static DocumentedCall Read(Match match) =>
        new(match.Groups["method"].Value, match.Groups["path"].Value, [], []);

    private static DocumentedCall ReadCommand(Match match)
    {
        var rest = match.Groups["rest"].Value;
        var method =
            Method().Match(rest) is { Success: true } named ? named.Groups["method"].Value
            : rest.Contains("--json", StringComparison.Ordinal) || rest.Contains("--data", StringComparison.Ordinal)
                ? "POST"
            : "GET";
        return new(
            method,
            match.Groups["path"].Value,
            [.. QueryName().Matches(match.Groups["query"].Value).Select(name => name.Groups["name"].Value)],
            [.. Members().Matches(rest).SelectMany(list => list.Groups["names"].Value.Split(", "))]
        );
    }

    private static string? Problem(DocumentedCall call)
    {
        var operation = Paths
            .Where(path => SamePath(path.Key, call.Path))
            .Select(path => path.Value![call.Method.ToLowerInvariant()])
            .FirstOrDefault(operation => operation is not null);
        if (operation is null)
            return $"{call}: no such call";
        var unknown = call
            .Query.Except(ListOperations.Query(operation))
            .Concat(call.Members.Where(IsNoMember))
            .ToList();
        return unknown.Count == 0 ? null : $"{call}: unknown {string.Join(", ", unknown)}";
    }

    private static bool IsNoMember(string name) => !AllMembers.Contains(name);

    private static readonly HashSet<string> AllMembers =
    [
        .. JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "openapi.json")))!["components"]![
            "schemas"
        ]!
            .AsObject()
            .SelectMany(schema => schema.Value!["properties"]?.AsObject().Select(member => member.Key) ?? []),
    ];

    private static bool SamePath(string template, string path)
    {
        var (wanted, given) = (template.Trim('/').Split('/'), path.Trim('/').Split('/'));
        return wanted.Length == given.Length
            && wanted
                .Zip(given)
                .All(pair => pair.First == pair.Second || pair.First.StartsWith('{') || pair.Second == "…");
    }

    private sealed record DocumentedCall(
        string Method,
        string Path,
        IReadOnlyList<string> Query,
        IReadOnlyList<string> Members
    );

    [GeneratedRegex(
        @"\b(?<method>GET|PUT|POST|PATCH|DELETE) /api/(?<path>[A-Za-z0-9/{}._%@…-]*[A-Za-z0-9}…])",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Call();

    [GeneratedRegex(
        @"\bapi ""?(?<path>[A-Za-z][A-Za-z0-9/.-]*)(\?(?<query>[^""` ]*))?""?(?<rest>[^`]*)",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Command();

    [GeneratedRegex(@"-X (?<method>[A-Z]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Method();

    [GeneratedRegex(@"(?<name>[A-Za-z]+)=", RegexOptions.ExplicitCapture)]
    private static partial Regex QueryName();

    [GeneratedRegex(@"\{(?<names>[A-Za-z]+(, [A-Za-z]+)+)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Members();
}
