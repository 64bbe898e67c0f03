using Postern.Bench.Measuring;

namespace Postern.Tests.Bench;

public sealed class NoiseGateTests
{
    [Theory]
    [InlineData(114, true)]
    [InlineData(116, false)]
    public void A_machine_whose_rounds_differ_by_more_than_15_percent_is_noisy(double slowest, bool calm)
    {
        var gate = Gate([100, 100, slowest], samples: 1);

        Assert.Equal((slowest - 100) / 100, gate.Spread, 6);
        Assert.Equal(calm, gate.IsCalm);
        Assert.Equal(!calm, gate.Words.StartsWith("noisy, repeat", StringComparison.Ordinal));
    }

    [Fact]
    public void One_slow_sample_in_a_round_does_not_make_it_slow()
    {
        var gate = Gate([100, 100, 100, 100, 500, 100], samples: 3);

        Assert.Equal(0, gate.Spread);
    }

    [Fact]
    public void Before_two_rounds_noise_is_not_known_and_nothing_holds()
    {
        var gate = Gate([100], samples: 1);

        Assert.False(gate.IsCalm);
        Assert.Contains("too few rounds", gate.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_round_without_a_sample_takes_one()
    {
        var gate = new NoiseGate(new Queue<double>([100, 110]).Dequeue);
        gate.EndRound();
        gate.EndRound();

        Assert.Equal(0.1, gate.Spread, 6);
    }

    [Fact]
    public void Its_own_work_takes_time()
    {
        var gate = new NoiseGate();
        gate.EndRound();
        gate.EndRound();

        Assert.InRange(gate.Spread, 0, double.MaxValue);
    }

    private static NoiseGate Gate(double[] times, int samples)
    {
        var gate = new NoiseGate(new Queue<double>(times).Dequeue);
        for (var sample = 0; sample < times.Length; sample++)
        {
            gate.Sample();
            if ((sample + 1) % samples == 0)
                gate.EndRound();
        }
        return gate;
    }
}
