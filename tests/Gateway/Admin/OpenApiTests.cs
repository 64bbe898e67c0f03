using System.Text.Json.Nodes;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Attention;
using Postern.Core.Audit;
using Postern.Core.Declarations;
using Postern.Core.Deliverability;
using Postern.Core.Delivery;
using Postern.Core.Erasing;
using Postern.Core.Fetching;
using Postern.Core.Finding;
using Postern.Core.Health;
using Postern.Core.Journal;
using Postern.Core.Limits;
using Postern.Core.Migration;
using Postern.Core.Mime;
using Postern.Core.Notices;
using Postern.Core.People;
using Postern.Core.Reports;
using Postern.Core.Retention;
using Postern.Core.Routing;
using Postern.Core.Routing.Facts;
using Postern.Core.Senders;
using Postern.Core.Threads;
using Postern.Functions.Http;
using Postern.Gateway.Editing;
using Postern.Tests.Support;

namespace Postern.Tests.Admin;

public sealed partial class OpenApiTests
{
    private static readonly JsonObject Document = JsonNode
        .Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "openapi.json")))!
        .AsObject();

    // Members that the interface adds to a record or leaves out; all others are the record's.
    private static readonly Dictionary<string, (Type Record, string[] Added, string[] Absent)> Records = new()
    {
        ["AliasDomain"] = (typeof(AliasDomain), ["id", "warnings"], []),
        ["Alias"] = (typeof(MailAlias), ["domain", "localPart", "address", "warnings"], []),
        ["AllowedSender"] = (typeof(AllowedSender), ["address", "warnings"], []),
        ["ApiKey"] = (typeof(ApiKey), [], []),
        ["ApiKeyRequest"] = (typeof(ApiKeyRequest), [], []),
        ["Attachment"] = (typeof(AttachmentItem), [], []),
        ["AttentionItem"] = (typeof(AttentionItem), [], []),
        ["AuditEntry"] = (typeof(AuditEntry), [], []),
        ["Author"] = (typeof(MessageAuthor), [], []),
        ["AutomaticMail"] = (typeof(AutomaticMail), [], []),
        ["BlacklistEntry"] = (typeof(BlacklistEntry), ["address", "counts", "warnings"], []),
        ["Clue"] = (typeof(Clue), [], []),
        ["ClueCandidate"] = (typeof(ClueCandidate), [], []),
        ["ConfigurationMessage"] = (typeof(ConfigurationMessage), [], []),
        ["Contact"] = (typeof(Contact), ["address", "warnings"], []),
        ["ContactNote"] = (typeof(ContactNote), [], []),
        ["Delivery"] = (typeof(MessageDelivery), ["id"], []),
        ["DeliveryFailure"] = (typeof(DeliveryFailure), [], []),
        ["DeliveryReport"] = (typeof(DeliveryReport), [], []),
        ["DrainStatus"] = (typeof(DrainStatus), [], []),
        ["ErasureState"] = (typeof(ErasureState), [], []),
        ["ExplainedFacts"] = (typeof(ExplainedFacts), [], []),
        ["ExplainedPosting"] = (typeof(ExplainedPosting), [], []),
        ["FieldMessage"] = (typeof(FieldMessage), [], []),
        ["FillState"] = (typeof(FillState), [], []),
        ["FirstKeyRequest"] = (typeof(FirstKeyRequest), [], []),
        ["FoundDelivery"] = (typeof(FoundDelivery), [], []),
        ["FoundThread"] = (typeof(FoundThread), [], []),
        ["Follower"] = (typeof(Follower), ["warnings"], []),
        ["FollowerBody"] = (typeof(FollowerBody), [], []),
        ["Health"] = (typeof(HealthReport), [], []),
        ["InboundExplanation"] = (typeof(InboundExplanation), [], []),
        ["IncomingServer"] = (
            typeof(IncomingServer),
            [
                "id",
                "hasPassword",
                "hasClientSecret",
                "hasRefreshToken",
                "password",
                "clientSecret",
                "refreshToken",
                "warnings",
            ],
            []
        ),
        ["JournalEntry"] = (typeof(JournalEntry), [], []),
        ["MailCopy"] = (typeof(MailCopy), [], []),
        ["SenderVerdict"] = (typeof(SenderVerdict), [], []),
        ["LimitState"] = (typeof(LimitState), [], []),
        ["AuditedMail"] = (typeof(AuditedMail), [], []),
        ["FolderAudit"] = (typeof(FolderAudit), [], []),
        ["MailboxAuditReport"] = (typeof(MailboxAuditReport), [], []),
        ["MailboxHealth"] = (typeof(MailboxHealth), [], []),
        ["MailboxTestOptions"] = (typeof(MailboxTestOptions), [], []),
        ["MailboxTestResult"] = (typeof(MailboxTestResult), [], []),
        ["MailboxTestStep"] = (typeof(MailboxTestStep), [], []),
        ["Message"] = (typeof(ThreadMessage), ["deliveries", "moreDeliveries"], ["thread"]),
        ["Model"] = (typeof(RecordModel), ["name", "warnings"], []),
        ["Notice"] = (typeof(Notice), [], []),
        ["NotificationTemplate"] = (typeof(NotificationTemplate), [], []),
        ["OAuthSettings"] = (typeof(OAuthSettings), [], []),
        ["OutgoingHeaders"] = (typeof(OutgoingHeaders), [], []),
        ["AddressVerdict"] = (typeof(AddressVerdict), [], []),
        ["DkimActivation"] = (typeof(DkimActivation), [], []),
        ["DkimKey"] = (typeof(DkimKey), [], []),
        ["DkimKeyRequest"] = (typeof(DkimKeyRequest), [], []),
        ["DkimSelector"] = (typeof(DkimSelector), [], []),
        ["DmarcPolicy"] = (typeof(DmarcPolicy), [], []),
        ["DomainReport"] = (typeof(DomainReport), [], []),
        ["DomainTexts"] = (typeof(DomainTexts), ["builtIn", "fields", "warnings"], []),
        ["OdooImported"] = (typeof(OdooImported), [], []),
        ["OdooImportNote"] = (typeof(OdooImportNote), [], []),
        ["OdooVariable"] = (typeof(OdooVariable), [], []),
        ["OutboundExplanation"] = (typeof(OutboundExplanation), [], []),
        ["OutboundQuestion"] = (typeof(OutboundQuestion), [], []),
        ["OutboundRoute"] = (typeof(OutboundRoute), [], []),
        ["ProbeResult"] = (typeof(ProbeResult), [], []),
        ["ProbeStep"] = (typeof(ProbeStep), [], []),
        ["RecordToPublish"] = (typeof(RecordToPublish), [], []),
        ["RetentionCounts"] = (typeof(RetentionCounts), [], []),
        ["RetentionReport"] = (typeof(RetentionReport), [], []),
        ["RetentionState"] = (typeof(RetentionState), [], []),
        ["SelectionReason"] = (typeof(SelectionReason), [], []),
        ["ServerCapabilities"] = (typeof(ServerCapabilities), [], []),
        ["ServerReport"] = (typeof(ServerReport), [], []),
        ["ServerTestOptions"] = (typeof(ServerTestOptions), [], []),
        ["SpfReport"] = (typeof(SpfReport), [], []),
        ["OutgoingServer"] = (
            typeof(OutgoingServer),
            [
                "id",
                "hasPassword",
                "hasClientSecret",
                "hasRefreshToken",
                "limits",
                "password",
                "clientSecret",
                "refreshToken",
                "warnings",
            ],
            []
        ),
        ["Parameter"] = (typeof(ParameterState), ["warnings"], []),
        ["ParameterValue"] = (typeof(ParameterValue), [], []),
        ["PlannedChange"] = (typeof(PlannedChange), [], []),
        ["Post"] = (typeof(ThreadPost), ["create"], ["v", "thread"]),
        ["PostStatus"] = (typeof(PostStatus), ["deliveries", "moreDeliveries"], []),
        ["Reason"] = (typeof(Reason), [], []),
        ["RunningWork"] = (typeof(RunningWork), [], []),
        ["ServerCircuit"] = (typeof(ServerCircuit), [], []),
        ["ServerError"] = (typeof(ServerError), [], []),
        ["ServerLimits"] = (typeof(ServerLimits), [], []),
        ["ServerStatus"] = (typeof(ServerStatus), [], []),
        ["StoredAttachment"] = (typeof(MessageAttachment), [], []),
        ["Thread"] = (typeof(ThreadHead), ["failures", "followers"], []),
        ["ThreadKey"] = (typeof(ThreadKey), [], []),
        ["ThreadPatch"] = (typeof(ThreadPatch), [], []),
        ["TrialRequest"] = (typeof(TrialRequest), [], []),
        ["WaitingCount"] = (typeof(WaitingCount), [], []),
    };

    // Shapes that are made in answers and are no record.
    private static readonly string[] Shapes =
    [
        "Accepted",
        "ApiKeyMade",
        "Following",
        "OwnKey",
        "Problem",
        "Trial",
        "Unsubscription",
    ];

    [Fact]
    public void It_describes_exactly_the_functions_that_answer_HTTP()
    {
        var described = Document["paths"]!
            .AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(verb => $"{verb.Key.ToUpperInvariant()} {path.Key}"));
        var answered = HttpFunctionMap.Described.SelectMany(function =>
            // OpenAPI knows no parameter of several segments.
            function.Verbs.Select(verb => $"{verb} /{function.Route.Replace("{*", "{", StringComparison.Ordinal)}")
        );
        Assert.Equal(answered.Order(), described.Order());
    }

    [Fact]
    public void Every_operation_names_the_parameters_of_its_path_and_has_an_id_of_its_own()
    {
        var operations = Document["paths"]!
            .AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(verb => (Path: path.Key, Operation: verb.Value!)))
            .ToList();
        foreach (var (path, operation) in operations)
        {
            var named = (operation["parameters"]?.AsArray() ?? [])
                .Where(parameter => parameter!["in"]!.GetValue<string>() == "path")
                .Select(parameter => parameter!["name"]!.GetValue<string>());
            Assert.Equal(path.Split('{').Skip(1).Select(part => part.Split('}')[0]), named);
        }
        var ids = operations.Select(operation => operation.Operation["operationId"]!.GetValue<string>()).ToList();
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public void Every_function_reads_or_writes_but_not_both() =>
        Assert.All(
            HttpFunctionMap.Described,
            function => Assert.True(function.Verbs.All(Reads) || !function.Verbs.Any(Reads), function.Name)
        );

    [Fact]
    public void An_operation_that_asks_for_no_key_of_the_API_says_so()
    {
        var described = Document["paths"]!
            .AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(verb => (Path: path.Key[1..], Operation: verb.Value!)))
            .ToLookup(one => SecurityOf(one.Operation), one => one.Path);
        var answered = HttpFunctionMap.Described.ToLookup(
            function => FunctionAccess.Of(function.Method).Kind,
            function => function.Route.Replace("{*", "{", StringComparison.Ordinal)
        );

        Assert.Equal(Sorted(answered[AccessKind.Public]), Sorted(described[""]));
        Assert.Equal(Sorted(answered[AccessKind.Host]), Sorted(described["master"]));
        Assert.Equal(["inbound"], Sorted(described["bearer key code"]));
        Assert.Equal(4, described.Count);
    }

    private static string SecurityOf(JsonNode operation) =>
        string.Join(
            ' ',
            (operation["security"] ?? Document["security"]!).AsArray().Select(scheme => scheme!.AsObject().Single().Key)
        );

    private static IEnumerable<string> Sorted(IEnumerable<string> routes) => routes.Distinct().Order();

    [Fact]
    public void Every_schema_is_a_record_or_a_known_shape() =>
        Assert.Equal(
            Records.Keys.Concat(Shapes).Order(StringComparer.Ordinal),
            Document["components"]!["schemas"]!
                .AsObject()
                .Select(schema => schema.Key)
                .Where(name => OfBody(name) is null)
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Schemas_have_the_members_of_their_records()
    {
        foreach (var (name, (record, added, absent)) in Records)
        {
            var schema = Document["components"]!["schemas"]![name]!;
            var members = schema["properties"]!
                .AsObject()
                .Select(property => property.Key)
                .Except(added)
                .Concat(absent)
                .Order();
            Assert.Equal((name, string.Join(' ', RecordMembers.Of(record))), (name, string.Join(' ', members)));
            var required = RecordMembers.Names(schema["required"]).Except(added);
            // The route or a header field names what the body need not.
            var expected = RecordMembers.Required(record).Except(absent).Except(name == "Post" ? ["id"] : []);
            Assert.Equal((name, string.Join(' ', expected)), (name, string.Join(' ', required)));
        }
    }

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        var references = Nodes(Document)
            .OfType<JsonObject>()
            .Select(node => node["$ref"]?.GetValue<string>())
            .OfType<string>()
            .Distinct()
            .ToList();
        Assert.NotEmpty(references);
        Assert.All(
            references,
            reference =>
                Assert.NotNull(reference.Split('/').Skip(1).Aggregate((JsonNode?)Document, (node, part) => node?[part]))
        );
    }

    private static bool Reads(string verb) => verb is "GET" or "HEAD";

    private static IEnumerable<JsonNode?> Nodes(JsonNode? node) =>
        node switch
        {
            JsonObject members => members.SelectMany(member => Nodes(member.Value)).Prepend(node),
            JsonArray items => items.SelectMany(Nodes),
            _ => [node],
        };
}
