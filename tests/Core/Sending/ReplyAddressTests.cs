using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Sending;
using Postern.Core.Signing;
using Postern.Core.Threads;
using Postern.Tests.Composing;
using Postern.Tests.Support;

namespace Postern.Tests.Sending;

public sealed class ReplyAddressTests
{
    private const string Customer = "carl@customer.example";
    private static readonly TagKeyRing Keys = new([new TagKey('0', new byte[32], DateTimeOffset.UnixEpoch)]);

    [Theory]
    [InlineData("support", "support")]
    [InlineData("orders-and-returns-and-everything-else-of-our-shop", "catchall")]
    public void An_alias_that_leaves_no_room_for_the_tag_gives_way_to_the_catchall(string alias, string local)
    {
        var address = ReplyAddress.Of(Message(alias), Customer, World(alias), Keys)!;
        var at = address.IndexOf('@', StringComparison.Ordinal);
        Assert.StartsWith($"{local}+", address, StringComparison.Ordinal);
        Assert.InRange(at, 1, 64);
        Assert.Equal("0123456789ab", ReplyTag.Read(Keys, address[(local.Length + 1)..at])!.Token);
    }

    private static GatewayConfiguration World(string alias) =>
        Configurations.Of(
            [
                new AliasDomain
                {
                    Id = "main",
                    Name = "mycompany.example",
                    IsDefault = true,
                },
            ],
            [
                new MailAlias
                {
                    Domain = "main",
                    LocalPart = alias,
                    Model = "helpdesk.ticket",
                },
            ]
        );

    private static ThreadMessage Message(string alias)
    {
        var message = Drafts.Of().Message;
        return message with { Thread = message.Thread with { AliasDomain = "main", Alias = alias } };
    }
}
