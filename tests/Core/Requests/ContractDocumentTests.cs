using System.Text;
using System.Text.Json.Nodes;
using Postern.Contracts.Events;
using Postern.Contracts.Queues;
using Postern.Core.Requests;
using Postern.Tests.Support;

namespace Postern.Tests.Requests;

/// <summary>Holds what <c>docs/contracts/</c> says against the code.</summary>
public sealed class ContractDocumentTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "contracts");

    public static TheoryData<string> Examples =>
        [
            .. Directory
                .GetFiles(Path.Combine(Folder, "examples"))
                .Select(path => Path.GetFileName(path)!)
                .Where(name => name != "broken.json"),
        ];

    [Theory]
    [InlineData("inbound-mail", typeof(InboundItem))]
    [InlineData("thread-posts", typeof(ThreadPost))]
    [InlineData("outbound-mail", typeof(OutboundMail))]
    public void A_schema_has_the_members_of_its_record(string name, Type record)
    {
        var schema = Schema(name);
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema["$schema"]!.GetValue<string>());
        Assert.Equal(QueueContract.Version, schema["properties"]!["v"]!["const"]!.GetValue<int>());
        AssertMembers(schema, record, "v");
    }

    [Theory]
    [InlineData("inbound-mail", "envelope", typeof(EnvelopeItem))]
    [InlineData("mail-events", "data", typeof(MailEventData))]
    [InlineData("thread-posts", "thread", typeof(ThreadItem))]
    [InlineData("thread-posts", "attachments", typeof(AttachmentItem))]
    [InlineData("outbound-mail", "attachments", typeof(AttachmentItem))]
    public void A_part_of_a_schema_has_the_members_of_its_record(string name, string member, Type record)
    {
        var part = Schema(name)["properties"]![member]!.AsObject();
        AssertMembers(part["items"]?.AsObject() ?? part, record);
    }

    [Fact]
    public void The_message_that_a_mail_answers_has_the_members_of_its_record_in_the_schema_of_events()
    {
        var data = Schema("mail-events")["properties"]!["data"]!["properties"]!;
        AssertMembers(data["parent"]!.AsObject(), typeof(EventParent));
    }

    [Fact]
    public void The_schema_of_events_has_the_members_and_types_of_the_code()
    {
        var schema = Schema("mail-events");
        Assert.Equal(RecordMembers.Of(typeof(MailEvent)), RecordMembers.Names(schema["required"]));
        Assert.Equal(
            RecordMembers.Of(typeof(MailEvent)),
            schema["properties"]!.AsObject().Select(property => property.Key).Order()
        );
        Assert.Equal(
            EventTypes.All,
            schema["properties"]!["type"]!["enum"]!.AsArray().Select(type => type!.GetValue<string>())
        );
    }

    [Fact]
    public void The_schema_allows_the_header_fields_that_the_code_allows() =>
        Assert.Equal(
            OutboundMail.AllowedHeaders.Order(),
            RecordMembers.Names(Schema("outbound-mail")["properties"]!["headers"]!["propertyNames"]!["enum"])
        );

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_keeps_its_contract_as_JSON_and_as_base64(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, "examples", name));
        var queue = name.Split('.')[0];
        Assert.Null(Problem(queue, text));
        Assert.Null(Problem(queue, Convert.ToBase64String(Encoding.UTF8.GetBytes(text))));
        Assert.All(
            JsonNode.Parse(text)!.AsObject(),
            member =>
                Assert.Contains(member.Key, Schema(queue)["properties"]!.AsObject().Select(property => property.Key))
        );
    }

    [Fact]
    public void A_broken_example_names_its_field()
    {
        var broken = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "examples", "broken.json")))!.AsArray();
        Assert.NotEmpty(broken);
        foreach (var example in broken)
        {
            var message = example!["message"]!.ToJsonString();
            Assert.Equal(
                (message, example["field"]!.GetValue<string>()),
                (message, Problem(example["queue"]!.GetValue<string>(), message)?.Field)
            );
        }
    }

    private static ContractProblem? Problem(string queue, string message) =>
        queue switch
        {
            "inbound-mail" => ContractReader.Read<InboundItem>(message).Problem,
            "thread-posts" => ContractReader.Read<ThreadPost>(message).Problem,
            "outbound-mail" => ContractReader.Read<OutboundMail>(message).Problem,
            _ => throw new ArgumentException($"There is no queue {queue}.", nameof(queue)),
        };

    private static JsonObject Schema(string name) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, $"{name}.schema.json")))!.AsObject();

    private static void AssertMembers(JsonObject schema, Type record, params string[] alsoRequired)
    {
        Assert.Equal(
            RecordMembers.Of(record),
            schema["properties"]!.AsObject().Select(property => property.Key).Order()
        );
        Assert.Equal(
            RecordMembers.Required(record).Concat(alsoRequired).Order(),
            RecordMembers.Names(schema["required"])
        );
        Assert.False(schema["additionalProperties"]!.GetValue<bool>());
    }
}
