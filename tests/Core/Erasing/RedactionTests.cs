using System.Text.Json.Nodes;
using Postern.Core.Erasing;

namespace Postern.Tests.Erasing;

/// <summary>A person is found in texts as people and programs write addresses, and nobody else is.</summary>
public sealed class RedactionTests
{
    private static readonly ErasedPerson Ann = new("ann@x.example", ["Ann Example", "Ann"], "1");
    private static readonly Redaction Texts = new(Ann);

    [Theory]
    [InlineData("\"Annie E.\" <ann@x.example>", "erased-1@erased.invalid")]
    [InlineData("On Monday Ann Example <Ann@X.example> wrote:", "On Monday erased <erased-1@erased.invalid> wrote:")]
    [InlineData(
        "Write to ann@x.example. Or to mailto:ann@x.example!",
        "Write to erased-1@erased.invalid. Or to mailto:erased-1@erased.invalid!"
    )]
    [InlineData("https://x/?to=ann%40x.example&a", "https://x/?to=erased-1@erased.invalid&a")]
    [InlineData(
        "joann@x.example, ann@x.example.org, ann@x.example-y",
        "joann@x.example, ann@x.example.org, ann@x.example-y"
    )]
    [InlineData("Ann went; Joann Example stayed", "Ann went; Joann Example stayed")]
    public void Every_form_of_the_address_is_replaced_and_no_other_address(string text, string expected) =>
        Assert.Equal(expected, Texts.Of(text));

    [Fact]
    public void In_a_record_the_name_beside_the_address_goes_and_is_learnt()
    {
        var record = JsonNode.Parse(
            """{"to":[{"address":"ann@x.example","name":"A. X. Ample"}],"warnings":{"ann@x.example":"w"},"n":[1,"Bob"]}"""
        )!;
        var redaction = new RecordRedaction(Ann);

        Assert.True(redaction.Apply(record));
        Assert.Equal(
            """{"to":[{"address":"erased-1@erased.invalid","name":"erased"}],"warnings":{"erased-1@erased.invalid":"w"},"n":[1,"Bob"]}""",
            record.ToJsonString()
        );
        Assert.Equal(["A. X. Ample"], redaction.Learnt);
        Assert.False(redaction.Apply(record));
    }

    [Fact]
    public void Nobody_gets_a_mail_in_the_place_of_somebody_who_was_erased()
    {
        Assert.True(ErasedPerson.IsStandIn(Ann.StandIn));
        Assert.False(ErasedPerson.IsStandIn("erased@x.example"));
    }
}
