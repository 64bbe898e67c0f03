using Postern.Events;

namespace Postern.Tests.Events;

public sealed class EventTypesTests
{
    [Theory]
    [InlineData("none", "")]
    [InlineData("postern.record.created", "postern.record.created")]
    [InlineData("record.created, delivery.failed", "postern.record.created postern.delivery.failed")]
    public void The_types_asked_for_are_told(string value, string types)
    {
        Assert.Null(EventTypes.Problem(value));
        Assert.Equal(types.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), EventTypes.Selected(value).Order());
    }

    [Fact]
    public void All_asks_for_every_type() => Assert.Equal(EventTypes.All.Order(), EventTypes.Selected("all").Order());

    [Theory]
    [InlineData("record.createt", "record.createt")]
    [InlineData("delivery.sent,all", "'all'")]
    [InlineData(" , ", "must be")]
    public void A_type_that_does_not_exist_is_refused_by_name(string value, string named) =>
        Assert.Contains(named, EventTypes.Problem(value), StringComparison.Ordinal);
}
