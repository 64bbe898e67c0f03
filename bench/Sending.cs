namespace Postern.Bench;

/// <summary>
/// <c>--what send</c>: what the gateway's sender and Postfix's <c>smtp-source</c> send to the same sink, in turns.
/// </summary>
internal static class Sending
{
    public static async Task RunAsync(BenchOptions options)
    {
        using var sink = await Sink.StartAsync();
        await using var gateway = new BenchGateway();
        await gateway.RunAsync(sink.Port, options.Connections.Max(), options);
        Console.WriteLine(
            $"{options.Mails} mails of {options.Size} octets, {options.Rounds} rounds, "
                + $"{Environment.ProcessorCount} processors; mails a second: least, median, most; "
                + "processor time a mail: median"
        );
        foreach (var connections in options.Connections)
            await CompareAsync(sink.Port, gateway, connections, options);
    }

    // In turns, so that both are measured under the same conditions.
    private static async Task CompareAsync(int port, BenchGateway gateway, int connections, BenchOptions options)
    {
        var (source, own) = (new List<Measured>(), new List<Measured>());
        for (var round = 0; round < options.Rounds; round++)
        {
            source.Add(await SmtpSource.RunAsync(port, connections, options));
            own.Add(await gateway.RunAsync(port, connections, options));
        }
        var (theirs, ours) = (Spread.Of(source.Select(PerSecond)), Spread.Of(own.Select(PerSecond)));
        var ratio = Spread.Of(own.Zip(source, (mine, other) => mine.PerSecond / other.PerSecond));
        var noise = (theirs.Max - theirs.Min) / theirs.Median;
        Console.WriteLine(
            FormattableString.Invariant($"{connections, 3} connections  smtp-source {theirs} {Cpu(source)}  ")
                + FormattableString.Invariant($"Postern {ours} {Cpu(own)}  ")
                + FormattableString.Invariant($"ratio {ratio.Min:P0} {ratio.Median:P0} {ratio.Max:P0}  ")
                + FormattableString.Invariant($"noise {noise:P0}")
        );
    }

    private static double PerSecond(Measured round) => round.PerSecond;

    private static string Cpu(IEnumerable<Measured> rounds) =>
        FormattableString.Invariant($"{Spread.Of(rounds.Select(round => round.Processor)).Median, 4:0} µs");
}
