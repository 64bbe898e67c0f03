using Postern.Core.Configuration;
using Postern.Core.Keys;
using Postern.Core.Sending;
using Postern.Core.Signing;
using Postern.Tests.Support;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Sending.SentMail;

namespace Postern.Tests.Sending;

public sealed class ReturnPathTests
{
    [Fact]
    public void Its_tag_tells_thread_message_and_recipient()
    {
        var path = Of(Through())!;

        Assert.StartsWith("bounce+", path, StringComparison.Ordinal);
        Assert.EndsWith("@mycompany.example", path, StringComparison.Ordinal);
        Assert.Equal(
            new VerpTag(Comment.Thread.Token, new MessageKey(ToCarl.Message).Id, RecipientKey.Of(Carl)),
            VerpTag.Read(RoutingWorld.Keys, path["bounce+".Length..path.IndexOf('@', StringComparison.Ordinal)])
        );
    }

    // A local part has at most 64 octets (RFC 5321), of which the tag takes 51 with its plus sign.
    [Theory]
    [InlineData("bounces-to-us", 64)]
    [InlineData("bounces-to-our", 14)]
    public void A_bounce_address_without_room_for_the_tag_goes_without(string local, int length)
    {
        var path = Of(Configurations.Of([Main with { Bounce = local }]))!;

        Assert.Equal(length, path.IndexOf('@', StringComparison.Ordinal));
    }

    [Fact]
    public void It_has_no_tag_when_those_are_off_and_is_nothing_without_a_domain()
    {
        Assert.Equal("bounce@mycompany.example", Of(Through().With("mail.bounce.verp", "off")));
        Assert.Null(Of(Configurations.Of()));
    }

    private static string? Of(GatewayConfiguration configuration) =>
        ReturnPath.Of(Comment.Thread, ToCarl, configuration, RoutingWorld.Keys)?.Address;
}
