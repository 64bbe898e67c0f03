using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Sending;
using Postern.Core.Signing;
using Postern.Core.Threads;
using Postern.Tests.Support;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Sending.SentMail;

namespace Postern.Tests.Sending;

public sealed class ReplyAddressTests
{
    // A local part has at most 64 octets (RFC 5321), of which the tag takes 36 with its plus sign.
    [Theory]
    [InlineData("support", "support")]
    [InlineData("orders-and-returns-and-other", "orders-and-returns-and-other")]
    [InlineData("orders-and-returns-and-others", "catchall")]
    public void An_alias_that_leaves_no_room_for_the_tag_gives_way_to_the_catchall(string alias, string local)
    {
        var address = Of(OnMain(alias), World(Alias(alias)));

        Assert.Equal(local, Local(address));
        Assert.Equal("0123456789ab", Tag(address)!.Token);
    }

    [Fact]
    public void Where_not_even_the_catchall_has_room_the_alias_stands_without_a_tag()
    {
        var alias = new string('a', 40);
        var world = World(Alias(alias)) with { AliasDomains = [Main with { Catchall = new string('c', 29) }] };

        Assert.Equal($"{alias}@mycompany.example", Of(OnMain(alias), world));
    }

    [Fact]
    public void An_alias_that_is_gone_gives_way_to_the_first_of_the_records_model_on_its_domain()
    {
        var world = World(
            Alias("help"),
            Alias("service"),
            Alias("answers") with
            {
                Model = "crm.lead",
            },
            Alias("aid") with
            {
                Domain = "branch",
            }
        );

        Assert.Equal("service", Local(Of(OnMain("service"), world)));
        Assert.Equal("help", Local(Of(OnMain("gone"), world)));
        Assert.Equal("help", Local(Of(OnMain(null), world)));
        Assert.Equal("catchall", Local(Of(OnMain("gone"), World())));
    }

    [Fact]
    public void The_tag_of_a_note_says_that_it_is_one()
    {
        var note = OnMain("support") with { Kind = MessageKind.Note };

        Assert.True(Tag(Of(note, World()))!.Note);
        Assert.False(Tag(Of(OnMain("support"), World()))!.Note);
    }

    [Fact]
    public void Without_a_domain_there_is_none() =>
        Assert.Null(ReplyAddress.Of(Comment, Carl, Configurations.Of(), RoutingWorld.Keys));

    private static string Of(ThreadMessage message, GatewayConfiguration configuration) =>
        ReplyAddress.Of(message, Carl, configuration, RoutingWorld.Keys)!;

    private static string Local(string address) => address[..address.IndexOf('+', StringComparison.Ordinal)];

    private static ReplyTag? Tag(string address)
    {
        var at = address.IndexOf('@', StringComparison.Ordinal);
        Assert.InRange(at, 1, 64);
        return ReplyTag.Read(RoutingWorld.Keys, address[(Local(address).Length + 1)..at]);
    }

    private static GatewayConfiguration World(params MailAlias[] aliases) => Configurations.Of([Main, Branch], aliases);

    private static MailAlias Alias(string localPart) =>
        new()
        {
            Domain = "main",
            LocalPart = localPart,
            Model = "helpdesk.ticket",
        };

    private static ThreadMessage OnMain(string? alias) =>
        Comment with
        {
            Thread = Comment.Thread with { AliasDomain = "main", Alias = alias },
        };
}
