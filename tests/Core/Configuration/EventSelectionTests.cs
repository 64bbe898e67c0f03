using Postern.Contracts.Events;
using Postern.Core.Configuration;

namespace Postern.Tests.Configuration;

public sealed class EventSelectionTests
{
    [Theory]
    [InlineData("none", "")]
    [InlineData("postern.record.created", "postern.record.created")]
    [InlineData("record.created, delivery.failed", "postern.record.created postern.delivery.failed")]
    public void The_types_asked_for_are_told(string value, string types)
    {
        Assert.Null(EventSelection.Problem(value));
        Assert.Equal(
            types.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(),
            EventSelection.Selected(value).Order()
        );
    }

    [Fact]
    public void All_asks_for_every_type() =>
        Assert.Equal(EventTypes.All.Order(), EventSelection.Selected("all").Order());

    [Theory]
    [InlineData("record.createt", "record.createt")]
    [InlineData("delivery.sent,all", "'all'")]
    [InlineData(" , ", "must be")]
    public void A_type_that_does_not_exist_is_refused_by_name(string value, string named) =>
        Assert.Contains(named, EventSelection.Problem(value), StringComparison.Ordinal);
}
