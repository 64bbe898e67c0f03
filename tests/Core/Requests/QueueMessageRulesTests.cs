using Postern.Contracts.Queues;
using Postern.Core.Keys;
using Postern.Core.Requests;
using Postern.Core.Threads;

namespace Postern.Tests.Requests;

public sealed class QueueMessageRulesTests
{
    private static readonly ThreadPost Post = new()
    {
        Id = "1",
        Thread = new ThreadItem { Model = "crm.lead", Id = "7" },
        Author = "ann@mycompany.example",
        Text = "Hello.",
    };

    private static readonly OutboundMail Mail = new()
    {
        Id = "1",
        From = "ann@mycompany.example",
        To = ["carl@customer.example"],
        Subject = "Hello",
        Text = "Hello.",
    };

    public static TheoryData<QueueContract> Whole =>
        [
            new InboundItem { Raw = "mail.eml" },
            Post,
            Mail,
            new DeliveryItem { Delivery = new DeliveryReference("thread", "message", "recipient") },
        ];

    public static TheoryData<string, QueueContract> Broken =>
        new()
        {
            { "raw", new InboundItem() },
            {
                "envelope.mailFrom",
                new InboundItem
                {
                    Raw = "a",
                    Envelope = new EnvelopeItem { MailFrom = "nobody" },
                }
            },
            { "thread.id", Post with { Thread = Post.Thread with { Id = "" } } },
            { "author", Post with { Author = "nobody" } },
            { "from", Mail with { From = "nobody" } },
            { "to", Mail with { To = [] } },
        };

    [Theory]
    [MemberData(nameof(Whole))]
    public void A_message_that_keeps_its_contract_has_no_problem(QueueContract message) =>
        Assert.Null(message.FindProblem());

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_message_is_held_to_the_rules_of_its_own_contract(string field, QueueContract message) =>
        Assert.Equal(field, message.FindProblem()?.Field);
}
