using Postern.Core.Validation;

namespace Postern.Tests.Validation;

public sealed class EditConditionTests
{
    [Theory]
    [InlineData(null, false, null, true)]
    [InlineData(null, false, "\"a\"", true)]
    [InlineData(null, true, null, true)]
    [InlineData(null, true, "\"a\"", false)]
    [InlineData("*", false, null, false)]
    [InlineData("*", false, "\"a\"", true)]
    [InlineData("\"a\"", false, "\"a\"", true)]
    [InlineData("\"a\"", false, "\"b\"", false)]
    [InlineData("\"a\"", false, null, false)]
    [InlineData("W/\"a\"", false, "\"a\"", false)]
    [InlineData("\"a\"", true, "\"a\"", false)]
    public void Conditions_hold_as_RFC_9110_says(string? ifMatch, bool onlyNew, string? current, bool holds) =>
        Assert.Equal(holds, new EditCondition(ifMatch is null ? null : [ifMatch], onlyNew).Holds(current));
}
