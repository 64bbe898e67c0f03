using Postern.Bench.Measuring;

namespace Postern.Tests.Bench;

public sealed class PercentileTests
{
    [Theory]
    [InlineData(0.5, 50)]
    [InlineData(0.99, 99)]
    [InlineData(0.991, 100)]
    [InlineData(1, 100)]
    [InlineData(0.001, 1)]
    public void A_percentile_is_the_smallest_value_that_its_share_does_not_exceed(double share, double expected) =>
        Assert.Equal(
            expected,
            Percentile.Of(Enumerable.Range(1, 100).Reverse().Select(number => (double)number), share)
        );

    [Fact]
    public void Of_one_value_every_percentile_is_that_value()
    {
        Assert.Equal(7, Percentile.Of([7], 0.5));
        Assert.Equal(7, Percentile.Of([7], 0.99));
    }

    [Fact]
    public void Of_no_value_there_is_none() => Assert.True(double.IsNaN(Percentile.Of([], 0.5)));

    [Theory]
    [InlineData(0)]
    [InlineData(1.01)]
    public void A_share_is_above_0_and_at_most_1(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Percentile.Of([1], share));
}
