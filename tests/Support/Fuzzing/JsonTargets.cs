using System.Text;
using System.Text.Json;
using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Requests;
using Postern.Core.Servers;
using Postern.Core.Webhooks;

namespace Postern.Tests.Support.Fuzzing;

/// <summary>Readers of JSON: queue messages, bodies of requests, reports of providers, answers with tokens.</summary>
internal static class JsonTargets
{
    private const string Seeds = "tests/Support/Fuzzing/Seeds";

    private static readonly DateTimeOffset Now = new(2026, 11, 2, 10, 0, 0, TimeSpan.Zero);

    // Whoever calls takes all of them for invalid content.
    private static readonly string[] Content =
    [
        nameof(JsonException),
        nameof(InvalidOperationException),
        nameof(KeyNotFoundException),
    ];

    // csharpier-ignore
    private static readonly string[] Tokens =
    [
        "{", "}", "[", "]", ":", ",", "\"", "null", "true", "0", "-1", "1e999", "\\ud800", "\"\\ud800\"", "\\u0000",
        "\"\\", "\"v\":1,",
        "\"v\":2,", "\"model\":\"\",", "\"id\":\"a/b\",", "\"attachments\":[null]", "\"textBlob\":\"..%2fx\"",
        "\"to\":[\"a@b\"]", "\"values\":{\"a\":null},", "\"2026-11-02T10:00:00Z\"", "\"9999-12-31T23:59:59-14:00\"",
        "\"0001-01-01T00:00:00+14:00\"", "\uFEFF", "//", "/**/", "\n", "{\"a\":{\"a\":", "[[[[", "ü",
        "\"a\":1,\"a\":2,",
    ];

    /// <summary>The targets.</summary>
    public static IEnumerable<FuzzTarget> All()
    {
        var examples = Files("docs/contracts/examples", "*.json");
        var contracts = FuzzSeeds.OfText(examples, Tokens);
        yield return new("contracts", contracts, ReadContracts)
        {
            Documented = [nameof(UnknownContractVersionException)],
            Weight = 12,
        };
        yield return new(
            "bodies of requests",
            FuzzSeeds.OfText([.. Files(Seeds, "body-*.json"), .. examples], Tokens),
            ReadBodies
        );
        var reports = FuzzSeeds.OfText(Files(Seeds, "report-*.json"), Tokens);
        yield return new("reports of SES", reports, ReadSes) { Documented = Content };
        yield return new("messages of SNS", reports, ReadSns) { Documented = [.. Content, nameof(FormatException)] };
        yield return new("reports of ACS", reports, ReadAcs);
        yield return new("OAuth answers", reports, ReadToken) { Documented = ["OAuthException"] };
    }

    private static List<string> Files(string folder, string pattern) =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Repository.Root, folder), pattern)
                .Order(StringComparer.Ordinal)
                .Select(File.ReadAllText),
        ];

    private static void ReadContracts(byte[] input)
    {
        var message = FuzzText.Of(input);
        Read<InboundItem>(message);
        Read<OutboundMail>(message);
        Read<ThreadPost>(message);
        _ = ContractReader.HasMember(message, "mime");
    }

    private static void Read<T>(string message)
        where T : QueueContract
    {
        var (item, problem) = ContractReader.Read<T>(message);
        Invariant.Holds(item is not null || problem is not null, "what is no message has a problem");
        _ = JsonSerializer.Serialize(item);
    }

    private static void ReadBodies(byte[] input)
    {
        var (root, problem) = JsonInput.ReadObject(input);
        if (problem is not null)
            return;
        _ = JsonInput.Read<OutgoingServer>(root);
        _ = JsonInput.Read<IncomingServer>(root);
        _ = JsonInput.Read<AliasDomain>(root);
        _ = JsonInput.Read<MailAlias>(root);
        _ = JsonInput.Read<RecordModel>(root);
        _ = JsonInput.Read<Contact>(root);
    }

    private static void ReadSes(byte[] input) => SesReports.Read(Encoding.UTF8.GetString(input));

    private static void ReadSns(byte[] input)
    {
        var message = SnsMessage.Read(input);
        _ = message.Sent + TimeSpan.Zero;
        _ = message.Trusted(message.SigningCertUrl);
        _ = message.Trusted(message.SubscribeUrl);
    }

    private static void ReadAcs(byte[] input) =>
        AcsReports.Read(new ProviderRequest("POST", input, _ => null, _ => null));

    private static void ReadToken(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        OAuthTokenRequest.Read("login.example", succeeded: !text.Contains("error"), text, Now);
    }
}
