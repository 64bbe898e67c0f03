using Postern.Core.Text;

namespace Postern.Tests.Text;

public sealed class EditDistanceTests
{
    private static readonly string[] Known = ["state", "limit", "after", "messageId"];

    [Theory]
    [InlineData("stat", "state")]
    [InlineData("limits", "limit")]
    [InlineData("message-id", "messageId")]
    [InlineData("aftr", "after")]
    [InlineData("", "state")]
    public void The_nearest_name_takes_the_fewest_changes(string name, string nearest) =>
        Assert.Equal(nearest, EditDistance.Nearest(name, Known));

    [Fact]
    public void A_long_name_is_compared_by_its_beginning() =>
        Assert.Equal("a", EditDistance.Nearest(new string('a', 1_000_000), ["b", "a"]));
}
