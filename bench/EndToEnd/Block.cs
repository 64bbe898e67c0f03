namespace Postern.Bench.EndToEnd;

/// <summary>What a number of mails took, one after another of the same kind.</summary>
/// <param name="App">Name of the app.</param>
/// <param name="Phase">Which part of the app's life it was.</param>
/// <param name="Scenario">What the mails became.</param>
/// <param name="HandedIn">When each was handed in, by letter.</param>
internal sealed record Block(
    string App,
    Phase Phase,
    Scenario Scenario,
    IReadOnlyDictionary<Letter, DateTimeOffset> HandedIn
)
{
    public required TimeSpan Time { get; init; }

    /// <summary>Seconds that handing a mail in took, on average.</summary>
    public required double HandInSeconds { get; init; }

    /// <summary>Processor time of the app, for all mails.</summary>
    public required TimeSpan AppCpu { get; init; }

    public required TimeSpan EmulatorCpu { get; init; }

    public required TimeSpan SinkCpu { get; init; }

    /// <summary>Calls to storage, those of the host and its polling included.</summary>
    public required CallCounts Calls { get; init; }

    /// <summary>What the sink got.</summary>
    public required IReadOnlyList<ReceivedMail> Received { get; init; }

    /// <summary>Resident memory of the app at the end, in MiB.</summary>
    public required double Resident { get; init; }

    public int Mails => HandedIn.Count;

    public double AppMilliseconds => AppCpu.TotalMilliseconds / Mails;

    public double EmulatorMilliseconds => EmulatorCpu.TotalMilliseconds / Mails;

    public double SinkMilliseconds => SinkCpu.TotalMilliseconds / Mails;

    public double Rate => Mails / Time.TotalSeconds;

    /// <summary>
    /// Milliseconds from the beginning of the hand-in of each mail to the last byte of its last delivery at the sink;
    /// of a new record, to the last write of its entry in the journal.
    /// </summary>
    public IEnumerable<double> Latencies(IReadOnlyDictionary<string, DateTimeOffset> journal)
    {
        var last = Received.GroupBy(mail => mail.Tag).ToDictionary(tag => tag.Key, tag => tag.Max(mail => mail.Time));
        foreach (var (letter, begin) in HandedIn)
        {
            var hasEnd =
                Scenario.Deliveries > 0
                    ? last.TryGetValue(letter.Number, out var end)
                    : journal.TryGetValue(letter.MessageId, out end);
            if (hasEnd)
                yield return (end - begin).TotalMilliseconds;
        }
    }
}
