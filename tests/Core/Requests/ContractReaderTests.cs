using System.Text;
using FsCheck.Xunit;
using Postern.Contracts.Queues;
using Postern.Core.Requests;
using Postern.Core.Threads;

namespace Postern.Tests.Requests;

public sealed class ContractReaderTests
{
    private const string Good = """{"v":1,"raw":"a.eml"}""";

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("hello")]
    [InlineData("aGVsbG8=")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("""{"v":1,}""")]
    public void What_is_no_JSON_object_is_a_problem_of_the_whole(string message) =>
        Assert.Equal("", ContractReader.Read<InboundItem>(message).Problem?.Field);

    [Theory]
    [InlineData("\uFEFF", "")]
    [InlineData("  \r\n", "\n")]
    public void A_byte_order_mark_and_blanks_around_do_no_harm(string before, string after)
    {
        var message = before + Good + after;
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(message));
        Assert.Equal("a.eml", ContractReader.Read<InboundItem>(message).Item?.Raw);
        Assert.Equal("a.eml", ContractReader.Read<InboundItem>(encoded).Item?.Raw);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-1)]
    public void A_version_that_newer_code_may_know_is_left_on_the_queue(int version) =>
        Assert.Throws<UnknownContractVersionException>(() =>
            ContractReader.Read<InboundItem>($$"""{"v":{{version}},"anything":true}""")
        );

    [Theory]
    [InlineData("""{"v":1,"raw":"a","raw":"b"}""", "raw")]
    [InlineData("""{"v":1,"raw":"\ud800"}""", "raw")]
    [InlineData("""{"v":1,"\ud800":1}""", "")]
    [InlineData("""{"v":1e400,"raw":"a"}""", "v")]
    [InlineData("""{"v":1,"raw":null}""", "raw")]
    [InlineData("""{"v":1,"raw":7}""", "raw")]
    public void What_JSON_allows_and_the_gateway_does_not_is_named(string message, string field) =>
        Assert.Equal(field, ContractReader.Read<InboundItem>(message).Problem?.Field);

    [Theory]
    [InlineData("")]
    [InlineData("outbound")]
    [InlineData("crm\u0001lead")]
    public void A_fallback_model_that_no_record_can_have_is_refused_by_name(string model) =>
        Assert.Equal("fallbackModel", (new InboundItem { Raw = "a.eml", FallbackModel = model }).FindProblem()?.Field);

    [Fact]
    public void Half_a_surrogate_pair_in_the_message_itself_does_no_harm() =>
        Assert.NotNull(ContractReader.Read<InboundItem>("{\"v\":1,\"\ud800\":1}").Problem);

    [Fact]
    public void Depth_without_end_is_a_problem()
    {
        var nested = new string('[', 10_000) + new string(']', 10_000);
        Assert.NotNull(ContractReader.Read<InboundItem>($$"""{"v":1,"raw":{{nested}}}""").Problem);
    }

    [Property(MaxTest = 500)]
    public bool Random_text_never_throws(string? text) => Survives(text ?? "");

    [Property(MaxTest = 300)]
    public bool Random_bytes_as_base64_never_throw(byte[]? bytes) => Survives(Convert.ToBase64String(bytes ?? []));

    [Property(MaxTest = 1000, Arbitrary = [typeof(WildJson)])]
    public bool Random_JSON_never_throws(string json) => Survives(json);

    [Property(MaxTest = 500, Arbitrary = [typeof(WildJson)])]
    [Trait("Speed", "Long")]
    public bool A_message_of_random_members_never_throws(string value)
    {
        var members = "id thread author followers attachments headers from to text raw envelope".Split(' ');
        return members.All(member => Survives($$"""{"v":1,"{{member}}":{{value}}}"""));
    }

    private static bool Survives(string message) =>
        Reads<InboundItem>(message)
        && Reads<ThreadPost>(message)
        && Reads<OutboundMail>(message)
        && Reads<DeliveryItem>(message);

    private static bool Reads<T>(string message)
        where T : QueueContract
    {
        try
        {
            var result = ContractReader.Read<T>(message);
            ContractReader.HasMember(message, "delivery");
            return result.Item is not null || result.Problem is not null;
        }
        catch (UnknownContractVersionException)
        {
            return true;
        }
    }
}
