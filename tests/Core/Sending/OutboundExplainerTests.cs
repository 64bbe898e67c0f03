using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Sending.Explaining;
using Postern.Tests.Support;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Sending.SentMail;

namespace Postern.Tests.Sending;

public sealed class OutboundExplainerTests
{
    private static readonly OutboundQuestion Question = new() { From = $"Anna <{Anna}>", To = Carl };

    [Theory]
    [InlineData(Carl, null, null)]
    [InlineData(Carl, "branch", null)]
    [InlineData(Carl, "Branch.example", null)]
    [InlineData(Carl, "elsewhere.example", "aliasDomain")]
    [InlineData("nobody", null, "to")]
    [InlineData("a@x.example, b@x.example", null, "to")]
    public void A_question_that_cannot_be_answered_names_the_field(string to, string? domain, string? field) =>
        Assert.Equal(
            field,
            OutboundExplainer.Problem(Question with { To = to, AliasDomain = domain }, Through())?.Field
        );

    [Fact]
    public void The_routes_are_the_servers_in_the_order_that_they_are_tried_in()
    {
        var explained = Explain(
            Question,
            Through(Server("b", "mycompany.example", 20), Server("a", "mycompany.example"))
        );

        Assert.Equal(("a", null), (explained.Server, explained.Refusal));
        Assert.Equal(["a", "b"], explained.Routes.Select(route => route.Server));
        Assert.All(explained.Routes, route => Assert.Equal(DmarcAlignment.Strict, route.Alignment));
        Assert.StartsWith("bounce+", explained.Routes[0].EnvelopeFrom, StringComparison.Ordinal);
        Assert.EndsWith("@mycompany.example", explained.ReplyTo, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_server_there_is_a_refusal_and_no_route()
    {
        var explained = Explain(Question with { Server = "gone" }, Through(Server("a")));

        Assert.Equal("There is no outgoing server 'gone'.", explained.Refusal);
        Assert.Empty(explained.Routes);
        Assert.Null(explained.Server);
    }

    [Theory]
    [InlineData(true, null, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, false)]
    [InlineData(false, null, true)]
    public void Whether_the_author_is_an_employee_is_the_contacts_unless_the_question_says(
        bool contact,
        bool? asked,
        bool encapsulated
    )
    {
        var explained = Explain(Question with { AuthorInternal = asked }, Through(Server("a")), contact);

        Assert.Equal(encapsulated, explained.Encapsulated);
    }

    [Theory]
    [InlineData("zoe@customer.example", "branch", "branch.example")]
    [InlineData("zoe@mycompany.example", "branch.example", "branch.example")]
    [InlineData("zoe@branch.example", null, "branch.example")]
    [InlineData("zoe@customer.example", null, "mycompany.example")]
    [InlineData("Zoe without address", null, "mycompany.example")]
    public void The_domain_is_the_asked_one_else_that_of_the_From_else_the_default(
        string from,
        string? asked,
        string expected
    )
    {
        var explained = Explain(Question with { From = from, AliasDomain = asked }, Through(Server("a")));

        Assert.EndsWith($"@{expected}", explained.ReplyTo, StringComparison.Ordinal);
        Assert.Contains($"<notifications@{expected}>", explained.From, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mail_that_names_its_server_is_a_programs_with_a_Reply_To_of_its_own()
    {
        var explained = Explain(Question with { Server = "b" }, Through(Server("a"), Server("b", priority: 20)));

        Assert.Equal(("b", null), (explained.Server, explained.ReplyTo));
    }

    [Fact]
    public void Where_there_is_no_domain_mail_goes_out_as_its_author()
    {
        var explained = Explain(Question, Configurations.Of(outgoing: [Server("a")]));

        Assert.Equal((false, null), (explained.Encapsulated, explained.ReplyTo));
        Assert.Equal([Anna], explained.Routes.Select(route => route.EnvelopeFrom));
    }

    private static OutboundExplanation Explain(
        OutboundQuestion question,
        GatewayConfiguration configuration,
        bool contactInternal = false
    ) => OutboundExplainer.Explain(question, contactInternal, configuration, RoutingWorld.Keys, Now);
}
