using Postern.Tests.Support.Fuzzing;
using Xunit.Abstractions;

namespace Postern.Tests.Fuzzing;

public sealed class FuzzTests(ITestOutputHelper output)
{
    private static readonly FuzzSeeds Numbers = FuzzSeeds.OfText(["12345", "678"], ["9"]);

    [Theory]
    [Trait("Speed", "Long")]
    [InlineData(1, 25_000)]
    [InlineData(2, 25_000)]
    public void No_mutated_input_stops_a_reader(int seed, int inputs)
    {
        var fuzzer = new Fuzzer(FuzzTargets.All(corpora: false), seed);

        fuzzer.Run(inputs);

        output.WriteLine($"seed {seed}: {fuzzer.Total} inputs");
        foreach (var (target, count) in fuzzer.Counts)
            output.WriteLine($"{count, 7}  {target}");
        Assert.Equal(inputs, fuzzer.Total);
        Assert.Empty(fuzzer.Findings.Select(finding => $"{finding}\n{Convert.ToBase64String(finding.Input)}"));
    }

    [Fact]
    public void Every_reader_reads_its_own_seeds()
    {
        foreach (var target in FuzzTargets.All(corpora: false))
            Assert.All(target.Seeds.Inputs, input => Assert.Null(FuzzTrial.Of(target, input).Kind));
    }

    [Fact]
    public void The_same_seed_gives_the_same_inputs()
    {
        Assert.Equal(Inputs(7).Order(), Inputs(7).Order());
        Assert.NotEqual(Inputs(7).Order(), Inputs(8).Order());
    }

    [Fact]
    public void An_exception_that_is_not_documented_is_a_finding_and_its_input_is_made_short()
    {
        var target = new FuzzTarget("nines", Numbers, input => ThrowAt(input, (byte)'9'));
        var fuzzer = new Fuzzer([target], seed: 1);

        fuzzer.Run(200);

        var finding = Assert.Single(fuzzer.Findings);
        Assert.Equal("9"u8.ToArray(), finding.Input);
        Assert.StartsWith("NotSupportedException", finding.Kind);
        Assert.True(finding.Count > 1);
    }

    [Fact]
    public void A_documented_exception_is_none()
    {
        var target = new FuzzTarget("nines", Numbers, input => ThrowAt(input, (byte)'9'))
        {
            Documented = [nameof(NotSupportedException)],
        };
        var fuzzer = new Fuzzer([target], seed: 1);

        fuzzer.Run(200);

        Assert.Empty(fuzzer.Findings);
    }

    [Fact]
    public void A_reading_that_allocates_too_much_is_a_finding()
    {
        var target = new FuzzTarget("large", Numbers, _ => GC.KeepAlive(new byte[FuzzTrial.MostMemory + 1]));

        Assert.Equal("memory", FuzzTrial.Of(target, []).Kind);
    }

    [Fact]
    public void A_reading_that_works_too_long_is_a_finding()
    {
        var target = new FuzzTarget("slow", Numbers, _ => Work(FuzzTrial.MostTime + TimeSpan.FromMilliseconds(1)));

        Assert.Equal("time", FuzzTrial.Of(target, []).Kind);
    }

    private static List<string> Inputs(int seed)
    {
        var inputs = new List<string>();
        var target = new FuzzTarget("inputs", Numbers, input => Add(inputs, Convert.ToHexString(input)));
        new Fuzzer([target], seed).Run(100);
        return inputs;
    }

    private static void Add(List<string> inputs, string input)
    {
        lock (inputs)
            inputs.Add(input);
    }

    private static void Work(TimeSpan time)
    {
        for (var start = ThreadClock.Now; ThreadClock.Now - start < time; )
            Thread.SpinWait(1000);
    }

    private static void ThrowAt(byte[] input, byte value)
    {
        if (input.Contains(value))
            throw new NotSupportedException();
    }
}
