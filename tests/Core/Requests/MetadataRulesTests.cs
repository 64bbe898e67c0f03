using Postern.Contracts.Queues;
using Postern.Core.Requests;

namespace Postern.Tests.Requests;

public sealed class MetadataRulesTests
{
    public static TheoryData<Dictionary<string, string>> Kept =>
        [
            [],
            new()
            {
                ["tenant"] = "north",
                ["Order.Id_2-x"] = "SO/4711 – “Müller & Söhne”\n2",
                ["empty"] = "",
            },
            Enumerable.Range(0, 10).ToDictionary(i => $"k{i}", _ => ""),
            new() { [new string('k', 64)] = new string('v', 960) },
            // Two bytes each.
            new() { ["key1"] = new string('ä', 510) },
        ];

    public static TheoryData<string, Dictionary<string, string>> Broken =>
        new()
        {
            { "metadata", Enumerable.Range(0, 11).ToDictionary(i => $"k{i}", _ => "") },
            {
                "metadata",
                new() { [new string('k', 64)] = new string('v', 961) }
            },
            {
                "metadata",
                new() { ["key1"] = new string('ä', 510) + "a" }
            },
            {
                "metadata",
                new() { [new string('k', 65)] = "" }
            },
            {
                "metadata",
                new() { [""] = "x" }
            },
            {
                "metadata",
                new() { ["order number"] = "x" }
            },
            {
                "metadata",
                new() { ["größe"] = "x" }
            },
            {
                "metadata",
                new() { ["a/b"] = "x" }
            },
            {
                "metadata.order",
                new() { ["order"] = null! }
            },
        };

    [Theory]
    [MemberData(nameof(Kept))]
    public void A_program_may_give_ten_texts_and_a_kilobyte(Dictionary<string, string> metadata)
    {
        Assert.Null(MailWith(metadata).FindProblem());
        Assert.Null(PostWith(metadata).FindProblem());
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_is_too_much_or_not_named_with_care_is_an_error_that_names_it(
        string field,
        Dictionary<string, string> metadata
    )
    {
        Assert.Equal(field, MailWith(metadata).FindProblem()?.Field);
        Assert.Equal(field, PostWith(metadata).FindProblem()?.Field);
    }

    private static OutboundMail MailWith(Dictionary<string, string> metadata) =>
        new()
        {
            Id = "1",
            From = "ann@mycompany.example",
            To = ["carl@customer.example"],
            Subject = "Hello",
            Text = "Hello.",
            Metadata = metadata,
        };

    private static ThreadPost PostWith(Dictionary<string, string> metadata) =>
        new()
        {
            Id = "1",
            Thread = new ThreadItem { Model = "crm.lead", Id = "7" },
            Author = "ann@mycompany.example",
            Text = "Hello.",
            Metadata = metadata,
        };
}
